"""Who has sent what (谁报了谁没报): by unit and month how many projects were reported, and on which days."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.data_health.data_health_findings import limits
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with expected as (
    select project_id, month, responsible_unit
    from mart.project_month
    where district = $district
        and month between $from_month and $as_of
        and is_in_plan
        and not coalesce(date_trunc('month', actual_finish_date) < month, false)
),

-- when a project was first reported of a month; a row whose amount is empty reports nothing
sent as (
    select project_id, month, min(known_from) as received_on
    from mart.reported
    where district = $district
        and month between $from_month and $as_of
        and known_from <= $known_on
        and reported_ytd_wan is not null
    group by project_id, month
)

select
    coalesce(expected.responsible_unit, '—') as responsible_unit,
    expected.month,
    count(*) as expected_projects,
    count(sent.received_on) as reported_projects,
    count(*) - count(sent.received_on) as missing_projects,
    min(sent.received_on) as first_received_on,
    max(sent.received_on) as last_received_on
from expected
left join sent on sent.project_id = expected.project_id and sent.month = expected.month
group by all
order by expected.month desc, missing_projects desc, responsible_unit
"""


@metric()
def unit_sendings(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None, months: int = 6
) -> pd.DataFrame:
    """Say who has sent and who has not (谁报了谁没报), by unit and month, with the days; newest month first.

    口径：应报为该月在计划且以前没有竣工的项目，按该月的责任单位；报了为该月上报投资有数（零也是数）；日期为第一次收到的日子。
    截止日为次月 15 日（默认），收到日在截止日当天不算迟。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.reported`` are read.
        profile: the district; its rule ``data_health`` has the day by which a month is due.
        as_of: the last month that is asked about.
        known_on: only what was received by the end of this day; None: all.
        months: how many months back, of the same year or the year before.

    Returns:
        A row a unit and month: ``expected_projects`` = ``reported_projects`` + ``missing_projects``;
        ``first_received_on`` and ``last_received_on`` null where nothing came; ``due_on`` the day by which the month
        was due. A month of which no dispatch was loaded has no rows.

    Source:
        T9 (每周及时更新项目信息); J19.
    """
    month = as_of.replace(day=1)
    place = month.year * 12 + month.month - max(months, 1)
    from_month = date(place // 12, place % 12 + 1, 1)
    values = {
        "district": profile.id,
        "as_of": month,
        "from_month": from_month,
        "known_on": known_on or NOW,
    }
    with as_known(con, known_on, from_month=from_month) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
    due = {stamp: limits(profile, stamp.date(), known_on)["due_on"] for stamp in found.month.unique()}
    return found.assign(due_on=pd.to_datetime(found.month.map(due)))
