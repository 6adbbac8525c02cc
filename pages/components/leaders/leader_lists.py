"""A leader's projects as short lists: what it waits for, and the one person to call."""

import pandas as pd

from data import formats
from data.wording.leader_wording import LISTS, issue, what
from pages.components import tables, words
from pages.components.people import person, telephone
from pages.components.view import View

CALL = tables.Column("responsible_unit", "打给谁", sub="person", tel="tel", width="9em")
STUCK = (tables.Column("project_name", "项目", sub="what", sub_tone="tone", strong=True), CALL)
NEXT = (
    tables.Column("project_name", "项目", sub="due_milestone", strong=True),
    tables.Column("day", "几号前", kind="text", width="6em", sort_by="due_milestone_on"),
    CALL,
)
ISSUES = "问题逾期"


def groups(mine: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the lists by name; an overdue issue is listed apart, also of a project that stands in another list."""
    found = {name: mine[mine.trouble == trouble] for trouble, name in LISTS.items()}
    found[ISSUES] = mine[mine.overdue_issues > 0]
    return {name: frame for name, frame in found.items() if len(frame)}


def show(name: str, frame: pd.DataFrame, view: View) -> None:
    """Draw one list: those whose time is over first, then the longest waiting."""
    rows = _with_person(frame).sort_values(["is_stuck", "stuck_since"], ascending=[False, True])
    rows = rows.assign(
        what=[
            (issue(row) if name == ISSUES else what(row, view.as_of)) + ("" if row.is_stuck else "（未到期）")
            for row in rows.itertuples()
        ],
        tone=["late" if stuck else "quiet" for stuck in rows.is_stuck],
    )
    words.title(f"{name} {len(rows)}", "个项目")
    tables.show(rows, STUCK, view=view, key=f"mine-{name}", fold=5, show_head=False, label=name, can_be_asked=False)


def show_next(mine: pd.DataFrame, view: View) -> None:
    """Draw the milestones of the next thirty days, the nearest first."""
    rows = _with_person(mine[mine.due_milestone.notna()]).sort_values(["due_milestone_on", "project_id"])
    rows = rows.assign(day=[formats.day(day) for day in rows.due_milestone_on])
    words.title(
        f"三十天内的节点 {len(rows)}" if len(rows) else "三十天内的节点", "个项目，各列最近一个" if len(rows) else ""
    )
    tables.show(
        rows, NEXT, view=view, key="mine-next", fold=5, show_head=False, label="三十天内的节点", can_be_asked=False,
        empty="三十天内没有到期的节点。",
    )  # fmt: skip


def _with_person(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        person=[person(officer) for officer in frame.project_officer],
        tel=[telephone(officer) for officer in frame.project_officer],
    )
