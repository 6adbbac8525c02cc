"""年度计划 and 计划调整: the year's plan in January, its adjustments in July and September."""

from collections.abc import Iterable
from decimal import Decimal

from etl.demo.months import YEARS
from etl.demo.sheets import MARK, Cell, Column, Row, Sheet
from etl.demo.story import Change, PlanLine, Story
from etl.demo.wording import date_text, in_yi, say_unit, with_break

NUMERALS = "一二三四五六七八九十"
MIXED_UNITS_YEAR = 2025  # its totals stand in 亿元, its plan in 万元


def plan_sheet(story: Story, year: int) -> Sheet:
    """Return the year's plan as it was issued."""
    total_header = "总投资（亿元）" if year == MIXED_UNITS_YEAR else "总投资（万元）"
    columns = [
        Column("序号", 6, look="middle"),
        Column("项目代码", 26, look="middle"),
        Column("项目名称", 30, look="text"),
        Column("批次", 10, look="middle"),
        Column("建设性质", 10, look="middle"),
        Column("项目级别", 8, look="middle"),
        Column("项目类别", 18, look="text"),
        Column("所属行业", 12, look="middle"),
        Column("资金来源", 12, look="middle"),
        Column("审批方式", 9, look="middle"),
        Column("建设地点", 12, look="middle"),
        Column("所属园区", 12, look="middle"),
        Column(total_header, 12),
        Column("批复概算（万元）", 12),
        Column(f"{year}年度计划投资（万元）", 13),
        *(Column(f"{number}月", 9, "倒排计划（累计，万元）") for number in range(1, 13)),
        Column("计划开工时间", 12, look="middle"),
        Column("计划竣工时间", 12, look="middle"),
        Column("项目业主", 22, look="text"),
        Column("责任单位", 16, look="middle"),
        Column("服务责任单位", 16, look="middle"),
        Column("联系区领导", 14, look="middle"),
        Column("项目专员", 10, look="middle"),
        Column("经度", 11, look="middle"),
        Column("纬度", 11, look="middle"),
        Column("备注", 14, look="text"),
    ]
    rows = _plan_rows(story, year, len(columns))
    name = story.profile.name
    return Sheet(
        f"{year}年计划",
        f"{name}{year}年度重点项目投资计划表{MARK}",
        "单位：万元（标明亿元的除外）" if year == MIXED_UNITS_YEAR else "单位：万元",
        columns,
        rows,
        [
            "注：1.倒排计划为自1月起累计数；2.前期项目的年度计划为前期工作经费，不计入年度投资任务。",
            f"2.本表为{MARK.strip('（）')}，项目、企业、金额均为虚构。",
        ],
    )


def _plan_rows(story: Story, year: int, width: int) -> list[Row]:
    lines = story.plans[year]
    rows = [_total_row("合计", lines, width, year)]
    number = 0
    for position, batch in enumerate(batches_of(story, lines)):
        of_batch = [line for line in lines if line.batch == batch]
        rows.append(group_row(f"{NUMERALS[position]}、{batch}项目（{len(of_batch)}个）", width))
        for line in of_batch:
            number += 1
            rows.append(Row(_plan_cells(story, line, number, year)))
        rows.append(_total_row("小计", of_batch, width, year))
    return rows


def batches_of(story: Story, lines: Iterable[PlanLine]) -> list[str]:
    """Return the batches in the profile's order, those it does not know last."""
    order = [batch.name for batch in story.profile.batches]
    return sorted({line.batch for line in lines}, key=lambda name: order.index(name) if name in order else len(order))


def group_row(text: str, width: int) -> Row:
    """Return a group heading over the table's width."""
    return Row([text, *[None] * (width - 1)], "group")


def _total_row(word: str, lines: list[PlanLine], width: int, year: int) -> Row:
    total = Decimal(sum(line.project.total for line in lines))
    cells: list[Cell] = [None] * width
    cells[2] = word
    cells[12] = in_yi(total) if year == MIXED_UNITS_YEAR else total
    cells[13] = sum((line.project.estimate or 0 for line in lines), 0)
    cells[14] = sum(line.annual_plan for line in lines)
    return Row(cells, "total")


def _plan_cells(story: Story, line: PlanLine, number: int, year: int) -> list[Cell]:
    p = line.project
    said = story.said.get((p.key, f"plan {year}"), {})
    total = Decimal(p.total)
    longitude, latitude = p.point or (None, None)
    cells: dict[str, Cell] = {
        "序号": number,
        "项目代码": p.code,
        "项目名称": with_break(p, year),
        "批次": line.batch,
        "建设性质": p.nature,
        "项目级别": p.level,
        "项目类别": p.theme.category,
        "所属行业": p.theme.name,
        "资金来源": p.funding,
        "审批方式": p.procedure,
        "建设地点": p.town,
        "所属园区": p.special_area,
        "总投资": in_yi(total) if year == MIXED_UNITS_YEAR else total,
        "批复概算": p.estimate,
        "年度计划投资": line.annual_plan,
        **{f"{n}月": amount for n, amount in enumerate(line.monthly or [None] * 12, start=1)},
        "计划开工": date_text(line.planned_start, YEARS.index(year) + p.key % 2),
        "计划竣工": date_text(line.planned_finish, YEARS.index(year) + p.key % 2),
        "项目业主": p.owner,
        "责任单位": say_unit(story, p, year),
        "服务责任单位": p.service_unit,
        "联系区领导": p.leader,
        "项目专员": p.officer,
        "经度": longitude,
        "纬度": latitude,
        "备注": None,
    }
    return list((cells | said).values())


def change_sheet(story: Story, change: Change) -> Sheet:
    """Return an adjustment of the plan: what is taken in and out, what moves, what is changed."""
    year, number = change.effective.year, change.effective.month
    columns = [
        Column("序号", 6, look="middle"),
        Column("项目代码", 26, look="middle"),
        Column("项目名称", 30, look="text"),
        Column("调整类型", 10, look="middle"),
        Column("原批次", 10, look="middle"),
        Column("批次", 10, look="middle"),
        Column("建设性质", 10, look="middle"),
        Column("项目级别", 8, look="middle"),
        Column("项目类别", 18, look="text"),
        Column("所属行业", 12, look="middle"),
        Column("资金来源", 12, look="middle"),
        Column("审批方式", 9, look="middle"),
        Column("建设地点", 12, look="middle"),
        Column("所属园区", 12, look="middle"),
        Column("总投资（万元）", 12),
        Column("原年度计划（万元）", 12),
        Column(f"{year}年度计划投资（万元）", 13),
        Column("计划开工时间", 12, look="middle"),
        Column("计划竣工时间", 12, look="middle"),
        Column("项目业主", 22, look="text"),
        Column("责任单位", 16, look="middle"),
        Column("联系区领导", 14, look="middle"),
        Column("项目专员", 10, look="middle"),
        Column("经度", 11, look="middle"),
        Column("纬度", 11, look="middle"),
        Column("调整原因", 26, look="text"),
    ]
    rows: list[Row] = []
    kinds = ("调入", "转批次", "计划调整", "调出")
    for position, kind in enumerate(kind for kind in kinds if any(line.adjustment == kind for line in change.lines)):
        of_kind = [line for line in change.lines if line.adjustment == kind]
        rows.append(group_row(f"{NUMERALS[position]}、{kind}（{len(of_kind)}个）", len(columns)))
        rows += [Row(_change_cells(line, n, change)) for n, line in enumerate(of_kind, start=1)]
    total: list[Cell] = [None] * len(columns)
    total[2] = "合计"
    total[14] = sum(line.project.total for line in change.lines)
    total[15] = sum(line.previous or 0 for line in change.lines)
    total[16] = sum(line.annual_plan for line in change.lines)
    rows.append(Row(total, "total"))
    return Sheet(
        "计划调整",
        f"{story.profile.name}{year}年{number}月重点项目计划调整表{MARK}",
        "单位：万元",
        columns,
        rows,
        [f"注：自{year}年{number}月起执行。"],
    )


REASONS = {
    "调入": "条件成熟，符合申报要求",
    "转批次": "具备开工条件，转为建设项目",
    "计划调整": "按实际进度调整年度计划",
    "调出": "年内不能按计划实施",
}


def _change_cells(line: PlanLine, number: int, change: Change) -> list[Cell]:
    p = line.project
    longitude, latitude = p.point or (None, None)
    return [
        number, p.code, p.name, line.adjustment, line.previous_batch, line.batch, p.nature, p.level, p.theme.category,
        p.theme.name, p.funding, p.procedure, p.town, p.special_area, p.total, line.previous, line.annual_plan,
        date_text(line.planned_start, change.effective.year), date_text(line.planned_finish, change.effective.year),
        p.owner, p.unit, p.leader, p.officer, longitude, latitude, REASONS[line.adjustment or ""],
    ]  # fmt: skip
