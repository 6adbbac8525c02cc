"""Open service requests (要素保障): who works on them, until which working day, and which are over it."""

from datetime import date, timedelta

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.registry import metric
from metrics.request_limits import REQUESTS, limit_values
from metrics.stated import REQUEST, state

YEARS_BACK = 5  # of working days counted: a request received earlier is not listed
AHEAD = timedelta(days=500)  # so far limits of open requests may lie in the future

# one row a request that is not finished on $until; {state} says what stands
SQL = """
with {state},

{requests}

open_request as (
    select requests.*, last.day as due_on
    from requests
    left join working_day as last on last.number = requests.limit_number
    where requests.done_on is null or requests.done_on > $until
)

select
    open_request.request_id,
    open_request.project_id,
    project.project_name,
    project.service_unit,
    open_request.service_kind,
    coalesce(open_request.responsible_unit, '—') as responsible_unit,
    open_request.received_on,
    open_request.due_on,
    case when open_request.due_on is not null then greatest(date_diff('day', open_request.due_on, $until), 0) end
        as late_days
from open_request
left join mart.project as project on project.district = $district and project.project_id = open_request.project_id
order by open_request.due_on nulls last, open_request.request_id
"""


@metric()
def open_requests(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """List the service requests that are not finished on a day (要素保障在办事项), the nearest limit first.

    口径：时限按工作日，收到当天不算，等补件的天数不算，最后一天不算逾期；没有写时限的按本区规定的时限，规定里也没有的无时限。

    Args:
        con: warehouse connection; ``mart.service_request``, ``mart.decision`` and ``mart.project`` are read.
        profile: the district; its rule ``service_limits``.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received, and written down, by the end of this day; None: all.
        on: the day that is asked about; what is received or finished later is not seen.

    Returns:
        A row a request: ``due_on`` its last working day (null: no limit), ``late_days`` calendar days over it (0: in
        time; null: no limit).

    Source:
        T14–T17, J23–J29.
    """
    day = on or last_day(as_of)
    sql = SQL.format(
        state=state(REQUEST, "said_request", "$until").strip(), requests=REQUESTS.strip().rstrip(",") + ","
    )
    limits = limit_values(profile, as_of.replace(day=1), date(day.year - YEARS_BACK, 1, 1), day + AHEAD)
    values = {"district": profile.id, "known_on": known_on or NOW, "until": day} | limits
    return con.execute(sql, values).df().astype({"late_days": "Int64"})
