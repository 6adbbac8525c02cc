// The search: what is typed is asked after a short pause; arrows and Enter choose, Esc closes, Ctrl+K comes from anywhere.
const PAUSE = 180; // milliseconds

// Over plain http the browser gives no clipboard: then the older way, by a selected text.
const copied = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* the older way */ }
  const place = document.body.appendChild(make("textarea"));
  place.value = text;
  place.select();
  const done = document.execCommand("copy");
  place.remove();
  return done;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const field = parentElement.querySelector("input"), list = parentElement.querySelector(".found");
  const state = (parentElement.search ??= { at: 0, timer: 0, pending: false });
  const open = (at) => { field.value = ""; list.hidden = true; field.blur(); setTriggerValue("opened", at); };
  const mark = () => list.querySelectorAll("a").forEach((link, at) => {
    link.classList.toggle("here", at === state.at);
    link.setAttribute("aria-selected", at === state.at);
    if (at === state.at) link.scrollIntoView({ block: "nearest" });
  });
  const draw = () => {
    const typed = field.value.trim();
    list.hidden = !typed || parentElement.getRootNode().activeElement !== field;
    if (data.text !== typed) return;
    state.at = 0;
    list.replaceChildren(...data.rows.map((row, at) => {
      const link = follows(role(make("a"), "option"), row.href, () => open(at));
      link.onpointerdown = (event) => event.preventDefault(); // the field keeps the focus until the link is followed
      link.append(make("small", "", row.kind), make("span", "", row.name), make("small", "", row.note));
      return link;
    }));
    if (!data.rows.length) list.append(make("p", "", "没有找到。请换一个词，或写代码的一部分。"));
    mark();
    if (state.enter && data.rows.length) { state.enter = false; open(0); }
  };
  field.oninput = () => {
    clearTimeout(state.timer);
    state.enter = false;
    state.timer = setTimeout(() => setTriggerValue("asked", field.value.trim()), PAUSE);
    list.hidden = !field.value.trim();
  };
  field.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], count = data.rows.length;
    if (event.key === "Escape") { field.value = ""; list.hidden = true; field.blur(); }
    else if (event.key === "Enter" && data.text === field.value.trim() && count) open(state.at);
    else if (event.key === "Enter") state.enter = true; // the answer is still under way
    else if (step && count) { state.at = (state.at + step + count) % count; mark(); }
    else return;
    event.preventDefault();
  };
  field.onblur = () => setTimeout(() => { list.hidden = true; }, 150);
  field.onfocus = draw;
  const call = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    field.focus();
    field.select();
  };
  document.addEventListener("keydown", call);
  const copy = parentElement.querySelector(".copy");
  copy.onclick = async () => {
    const said = copy.textContent;
    copy.textContent = await copied(location.href) ? "已复制" : "没有复制成";
    setTimeout(() => { copy.textContent = said; }, 2000);
  };
  draw();
  return () => document.removeEventListener("keydown", call);
}
