"""Every amount of every difference (归因明细): under which reason, from where, on what evidence."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.reasons import reasons
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import balances
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

COLUMNS = (
    "group_id", "project_names", "compared_month", "reason", "reason_label", "who_acts", "legitimate", "amount_wan",
    "origin", "amount_since_month", "decided_by", "note", "evidence",
)  # fmt: skip


@metric()
def reconciliation_amounts(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    group_id: str | None = None,
) -> pd.DataFrame:
    """Every amount of every difference (归因明细): its reason, whence it comes, and its evidence.

    口径：同“报统对账”，每组差额拆到原因，含未说明的余数；各行之和等于上报减整张月报的入统。

    Args:
        con: warehouse connection.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received, and decided, by the end of this day; None: all.
        group_id: one group's only.

    Returns:
        A row per group and amount, in the order of the bridge. ``origin``: person (decided for this month), last_month
        (decided before, proposed again), regrouped (a share of what was decided for a group that is split now,
        proposed again), rule (the data show it; also the unexplained rest), definition (R00, R18).
        ``amount_since_month`` is the month for which it was first decided, null for others.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    order = list(reasons())
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        _, found = balances(known, profile, check_month(con, profile, as_of, known_on), known_on)
    return frame(
        (
            {
                "group_id": one.group_id,
                "project_names": one.facts.get("project_names") or one.facts["statistics_names"],
                "compared_month": one.month,
                "reason": part.reason,
                "reason_label": reasons()[part.reason].label,
                "who_acts": reasons()[part.reason].who_acts,
                "legitimate": reasons()[part.reason].legitimate,
                "amount_wan": part.amount,
                "origin": part.origin,
                "amount_since_month": part.since,
                "decided_by": part.who,
                "note": part.note,
                "evidence": part.evidence,
            }
            for one in found
            if group_id in (None, one.group_id)
            for part in sorted(one.amounts, key=lambda part: order.index(part.reason))
        ),
        COLUMNS,
    )
