"""Roles, and who may see and decide what: booked figures of few projects are withheld, nothing gives them back."""

from collections.abc import Collection, Sequence

import pandas as pd

from data.profile import Profile

ROLES = ("leader", "statistician", "meeting")
NAMES = {"leader": "区领导", "statistician": "统计人员", "meeting": "讲评会"}
SEES_PROJECTS_BOOKED = "statistician"  # the one role for which booked amounts of single projects are
DECIDERS = {  # kind of the ledger → whoever has one of these roles may write it
    **dict.fromkeys(
        ("mapping", "correction", "proposal_refused", "withdrawal", "link", "reason", "sign_off", "readiness"),
        ("statistician",),
    ),
    "note": ("statistician", "meeting"),
    **dict.fromkeys(("score", "exemption", "measure"), ("statistician", "meeting")),
    **dict.fromkeys(("freeze", "promise", "meeting_decision"), ("meeting",)),
}


def may_decide(kind: str, roles: Collection[str]) -> bool:
    """Say whether a person with these roles may write decisions of this kind; a kind that is not listed nobody may."""
    return not set(DECIDERS.get(kind, ())).isdisjoint(roles)


def withhold(frame: pd.DataFrame, profile: Profile, columns: Sequence[str], *, count: str = "projects") -> pd.DataFrame:
    """Empty the cells of booked figures that stand for too few projects, and enough others to protect them.

    A row with fewer than ``profile.withhold_below`` projects is withheld. Whoever knows the total could subtract the
    rows shown; so the smallest other rows are withheld, too, until at least two rows and that many projects are hidden.

    Args:
        frame: one row per group, no total row.
        profile: the district; 0 or 1 in ``withhold_below`` switches withholding off.
        columns: the columns to empty: booked amounts and all from which they follow (ratio, difference).
        count: the column that says how many projects stand behind the figures; rows without any hide nothing.

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
