"""Open service requests (要素保障): who works on them, until which working day, and which are over it."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.registry import metric
from metrics.services.service_requests import judged, values

SQL = """
with {judged}

select
    request.request_id,
    request.project_id,
    project.project_name,
    project.service_unit,
    request.service_kind,
    request.responsible_unit,
    request.received_on,
    request.due_on,
    case when request.due_on is not null then greatest(date_diff('day', request.due_on, $until), 0) end as late_days
from stated_request as request
left join mart.project as project on project.district = $district and project.project_id = request.project_id
where request.done_on is null
order by request.due_on nulls last, request.request_id
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
    return (
        con.execute(SQL.format(judged=judged()), values(profile, as_of, known_on, on))
        .df()
        .astype({"late_days": "Int64"})
    )
