"""周调度纪要: what the weekly meeting walked through, what it decided, and what is left of earlier weeks (T9, T10)."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data import formats
from data.wording.week_parts import PARTS, gather, week
from metrics.data_health.data_health_findings import data_health_findings
from metrics.days import last_day
from metrics.issues.issue_ledger import issue_ledger
from metrics.milestones.milestone_states import milestone_states
from metrics.weekly.coordination_asked import coordination_asked
from metrics.weekly.starts_and_finishes_due import starts_and_finishes_due
from metrics.weekly.week_decisions import week_decisions
from reports.basis import numbered, report
from reports.content import Block, Report, Table, Text
from reports.question import Question, tight
from reports.tables import Shown, extent, table

MOST = 30  # rows of one list; all of them are on the page and in the units' Excel
RULES = (
    "需要协调的问题照调度表最近所填；问题、节点列逾期的和本周到期的，时限当天不算逾期；"
    "该开未开、该竣未竣按计划月份；久未更新为 7 天、30 天以上没有收到更新的项目。"
)
THINGS = (
    Shown("responsible_unit", "责任单位", 1.7, "text"),
    Shown("project", "项目", 2.6, "text"),
    Shown("what", "事项", 3.4, "text"),
    Shown("who", "责任人", 1.1, "text"),
    Shown("standing", "情况", 1.7, "text"),
)
DECIDED = (
    Shown("decision_text", "议定事项", 4.0, "text"),
    Shown("responsible_unit", "责任单位", 1.7, "text"),
    Shown("who", "责任人", 1.1, "text"),
    Shown("limit", "完成期限", 1.7, "text"),
    Shown("standing", "办理", 1.7, "text"),
)


def no_dispatch(question: Question) -> str:
    """What hinders the minutes, "" where nothing does."""
    return "" if question.months else "还没有月度调度表。请载入调度表。"


def week_minutes(question: Question, on: date | None = None) -> Report:
    """Return the minutes of the week's meeting.

    Args:
        question: the month and the reader.
        on: the day of the meeting; None: the month's last.
    """
    day = on or last_day(question.as_of)
    monday, sunday = week(day)
    until = formats.day(on) if on else f"{formats.month(question.as_of)}底"
    stale = pd.concat([question.ask(data_health_findings, health_check=check) for check in ("stale_30", "stale_7")])
    things = gather(
        question.ask(coordination_asked, on=day),
        question.ask(issue_ledger, on=day),
        question.ask(milestone_states, on=day),
        question.ask(starts_and_finishes_due, on=day),
        stale,
        day,
    )
    decisions = question.ask(week_decisions, on=day)
    now = decisions[pd.to_datetime(decisions.week_from) == pd.Timestamp(monday)]
    earlier = decisions[(pd.to_datetime(decisions.week_from) < pd.Timestamp(monday)) & decisions.done_on.isna()]
    parts: list[tuple[str, str, Sequence[Block | None]]] = [
        ("本次议定事项", _count(now, "项"), (_decisions(now, "本次议定事项"),)),
        ("以前议定、未办结的事项", _count(earlier, "项"), (_decisions(earlier, "以前议定、未办结的事项"),)),
        *((label, _count(_of(things, part), "件"), (_list(things, part),)) for part, label in PARTS.items()),
    ]  # fmt: skip
    return report(
        question,
        name=f"周调度纪要_{day:%Y%m%d}",
        title=f"{question.profile.name}重点项目周调度纪要",
        period=formats.month(day),
        lead=tight(
            f"截至{until}，本周（{formats.day(monday)}至{formats.day(sunday)}）"
            f"应调度事项 {len(things)} 件，其中 {int(things.is_late.sum())} 件逾期；议定 {len(now)} 项，"
            f"以前议定、未办结 {len(earlier)} 项。"
        ),
        sections=numbered(parts),
        rules=RULES,
        is_letter=False,
    )


def _of(things: pd.DataFrame, part: str) -> pd.DataFrame:
    return things[things.part == part]


def _count(frame: pd.DataFrame, counter: str) -> str:
    late = int(frame.is_late.sum()) if "is_late" in frame else int((frame.late_days.fillna(0) > 0).sum())
    return tight(f"共 {len(frame)} {counter}" + (f"，{late} {counter}逾期" if late else ""))


def _list(things: pd.DataFrame, part: str) -> Table | None:
    """One list of the meeting, late things first; None where there is nothing."""
    frame = _of(things, part).sort_values(["is_late", "responsible_unit"], ascending=[False, True], kind="stable")
    if frame.empty:
        return None
    shown = frame.head(MOST)
    shown = shown.assign(
        project=shown.project_name.fillna("—"),
        who=shown.person.fillna("—"),
        what=[f"{row.thing}（{row.more}）" if row.more else row.thing for row in shown.itertuples()],
        standing=[_standing(row.due_on, row.standing) for row in shown.itertuples()],
    )
    title = f"{PARTS[part]}（{extent(shown, frame, counter='件')}）"
    return table(shown, THINGS, name=PARTS[part], title=title)


def _standing(due: date | None, standing: str) -> str:
    return standing if pd.isna(due) else f"{formats.day(due)}，{standing}"


def _decisions(frame: pd.DataFrame, name: str) -> Table | Text:
    """What was decided, as a table; without any a line to write on."""
    if frame.empty:
        return Text(text="（会上没有记下议定事项。）")
    rows = frame.assign(
        responsible_unit=frame.responsible_unit.fillna("—"),
        who=frame.person.fillna("—"),
        limit=["没有期限" if pd.isna(day) else formats.day(day) for day in frame.due_on],
        standing=[
            f"逾期{row.late_days}天"
            if pd.notna(row.late_days) and row.late_days > 0
            else "已办结" if row.decision_state == "done" else "办理中"
            for row in frame.itertuples()
        ],
    )  # fmt: skip
    return table(rows, DECIDED, name=name, title=name)
