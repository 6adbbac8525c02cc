"""Every service request (要素保障) of the year with its limit in working days and where it stands on a day."""

from datetime import date, timedelta
from typing import Any

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

# one row per request received by $until; {state} says what stands, {requests} counts its working days
JUDGED = """
{state},

{requests},

judged as (
    select
        requests.* exclude (done_on, responsible_unit),
        coalesce(requests.responsible_unit, '—') as responsible_unit,
        case when not requests.is_doubtful then last.day end as due_on,
        case when requests.done_on <= $until then requests.done_on end as done_on,
        coalesce(requests.done_on <= $until and requests.done_number <= requests.limit_number, false)
            and not requests.is_doubtful as is_in_time,
        greatest(
            case when requests.done_on <= $until then requests.done_number else today.number end
            - requests.received_number - coalesce(requests.paused_days, 0),
            0
        ) as used_days,
        requests.limit_number - today.number as left_days
    from requests
    left join working_day as last on last.number = requests.limit_number
    cross join (select max(number) as number from working_day where day <= $until) as today
),

stated_request as (
    select
        judged.*,
        case
            when is_doubtful then 'doubtful'
            when done_on is not null and (due_on is null or is_in_time) then 'done'
            when done_on is not null then 'done_late'
            when due_on < $until then 'overdue'
            else 'open'
        end as request_state
    from judged
    where done_on is null or greatest(done_on, received_on, due_on) >= $new_year
)"""

SQL = """
with {judged}

select
    request.request_id,
    request.project_id,
    project.project_name,
    request.service_kind,
    request.responsible_unit,
    request.received_on,
    request.allowed_days - coalesce(request.paused_days, 0) as limit_days,
    request.paused_days,
    request.due_on,
    request.done_on,
    request.request_state,
    request.used_days,
    case when request.done_on is null and request.due_on is not null then request.left_days end as left_days,
    case
        when request.done_on is null and request.due_on is not null
            then greatest(date_diff('day', request.due_on, $until), 0)
    end as late_days,
    request.handling,
    request.eia_handling,
    request.open_point,
    request.consulted_on,
    request.evidence,
    request.changed_by,
    request.last_entry_id
from stated_request as request
left join mart.project as project on project.district = $district and project.project_id = request.project_id
order by
    request.done_on is not null, request.done_on desc, request.due_on nulls last, request.received_on,
    request.request_id
"""


def judged() -> str:
    """Return the SQL steps up to ``stated_request``, to be bound with ``values``."""
    return JUDGED.format(state=state(REQUEST, "said_request", "$until"), requests=REQUESTS).strip()


def values(profile: Profile, as_of: date, known_on: date | None, on: date | None) -> dict[str, Any]:
    """Return what ``judged`` binds: the day asked about, its working days, and the limits of the district."""
    day = on or last_day(as_of)
    limits = limit_values(profile, as_of.replace(day=1), date(day.year - YEARS_BACK, 1, 1), day + AHEAD)
    said = {"district": profile.id, "known_on": known_on or NOW, "until": day, "new_year": date(day.year, 1, 1)}
    return said | limits


@metric()
def service_requests(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Every service request of the year (要素保障事项) with its limit in working days and its state; open ones first.

    口径：截至日在办的，和今年受理、到期或办结的。时限按工作日（节假日、调休已计），收件当日不计，补正期间停表，最后一日办结算按时；
    台账没有写时限的按本区规定的事项时限，规定里也没有的没有时限、不算超时限。办结早于受理的，停表天数为负或多于办理天数的，
    日期有误，待核实，不计按时也不计超时限。台账表和页面登记合在一起，同一字段以后说的为准。

    Args:
        con: warehouse connection; ``mart.service_request``, ``mart.decision`` and ``mart.project`` are read.
        profile: the district; its rule ``service_limits``.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received, and written down, by the end of this day; None: all.
        on: the day that is asked about; what is received or finished later is not seen.

    Returns:
        A row a request, open ones first, the nearest limit first: ``limit_days`` [working days, null: none],
        ``paused_days``, ``due_on`` its last working day (null: no limit), ``done_on``; ``request_state`` open, overdue,
        done (in time or without limit), done_late, or doubtful (finished before it came, or paused for longer than it
        has lived: judged nowhere, without ``due_on``); ``used_days`` working days so far without the paused ones;
        ``left_days`` working days left of an open one (below 0: over; null: no limit); ``late_days`` calendar days over
        the limit; ``handling``, ``eia_handling``, ``open_point`` with ``consulted_on`` as said.

    Source:
        T14–T17, J23–J29.
    """
    found = con.execute(SQL.format(judged=judged()), values(profile, as_of, known_on, on)).df()
    whole = ("limit_days", "paused_days", "used_days", "left_days", "late_days", "last_entry_id")
    return found.astype(dict.fromkeys(whole, "Int64"))
