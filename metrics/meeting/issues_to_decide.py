"""Issues to decide (提请议定的问题): open issues of the ledger, overdue ones first."""

from calendar import monthrange
from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.registry import metric

SQL = """
select
    issue.issue_id,
    issue.project_id,
    project.project_name,
    issue.kind as issue_kind,
    issue.level as issue_level,
    issue.issue,
    issue.responsible_unit,
    issue.person,
    issue.raised_on,
    issue.due_on,
    case when issue.due_on is not null then greatest(date_diff('day', issue.due_on, $last_day), 0) end as overdue_days,
    date_diff('day', issue.raised_on, $last_day) as open_days
from mart.issue as issue
left join mart.project as project on project.district = issue.district and project.project_id = issue.project_id
where issue.district = $district
    and issue.known_from <= $known_on and (issue.known_to is null or issue.known_to > $known_on)
    and issue.raised_on <= $last_day
    and (issue.closed_on is null or issue.closed_on > $last_day)
order by overdue_days desc nulls last, open_days desc, issue.issue_id
"""


@metric()
def issues_to_decide(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Issues to decide (提请议定的问题): open at the month's end, the longest overdue first.

    口径：截至月末已提出而未销号的问题；过了办结时限的天数为逾期，没有时限的不算逾期。

    Args:
        con: warehouse connection; ``mart.issue`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; what was closed later was still open then.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per issue: kind, level, text, unit and person in charge, ``raised_on``, ``due_on``, ``overdue_days``
        (0: in time; null: no limit given), ``open_days``; project where it has one.

    Source:
        T10 (问题交办销号), J21, J27.
    """
    month = as_of.replace(day=1)
    values = {
        "district": profile.id,
        "last_day": month.replace(day=monthrange(month.year, month.month)[1]),
        "known_on": known_on or date.max,
    }
    return con.execute(SQL, values).df()
