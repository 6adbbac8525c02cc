"""Whole workbooks: several tables, several sheets, hidden copies, cards, and where the month is told."""

from dataclasses import dataclass
from random import Random

from tests.etl.layouts import shapes, words
from tests.etl.layouts.columns import fill_in
from tests.etl.layouts.drawing import Style, draw_style, draw_table
from tests.etl.layouts.odd_cells import spoil
from tests.etl.layouts.page import Page
from tests.etl.layouts.truth import Truth, draw_truth

KINDS = (("dispatch", 70), ("annual_plan", 15), ("statistics_return", 15))
SHAPES = (
    ("one", 60),
    ("tables", 8),
    ("sheets", 8),
    ("hidden", 6),
    ("card", 4),
    ("months", 5),
    ("beside", 5),
    ("two", 4),
)


@dataclass(frozen=True)
class Drawn:
    """A workbook, and what it is about."""

    name: str
    truth: Truth
    pages: list[Page]
    shape: str

    @property
    def has_proof(self) -> bool:
        """Whether a total or a share stands in every table that is seen."""
        return all(page.has_proof for page in self.pages if not page.is_hidden)

    @property
    def needs_a_file(self) -> bool:
        """Whether the cells alone do not say what the file says."""
        return any(page.needs_a_file for page in self.pages)

    def in_words(self) -> str:
        """Say how it was drawn, and show its cells."""
        said = [f"{self.name}：{self.shape}，{self.truth.kind} {self.truth.year}-{self.truth.month:02d}"]
        for page in self.pages:
            said += [*page.said, f"merged {page.merged}"]
            said += [f"{row + 1:>3} " + " | ".join(map(_short, cells)) for row, cells in enumerate(page.cells)]
        return "\n".join(said)


def _short(cell: object) -> str:
    return str(cell).replace("\n", "⏎")


def draw(seed: int) -> Drawn:
    """Draw the workbook of a seed: the same one each time."""
    chance = Random(seed)
    kind = chance.choices([name for name, _ in KINDS], [share for _, share in KINDS])[0]
    truth = draw_truth(chance, kind)
    style = draw_style(chance, truth)
    period = _period(chance, kind)
    shape = chance.choices([name for name, _ in SHAPES], [share for _, share in SHAPES])[0]
    name = _file_name(chance, truth, "sheet" if shape == "months" else period)
    sheet = f"{truth.month}月" if period == "sheet" else chance.choice(("Sheet1", "表1", "附件1", "重点项目"))
    pages = _pages(chance, truth, style, period, shape, sheet)
    for page in pages:
        if chance.random() < 0.12 and shape != "hidden":
            spoil(chance, page)
        width = max(map(len, page.cells), default=0)
        page.cells = [[*row, *[""] * (width - len(row))] for row in page.cells]
        if chance.random() < 0.03 and not page.is_hidden and not page.scaled and not page.rich:
            page.formulas = {(row, at) for row, at, _, role in page.figures if role == chance.choice(("ytd", "plan"))}
    return Drawn(name, truth, pages, shape)


def _pages(chance: Random, truth: Truth, style: Style, period: str, shape: str, sheet: str) -> list[Page]:
    if shape == "card" and truth.kind == "dispatch":
        return [shapes.card(chance, truth, sheet, project) for project in truth.projects[:1]]
    if shape == "two" and truth.kind == "dispatch":
        return [shapes.two_rows(chance, truth, sheet)]
    if shape == "months" and truth.kind == "dispatch":
        return shapes.months(chance, truth, style)
    parts = [truth.projects]
    if shape in ("tables", "sheets", "beside") and len(truth.projects) > 3:
        half = len(truth.projects) // 2
        parts = [truth.projects[:half], truth.projects[half:]]
    if shape == "beside" and len(parts) > 1:
        return [shapes.side_by_side(chance, truth, sheet, parts, style, period)]
    pages = [Page(sheet)]
    for number, projects in enumerate(parts):
        if number and shape == "sheets":
            pages.append(Page(f"{sheet}（{number + 1}）"))
        elif number:
            pages[-1].cells += [[""]] * chance.choice((1, 2))
        own = draw_style(chance, truth) if number and chance.random() < 0.3 else style
        draw_table(chance, pages[-1], truth, projects, own, period)
    if shape == "hidden":
        pages.append(shapes.older(pages[0]))
    return pages


def _period(chance: Random, kind: str) -> str:
    if kind == "annual_plan":
        return "title"
    return chance.choices(("title", "file", "sheet", "date", "none"), (70, 12, 6, 6, 6))[0]


def _file_name(chance: Random, truth: Truth, period: str) -> str:
    if period == "file":
        return fill_in(chance.choice(words.FILES), truth)
    return f"{truth.year}年重点项目" if period == "sheet" else chance.choice(("附件1", "重点项目", "报送表"))
