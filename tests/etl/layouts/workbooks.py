"""Whole workbooks: several tables, several sheets, hidden copies, cards, and where the month is told."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.etl.layouts import words
from tests.etl.layouts.columns import fill_in, in_unit
from tests.etl.layouts.drawing import Page, draw_style, draw_table
from tests.etl.layouts.truth import Project, Truth, draw_truth

KINDS = (("dispatch", 70), ("annual_plan", 15), ("statistics_return", 15))


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
    name = _file_name(chance, truth, period)
    sheet = f"{truth.month}月" if period == "sheet" else chance.choice(("Sheet1", "表1", "附件1", "重点项目"))
    shape = chance.choices(("one", "tables", "sheets", "hidden", "card"), (74, 8, 8, 6, 4))[0]
    if shape == "card" and kind == "dispatch":
        return Drawn(name, truth, [_card(chance, truth, sheet, project) for project in truth.projects[:1]], shape)
    pages = [Page(sheet)]
    parts = [truth.projects]
    if shape in ("tables", "sheets") and len(truth.projects) > 3:
        half = len(truth.projects) // 2
        parts = [truth.projects[:half], truth.projects[half:]]
    for number, projects in enumerate(parts):
        if number and shape == "sheets":
            pages.append(Page(f"{sheet}（{number + 1}）"))
        elif number:
            pages[-1].cells += [[""]] * chance.choice((1, 2))
        draw_table(chance, pages[-1], truth, projects, style, period)
    if shape == "hidden":
        pages.append(_older(pages[0]))
    for page in pages:
        width = max(map(len, page.cells), default=0)
        page.cells = [[*row, *[""] * (width - len(row))] for row in page.cells]
        if chance.random() < 0.03 and not page.is_hidden:
            page.formulas = {(row, at) for row, at, _, role in page.figures if role == chance.choice(("ytd", "plan"))}
    return Drawn(name, truth, pages, shape)


def _period(chance: Random, kind: str) -> str:
    if kind == "annual_plan":
        return "title"
    return chance.choices(("title", "file", "sheet", "date", "none"), (70, 12, 6, 6, 6))[0]


def _file_name(chance: Random, truth: Truth, period: str) -> str:
    if period == "file":
        return fill_in(chance.choice(("{Y}年{m}月报表", "重点项目{Y}.{m}", "天元区{Y}年1-{m}月重点项目")), truth)
    return f"{truth.year}年重点项目" if period == "sheet" else chance.choice(("附件1", "重点项目", "报送表"))


def _older(page: Page) -> Page:
    """Return a hidden copy of a sheet with other figures in it: nothing of it may enter."""
    copy = Page(page.name + " (2)", [list(row) for row in page.cells], list(page.merged), is_hidden=True)
    for row, at, _, _ in page.figures:
        cell = copy.cells[row][at]
        copy.cells[row][at] = cell * 2 + 1 if isinstance(cell, Decimal) else cell
    copy.said.append("隐藏的旧表")
    return copy


def _card(chance: Random, truth: Truth, name: str, project: Project) -> Page:
    """Draw a card of one project: label, value, label, value."""
    page = Page(name, said=["一个项目的卡片"])
    unit = chance.choice(("万元", "亿元"))
    roles = dict(zip(words.CARD, ("name", "unit", "total", "plan", "ytd", "cum", ""), strict=True))
    pairs = []
    page.add([fill_in("{Y}年{m}月重点项目推进卡", truth), "", "", ""])
    for label, role in roles.items():
        text = fill_in(label, truth)
        if role in project.amounts:
            pairs.append((f"{text}（{unit}）", in_unit(project.amounts[role], unit), role))
        else:
            pairs.append((text, {"name": project.name, "unit": project.unit}.get(role, "主体施工"), ""))
    wide = chance.choice((1, 2))
    for start in range(0, len(pairs), wide):
        line = pairs[start : start + wide]
        row = page.add([cell for label, value, _ in line for cell in (label, value)])
        page.figures += [(row, 2 * at + 1, project.name, role) for at, (_, _, role) in enumerate(line) if role]
    width = max(map(len, page.cells))
    page.cells = [[*row, *[""] * (width - len(row))] for row in page.cells]
    return page
