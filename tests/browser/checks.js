// What a page's drawn state must keep to. Each check returns a list of faults in words; an empty list is good.

const AREAS = '[data-testid="stMain"], [data-testid="stHeader"]';
const name = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
const at = (box) => `(${Math.round(box.left)}, ${Math.round(box.top)}, ${Math.round(box.right - box.left)}×${Math.round(box.bottom - box.top)})`;

const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;

function isShown(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

// The nearest element upwards that matches, out of shadow trees too.
function up(element, selector) {
  for (let e = element; e; e = parent(e)) if (e.matches(selector)) return e;
  return null;
}

// Every element below a root, in shadow trees too: lists are components of their own.
function* below(root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* below(element.shadowRoot);
  }
}

function* elements() {
  for (const area of document.querySelectorAll(AREAS)) yield* below(area);
}

// The part of a box that its ancestors let through; null if nothing.
function clipped(element, box) {
  let { left, top, right, bottom } = box;
  for (let e = element; e; e = parent(e)) {
    if (getComputedStyle(e).overflow === "visible" || e === document.documentElement || e === document.body) continue;
    const frame = e.getBoundingClientRect();
    left = Math.max(left, frame.left); top = Math.max(top, frame.top);
    right = Math.min(right, frame.right); bottom = Math.min(bottom, frame.bottom);
  }
  return right - left > 2 && bottom - top > 2 ? { left, top, right, bottom } : null;
}

// Every line of text that is drawn: HTML line by line, SVG label by label. Icons are glyphs, not words, and the
// thumbnail of a slide is a picture: the slides have checks of their own.
function texts() {
  const lines = [];
  for (const element of elements()) {
    if (element.matches("svg tspan") || up(element, 'style, script, [data-testid="stIconMaterial"], .sheet, .overview') || !isShown(element)) continue;
    const add = (box, text) => box.width > 1 && box.height > 1 && text.trim() && lines.push({ element, box, text: name(text) });
    if (element.matches("svg text")) add(element.getBoundingClientRect(), element.textContent);
    else for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) add(box, node.data);
    }
  }
  return lines;
}

function sideways() {
  const faults = [];
  for (const element of [document.documentElement, ...document.querySelectorAll(AREAS)]) {
    const over = element.scrollWidth - element.clientWidth;
    if (over > 1) faults.push(`${element.dataset.testid ?? element.tagName} is ${over} px wider than the screen`);
  }
  return faults;
}

// Text that an ancestor or the picture's edge cuts off. A row that leads on may shorten its text by “…”.
function cut() {
  const faults = [];
  for (const { element, box, text } of texts()) {
    for (let e = element; e; e = parent(e)) {
      const style = getComputedStyle(e);
      if (style.overflowX === "auto" || style.overflowX === "scroll" || e.matches(AREAS)) break;
      if (style.overflow === "visible") continue;
      const frame = e.getBoundingClientRect();
      if (frame.width <= 2 || frame.height <= 2) break; // for screen readers only
      const shortens = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (shortens && up(e, 'a, [role="row"]')) break;
      const over = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
      if (over > 3) { faults.push(`“${text}” ${at(box)} is cut by ${Math.round(over)} px`); break; }
    }
  }
  return faults;
}

function overlaps() {
  const faults = [];
  const lines = texts().map((line) => ({ ...line, box: clipped(line.element, line.box) })).filter((line) => line.box);
  lines.forEach((a, i) => lines.slice(i + 1).forEach((b) => {
    if (a.element === b.element || (a.text === b.text && Math.abs(a.box.left - b.box.left) < 2)) return; // a halo is the text again
    const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    const lower = Math.min(a.box.bottom - a.box.top, b.box.bottom - b.box.top);
    if (wide > 3 && high > 0.35 * lower) faults.push(`“${a.text}” ${at(a.box)} lies over “${b.text}” ${at(b.box)}`);
  }));
  return faults;
}

// The box a finger can hit: a link may spread over its row by an ::after.
function target(element) {
  const spread = getComputedStyle(element, "::after");
  const fills = spread.content !== "none" && spread.position === "absolute" && spread.top === "0px" && spread.bottom === "0px";
  return (fills && element.offsetParent ? element.offsetParent : element).getBoundingClientRect();
}

function small_targets() {
  const faults = [];
  for (const element of elements()) {
    if (!element.matches('button, a[href], summary, [role="button"], [role="tab"], [role="radio"]')) continue;
    if (!isShown(element) || up(element, ".modebar")) continue;
    const box = target(element);
    if (box.width > 1 && box.height > 1 && box.height < 43.5) faults.push(`“${name(element.textContent || element.ariaLabel || element.title)}” is ${box.height.toFixed(1)} px high`);
  }
  return faults;
}

function english_words() {
  const words = new Set();
  const id = /\b(?=[0-9a-f]*\d)[0-9a-f]{8}\b/g;  // of a version: hexadecimal, no word
  for (const { text } of texts()) for (const word of text.replace(id, "").match(/[A-Za-z]{2,}/g) ?? []) words.add(word);
  for (const field of elements()) {
    if (field.placeholder && isShown(field)) for (const word of field.placeholder.match(/[A-Za-z]{2,}/g) ?? []) words.add(word);
  }
  return [...words];
}

// Every line with its colour, opacity worked in, for the contrast with what is drawn behind it. A mark alone is no text.
function coloured_texts() {
  return texts().flatMap(({ element, box, text }) => {
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    const part = clipped(element, box);
    if (!part) return [];
    const style = getComputedStyle(element);
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = element.closest("svg") ? style.fill : style.color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    let opacity = alpha / 255;
    for (let e = element; e; e = parent(e)) opacity *= Number(getComputedStyle(e).opacity);
    return [{ text, box: part, colour: [red, green, blue], opacity }];
  });
}
