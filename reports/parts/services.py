"""部门服务 in a report (T10, second part): requests for land, environment, roads … that were due, and who was late."""

import pandas as pd

from data import formats
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.services.service_summary import service_summary
from reports.content import Table, Text
from reports.question import Question, tight
from reports.tables import Shown, extent, table

ITEM = "要素保障"
MOST = 12
MONTH = (
    Shown("responsible_unit", "承办单位", 2.4),
    Shown("due_requests", width=1.3),
    Shown("in_time_requests", width=1.5),
    Shown("service_in_time_share", width=1.7),
    Shown("waiting_requests", width=1.2),
    Shown("overdue_requests", width=1.3),
)
UNITS = (
    Shown("responsible_unit", "承办单位", 2.4),
    Shown("item_cases", "到期事项", 1.2),
    Shown("item_done", "按时办结", 1.2, "count", "件"),
    Shown("item_rate", "要素保障按时办结率", 1.4),
)
CASES = (
    Shown("responsible_unit", "承办单位", 1.8),
    Shown("case_name", "事项", 1.8),
    Shown("project_name", width=3.2),
    Shown("due_on", width=1.7),
    Shown("done", "办结", 1.7, "text"),
)


def blocks(question: Question) -> tuple[Text | Table, ...]:
    """What the second part says; one sentence where nothing was due."""
    if units(question).empty:
        return (Text(text=f"{finding(question)}。"),)
    found = (Text(text=f"{finding(question)}。"), unit_table(question))
    late = late_table(question)
    return (*found, late) if late.rows else found


def month_finding(question: Question) -> str:
    """How many requests were due this month, how many were answered in time, and what is open at its end."""
    total = question.ask(service_summary).iloc[0]
    if not (total.due_requests or total.waiting_requests):
        return f"{question.as_of.month}月没有到期和在办的要素保障事项，或要素保障台账没有载入"
    due = f"{question.as_of.month}月到期的要素保障事项 {formats.number(total.due_requests)} 件"
    if total.due_requests:
        rate = formats.percent(total.service_in_time_share)
        due += f"，时限内办结 {formats.number(total.in_time_requests)} 件，占 {rate}"
    left = f"月末在办 {formats.number(total.waiting_requests)} 件，超时限 {formats.number(total.overdue_requests)} 件"
    return tight(f"{due}；{left}")


def month_blocks(question: Question) -> tuple[Text | Table, ...]:
    """The month by department, the least in time first, then the quarter so far."""
    said = Text(text=f"{month_finding(question)}。")
    frame = question.ask(service_summary, by="responsible_unit")
    frame = frame[(frame.due_requests > 0) | (frame.waiting_requests > 0)]
    if frame.empty:
        return (said,)
    frame = frame.sort_values(["service_in_time_share", "overdue_requests"], ascending=[True, False], kind="stable")
    note = "本月到期：时限的最后一个工作日在本月；没有时限的在办事项不计入到期。"
    month = table(
        frame, MONTH, name="本月部门服务", title=f"各承办单位{question.as_of.month}月要素保障办理情况", note=note,
        total=question.ask(service_summary).iloc[0],
    )  # fmt: skip
    return (said, month, *blocks(question))


def units(question: Question) -> pd.DataFrame:
    """The item's part of every unit that had a request due this quarter."""
    frame = question.ask(score_parts)
    return frame[(frame.item == ITEM) & (frame.item_cases > 0) & ~frame.is_typed]


def finding(question: Question) -> str:
    """How many requests were due, and how many of them were answered in time."""
    frame = units(question)
    if frame.empty:
        return "本季没有到期的要素保障事项，或要素保障台账没有载入"
    due, done = frame.item_due.sum(), frame.item_done.sum()
    rate = formats.percent(done / due)
    return tight(f"本季到期的要素保障事项 {formats.number(due)} 件，按时办结 {formats.number(done)} 件，占 {rate}")


def unit_table(question: Question) -> Table:
    """Units, the least in time first."""
    frame = units(question)
    frame = frame.assign(item_rate=frame.item_done / frame.item_due)  # as counted, also where cases are few
    frame = frame.sort_values(["item_rate", "item_cases"], ascending=[True, False], kind="stable")
    total = pd.Series({"item_cases": frame.item_cases.sum(), "item_done": frame.item_done.sum()})
    total["item_rate"] = total.item_done / frame.item_due.sum()
    note = "时限为工作日：收件当日不计，补正期间停表，最后一日办结算按时；节假日和调休已计。"
    return table(frame, UNITS, name="部门服务", title="各承办单位要素保障办理情况", total=total, note=note)


def late_table(question: Question, most: int | None = MOST) -> Table:
    """Requests that were answered late or not at all, by unit."""
    frame = question.ask(score_cases)
    late = frame[(frame.item == ITEM) & ~frame.is_done].sort_values("due_on", kind="stable")
    shown = late.head(most or len(late))
    shown = shown.assign(done=["未办结" if formats.is_missing(day) else formats.day(day) for day in shown.done_on])
    said = extent(shown, late, counter="件")
    return table(shown, CASES, name="超时限事项", title=f"超过时限的要素保障事项（{said}）")
