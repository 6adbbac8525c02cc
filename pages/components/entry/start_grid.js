// Group × start month: each cell is a button of its own, so that the first touch counts and the keyboard reaches it.
export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector("#start_grid");
  grid.setAttribute("aria-label", data.alt);
  grid.style.setProperty("--months", data.heads.length);
  const years = role(make("div", "row years"), "row");
  years.append(make("span", "name"));
  for (const year of data.years) {
    const head = role(make("span", "year", year.text), "columnheader");
    head.style.gridColumn = `span ${year.span}`;
    years.append(head);
  }
  const heads = role(make("div", "row heads"), "row");
  heads.append(make("span", "name"), ...data.heads.map((text) => role(make("span", "month", text), "columnheader")));
  const rows = data.rows.map((row) => {
    const line = role(make("div", "row"), "row");
    line.append(role(make("span", "name", row.name), "rowheader"));
    for (const cell of row.cells) {
      if (!cell) { line.append(role(make("span", "none"), "cell")); continue; }
      const button = make("button", `${cell.open ? "open" : ""} ${cell.chosen ? "chosen" : ""}`, cell.text);
      button.type = "button";
      button.title = cell.hint;
      button.setAttribute("aria-label", cell.hint);
      button.setAttribute("aria-pressed", cell.chosen);
      Object.assign(button.style, { backgroundColor: cell.fill, color: cell.ink });
      button.onclick = () => setTriggerValue("picked", [row.name, cell.start]);
      line.append(button);
    }
    line.append(make("span", row.late ? "note late" : "note", row.note));
    return line;
  });
  grid.replaceChildren(years, heads, ...rows);
}
