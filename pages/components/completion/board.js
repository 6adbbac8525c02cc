// A ranking board: a bar with its pace mark, the figure with sign and word, then month by month, straight across.
// A long list folds in its middle.

export default function ({ data, parentElement, setTriggerValue }) {
  const board = parentElement.querySelector("#board");
  board.setAttribute("aria-label", data.alt);
  board.style.setProperty("--months", data.months.length);
  board.style.setProperty("--name", `${Math.min(15, Math.max(5, data.widest))}em`);
  board.classList.toggle("plain", !data.has_bars);
  let open = data.open;

  const head = () => {
    const line = role(make("div", "head"), "row");
    line.append(role(make("span", "name", data.name_label), "columnheader"));
    if (data.has_bars) {
      const scale = role(make("span", "scale"), "columnheader");
      const mark = make("span", "pace", data.mark_label);
      if (data.mark !== null) mark.style.right = `${100 - Math.min(100, data.mark)}%`;
      scale.append(mark);
      line.append(scale);
    }
    line.append(role(make("span", "gap", data.gap_label), "columnheader"));
    const cells = make("span", "cells");
    for (const month of data.months) cells.append(role(make("span", "month", month), "columnheader"));
    line.append(cells);
    return line;
  };

  // while the reader asks which cells a figure is made of, it is a button of its own
  const figure = (cls, text, row, field, month = "") => {
    const node = make(data.asks ? "button" : "span", cls, text);
    if (!data.asks) return node;
    node.type = "button";
    node.classList.add("asks");
    node.setAttribute("aria-label", `${row.name} ${text}：数据出处`);
    node.onclick = () => setTriggerValue("asked", { id: row.id, field, month });
    return node;
  };

  const body = (row) => {
    const line = role(make("div", `row ${row.chosen ? "chosen" : ""} ${row.unsure ? "unsure" : ""}`), "row");
    const name = role(make("div", "name"), "rowheader");
    const link = follows(make("a", "", row.name), row.href, () => setTriggerValue("picked", row.id));
    if (row.chosen) link.setAttribute("aria-current", "true");
    name.append(link);
    if (row.note) name.append(make("small", "", row.note));
    line.append(name);
    if (data.has_bars) {
      const scale = role(make("div", "scale"), "cell");
      const bar = make("div", `bar ${row.tone}`);
      bar.style.width = `${Math.max(0, row.width)}%`;
      scale.append(bar, figure(`rate ${row.width < 14 ? "outside" : row.tone}`, row.rate, row, "investment_completion_rate"));
      if (row.width < 14) scale.lastChild.style.left = `${Math.max(0, row.width)}%`;
      if (row.mark !== null) {
        const mark = make("i", "mark");
        mark.style.left = `${Math.min(100, row.mark)}%`;
        scale.append(mark);
      }
      line.append(scale);
    }
    const gap = role(make("div", `gap ${row.tone}`), "cell");
    gap.append(figure("said", row.gap, row, data.figure), make("span", "", row.light));
    line.append(gap);
    const cells = make("div", "cells");
    row.cells.forEach((cell, at) => {
      const cls = cell ? "month filled" : "month";
      const box = role(cell ? figure(cls, cell.t, row, data.figure, data.month_ids[at]) : make("span", cls, ""), "cell");
      if (cell) {
        Object.assign(box.style, { background: cell.fill, color: cell.ink });
        box.title = cell.hint;
      }
      cells.append(box);
    });
    line.append(cells);
    return line;
  };

  const fold = (text) => {
    const line = make("button", "fold", text);
    line.type = "button";
    line.onclick = () => { open = !open; draw(); setTriggerValue("unfolded", open); };
    return line;
  };

  // on a tablet rows are 44 px: fewer of them fit on the first screen
  const finger = matchMedia("(pointer: coarse), (max-width: 1366px)").matches;
  const most = finger ? data.most_touch : data.most;
  const kept = finger ? data.folded_touch : data.folded;
  const draw = () => {
    board.replaceChildren(head());
    const rows = data.rows;
    if (rows.length <= most) return rows.forEach((row) => board.append(body(row)));
    if (open) {
      rows.forEach((row) => board.append(body(row)));
      return board.append(fold("收起中间的"));
    }
    const top = Math.floor(kept * 0.4), bottom = kept - top;
    rows.slice(0, top).forEach((row) => board.append(body(row)));
    board.append(fold(`展开中间 ${rows.length - top - bottom} 个，共 ${rows.length} 个`));
    rows.slice(rows.length - bottom).forEach((row) => board.append(body(row)));
  };
  draw();

  walked(board);
}
