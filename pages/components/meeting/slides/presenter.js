// The presenter's view: a second window with the slide, the next one, the clock and the form for notes.
const PRESENTER = `<!doctype html><meta charset="utf-8"><title>讲者视图</title><style>
  body { margin: 0; padding: 16px; background: #15202c; color: #f4f7fa; font: 20px/1.4 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif;
    display: grid; grid-template-columns: 3fr 2fr; gap: 16px; }
  figure { margin: 0; } figcaption { color: #b4c0cc; padding-bottom: 4px; } svg { border: 1px solid #2a3846; }
  .clock { font-size: 44px; font-weight: 700; font-variant-numeric: tabular-nums; } .foot { grid-column: 1 / -1; }
  form { display: grid; grid-template-columns: 1fr 1fr 1fr 1fr; gap: 10px; } form [name=text] { grid-column: 1 / -1; }
  form > * { font: inherit; min-height: 44px; padding: 4px 10px; } .tools button { font: inherit; min-height: 44px; padding: 4px 18px; }
</style><figure><figcaption class="at"></figcaption><div class="now"></div></figure>
<div><figure><figcaption>下一张</figcaption><div class="next"></div></figure><p class="clock"></p><p class="told" role="status"></p></div>
<p class="tools"><button data-turn="-1">上一张</button> <button data-turn="1">下一张</button></p><div class="foot"></div>`;

// Opens the window, or brings it to the front; acts: { turn, form } — the form is made by the deck.
const presenterOf = (acts) => {
  const place = window.open("", "guatu_presenter", "popup,width=1180,height=820");
  if (!place) return null;
  place.document.open();
  place.document.write(PRESENTER);
  place.document.close();
  const find = (name) => place.document.querySelector(name);
  const began = Date.now();
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    const now = new Date(), passed = Math.floor((Date.now() - began) / 1000);
    find(".clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}　已讲 ${Math.floor(passed / 60)}:${two(passed % 60)}`;
  };
  tick();
  const timer = setInterval(() => (place.closed ? clearInterval(timer) : tick()), 1000);
  place.document.querySelectorAll("[data-turn]").forEach((button) => { button.onclick = () => acts.turn(Number(button.dataset.turn)); });
  place.onkeydown = (event) => {
    if (event.target.closest("form") || !(event.key in TURNS)) return;
    event.preventDefault();
    acts.turn(TURNS[event.key]);
  };
  find(".foot").append(acts.form(place.document));
  return {
    isOpen: () => !place.closed,
    close: () => place.close(),
    tell: (text) => { if (!place.closed) find(".told").textContent = text; },
    show(now, next, at) {
      if (place.closed) return;
      find(".now").innerHTML = now;
      find(".next").innerHTML = next ?? "";
      find(".at").textContent = at;
      place.document.querySelector("form [name=unit]")?.dispatchEvent(new place.Event("slide"));
    },
  };
};
