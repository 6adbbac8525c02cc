// A list one can work in: sortable heads, arrow keys, rows of 44 px that lead on, long lists folded.

const compare = (a, b) => {
  const empty = (v) => v === null || v === undefined || v === "";
  if (empty(a) || empty(b)) return empty(a) - empty(b);
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh-CN");
};

const arranged = (rows, column, descending) => {
  if (column < 0) return rows;
  const known = rows.filter((row) => row.cells[column].v !== null && row.cells[column].v !== "");
  const unknown = rows.filter((row) => !known.includes(row));
  known.sort((a, b) => compare(a.cells[column].v, b.cells[column].v) * (descending ? -1 : 1));
  return [...known, ...unknown];
};

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("#rows");
  let { sort, descending, open } = data;
  list.setAttribute("aria-label", data.label);
  list.style.setProperty("--columns", data.columns.map((column) => column.width).join(" ") + (data.leads ? " 12px" : ""));
  list.style.setProperty("--columns-narrow",
    data.columns.filter((column) => !column.wide_only).map((column) => column.width).join(" ") + (data.leads ? " 12px" : ""));
  list.classList.toggle("two", data.two_lines);

  const tell = () => setTriggerValue("arranged", { sort, descending, open });

  const head = () => {
    const line = role(make("div", "head"), "row");
    data.columns.forEach((column, at) => {
      const cell = role(make("div", `cell ${column.right ? "right" : ""} ${column.wide_only ? "wide" : ""}`), "columnheader");
      const here = column.field === sort;
      cell.setAttribute("aria-sort", here ? (descending ? "descending" : "ascending") : "none");
      const button = make("button", "", column.label);
      button.type = "button";
      if (column.unit) button.append(make("small", "", column.unit));
      if (here) button.append(make("span", "mark", descending ? "▾" : "▴"));
      button.onclick = () => {
        descending = here ? !descending : column.number;
        sort = column.field;
        draw();
        tell();
      };
      cell.append(button);
      line.append(cell);
    });
    return line;
  };

  const body = (row) => {
    const line = role(make("div", data.chosen && row.id === data.chosen ? "row chosen" : "row"), "row");
    row.cells.forEach((value, at) => {
      const column = data.columns[at];
      const cell = role(make("div", `cell ${column.right ? "right" : ""} ${column.wide_only ? "wide" : ""}`), "cell");
      const leads = at === data.lead_column && row.href;
      const asks = column.asks && row.id && value.v !== null && value.v !== undefined;
      const main = make(leads ? "a" : asks ? "button" : "div", `main ${column.strong ? "strong" : ""} ${value.c ?? ""}`, leads ? "" : value.t);
      if (asks && !leads) {
        main.type = "button";
        main.classList.add("asks");
        main.setAttribute("aria-label", `${column.label} ${value.t}：数据出处`);
        main.onclick = () => setTriggerValue("asked", { id: row.id, field: column.asks });
      }
      if (leads && data.chosen && row.id === data.chosen) main.setAttribute("aria-current", "true");
      if (leads) follows(named(main, value.t), row.href, () => setTriggerValue("opened", row.id));
      cell.append(main);
      if (data.two_lines) cell.append(make("div", `sub ${value.sc ?? ""}`, value.s ?? ""));
      if (value.tel) { const call = make("a", "tel", value.tel); call.href = `tel:${value.tel}`; cell.append(call); }
      if (at === data.lead_column) cell.classList.add("lead");
      else cell.dataset.label = column.label;
      line.append(cell);
    });
    if (row.href) line.append(make("span", "next", "›"));
    return line;
  };

  const draw = () => {
    list.replaceChildren();
    if (data.show_head) list.append(head());
    if (!data.rows.length) list.append(make("div", "empty", data.empty));
    const rows = arranged(data.rows, data.columns.findIndex((column) => column.field === sort), descending);
    const folds = data.fold && rows.length > data.fold;
    for (const row of folds && !open ? rows.slice(0, data.fold) : rows) list.append(body(row));
    if (!folds) return;
    const more = make("button", "more", open ? `收起，只看前 ${data.fold} 行` : `展开全部 ${rows.length} 行`);
    more.type = "button";
    more.onclick = () => { open = !open; draw(); tell(); };
    list.append(more);
  };
  draw();

  walked(list);
}
