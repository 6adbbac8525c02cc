"""What people decided about a group's difference (以往决定): every entry, undone ones too, newest first."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.loaded_months import check_month
from metrics.reconciliation_decisions import decisions
from metrics.reconciliation_sums import frame
from metrics.registry import metric

COLUMNS = (
    "entry_id", "group_id", "decided_month", "decided_at", "decided_by", "is_undone", "reason", "amount_wan", "note",
    "evidence", "why",
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

    口径：决定只增不改；撤回也是一条。一条决定拆成几个原因的，各占一行。

    Args:
        con: warehouse connection; ``mart.decision`` is read.
        profile: the district.
        as_of: decisions about this month and those before it in its year.
        known_on: only what was decided by the end of this day; None: all.
        group_id: one group's only.

    Returns:
        A row per entry and amount; an entry without amounts has one row with null ``reason`` and ``amount_wan``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    said = decisions(con, profile, check_month(con, profile, as_of, known_on), known_on)
    return frame(
        (
            {
                "entry_id": one.entry_id,
                "group_id": one.group_id,
                "decided_month": one.month,
                "decided_at": one.decided_at,
                "decided_by": one.who,
                "is_undone": one.is_undone,
                "reason": part.reason if part else None,
                "amount_wan": part.amount if part else None,
                "note": part.note if part else None,
                "evidence": part.evidence if part else None,
                "why": one.why,
            }
            for one in reversed(said)
            if group_id in (None, one.group_id)
            for part in (one.parts or (None,))
        ),
        COLUMNS,
    )
