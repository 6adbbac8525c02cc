"""储备库, 申报, 招商台账 and the papers of each plan adjustment."""

from datetime import date, timedelta
from decimal import Decimal

from etl.demo.lists import TIERS, Lists
from etl.demo.months import later
from etl.demo.sheets import MARK, Cell, Row, Sheet, columns_of
from etl.demo.sheets_plan import NUMERALS, group_row
from etl.demo.story import Change, Story
from etl.demo.wording import date_text, in_yi, start_text

CAUSES = {
    "调入": "前期工作成熟，具备开工条件", "调出": "业主投资意向变更，年内不再实施", "转批次": "前期手续办结，提前开工",
    "计划调整": "按实际进度调整年度计划",
}  # fmt: skip


def reserve_sheet(story: Story, lists: Lists, at: date, *, is_whole: bool) -> Sheet:
    """Return the reserve as it stood at a month's end, by tier; who left this year, or ever, is still listed."""
    columns = columns_of(
        ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("项目类别", 18, "text"),
        ("建设地点", 12, "middle"), ("总投资（亿元）", 12, "number"), ("责任单位", 16, "middle"),
        ("储备入库时间", 14, "middle"), ("出库时间", 14, "middle"), ("出库去向", 16, "middle"),
    )  # fmt: skip
    rows, number = [], 0
    for position, (tier, label) in enumerate(TIERS.items()):
        stays = [stay for stay in lists.stays if stay.tier == tier and stay.entered.replace(day=1) <= at]
        if not is_whole:
            stays = [stay for stay in stays if stay.left is None or stay.left.year == at.year]
        rows.append(group_row(f"{NUMERALS[position]}、{label}（{len(stays)}个）", len(columns)))
        for stay in stays:
            number += 1
            p, left = stay.project, stay.left if stay.left and stay.left.replace(day=1) <= at else None
            cells: list[Cell] = [number, p.code, p.name, p.theme.category, p.town, in_yi(Decimal(p.total)), p.unit]
            dates = [start_text(stay.entered, True, number), start_text(left, True, number)]
            rows.append(Row([*cells, *dates, stay.way_out if left else None]))
    title = f"{story.profile.short_name}重点项目储备库（{at.year}年{at.month}月底）{MARK}"
    return Sheet("储备库", title, "单位：亿元", columns, rows)


def declaration_sheet(story: Story, lists: Lists, at: date) -> Sheet:
    """Return the projects declared in a month."""
    columns = columns_of(
        ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("项目类别", 18, "text"),
        ("建设性质", 14, "middle"), ("总投资（万元）", 12, "number"), ("申报单位", 16, "middle"),
        ("项目业主", 22, "text"), ("申报日期", 14, "middle"), ("不得列入情形", 18, "middle"),
        ("审定日期", 14, "middle"), ("审定结果", 12, "middle"), ("计划开工时间", 14, "middle"),
        ("计划竣工时间", 14, "middle"), (f"{_plan_year(at)}年度计划投资（万元）", 16, "number"),
    )  # fmt: skip
    declared = [each for each in lists.declarations if each.declared.replace(day=1) == at]
    rows = []
    for number, each in enumerate(declared, start=1):
        p = each.project
        said = each.total or p.total
        cells: list[Cell] = [number, p.code, p.name, p.theme.category, p.nature, said, p.unit, p.owner]
        days = [start_text(day, True, number) for day in (each.declared, each.decided, each.start, each.finish)]
        bars = None if each.is_silent_of_bars else each.bars or "无"
        rows.append(Row([*cells, days[0], bars, days[1], each.decision, *days[2:], each.annual_plan]))
    total_wan = sum(each.total or each.project.total for each in declared)
    plan_wan = sum(each.annual_plan or 0 for each in declared)
    total = Row([None, None, "合计", None, None, total_wan, *[None] * 8, plan_wan], "total")
    title = f"{story.profile.short_name}{at.year}年{at.month}月重点项目申报汇总表{MARK}"
    return Sheet("申报", title, "单位：万元", columns, [*rows, total])


def promotion_sheet(story: Story, lists: Lists, at: date) -> Sheet:
    """Return the promotion ledger at a month's end, by name and the promotion office's own numbers."""
    columns = columns_of(
        ("市级项目编码", 16, "middle"), ("区级项目编码", 12, "middle"), ("项目名称", 34, "text"),
        ("投资金额（亿元）", 12, "number"), ("固投金额（亿元）", 12, "number"), ("负责单位", 16, "middle"),
        ("区级责任领导", 14, "middle"), ("签约时间", 14, "middle"), ("实际开工时间（发改）", 14, "middle"),
        ("是否入统（发改）", 10, "middle"), ("实际开工时间（经信）", 14, "middle"),
        ("入统时间（经信）", 14, "middle"),
    )  # fmt: skip
    rows = []
    for each in lists.promotions:
        p, form = each.project, each.number
        figures = each.figures if each.figures and each.figures <= at else None
        starts = [
            date_text(day if day and day <= at else None, form) for day in (each.start_development, each.start_industry)
        ]
        cells: list[Cell] = [f"ZS{each.signed.year}-{each.number:03d}", each.number, p.name]
        cells += [in_yi(Decimal(p.total)), in_yi(Decimal(each.fixed_wan)), p.unit, p.leader]
        signed = start_text(each.signed, True, form)
        rows.append(
            Row([*cells, signed, starts[0], "是" if figures else "否", starts[1], date_text(figures, form + 1)])
        )
    title = f"{story.profile.short_name}招商引资项目台账（截至{at.year}年{at.month}月底）{MARK}"
    return Sheet("招商台账", title, "单位：亿元", columns, rows)


def arrangement_sheet(story: Story, effective: date) -> Sheet:
    """Return which leader is in charge of which project from a day on; every fifth of one leader's goes to another."""
    columns = columns_of(
        ("序号", 6, "middle"), ("联系区领导", 14, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"),
        ("服务责任单位", 18, "middle"), ("项目专员", 16, "middle"), ("生效日期", 14, "middle"),
    )  # fmt: skip
    leaders = sorted({p.leader for p in story.projects})
    planned = [p for p in story.projects if p.route == "plan" and p.first_year <= effective.year]
    heads = {p.key: p.leader for p in planned}
    for p in planned[::5]:
        heads[p.key] = leaders[(leaders.index(p.leader) + 1) % len(leaders)]
    rows = [
        Row([number, heads[p.key], p.code, p.name, p.service_unit, p.officer, start_text(effective, True, number)])
        for number, p in enumerate(sorted(planned, key=lambda p: (heads[p.key], p.key)), start=1)
    ]
    title = f"{story.profile.short_name}{effective.year}年区领导联系重点项目安排表{MARK}"
    return Sheet("联系安排", title, "由区委办、区政府办印发", columns, rows)


def adjustment_sheet(story: Story, change: Change) -> Sheet:
    """Return the papers of an adjustment: cause, written statement, who decided it."""
    columns = columns_of(
        ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("调整类型", 10, "middle"),
        ("原批次", 10, "middle"), ("调整后批次", 10, "middle"), ("调整前", 12, "number", "年度计划（万元）"),
        ("调整后", 12, "number", "年度计划（万元）"), ("调整原因", 30, "text"), ("书面说明日期", 14, "middle"),
        ("决定机构", 18, "middle"), ("决定日期", 14, "middle"), ("执行月份", 12, "middle"),
    )  # fmt: skip
    rows = []
    for number, line in enumerate(change.lines, start=1):
        p, kind = line.project, line.adjustment or "计划调整"
        moves = kind == "转批次"
        cells: list[Cell] = [number, p.code, p.name, kind, line.previous_batch, line.batch if moves else None]
        cells += [line.previous, None if kind == "调出" else line.annual_plan, CAUSES[kind]]
        days = [start_text(change.received - timedelta(days=back), True, number) for back in (20, 4)]
        by = "区政府常务会议" if number % 3 else "区委常委会会议"
        rows.append(Row([*cells, days[0], by, days[1], date_text(change.effective, number)]))
    title = f"{story.profile.short_name}{change.effective.year}年重点项目计划调整审批表{MARK}"
    return Sheet("审批表", title, "单位：万元", columns, rows)


def _plan_year(at: date) -> int:
    return at.year + (at.month >= 7)


def declared_months(lists: Lists) -> list[date]:
    """Return the months in which projects were declared."""
    return sorted({each.declared.replace(day=1) for each in lists.declarations})


def sent(at: date, day: int) -> date:
    """Return a day of the month after."""
    return later(at, 1).replace(day=day)
