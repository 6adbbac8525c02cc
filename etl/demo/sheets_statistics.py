"""统计月报 (206 表) and 入库台账: what the statistics office sends."""

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from etl.demo.months import YEARS, later
from etl.demo.sheets import MARK, Cell, Column, Row, Sheet
from etl.demo.story import LibraryProject, Story
from etl.demo.wording import date_text

CENTS = Decimal("0.01")
AS_CSV = date(2025, 5, 1)  # this month's return is a csv as the statistics system exports it

COLUMNS = [
    Column("序号", 6, look="middle"),
    Column("项目代码", 26, look="middle"),
    Column("项目名称", 34, look="text"),
    Column("建设地址及区划", 24, look="text"),
    Column("行业编码", 9, look="middle"),
    Column("统计方法", 12, look="middle"),
    Column("开工时间", 10, look="middle"),
    Column("投产时间", 10, look="middle"),
    Column("建设性质", 14, look="middle"),
    Column("计划总投资", 13),
    Column("自开始建设累计完成投资", 14),
    Column("本年完成投资", 13),
    Column("建筑工程", 12, "其中"),
    Column("安装工程", 12, "其中"),
    Column("设备工器具购置", 12, "其中"),
    Column("其他费用", 12, "其中"),
    Column("期末建设状态", 12, look="middle"),
]


def return_rows(story: Story, at: date, amounts: dict[tuple[int, date], Decimal]) -> list[list[Cell]]:
    """Return the rows of a month's return; ``amounts`` says what an issue said otherwise."""
    standing = [each for each in story.library if at in each.booked]
    rng = random.Random(f"{story.seed}/{story.profile.id}/return")  # noqa: S311 (no secrets here)
    order = {each.number: rng.random() for each in story.library}
    standing.sort(key=lambda each: order[each.number])
    return [_cells(story, each, number, at, amounts) for number, each in enumerate(standing, start=1)]


def _cells(
    story: Story, each: LibraryProject, number: int, at: date, amounts: dict[tuple[int, date], Decimal]
) -> list[Cell]:
    booked = amounts.get((each.number, at), each.booked[at])
    finished = each.finish is not None and each.finish <= at
    parts = components(story, each, booked)
    if (at, each.number) in story.planted["components_off"]:
        parts[3] += 100
    state = "全部建成投产" if finished else "筹建" if booked == 0 else "在建"
    return [
        number, each.code, each.name, each.address, each.industry_code, each.method,
        date_text(each.start, 2), date_text(each.finish if finished else None, 2), each.nature, each.total,
        each.opening[at.year] + booked, booked, *parts, state,
    ]  # fmt: skip


def components(story: Story, each: LibraryProject, booked: Decimal) -> list[Decimal]:
    """Split a booked amount into its four components, to the cent."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/parts/{each.number}")  # noqa: S311 (no secrets here)
    equipment = Decimal(rng.randint(20, 55) if each.industry_code < "4000" else rng.randint(2, 12))
    installation, other = Decimal(rng.randint(4, 14)), Decimal(rng.randint(3, 12))
    shares = [(booked * share / 100).quantize(CENTS) for share in (installation, equipment, other)]
    return [booked - sum(shares), *shares]


def return_sheet(story: Story, at: date, amounts: dict[tuple[int, date], Decimal] | None = None) -> Sheet:
    """Return a month's return as a sheet."""
    cells = return_rows(story, at, amounts or {})
    total: list[Cell] = [None] * len(COLUMNS)
    total[2] = "合  计"
    for number in range(9, 16):
        total[number] = sum((Decimal(str(row[number])) for row in cells), Decimal(0))
    period = f"{at.year}年1—{at.month}月"
    return Sheet(
        "206表",
        f"固定资产投资项目情况（206表）{MARK}",
        f"综合机关名称：{story.profile.short_name}统计局        {period}        计量单位：万元",
        COLUMNS,
        [Row(total, "total"), *(Row(row) for row in cells)],
        ["说明：本表统计范围为计划总投资500万元及以上项目；1月免报。"],
    )


def write_return_csv(story: Story, at: date, path: Path) -> None:
    """Write a month's return as the statistics system exports it: gb18030, no title, no month."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"{column.header}(万元)" if column.look == "number" else column.header for column in COLUMNS])
        writer.writerows(["" if value is None else value for value in row] for row in return_rows(story, at, {}))


def ledger_sheet(story: Story, quarter_end: date) -> Sheet:
    """Return the library ledger of the year so far, at a quarter's end."""
    columns = [
        Column("序号", 6, look="middle"),
        Column("项目代码", 26, look="middle"),
        Column("项目名称", 36, look="text"),
        Column("申报月份", 12, look="middle"),
        Column("入库月份", 12, look="middle"),
        Column("入统月份", 12, look="middle"),
        Column("状态", 10, look="middle"),
        Column("退回原因", 34, look="text"),
    ]
    form = quarter_end.month // 3 + quarter_end.year
    listed = sorted(ledger_at(story, quarter_end), key=lambda each: (each.declared, each.number))
    rows = []
    for number, each in enumerate(listed, start=1):
        entry, figures = _by(each.ledger_entry, quarter_end), _by(each.ledger_figures, quarter_end)
        state = "已入库" if entry else "退回" if each.return_reason else "审核中"
        cells = [number, each.code, each.name, date_text(each.declared, form), date_text(entry, form)]
        rows.append(Row([*cells, date_text(figures, form), state, None if entry else each.return_reason]))
    title = f"{story.profile.short_name}{quarter_end.year}年统计入库台账（截至{quarter_end.month}月底）{MARK}"
    return Sheet("入库台账", title, "填报单位：区统计局", columns, rows)


def ledger_at(story: Story, quarter_end: date) -> list[LibraryProject]:
    """Return the projects that stand in a quarter's ledger: declared this year by then."""
    since = date(quarter_end.year, 1, 1) if quarter_end.year > YEARS[0] else date(2000, 1, 1)
    return [each for each in story.library if each.declared and since <= each.declared < later(quarter_end, 1)]


def _by(at: date | None, last: date) -> date | None:
    return at if at and at <= last else None
