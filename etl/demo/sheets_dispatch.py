"""月度调度: what every project reports in a month, by batch, as the offices fill it in."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from etl.demo.projects import Project
from etl.demo.season import SEASON
from etl.demo.sheets import MARK, Cell, Column, Row, Sheet
from etl.demo.sheets_plan import NUMERALS, batches_of, group_row
from etl.demo.story import PlanLine, Story
from etl.demo.wording import Manner, date_text, percent, say_unit, start_text, with_break
from etl.demo.words import PROBLEMS, STAGES

WITH_HIDDEN_ROWS = date(2025, 10, 1)
BY_TWO_OFFICES = (date(2025, 3, 1), date(2025, 4, 1), date(2026, 2, 1))


Amounts = dict[tuple[int, date], Decimal]  # what an issue said otherwise
SUMMED = {  # the columns of amounts: all of them stand in 合计 and 小计
    4: "总投资", 5: "上年底", 6: "年度计划", 7: "完成投资", 9: "到位", 11: "累计", 13: "累计到位", 15: "支付",
}  # fmt: skip


def dispatch_sheets(story: Story, at: date, amounts: Amounts | None = None) -> list[Sheet]:
    """Return a month's sheets; ``amounts`` says what an issue said otherwise."""
    keys = story.dispatch_keys(at)
    if at not in BY_TWO_OFFICES:
        return [_sheet(story, at, "调度表", keys, amounts or {})]
    kinds = {unit.name: unit.kind for unit in story.profile.units}
    towns = [key for key in keys if kinds.get(story.projects[key - 1].unit) in ("镇（街道）", "园区")]
    return [
        _sheet(story, at, "镇街园区", towns, amounts or {}),
        _sheet(story, at, "区直部门和国企", [key for key in keys if key not in towns], amounts or {}),
    ]


def _columns(manner: Manner) -> list[Column]:
    unit = "亿元" if manner.is_in_yi else "万元"
    year, this, since = manner.at.year, f"{manner.period}完成投资({unit})", f"开工累计({unit})"
    return [
        Column("序号", 6, look="middle"),
        Column("项目代码", 26, look="middle"),
        Column("项目名称", 30, look="text"),
        Column("责任单位", 15, look="middle"),
        Column(f"总投资({unit})", 12),
        Column(f"至{year - 1}年底完成投资({unit})", 12),
        Column(f"{year}年度计划投资({unit})", 12),
        Column("完成投资", 12, this),
        Column("占年度计划(%)", 10, this, "percent"),
        Column("到位资金", 12, this),
        Column("占年度计划(%)", 10, this, "percent"),
        Column("完成投资", 12, since),
        Column("占总投资(%)", 10, since, "percent"),
        Column("到位资金", 12, since),
        Column("占总投资(%)", 10, since, "percent"),
        Column(f"支付资金({unit})", 12),
        Column("形象进度(%)", 9, look="percent"),
        Column("计划形象进度(%)", 9, look="percent"),
        Column("年初至本月的主要形象进度", 30, look="text"),
        Column("计划开工时间", 12, look="middle"),
        Column("实际开工时间", 12, look="middle"),
        Column("计划竣工时间", 12, look="middle"),
        Column("实际竣工时间", 12, look="middle"),
        Column("投入使用时间", 12, look="middle"),
        Column("存在的问题及拟采取的措施", 28, look="text"),
        Column("需要协调解决的问题", 20, look="text"),
        Column("下月计划", 20, look="text"),
        Column("备注", 10, look="text"),
    ]


def _sheet(story: Story, at: date, name: str, keys: list[int], amounts: Amounts) -> Sheet:
    manner = Manner.of(at)
    columns = _columns(manner)
    lines = story.lines_at(at)
    planned = [key for key in keys if key in lines]
    rows = [_total_row(story, "合计", planned, manner, len(columns), amounts)]
    number = 0
    batches = batches_of(story, [lines[key] for key in planned])
    for position, batch in enumerate(batches):
        of_batch = [key for key in planned if lines[key].batch == batch]
        rows.append(group_row(f"{NUMERALS[position]}、{batch}项目（{len(of_batch)}个）", len(columns)))
        for key in of_batch:
            number += 1
            row = Row(_cells(story, lines[key], story.projects[key - 1], number, manner, amounts))
            rows += [row] * (2 if [key, f"{at:%Y-%m}"] == story.planted["duplicate_row"] else 1)
        rows.append(_total_row(story, "小计", of_batch, manner, len(columns), amounts))
    outside = [key for key in keys if key not in lines]
    if outside:
        rows.append(group_row(f"{NUMERALS[len(batches)]}、计划外新增项目（{len(outside)}个）", len(columns)))
        for key in outside:
            number += 1
            rows.append(Row(_cells(story, None, story.projects[key - 1], number, manner, amounts)))
    if at == WITH_HIDDEN_ROWS:
        for row in [row for row in rows if row.kind == "row"][4:7]:
            row.is_hidden = True
    title = f"{story.profile.name}{at.year}年{at.month}月重点项目建设进度调度表{MARK}"
    note = (
        f"填报单位：区发改局    统计时间：{at.year}年{manner.period}    单位：{'亿元' if manner.is_in_yi else '万元'}"
    )
    return Sheet(name, title, note, columns, rows, ["注：完成投资按形象进度填报，未开工项目填0。"])


def _total_row(story: Story, word: str, keys: list[int], manner: Manner, width: int, amounts: Amounts) -> Row:
    lines = story.lines_at(manner.at)
    said = [_money(story, lines[key], story.projects[key - 1], manner.at, amounts) for key in keys]
    cells: list[Cell] = [None] * width
    cells[2] = word
    for place, name in SUMMED.items():
        amount = sum((one[name] or Decimal(0) for one in said), Decimal(0))
        cells[place] = manner.money(amount)
    return Row(cells, "total")


SHOWN = (
    "完成投资", "占计划", "到位", "到位占计划", "累计", "占总投资", "累计到位", "到位占总投资",
    "支付", "形象", "计划形象", "文字",
)  # fmt: skip


@dataclass(frozen=True)
class Shares:
    """What stays the same for a project all year: how funds and works relate to its investment."""

    in_place: float
    paid: float
    works: float


def shares(story: Story, p: Project) -> Shares:
    """Draw a project's shares."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/shares/{p.key}")  # noqa: S311
    return Shares(rng.uniform(0.82, 1.12), rng.uniform(0.68, 0.95), rng.uniform(0.93, 1.05))


def whole_percent(part: Decimal | float, whole: Decimal | float) -> int | None:
    """Return a percent rounded half up; none without a whole."""
    if not whole:
        return None
    share = Decimal(str(part)) / Decimal(str(whole)) * 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


def _cells(
    story: Story, line: PlanLine | None, p: Project, number: int, manner: Manner,
    amounts: Amounts,
) -> list[Cell]:  # fmt: skip
    at = manner.at
    money = _money(story, line, p, at, amounts)
    ytd, plan, opening = money["完成投资"], money["年度计划"], money["上年底"] or Decimal(0)
    started = p.actual_start if p.start_month <= at else None
    finished = p.actual_finish if p.finish_month <= at else None
    of = shares(story, p)
    shown: dict[str, Cell] = dict.fromkeys(SHOWN)
    if ytd is not None:
        cumulative = opening + ytd
        works = 100 if finished else min(98, whole_percent(float(cumulative) * of.works, p.total) or 0)
        works = works if started and works > 1 else 0
        shown = {
            "完成投资": manner.money(ytd),
            "占计划": percent(whole_percent(ytd, plan or 0), manner.percents),
            "到位": manner.money(money["到位"]),
            "到位占计划": percent(whole_percent(money["到位"] or 0, plan or 0), manner.percents),
            "累计": manner.money(cumulative),
            "占总投资": percent(whole_percent(cumulative, p.total), manner.percents),
            "累计到位": manner.money(money["累计到位"]),
            "到位占总投资": percent(whole_percent(money["累计到位"] or 0, p.total), manner.percents),
            "支付": manner.money(money["支付"]),
            "形象": percent(works, manner.percents),
            "计划形象": percent(_planned_works(line, p, opening, at), manner.percents),
            "文字": _stage(works, started),
        }
    rng = random.Random(f"{story.seed}/{story.profile.id}/words/{p.key}/{at}")  # noqa: S311
    has_problem = ytd is not None and not finished and rng.random() < 0.3
    cells: dict[str, Cell] = {
        "序号": number,
        "项目代码": p.code,
        "项目名称": with_break(p, at.year * 12 + at.month),
        "责任单位": say_unit(story, p, at.month),
        "总投资": manner.money(p.total),
        "上年底": manner.money(opening),
        "年度计划": manner.money(plan),
        **shown,
        "计划开工": date_text(line.planned_start if line else p.planned_start, manner.dates),
        "实际开工": start_text(started, p.is_start_by_day, manner.dates),
        "计划竣工": date_text(line.planned_finish if line else None, manner.dates),
        "实际竣工": start_text(finished, True, manner.dates),
        "投入使用": date_text(p.in_use if p.in_use and p.in_use <= at else None, manner.dates),
        "问题": rng.choice(PROBLEMS).format(n=rng.randint(2, 30)) if has_problem else None,
        "协调": "请区级层面协调" if has_problem and rng.random() < 0.3 else None,
        "下月计划": None if ytd is None or finished else "继续按计划推进" if started else "加快办理开工前手续",
        "备注": "已竣工" if finished else None,
    }
    return list((cells | story.said.get((p.key, f"dispatch {at:%Y-%m}"), {})).values())


def _money(story: Story, line: PlanLine | None, p: Project, at: date, amounts: Amounts) -> dict[str, Decimal | None]:
    """Return a row's amounts in 万元; of a project that said nothing only what is known of it."""
    ytd = amounts.get((p.key, at), story.ytd[p.key, at])
    opening, of = story.opening[p.key, at.year], shares(story, p)
    said: dict[str, Decimal | None] = dict.fromkeys(("完成投资", "到位", "累计", "累计到位", "支付"))
    if ytd is not None:
        cents = Decimal("0.01") if p.has_decimals else Decimal(1)
        in_place = (ytd * Decimal(str(of.in_place))).quantize(cents)
        said = {
            "完成投资": ytd,
            "到位": in_place,
            "累计": opening + ytd,
            "累计到位": ((opening + ytd) * Decimal(str(of.in_place))).quantize(cents),
            "支付": (in_place * Decimal(str(of.paid))).quantize(cents),
        }
    return said | {
        "总投资": Decimal(p.total),
        "上年底": Decimal(opening),
        "年度计划": Decimal(line.annual_plan) if line else None,
    }


def _planned_works(line: PlanLine | None, p: Project, opening: Decimal, at: date) -> int | None:
    if line is None or line.yardstick == "preliminary":
        return None
    due = line.monthly[at.month - 1] if line.monthly else line.annual_plan * sum(SEASON[: at.month]) / sum(SEASON)
    share = whole_percent(float(opening) + due, p.total) or 0
    return min(100, share) if share > 1 else 0


def _stage(works: int, started: date | None) -> str:
    if started is None:
        return "正在办理前期手续"
    return [text for floor, text in STAGES if works >= floor][-1].format(p=works)
