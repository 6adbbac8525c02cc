"""What people decided about a group's difference (以往决定): every entry, undone ones too, newest first."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import balances, members
from metrics.reconciliation.reconciliation_decisions import decisions
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

COLUMNS = (
    "entry_id", "group_id", "decided_month", "decided_at", "decided_by", "is_undone", "is_in_force", "reason",
    "amount_wan", "note", "evidence", "why",
)  # fmt: skip


@metric()
def reconciliation_history(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    group_id: str | None = None,
) -> pd.DataFrame:
    """What people decided about differences (以往决定): every entry of the year, undone ones too, newest first.

    口径：决定只增不改；撤回也是一条。一条决定拆成几个原因的，各占一行。决定跟着作出时组内的调度项目走：
    这些项目都还在一组的，仍然有效；匹配改变把它们拆开的，按各组差额分摊后重新提出，等人定。

    Args:
        con: warehouse connection; ``mart.decision`` and what ``reconciliation`` reads.
        profile: the district.
        as_of: decisions about this month and those before it in its year.
        known_on: only what was decided by the end of this day; None: all.
        group_id: only what was decided about projects of this group of the compared month.

    Returns:
        A row per entry and amount; an entry without amounts has one row with null ``reason`` and ``amount_wan``.
        ``group_id`` is what the group was called then. ``is_in_force``: it stands for a group as it is now, neither
        taken back nor replaced, and all of its projects are still together.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        said = decisions(known, profile, month, known_on)
        _, found = balances(known, profile, month, known_on)
    in_force = {entry for one in found for entry in one.in_force}
    asked = next((members(one.facts) for one in found if one.group_id == group_id), frozenset())
    return frame(
        (
            {
                "entry_id": one.entry_id,
                "group_id": one.group_id,
                "decided_month": one.month,
                "decided_at": one.decided_at,
                "decided_by": one.who,
                "is_undone": one.is_undone,
                "is_in_force": one.entry_id in in_force,
                "reason": part.reason if part else None,
                "amount_wan": part.amount if part else None,
                "note": part.note if part else None,
                "evidence": part.evidence if part else None,
                "why": one.why,
            }
            for one in reversed(said)
            if group_id is None or one.projects & asked
            for part in (one.parts or (None,))
        ),
        COLUMNS,
    )
