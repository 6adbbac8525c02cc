"""What the meeting walks through, as one list: each thing with its part, unit, project, person, limit and state."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data import formats

Row = Any  # one row of a frame, by itertuples

PARTS = {
    "asked": "需要协调",
    "issues": "逾期和本周到期的问题",
    "milestones": "逾期和本周的节点",
    "starts": "该开未开、该竣未竣",
    "stale": "久未更新",
}
SHORT = {"asked": "需要协调", "issues": "问题", "milestones": "节点", "starts": "开竣工", "stale": "未更新"}
COLUMNS = (
    "part", "responsible_unit", "project_id", "project_name", "thing", "person", "contact_leader", "due_on", "standing",
    "is_late", "more",
)  # fmt: skip
Thing = dict[str, object]


def week(on: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's week."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def gather(
    asked: pd.DataFrame,
    issues: pd.DataFrame,
    milestones: pd.DataFrame,
    starts: pd.DataFrame,
    stale: pd.DataFrame,
    on: date,
) -> pd.DataFrame:
    """Put the lists together.

    Args:
        asked: ``coordination_asked``.
        issues: ``issue_ledger``.
        milestones: ``milestone_states``.
        starts: ``starts_and_finishes_due``.
        stale: the rows of ``data_health_findings`` that say who was not updated.
        on: the day; its week's Sunday bounds what is due.

    Returns:
        A row a thing: part, unit, project, what, person, limit, how it stands in words, whether it is late, and what
        else was said of it.
    """
    sunday = pd.Timestamp(week(on)[1])
    due = issues[issues.closed_on.isna() & (issues.due_on <= sunday)]
    marks = milestones[milestones.done_on.isna() & (milestones.due_on <= sunday)]
    says: list[tuple[str, pd.DataFrame, Callable[..., Thing]]] = [
        ("asked", asked[asked.coordination.notna()], _asked),
        ("issues", due, _issue),
        ("milestones", marks, _milestone),
        ("starts", starts, _start),
        ("stale", stale, _stale),
    ]
    rows = [{"part": part} | _common(row) | says_of(row) for part, frame, says_of in says for row in frame.itertuples()]
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    made["due_on"] = pd.to_datetime(made.due_on)
    return made


def _common(row: Row) -> Thing:
    wanted = ("responsible_unit", "project_id", "project_name", "person", "contact_leader", "due_on")
    found = {name: getattr(row, name, None) for name in wanted}
    found["person"] = found["person"] if isinstance(found["person"], str) else getattr(row, "project_officer", None)
    unit = found["responsible_unit"]
    return found | {"responsible_unit": unit if isinstance(unit, str) else "—"}


def _asked(row: Row) -> Thing:
    more = [
        f"{label}：{text}"
        for label, text in (("存在的问题", row.problem), ("下月计划", row.next_month_plan))
        if isinstance(text, str)
    ]
    standing = "新提出" if row.is_new_request else f"{formats.day(row.state_on)}所报"
    return {
        "thing": row.coordination,
        "person": row.project_officer,
        "standing": standing,
        "is_late": False,
        "more": "；".join(more),
    }


def _issue(row: Row) -> Thing:
    late = row.issue_state == "overdue"
    kind = row.issue_kind if isinstance(row.issue_kind, str) else ""
    standing = f"逾期 {row.overdue_days} 天" if late else "本周到期"
    return {"thing": row.issue, "standing": standing, "is_late": late, "more": kind}


def _milestone(row: Row) -> Thing:
    late = row.milestone_state == "late"
    return {
        "thing": row.milestone,
        "standing": f"逾期 {row.late_days} 天" if late else "本周到期",
        "is_late": late,
        "more": "",
    }


def _start(row: Row) -> Thing:
    late = row.late_days > 0
    thing = "应开工" if row.due_kind == "start" else "应竣工"
    return {"thing": thing, "standing": f"逾期 {row.late_days} 天" if late else "本月应办", "is_late": late, "more": ""}


def _stale(row: Row) -> Thing:
    late = row.health_check == "stale_30"
    thing = "还没有报过" if pd.isna(row.last_received_on) else f"上次更新 {formats.day(row.last_received_on)}"
    standing = "30 天以上未更新" if late else "7 天以上未更新"
    return {"thing": thing, "standing": standing, "is_late": late, "more": ""}


def by_unit(things: pd.DataFrame) -> pd.DataFrame:
    """Return the units with how many things of each part they have, and how many are late; most late first."""
    if things.empty:
        return pd.DataFrame(columns=["responsible_unit", *PARTS, "late", "total"])
    counts = things.pivot_table(index="responsible_unit", columns="part", values="thing", aggfunc="size", fill_value=0)
    counts = counts.reindex(columns=list(PARTS), fill_value=0)
    counts["late"] = things.groupby("responsible_unit").is_late.sum()
    counts["total"] = counts[list(PARTS)].sum(axis=1)
    return counts.sort_values(["late", "total"], ascending=False, kind="stable").reset_index()
