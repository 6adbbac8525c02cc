// The ranking board: place, unit, score as stacked parts, distance to the line, last quarter's place, card.

export default function ({ data, parentElement, setTriggerValue }) {
  const board = parentElement.querySelector("#places");
  board.setAttribute("aria-label", data.alt);

  const key = make("div", "key");
  for (const item of data.items) {
    const entry = make("span", "", item.name);
    const box = make("i");
    box.style.background = item.fill;
    entry.prepend(box);
    key.append(entry);
  }

  const head = role(make("div", "head"), "row");
  for (const [cls, text] of [["rank", "名次"], ["name", "单位"], ["score", "得分"], ["parts", ""], ["margin", data.margin_label],
    ["before", "上季"], ["card", data.has_cards ? "亮牌" : ""]]) head.append(role(make("span", cls, text), "columnheader"));
  head.querySelector(".parts").append(key);

  // while the reader asks, a place, a score or a distance is a button
  const figure = (tag, cls, text, row, field) => {
    const node = make(tag, cls, data.asks && text ? "" : text);
    if (!data.asks || !text) return node;
    const button = make("button", "asks", text);
    button.type = "button";
    button.setAttribute("aria-label", `${row.name} ${text}：数据出处`);
    button.onclick = () => setTriggerValue("asked", { id: row.id, field });
    node.append(button);
    return node;
  };

  const body = (row) => {
    const line = role(make("div", `row ${row.tone} ${row.chosen ? "chosen" : ""}`), "row");
    line.append(role(figure("span", "rank", row.rank, row, "rank"), "cell"));
    const name = role(make("span", "name"), "rowheader");
    const link = follows(make("a", "", row.name), row.href, () => setTriggerValue("picked", row.id));
    if (row.chosen) link.setAttribute("aria-current", "true");
    name.append(link);
    if (row.note) name.append(make("small", "", row.note));
    line.append(name, role(figure("b", "score", row.score, row, "score"), "cell"));
    const parts = role(make("span", "parts"), "cell");
    parts.setAttribute("aria-label", row.parts.map((part) => `${part.name} ${part.text}`).join("，"));
    for (const part of row.parts) {
      const bar = make("i", "", part.width >= 4.5 ? part.text : "");
      Object.assign(bar.style, { width: `${part.width}%`, background: part.fill, color: part.ink });
      bar.title = `${part.name} ${part.text}`;
      parts.append(bar);
    }
    line.append(parts, role(figure("span", "margin", row.margin, row, "margin"), "cell"),
      role(figure("span", "before", row.before, row, "rank_before"), "cell"));
    const card = role(make("span", "card"), "cell");
    if (row.card) card.append(make("em", row.card, row.card_word));
    if (row.duty) card.append(make("small", "", row.duty));
    line.append(card);
    return line;
  };

  board.replaceChildren(head);
  for (const row of data.rows) {
    if (row.line) {
      const line = make("div", "line");
      line.append(make("span", "", row.line));
      board.append(line);
    }
    board.append(body(row));
  }

  walked(board);
}
