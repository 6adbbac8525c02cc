"""谁要行动 in a report: which unit, which project, since when, how much of what."""

from data import formats
from data.wording.completion_wording import NEEDS, by_when, call
from metrics.overview.actions import actions
from reports.content import Table
from reports.question import Question, tight
from reports.tables import Shown, table

MOST = 12
COLUMNS = (
    Shown("responsible_unit", width=1.8),
    Shown("contact_leader", width=1.6),
    Shown("project_name", width=3.0),
    Shown("what", "情况", 3.6, "text"),
    Shown("measure", "金额是", 1.3, "text"),
    Shown("amount_wan", width=1.2),
)


def call_table(question: Question, most: int | None = MOST) -> Table:
    """The rows of ``actions``, most money first, without units that own no target."""
    frame = question.ask(actions)
    frame = frame[~frame.responsible_unit.isin(question.unranked)]
    shown = frame.head(most or len(frame))
    shown = shown.assign(
        what=[f"{call(row, question.as_of)}，{by_when(row)}" for row in shown.itertuples()],
        measure=[NEEDS[need][2] for need in shown.need],
    )
    part = f"（列前{len(shown)}个）" if len(shown) < len(frame) else ""
    note = "没有落后的项目，也没有逾期未入库、未入统的项目。"
    if len(shown):
        note = "一个单位最多两条，按涉及金额；没有数的另列。"
    return table(shown, COLUMNS, name="需要推进的项目", title=f"需要推进的项目{part}", note=note)


def finding(question: Question) -> str:
    """The largest call in a line."""
    frame = question.ask(actions)
    frame = frame[~frame.responsible_unit.isin(question.unranked)]
    if frame.empty:
        return "没有落后的项目，也没有逾期未入库、未入统的项目"
    if frame.amount_wan.isna().all():
        return f"{formats.number(len(frame))}个项目{NEEDS[frame.need.iloc[0]][0]}"
    first = frame.iloc[0]
    amount = f"{NEEDS[first.need][2]} {formats.money(first.amount_wan)}"
    return tight(f"涉及金额最大的是{first.responsible_unit}的{first.project_name}，{amount}")
