"""Issues to decide (提请议定的问题): open issues of the ledger, overdue ones first."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.issues.issue_ledger import ledger
from metrics.registry import metric

SQL = """
with {ledger}

select
    ledger.issue_id,
    ledger.project_id,
    project.project_name,
    ledger.issue_kind,
    ledger.issue_level,
    ledger.issue,
    ledger.responsible_unit,
    ledger.person,
    ledger.raised_on,
    ledger.due_on,
    ledger.overdue_days,
    ledger.open_days
from ledger
left join mart.project as project on project.district = $district and project.project_id = ledger.project_id
where ledger.closed_on is null
order by ledger.overdue_days desc nulls last, ledger.open_days desc, ledger.issue_id
"""


@metric()
def issues_to_decide(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Issues to decide (提请议定的问题): open at the month's end, the longest overdue first.

    口径：截至月末已提出而未销号的问题；过了办结时限的天数为逾期，没有时限的不算逾期。

    Args:
        con: warehouse connection; ``mart.issue``, ``mart.decision`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; what was closed later was still open then.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per issue: kind, level, text, unit and person in charge, ``raised_on``, ``due_on``, ``overdue_days``
        (0: in time; null: no limit given), ``open_days``; project where it has one.

    Source:
        T10 (问题交办销号), J21, J27.
    """
    values = {"district": profile.id, "on": last_day(as_of), "known_on": known_on or NOW}
    return con.execute(SQL.format(ledger=ledger()), values).df()
