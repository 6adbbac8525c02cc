"""Shapes of workbooks beyond one table a sheet: a card, a sheet a month, tables side by side, two rows a project."""

from decimal import Decimal
from random import Random

from tests.etl.layouts import words
from tests.etl.layouts.columns import fill_in, in_unit
from tests.etl.layouts.drawing import Style, draw_table
from tests.etl.layouts.page import Page
from tests.etl.layouts.truth import Project, Truth


def older(page: Page) -> Page:
    """Return a hidden copy of a sheet with other figures in it: nothing of it may enter."""
    copy = Page(page.name + " (2)", [list(row) for row in page.cells], list(page.merged), is_hidden=True)
    for row, at, _, _ in page.figures:
        cell = copy.cells[row][at]
        copy.cells[row][at] = cell * 2 + 1 if isinstance(cell, Decimal) else cell
    copy.said.append("隐藏的旧表")
    return copy


def card(chance: Random, truth: Truth, name: str, project: Project) -> Page:
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
    return page


def months(chance: Random, truth: Truth, style: Style) -> list[Page]:
    """Draw a sheet for each of some months up to this one, the year in the file's name or the titles."""
    known = chance.sample(range(1, truth.month), min(truth.month - 1, chance.choice((1, 2))))
    period = chance.choice(("sheet", "title"))
    pages = []
    for month in sorted({*known, truth.month}, reverse=chance.random() < 0.3):
        page = Page(f"{month}月" if period == "sheet" else f"{month}月份报表")
        of_then = truth.at(month)
        draw_table(chance, page, of_then, of_then.projects, style, period)
        page.month = month
        pages.append(page)
    return pages


def side_by_side(
    chance: Random, truth: Truth, name: str, parts: list[list[Project]], style: Style, period: str
) -> Page:
    """Draw two tables on one sheet, one right of the other."""
    pages = []
    for projects in parts:
        page = Page(name)
        draw_table(chance, page, truth, projects, style, period)
        pages.append(page)
    pages[0].beside(pages[1])
    return pages[0]


ROWS_OF_TWO = (("计划", "完成"), ("计划投资", "完成投资"), ("计划数", "实际完成数"), ("应完成", "实际完成"))
OF_TWO = ("1-{m}月投资", "1-{m}月", "{Y}年1-{m}月投资（万元）", "1-{m}月累计")


def two_rows(chance: Random, truth: Truth, name: str) -> Page:
    """Draw a table in which a project takes two rows, of what was planned and of what was done."""
    page = Page(name, said=["一个项目占两行"])
    planned, done = chance.choice(ROWS_OF_TWO)
    has_month = chance.random() < 0.5
    head = [
        "序号",
        "项目名称",
        "总投资",
        chance.choice(("指标", "类别", "内容", "")),
        fill_in(chance.choice(OF_TWO), truth),
    ]
    head += [f"{truth.month}月投资"] * has_month
    page.add(
        [fill_in(chance.choice(words.TITLES["dispatch"]), truth, p=f"{truth.year}年{truth.month}月"), "", "", "", ""]
    )
    page.add(["单位：万元"])
    page.add(head)
    is_merged = chance.random() < 0.6
    for number, project in enumerate(truth.projects, start=1):
        own = project.amounts
        months = [[own["aim_month"]], [own["month"]]] if has_month else [[], []]
        row = page.add([number, project.name, own["total"], planned, own["aim"], *months[0]])
        page.add([*([""] * 3 if is_merged else [number, project.name, ""]), done, own["ytd"], *months[1]])
        page.figures += [(row, 2, project.name, "total"), (row + 1, 4, project.name, "ytd")]
        page.figures += [(row + 1, 5, project.name, "month")] * has_month
        if is_merged:
            page.merged += [(row, at, row + 1, at) for at in range(3)]
    if chance.random() < 0.5:
        sums = {
            role: sum((one.amounts[role] for one in truth.projects), Decimal(0))
            for role in ("total", "aim", "ytd", "aim_month", "month")
        }
        page.add(["合计", "", sums["total"], planned, sums["aim"], *[sums["aim_month"]] * has_month])
        page.add(["", "", "", done, sums["ytd"], *[sums["month"]] * has_month])
    return page
