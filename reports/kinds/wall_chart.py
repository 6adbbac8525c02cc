"""节点挂图 on A3 across: a page of the district by unit, then a page a unit with its projects (T8)."""

from datetime import date

import pandas as pd

from data import formats
from metrics.days import last_day
from metrics.milestones.milestone_states import milestone_states
from metrics.milestones.plan_and_done import plan_and_done
from reports.basis import report
from reports.content import Block, Report, Section, Table
from reports.question import Question, tight
from reports.tables import Shown, table

MARKS = {"done": "●", "done_late": "○", "late": "▼", "soon": "◆", "later": "△", "no_date": "△"}
LEGEND = "● 按期完成　○ 逾期完成　▼ 逾期未完成　◆ 30 天以内到期　△ 以后到期；数字是时限的日"
RULES = (
    "节点为今年到期、完成的和以前没有完成的，时限当天不算逾期；倒排为逐月倒排的累计，完成为上报本年累计（万元），"
    "没有倒排的写“—”，计划外新增的项目标“计划外”。"
)
MONTHS = [f"m{month}" for month in range(1, 13)]
OF_DISTRICT = (
    Shown("responsible_unit", "责任单位", 2.4, "text"),
    Shown("done", "完成", 1.0, "text"),
    Shown("late", "逾期", 1.0, "text"),
    *(Shown(field, f"{number}月", 1.1, "text") for number, field in enumerate(MONTHS, start=1)),
)
OF_UNIT = (
    Shown("project", "项目", 3.4, "text"),
    Shown("person", "责任人", 1.2, "text"),
    Shown("money", "倒排 / 完成", 2.2, "text"),
    *(Shown(field, f"{number}月", 2.0, "text") for number, field in enumerate(MONTHS, start=1)),
)


def no_milestones(question: Question) -> str:
    """What hinders the chart, "" where nothing does."""
    if question.months and len(question.ask(milestone_states)):
        return ""
    return "还没有节点任务。请载入“节点任务”表。"


def wall_chart(question: Question, on: date | None = None, unit: str = "") -> Report:
    """Return the wall chart.

    Args:
        question: the month and the reader.
        on: the day that the milestones are asked of; None: the month's last.
        unit: whose page; "" for the district and every unit.
    """
    day = on or last_day(question.as_of)
    found = question.ask(milestone_states, on=day)
    found = found[found.responsible_unit == unit] if unit else found
    money = question.ask(plan_and_done)
    money = money[pd.to_datetime(money.month) == pd.Timestamp(question.as_of)].set_index("project_id")
    late = found[found.milestone_state == "late"].responsible_unit.value_counts()
    units = sorted(found.responsible_unit.unique(), key=lambda name: (-int(late.get(name, 0)), name))
    pages = [
        Section(heading=f"{name}挂图", blocks=(_unit(name, found, money, day),), starts_page=True) for name in units
    ]
    whole = () if unit else (Section(heading="全区挂图（按责任单位）", blocks=(_district(units, found, day),)),)
    who = unit or question.profile.name
    until = formats.day(on) if on else f"{formats.month(question.as_of)}底"
    return report(
        question,
        name=f"节点挂图_{unit + '_' if unit else ''}{day:%Y%m%d}",
        title=f"{question.profile.name}{day.year}年重点项目节点挂图",
        period=formats.month(question.as_of),
        lead=tight(
            f"截至{until}，{who}共 {len(found)} 个节点，"
            f"其中 {int((found.milestone_state == 'late').sum())} 个逾期未完成。"
        ),
        sections=(*whole, *pages),
        is_letter=False,
        rules=RULES,
    ).model_copy(update={"paper": "a3"})


def _district(units: list[str], found: pd.DataFrame, day: date) -> Block:
    rows = []
    for name in units:
        own = found[found.responsible_unit == name]
        done = own.milestone_state.isin(["done", "done_late"])
        row = {"responsible_unit": name, "done": f"{int(done.sum())}/{len(own)}"}
        row["late"] = str(int((own.milestone_state == "late").sum()) or "")
        rows.append(row | {field: _count(_in_month(own, number, day)) for number, field in enumerate(MONTHS, start=1)})
    return _table(rows, OF_DISTRICT, "全区挂图", "各责任单位逐月节点：完成数/到期数，▼ 为逾期未完成")


def _unit(name: str, found: pd.DataFrame, money: pd.DataFrame, day: date) -> Block:
    rows = []
    for project_id, own in found[found.responsible_unit == name].groupby("project_id", sort=False):
        title = next((text for text in own.project_name if isinstance(text, str)), str(project_id))
        outside = "" if own.is_in_plan.all() else "（计划外）"
        people = "、".join(dict.fromkeys(person for person in own.person if isinstance(person, str)))
        row = {"project": f"{title}{outside}", "person": people or "—", "money": _money(money, project_id)}
        rows.append(row | {field: _marks(_in_month(own, number, day)) for number, field in enumerate(MONTHS, start=1)})
    return _table(rows, OF_UNIT, name, f"{name}：每个项目逐月的节点")


def _table(rows: list[dict[str, str]], columns: tuple[Shown, ...], name: str, title: str) -> Table:
    frame = pd.DataFrame(rows, columns=[column.field for column in columns])
    return table(frame, columns, name=name, title=title, note=LEGEND)


def _in_month(own: pd.DataFrame, number: int, day: date) -> pd.DataFrame:
    """Return the milestones due in a month of the year; those of earlier years that are still open stand in January."""
    due = pd.to_datetime(own.due_on)
    before = (due < pd.Timestamp(day.year, 1, 1)) if number == 1 else False
    return own[((due.dt.year == day.year) & (due.dt.month == number)) | before]


def _count(own: pd.DataFrame) -> str:
    if own.empty:
        return ""
    done = int(own.milestone_state.isin(["done", "done_late"]).sum())
    late = int((own.milestone_state == "late").sum())
    return f"{done}/{len(own)}" + (f" ▼{late}" if late else "")


def _marks(own: pd.DataFrame) -> str:
    return "；".join(f"{MARKS[row.milestone_state]}{row.milestone} {row.due_on.day}日" for row in own.itertuples())


def _money(money: pd.DataFrame, project_id: object) -> str:
    if project_id not in money.index:
        return "—"
    row = money.loc[project_id]
    return f"{formats.number(row.scheduled_ytd_wan)} / {formats.number(row.reported_ytd_wan)}"
