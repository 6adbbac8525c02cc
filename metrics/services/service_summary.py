"""Service requests by department, kind or way (要素保障办理情况): due this month, in time, open, over the limit."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.days import last_day
from metrics.groups import key_column
from metrics.registry import metric
from metrics.services.service_requests import judged, values

GROUPS = ("responsible_unit", "service_kind", "handling", "eia_handling")
SQL = """
with {judged},

grouped as (
    select *, {key} as key, due_on between $month and $month_end as is_due
    from stated_request
)

select
    {name}
    count(*) filter (is_due) as due_requests,
    count(*) filter (is_due and is_in_time) as in_time_requests,
    count(*) filter (is_due and is_in_time) / nullif(count(*) filter (is_due), 0) as service_in_time_share,
    count(*) filter (done_on is null) as waiting_requests,
    count(*) filter (request_state = 'overdue') as overdue_requests,
    count(*) filter (done_on is null and due_on is null and not is_doubtful) as waiting_without_limit,
    count(*) filter (is_doubtful) as doubtful_requests,
    count(*) filter (received_on between $month and $month_end) as received_requests
from grouped
{group}
order by overdue_requests desc, waiting_requests desc, due_requests desc, {order}
"""


@metric(groups=GROUPS)
def service_summary(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Service requests by department, kind or way (要素保障办理情况): due in the month, in time, open, over the limit.

    口径：事项同 ``service_requests``。本月到期 = 时限最后一日在截至月的；本月按时办结率 = 其中时限内办结的 ÷ 本月到期。
    在办、超时限的按截至日。没有时限的、日期有误待核的不进到期，单列。

    Args:
        con: warehouse connection; what ``service_requests`` reads.
        profile: the district; its rule ``service_limits``.
        as_of: the month whose due requests are judged.
        known_on: only what was received, and written down, by the end of this day; None: all.
        by: one of ``GROUPS``; None: the whole district in one row.
        on: the day for what is open; default the last day of ``as_of``.

    Returns:
        A row a group, most over the limit first: ``due_requests``, ``in_time_requests``, ``service_in_time_share``
        [0–1, null: none due], ``waiting_requests``, ``overdue_requests``, ``waiting_without_limit``,
        ``doubtful_requests`` (judged nowhere), ``received_requests`` of the month. Counts of the groups add up to the
        total.

    Raises:
        ValueError: ``by`` is not one of ``GROUPS``.

    Source:
        T10 (部门服务重点项目情况), T17.
    """
    column = key_column(by, GROUPS)
    sql = SQL.format(
        judged=judged(),
        key=f"coalesce({column}, '—')" if column else "''",
        name=f"key as {column}," if column else "",
        group="group by key" if column else "",
        order="key" if column else "due_requests",
    )
    first = as_of.replace(day=1)
    said = values(profile, as_of, known_on, on) | {"month": first, "month_end": last_day(first)}
    return con.execute(sql, said).df()
