"""The quarter's sheets: 节点任务, 问题台账, 要素保障, 考核手工项 with points, 一票否决 and 容错免责."""

from datetime import date

from etl.demo.quarters import Quarter
from etl.demo.sheets import MARK, Cell, Column, Row, Sheet, columns_of
from etl.demo.story import Story
from etl.demo.wording import percent, start_text, with_break

MILESTONES = columns_of(
    ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("节点任务", 22, "text"),
    ("责任单位", 16, "middle"), ("责任人", 10, "middle"), ("完成时限", 14, "middle"), ("实际完成时间", 14, "middle"),
    ("佐证材料", 18, "text"),
)  # fmt: skip
ISSUES = columns_of(
    ("编号", 14, "middle"), ("问题类型", 12, "middle"), ("项目名称", 34, "text"), ("问题描述", 34, "text"),
    ("责任单位", 16, "middle"), ("交办时间", 14, "middle"), ("整改时限", 14, "middle"), ("销号时间", 14, "middle"),
    ("销号依据", 18, "text"),
)  # fmt: skip
REQUESTS = columns_of(
    ("受理编号", 18, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("要素类型", 20, "text"),
    ("承办单位", 16, "middle"), ("受理日期", 14, "middle"), ("办理时限（工作日）", 12, "middle"),
    ("补正停表（工作日）", 12, "middle"), ("办结日期", 14, "middle"), ("办理方式", 12, "middle"),
    ("环评管理方式", 12, "middle"), ("会商日期", 14, "middle"), ("会商未决事项", 30, "text"),
)  # fmt: skip
TYPED = columns_of(
    ("季度", 16, "middle"), ("单位", 16, "middle"), ("考核项", 16, "middle"), ("得分率", 10, "percent"),
    ("依据", 30, "text"),
)  # fmt: skip
POINTS = columns_of(
    ("季度", 16, "middle"), ("单位", 16, "middle"), ("事项", 24, "text"), ("加分", 8, "middle"), ("扣分", 8, "middle"),
    ("文号", 22, "middle"),
)  # fmt: skip
INCIDENTS = columns_of(
    ("发生时间", 14, "middle"), ("责任单位", 16, "middle"), ("类型", 12, "middle"), ("等级", 10, "middle"),
    ("简要情况", 34, "text"), ("认定文号", 22, "middle"),
)  # fmt: skip
EXEMPTIONS = columns_of(
    ("文号", 22, "middle"), ("单位", 16, "middle"), ("容错情形", 24, "text"), ("适用期", 24, "middle"),
)  # fmt: skip


def milestone_sheet(story: Story, quarter: Quarter) -> Sheet:
    """Return the milestones due in a quarter and after it, as they stood when the sheet was sent."""
    rows = []
    told = [*quarter.milestones, *quarter.coming_milestones]
    for number, each in enumerate(sorted(told, key=lambda each: each.project.key), start=1):
        p = each.project
        code = None if number % 9 == 0 else p.code  # a sheet without the code says it by its name
        cells: list[Cell] = [number, code, with_break(p, number), each.name, each.unit, p.officer]
        rows.append(Row([*cells, *_dates(number, each.due, each.done), "现场照片、监理记录" if each.done else None]))
    total = Row(["合计", None, f"{len(rows)}个节点", *[None] * 6], "total")
    return _sheet(story, quarter, "节点任务", "重点项目节点任务完成情况", MILESTONES, [*rows, total])


def issue_sheet(story: Story, quarter: Quarter) -> Sheet:
    """Return the issues due in a quarter; some name no project, some have no number."""
    rows = []
    for number, each in enumerate(quarter.issues, start=1):
        name = each.project.name if each.project else "—"
        cells: list[Cell] = [each.number, each.kind, name, each.text, each.unit]
        dates = [start_text(day, True, number) for day in (each.raised, each.due, each.closed)]
        rows.append(Row([*cells, *dates, "整改报告" if each.closed else None]))
    return _sheet(story, quarter, "问题台账", "问题交办销号台账", ISSUES, rows, "注：未销号的问题转下季度继续督办。")


def request_sheet(story: Story, quarter: Quarter) -> Sheet:
    """Return the requests of a quarter, with those whose limits end after it."""
    rows = []
    for number, each in enumerate([*quarter.requests, *quarter.coming_requests], start=1):
        limit: Cell = f"{each.limit}个工作日" if number % 4 == 0 and each.limit else each.limit
        cells: list[Cell] = [each.number, each.project.code, each.project.name, each.kind, each.unit]
        received, done = _dates(number, each.received, each.done)
        [consulted] = _dates(number, each.consulted)
        ways: list[Cell] = [each.handling, each.eia_handling, consulted, each.open_point]
        rows.append(Row([*cells, received, limit, each.paused or "—", done, *ways]))
    return _sheet(story, quarter, "要素保障", "重点项目要素保障办理台账", REQUESTS, rows)


def typed_sheets(story: Story, quarter: Quarter) -> list[Sheet]:
    """Return the book of what is typed in: items, points, incidents, exemptions."""
    form = quarter.first.month // 3
    items = [
        Row([
            f"{quarter.first.year}年度" if each.is_of_year else quarter.name, each.unit, each.item,
            percent(round(each.rate * 100, 1), form) if form % 3 != 1 else round(each.rate * 100, 1), "季度评议",  # type: ignore[arg-type]
        ])
        for each in quarter.typed
        if each.rate is not None
    ]  # fmt: skip
    points = [
        Row([quarter.name, each.unit, each.item, *_signed(each.points), each.document])
        for each in quarter.typed
        if each.points is not None
    ]
    sheets = [
        _sheet(story, quarter, "手工项", "重点项目考核手工项", TYPED, items),
        _sheet(story, quarter, "加扣分", "重点项目考核加分扣分情况", POINTS, points),
    ]
    if quarter.incidents:
        rows = [
            Row([start_text(day, True, 1), unit, kind, level, text, paper])
            for day, unit, kind, level, text, paper in quarter.incidents
        ]
        sheets.append(_sheet(story, quarter, "一票否决", "一票否决事项", INCIDENTS, rows))
    if quarter.exemptions:
        rows = [
            Row([paper, unit, cause, f"{first.year}年{first.month}月至{last.year}年{last.month}月"])
            for paper, unit, first, last, cause in quarter.exemptions
        ]
        sheets.append(_sheet(story, quarter, "容错免责", "容错免责认定情况", EXEMPTIONS, rows))
    return sheets


def _dates(form: int, *days: date | None) -> list[Cell]:
    return [start_text(day, True, form) for day in days]


def _signed(points: float) -> list[Cell]:
    return [points, None] if points > 0 else [None, -points]


def _sheet(
    story: Story, quarter: Quarter, name: str, title: str, columns: list[Column], rows: list[Row], *below: str
) -> Sheet:
    full = f"{story.profile.short_name}{quarter.name}{title}{MARK}"
    return Sheet(name, full, f"填报日期：{quarter.told:%Y年%m月%d日}", columns, rows, list(below))
