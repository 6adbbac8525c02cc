"""What a reader sees of the demo, gathered from pages, boards, slides and reports: name, value and whose it is.

Tables and boards are read cell by cell, cards and slides by what stands on them, sentences by “name figure unit”.
A value keeps the precision it is written with, so that 5.14 亿元 and 51,402 万元 are one figure.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.content import Chart, Report, Table, Text

FIGURE = re.compile(r"([+−]?\d[\d,]*(?:\.\d+)?)\s*(%|亿元|万元|个百分点|个月|个|分|家|件|项)?")
TAG = re.compile(r"<[^>]+>")
SIZES = {"亿元": Decimal(10_000)}
WHOSE = {  # the column that says whose figures a row holds, the most telling first
    "project_names": "组",
    "project_name": "项目",
    "responsible_unit": "责任单位",
    "batch": "批次",
    "town": "镇街",
    "month": "月份",
}


@dataclass(frozen=True)
class Value:
    """A figure as written: what it can be, from ``low`` to ``high``."""

    low: Decimal
    high: Decimal

    def fits(self, other: "Value") -> bool:
        """Tell whether both can be the same figure."""
        return self.low < other.high and other.low < self.high


@dataclass(frozen=True)
class Seen:
    """One figure on one screen. ``whose``: kind and name of what it is about, ("", "") for the district."""

    place: str
    whose: tuple[str, str]
    name: str
    text: str
    unit: str = ""

    @property
    def value(self) -> Value | None:
        """What is written; None for a dash or words."""
        found = FIGURE.fullmatch(self.text.strip().removesuffix("*").strip())
        return value(found[1], found[2] or self.unit) if found else None


def value(figure: str, unit: str) -> Value:
    """Read a figure with the room its rounding leaves."""
    exact = Decimal(figure.replace(",", "").replace("−", "-").replace("+", ""))
    half = Decimal(1).scaleb(int(exact.as_tuple().exponent)) / 2
    size = SIZES.get(unit, Decimal(1))
    return Value((exact - half) * size, (exact + half) * size)


def plain(text: str) -> str:
    """Return the words of a piece of HTML, blanks between figures and Chinese kept out."""
    return re.sub(r"\s+", "", html.unescape(TAG.sub("", text)))


def in_table(
    place: str, columns: list[dict[str, str]], rows: list[list[str]], total: list[str] | None
) -> Iterator[Seen]:
    """Every figure of a table: ``columns`` with field, label, unit; the total is the district's."""
    fields = [column["field"] for column in columns]
    head = next((field for field in WHOSE if field in fields), "")
    names = [row[fields.index(head)] for row in rows] if head else []
    for row, name in zip(rows, names, strict=False):
        if names.count(name) == 1 and name not in ("合计", "—"):  # of two of one name nobody knows which is meant
            for column, cell in zip(columns, row, strict=True):
                if column["field"] != head:
                    yield Seen(place, (WHOSE[head], name), column["label"], cell, column["unit"])
    for column, cell in zip(columns, total or [], strict=False):
        yield Seen(place, ("", ""), column["label"], cell, column["unit"])


def in_report(report: Report, place: str) -> Iterator[Seen]:
    """Every figure in a report's tables."""
    for table in report.blocks(Table):
        columns = [{"field": one.field, "label": one.label, "unit": one.unit} for one in table.columns]
        rows = [[cell.text for cell in row] for row in table.rows]
        total = [cell.text for cell in table.total] if table.total else None
        yield from in_table(f"{place}“{table.title}”", columns, rows, total)
    for chart in report.blocks(Chart):
        for series in chart.series:
            for name, cell in zip(chart.categories, series.cells, strict=True):
                yield Seen(f"{place}“{chart.title}”", ("图", name), series.name, cell.text)


def sentences(report: Report) -> Iterator[str]:
    """Every sentence of a report."""
    yield from (report.title, report.lead)
    for section in report.sections:
        yield section.finding
        yield from (block.text for block in section.blocks if isinstance(block, Text))


def in_words(place: str, text: str, names: list[str], others: set[str]) -> Iterator[Seen]:
    """Every “name figure” of the district in a text; a clause that names somebody (``others``) is theirs, not its."""
    for clause in re.split(r"[。；\n]", plain(text)):
        if any(other in clause for other in others):
            continue
        for name in names:
            for found in re.finditer(re.escape(name) + r"(?:为|共)?" + FIGURE.pattern, clause):
                if not found[2]:
                    continue
                before = clause[: found.start()]
                if not any(
                    longer != name and longer.endswith(name) and (before + name).endswith(longer) for longer in names
                ):
                    yield Seen(place, ("", ""), name, found[1], found[2] or "")


class Recorder:
    """Takes down what pages hand to lists, boards, cards and the deck while they run."""

    def __init__(self, monkeypatch: Any) -> None:  # noqa: ANN401
        from pages.components import cards, tables
        from pages.components.meeting.slides import deck

        self.lists: list[dict[str, Any]] = []
        self.cards: list[Any] = []
        self.slides: list[dict[str, Any]] = []
        rows, show, play = tables._ROWS, cards.show, deck.deck  # noqa: SLF001

        def listed(*given: Any, **named: Any) -> Any:  # noqa: ANN401
            self.lists.append(named)
            return rows(*given, **named)

        def shown(given: Any, *rest: Any) -> Any:  # noqa: ANN401
            self.cards += given
            return show(given, *rest)

        def played(slides: Any, **named: Any) -> Any:  # noqa: ANN401
            self.slides += slides
            return play(slides, **named)

        monkeypatch.setattr(tables, "_ROWS", listed)
        monkeypatch.setattr(cards, "show", shown)
        monkeypatch.setattr(deck, "deck", played)

    def seen(self, place: str) -> Iterator[Seen]:
        """Every figure in the lists and cards of a page."""
        for given in self.lists:
            data = given["data"]
            rows = [[cell["t"] for cell in row["cells"]] for row in data["rows"]]
            yield from in_table(f"{place}“{data['label'] or given['key']}”", data["columns"], rows, None)
        for card in self.cards:
            yield Seen(f"{place}卡片", ("", ""), card.label, card.figure, card.unit)


def svg_words(svg: str) -> Iterator[str]:
    """Every line of text on a slide."""
    for line in re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.S):
        yield plain(line)


ROOT = Path(__file__).parents[1]
