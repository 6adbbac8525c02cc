"""Which months are closed (月份定稿): since when, by a dispatch or by whom, and until which day an open one speaks."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.open_months import CLOSED, decided, subject
from metrics.registry import metric

SQL = """
with loaded as (
    select month, first_known_from, open_until
    from mart.source_month
    where district = $district and kind = 'dispatch' and first_known_from <= $known_on
),

state as (
    select month, max(state_on) as state_on, max(known_from) as received_on
    from mart.reported
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by month
)

select
    loaded.month,
    coalesce(loaded.open_until > $known_on, false) as is_open,
    case when loaded.open_until is null then loaded.first_known_from else loaded.open_until end as closed_on,
    state.state_on,
    state.received_on
from loaded
left join state on state.month = loaded.month
order by loaded.month desc
"""
COLUMNS = (
    "month", "is_closed", "closed_on", "closed_how", "decided_by", "close_reason", "state_on", "received_on",
    "last_entry_id",
)  # fmt: skip


@metric()
def month_states(con: duckdb.DuckDBPyConnection, *, profile: Profile, known_on: date | None = None) -> pd.DataFrame:
    """Which loaded months are closed (月份定稿), since when and how; newest first.

    口径：月末以后收到整月的调度表，该月即为定稿；只有中间情况的，由项目办定稿。人的定稿可以说明原因后撤销，撤销后按收到的表认定。

    Args:
        con: warehouse connection; ``mart.source_month``, ``mart.reported`` and ``mart.decision`` are read.
        profile: the district.
        known_on: only what was received, and decided, by the end of this day; None: all.

    Returns:
        A row a month: ``is_closed``, ``closed_on``, ``closed_how`` (dispatch, person; null: open), ``decided_by`` and
        ``close_reason`` of the last decision, ``state_on``: until which day the figures speak, ``received_on`` the last
        of them; ``last_entry_id`` of the ledger, null where nobody decided.

    Source:
        T9, T10 (周调度、月通报).
    """
    said = decided(con, profile, known_on)
    values = {"district": profile.id, "known_on": known_on or NOW}
    rows = []
    for month, is_open, closed_on, state_on, received_on in con.execute(SQL, values).fetchall():
        entry, day, who, why, status = said.get(subject(month), (None, None, None, None, ""))
        by_person = is_open and status == CLOSED
        rows.append(
            {
                "month": month,
                "is_closed": not is_open or by_person,
                "closed_on": day if by_person else None if is_open else closed_on,
                "closed_how": "person" if by_person else None if is_open else "dispatch",
                "decided_by": who,
                "close_reason": why,
                "state_on": state_on,
                "received_on": received_on,
                "last_entry_id": entry,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"last_entry_id": "Int64"})
