"""Who may see and do what. Every page, report, export, upload and ledger write asks here.

Booked figures of few projects are withheld, so that no subtraction gives them back.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from data.decision_kinds import DECISIONS
from data.profile import Profile
from data.roles import DESK, EVERYBODY, NAMES, OFFICER, READERS, STATISTICIAN

__all__ = ["EVERYBODY", "NAMES", "READERS"]

ACTS: Mapping[str, frozenset[str]] = {
    "read": READERS,
    "see_booked_projects": STATISTICIAN,  # booked amounts of single projects
    "load": STATISTICIAN,  # workbooks; roll a version back
    "load_own": OFFICER,  # workbooks, of which only rows of the unit's own projects are taken
    "see_tasks": DESK | OFFICER,
    "see_sendings": DESK,  # who has sent what
    "make_report": READERS,
    "see_leader_projects": READERS - OFFICER,  # they name projects of all units
    "manage_accounts": frozenset({"administrator"}),
    "read_audit": frozenset({"auditor"}),
    **{kind: decision.WRITTEN_BY for kind, decision in DECISIONS.items()},  # write it into the ledger
}


# Metrics whose answers say no booked amount of a single project, nor one from which it follows: those that programs of
# readers other than the statistician may ask. What is not named here they may not.
OPEN_METRICS = frozenset({
    "actions", "adjustment_balance", "approval_matrix", "approval_maturity", "approval_steps",
    "batch_flow_projects", "batch_flows", "batch_progress", "batch_projects", "carry_over", "completed_amount",
    "completion_alerts", "completion_by_month", "completion_places", "completion_projects",
    "coordination_asked", "data_health", "declarations", "draft_balance", "draft_plan", "draft_summary",
    "entries_to_confirm", "entry_anomalies", "entry_by_start_month", "entry_lag", "entry_materials",
    "entry_readiness", "entry_triangle", "financing_needs", "financing_summary", "four_lists", "idea_lists",
    "investment_completion", "issue_ledger", "issue_summary", "issues_to_decide", "land_points",
    "leader_projects", "midyear_review", "milestone_states", "month_states", "not_started_due", "open_cases",
    "open_requests", "plan_adjustments", "plan_and_done", "plan_without_reserve", "preliminary_funds",
    "project_table", "promises", "promotion_progress", "quarter_scores", "quarterly_talks", "reserve_flows",
    "reserve_projects", "reserve_tiers", "score_cases", "score_parts", "service_requests", "service_summary",
    "slowest_projects", "start_corrections", "starts_and_finishes_due", "supervision_ladder",
    "undeclared_projects", "unit_ranking", "unit_sendings", "week_decisions", "why_changed",
    "why_changed_projects", "year_score_cases", "year_scores",
})  # fmt: skip


class NotAllowed(PermissionError):  # noqa: N818  (a state, not a fault)
    """The reader has no role that may do this; says which would."""


def may(act: str, roles: Collection[str]) -> bool:
    """Tell whether somebody with these roles may do this, one of ``ACTS``; what is not listed nobody may."""
    return not ACTS.get(act, frozenset()).isdisjoint(roles)


def require(act: str, roles: Collection[str]) -> None:
    """Raise ``NotAllowed`` unless somebody with these roles may do this."""
    if not may(act, roles):
        whose = "、".join(name for role, name in NAMES.items() if role in ACTS.get(act, ()))
        raise NotAllowed(f"需要“{whose}”的权限，请联系管理员。")


def is_in_scope(roles: Collection[str], unit: str | None, responsible_unit: object, service_unit: object) -> bool:
    """Tell whether somebody with these roles sees a project in detail: with ``officer`` alone only those of his unit.

    Args:
        roles: of the reader, as whom he looks on now.
        unit: of the reader's account.
        responsible_unit: of the project.
        service_unit: of the project; several are parted by 、 or a comma.
    """
    if set(roles) != {"officer"}:
        return not READERS.isdisjoint(roles)
    served = re.split(r"[、,，;；/\s]+", service_unit) if isinstance(service_unit, str) else []
    return bool(unit) and unit in {responsible_unit, *served}


def withhold(frame: pd.DataFrame, profile: Profile, columns: Sequence[str], *, count: str = "projects") -> pd.DataFrame:
    """Empty the cells of booked figures that stand for too few projects, and enough others to protect them.

    A row with fewer than ``profile.withhold_below`` projects is withheld. Whoever knows the total could subtract the
    rows shown; so the smallest other rows are withheld, too, until at least two rows and that many projects are hidden.

    Args:
        frame: one row per group, no total row.
        profile: the district; 0 or 1 in ``withhold_below`` switches withholding off.
        columns: the columns to empty: booked amounts and all from which they follow (ratio, difference).
        count: the column that says how many projects stand behind the figures, those with a figure other than zero:
            who has none is no secret, so they hide nobody. Rows without any hide nothing.

    Returns:
        A copy with a further column ``is_withheld``; withheld cells are null. A frame whose rows are all withheld
        says nothing of its total: the caller shows that only if it, too, stands for enough projects.
    """
    result = frame.copy()
    counts = frame[count].fillna(0).astype("int64")
    present = counts[counts > 0].sort_values(kind="stable")
    hidden = list(present[present < profile.withhold_below].index)
    if hidden:
        for row in present.index.difference(hidden, sort=False):
            if len(hidden) > 1 and counts[hidden].sum() >= profile.withhold_below:
                break
            hidden.append(row)
    result["is_withheld"] = frame.index.isin(hidden)
    for column in columns:
        result[column] = result[column].mask(result["is_withheld"])
    return result


def withhold_totals(
    frame: pd.DataFrame, profile: Profile, columns: Sequence[str], *, count: str, changes: Sequence[str] = ()
) -> pd.DataFrame:
    """Empty booked figures of rows that stand for too few projects, where each row is a total of its own.

    For a total by month: no other row gives back what is withheld; ``changes`` are differences from the row before and
    are withheld where either row is. Other arguments as of ``withhold``; a copy is returned.
    """
    result = frame.copy()
    few = frame[count].between(1, profile.withhold_below - 1)
    for column in columns:
        result[column] = result[column].mask(few)
    for column in changes:
        result[column] = result[column].mask(few | few.shift(fill_value=False))
    return result
