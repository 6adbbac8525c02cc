// The show. All slides travel once and are turned here: no round trip, and it goes on when the server is gone.
// Streamlit may call this function again at any moment, so what lasts lies on the element, not in a closure.
const TURNS = { PageDown: 1, ArrowRight: 1, ArrowDown: 1, ' ': 1, PageUp: -1, ArrowLeft: -1, ArrowUp: -1 };
const MARKS = { ArrowDown: 1, ArrowUp: -1, Tab: 1 }; // on a slide with marks these go from mark to mark
const ACROSS = 4; // thumbnails a row of the overview

export default function ({ data, parentElement, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name);
  const sheet = find('.sheet'), dialog = find('dialog'), stage = find('.stage'), overview = find('.overview');
  const note = find('.note'), said = find('.said'), unsent = find('.unsent');
  const slides = data.slides;
  const asked = Number(new URLSearchParams(location.search).get('slide')) || 1;
  const state = (parentElement.show ??= {
    at: asked - 1, detail: null, mark: null, digits: '', timer: 0, stopped: false, down: null, presenter: null, written: 0,
  });
  const tab = (window.guatuShow ??= { closed: null });  // the element may be made anew: what was closed stays closed
  if (state.occasion !== data.occasion) Object.assign(state, { occasion: data.occasion, notes: notebook(data.occasion), written: 0 });

  const within = (at) => Math.min(Math.max(at, 0), slides.length - 1);
  const details = () => Object.keys(slides[state.at].details);

  const address = (open) => {
    const url = new URL(location.href);
    url.searchParams.set('slide', state.at + 1);
    open ? url.searchParams.set('play', '1') : url.searchParams.delete('play');
    history.replaceState(history.state, '', url);
  };
  const draw = () => {
    dialog.classList.remove('blank', 'all');
    stage.innerHTML = state.detail ? slides[state.at].details[state.detail] : slides[state.at].svg;
    point();
    overview.querySelectorAll('button').forEach((button, at) => button.classList.toggle('here', at === state.at));
    note.elements.unit.value = unitHere();
    state.presenter?.show(stage.innerHTML, slides[state.at + 1]?.svg, `${state.at + 1} / ${slides.length}`);
    address(dialog.open);
  };
  // The mark that Enter opens: outlined, and what a note is about.
  const marks = () => [...new Set([...stage.querySelectorAll('[data-detail]')].map((mark) => mark.dataset.detail))];
  const point = () => stage.querySelectorAll('[data-detail]').forEach((mark) => {
    mark.querySelector('.pointed')?.remove();
    if (state.detail || mark.dataset.detail !== state.mark) return;
    const box = mark.getBBox(), frame = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const sides = { class: 'pointed', x: box.x - 6, y: box.y - 2, width: box.width + 12, height: box.height + 4, rx: 6, fill: 'none', stroke: '#7dbdff', 'stroke-width': 4 };
    Object.entries(sides).forEach(([name, value]) => frame.setAttribute(name, value));
    mark.append(frame);
  });
  const step = (by) => {
    const all = marks(), at = all.indexOf(state.mark);
    state.mark = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    point();
    note.elements.unit.value = unitHere();
  };
  const unitHere = () => {
    const unit = slides[state.at].whose?.[state.detail ?? state.mark] ?? '';
    return data.units.includes(unit) ? unit : '';
  };
  const go = (at, detail = null) => {
    if (within(at) !== state.at) state.mark = null;
    state.at = within(at);
    state.detail = detail;
    draw();
  };
  const open = (at) => {
    if (!dialog.open) dialog.showModal();
    go(at);
    dialog.focus();
    document.documentElement.requestFullscreen?.().catch(() => {});
  };
  const stop = () => { clearInterval(state.timer); state.timer = 0; state.stopped = true; };
  const tell = (text) => {
    said.textContent = text;
    said.classList.add('on');
    state.presenter?.tell(text);
    setTimeout(() => said.classList.remove('on'), 2500);
  };

  const send = (isNew) => {
    const waiting = state.notes.waiting();
    unsent.textContent = waiting.length ? `${waiting.length} 条记录还没有进入台账，正在送出` : '';
    const isDue = isNew || Date.now() - (state.sentAt ?? 0) >= SEND_AGAIN;  // each answer draws this again: no round without end
    if (!waiting.length || !data.may_note || !isDue) return;
    state.sentAt = Date.now();
    setTriggerValue('notes', waiting);
  };
  const noteForm = (form) => {
    form.elements.unit.replaceChildren(...['', ...data.units].map((unit) => new Option(unit || '全区', unit)));
    form.elements.unit.addEventListener('slide', () => { form.elements.unit.value = unitHere(); });
    form.onsubmit = (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(form));
      if (!given.text.trim()) return;
      state.notes.add(given);
      form.elements.text.value = '';
      form.elements.text.focus();
      tell('正在记入台账');
      send(true);
    };
    return form;
  };
  const present = () => {
    state.presenter = presenterOf({
      turn: (step) => { stop(); turn(step, true); },
      form: (page) => {
        const form = noteForm(page.importNode(note, true));
        form.className = '';
        form.querySelector('[type=button]').remove();
        return form;
      },
    });
    state.presenter ? draw() : tell('浏览器没有允许打开讲者视图，请允许弹出窗口后再按 P');
  };

  const turn = (step, isPage) => {
    if (!state.detail) return go(state.at + step);
    const keys = details(), next = keys[keys.indexOf(state.detail) + step];
    isPage || !next ? go(state.at) : go(state.at, next);  // a clicker leads back to the slide, arrows to the next detail
  };
  const back = () => {
    if (dialog.classList.contains('noting')) return dialog.classList.remove('noting'), dialog.focus();
    if (dialog.classList.contains('all')) return dialog.classList.remove('all');
    if (state.detail) return go(state.at);
    dialog.close();
  };
  const write = () => { if (data.may_note) { dialog.classList.add('noting'); note.elements.text.focus(); } };

  dialog.onkeydown = (event) => {
    stop();
    if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); return back(); }
    if (dialog.classList.contains('noting') || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const digits = state.digits;
    state.digits = '';
    const inAll = dialog.classList.contains('all');
    if (inAll && key.startsWith('Arrow')) {
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: ACROSS, ArrowUp: -ACROSS }[key];
      state.picked = within((state.picked ?? state.at) + by);
      overview.querySelectorAll('button').forEach((button, at) => button.classList.toggle('here', at === state.picked));
      overview.children[state.picked].scrollIntoView({ block: 'nearest' });
    }
    else if (inAll && key === 'Enter' && !digits) go(state.picked ?? state.at);
    else if (!state.detail && key in MARKS && marks().length) step(event.shiftKey ? -1 : MARKS[key]);
    else if (key in TURNS) turn(TURNS[key], key.startsWith('Page'));
    else if (key === 'Home') go(0);
    else if (key === 'End') go(slides.length - 1);
    else if (key === 'b' || key === '.') dialog.classList.toggle('blank');
    else if (key === 'o') { state.picked = state.at; dialog.classList.toggle('all'); }
    else if (key === 'n') write();
    else if (key === 'p') present();
    else if (key === 'Backspace') back();
    else if (/^[0-9]$/.test(key)) state.digits = digits + key;
    else if (key === 'Enter' && digits) go(Number(digits) - 1);
    else if (key === 'Enter' && event.target === dialog) state.detail ? go(state.at) : details().length && go(state.at, state.mark ?? details()[0]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  dialog.oncancel = (event) => { event.preventDefault(); };
  dialog.onclose = () => { stop(); tab.closed = data.turn; state.presenter?.close(); dialog.classList.remove('noting', 'all'); address(false); document.fullscreenElement && document.exitFullscreen(); };
  dialog.onpointerdown = (event) => { stop(); state.down = { x: event.clientX, y: event.clientY }; };
  dialog.onpointermove = () => { dialog.classList.remove('quiet'); clearTimeout(state.rest); state.rest = setTimeout(() => dialog.classList.add('quiet'), 2000); };
  stage.onpointerup = (event) => {
    const moved = state.down ? event.clientX - state.down.x : 0;
    state.down = null;
    if (Math.abs(moved) > 60) return turn(moved < 0 ? 1 : -1, true);
    const mark = event.target.closest?.('[data-detail]');
    if (mark && slides[state.at].details[mark.dataset.detail]) { state.mark = mark.dataset.detail; go(state.at, state.mark); }
    else if (state.detail) go(state.at);
  };

  noteForm(note);
  note.querySelector('[type=button]').onclick = back;

  const thumbnails = (place, act) => place.replaceChildren(...slides.map((slide, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.title = slide.title;
    button.setAttribute('aria-label', `${at + 1} ${slide.title}`);
    button.innerHTML = slide.svg;
    button.onclick = () => act(at);
    return button;
  }));
  thumbnails(sheet, open);
  thumbnails(overview, (at) => go(at));

  state.at = within(state.at);
  if (dialog.open) draw();
  else if (data.play && tab.closed !== data.turn) open(state.at);
  clearInterval(state.timer);
  if (data.auto && !state.stopped) state.timer = setInterval(() => dialog.open && go((state.at + 1) % slides.length), 1000 * data.auto);

  const written = state.notes.settle(data.written);
  state.written += written;
  if (written) tell(`已记 ${state.written} 条`);
  clearInterval(state.sending);
  state.sending = setInterval(() => send(), SEND_AGAIN);
  send();
  return () => { clearInterval(state.timer); clearInterval(state.sending); };
}
