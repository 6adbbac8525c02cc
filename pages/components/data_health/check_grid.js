// Units by checks: a count in each cell that leads to its rows; heads and names lead to theirs. Long lists fold.

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector("#check_grid");
  grid.setAttribute("aria-label", data.alt);
  grid.style.setProperty("--checks", data.checks.length);
  let open = data.open;

  const button = (cls, text, unit, check, label) => {
    const node = make("button", cls, text);
    node.type = "button";
    if (label) node.setAttribute("aria-label", label);
    if (unit === data.unit && check === data.check && (unit || check)) {
      node.classList.add("chosen");
      node.setAttribute("aria-pressed", "true");
    }
    node.onclick = () => setTriggerValue("picked", { unit, check });
    return node;
  };

  const head = () => {
    const row = role(make("div", "line head"), "row");
    row.append(make("span", "name", data.name_label));
    data.checks.forEach((check, at) => {
      const cell = role(make("span", `box ${data.starts.includes(at) ? "start" : ""}`), "columnheader");
      cell.append(button("label", check.label, "", check.key));
      row.append(cell);
    });
    return row;
  };

  const body = (unit) => {
    const row = role(make("div", `line ${unit.total ? "total" : ""}`), "row");
    const name = role(make("span", "name"), "rowheader");
    name.append(button("who", unit.name, unit.id, ""));
    if (unit.note) name.append(make("small", "", unit.note));
    row.append(name);
    unit.cells.forEach((cell, at) => {
      const box = role(make("span", `box ${data.starts.includes(at) ? "start" : ""}`), "cell");
      if (cell && cell.count) {
        const said = `${unit.name}，${data.checks[at].label} ${cell.count} 条`;
        box.append(button(`count ${cell.tone}`, String(cell.count), unit.id, data.checks[at].key, said));
      } else if (cell) box.append(make("i", "zero", "0"));
      row.append(box);
    });
    return row;
  };

  const draw = () => {
    grid.replaceChildren(head());
    const folds = data.rows.length > data.most + 1;
    for (const unit of folds && !open ? data.rows.slice(0, data.most) : data.rows) grid.append(body(unit));
    if (!folds) return;
    const more = make("button", "more", open ? "收起" : `展开全部 ${data.rows.length - 1} 个${data.name_label}`);
    more.type = "button";
    more.onclick = () => { open = !open; draw(); setTriggerValue("unfolded", open); };
    grid.append(more);
  };
  draw();

  grid.onkeydown = (event) => {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[event.key];
    const here = grid.getRootNode().activeElement?.closest?.("button");
    if (!step || !here) return;
    event.preventDefault();
    const lines = [...grid.querySelectorAll(".line")].map((node) => [...node.children]);
    let y = lines.findIndex((cells) => cells.some((cell) => cell.contains(here)));
    if (y < 0) return;
    let x = lines[y].findIndex((cell) => cell.contains(here));
    for (;;) {  // over cells that hold nothing
      y += step[0]; x += step[1];
      const next = lines[y]?.[x];
      if (!next) return;
      if (next.querySelector("button")) return next.querySelector("button").focus();
    }
  };
}
