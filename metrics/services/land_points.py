"""What is open about land and clearance (用地、征拆): the points that the monthly consultation (会商) goes through."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.issues.issue_ledger import ledger
from metrics.registry import metric
from metrics.services.service_requests import judged, values

WORDS = ("用地", "土地", "征地", "供地", "征拆", "拆迁", "征收", "占补", "搬迁")
NOT_WORDS = ("林地", "绿化", "草地")  # other departments' matters
SQL = """
with {judged},

{ledger},

point as (
    select
        'request' as point_source,
        request_id as point_id,
        project_id,
        service_kind as point_kind,
        responsible_unit,
        received_on as raised_on,
        due_on,
        open_point,
        consulted_on
    from stated_request
    where done_on is null
    union all by name
    select
        'issue' as point_source,
        issue_id as point_id,
        project_id,
        issue_kind as point_kind,
        coalesce(responsible_unit, '—') as responsible_unit,
        raised_on,
        due_on,
        issue as open_point,
        cast(null as date) as consulted_on
    from ledger
    where closed_on is null
)

select
    point.point_source,
    point.point_id,
    point.project_id,
    project.project_name,
    point.point_kind,
    point.responsible_unit,
    point.raised_on,
    point.due_on,
    point.open_point,
    point.consulted_on,
    coalesce(point.consulted_on between $month and $until, false) as is_consulted,
    date_diff('day', point.raised_on, $until) as point_days,
    coalesce(point.due_on < $until, false) as is_over_limit
from point
left join mart.project as project on project.district = $district and project.project_id = point.project_id
where list_bool_or([contains(point.point_kind, word) for word in $words::varchar[]])
    and not list_bool_or([contains(point.point_kind, word) for word in $not_words::varchar[]])
order by is_over_limit desc, point_days desc, point.point_source, point.point_id
"""


@metric()
def land_points(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """What is open about land and clearance (用地、征拆未决事项): the points of the monthly consultation, oldest first.

    口径：在办的用地、土地、征地、拆迁、征收、供地、占补平衡一类要素保障事项（林地、绿化不在内），和问题台账里未销号的同类问题。
    会商日期在截至日所在月份的为本月已会商；问题台账没有会商日期。

    Args:
        con: warehouse connection; ``mart.service_request``, ``mart.issue``, ``mart.decision`` and ``mart.project``
            are read.
        profile: the district; its rule ``service_limits``.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received, and written down, by the end of this day; None: all.
        on: the day that is asked about.

    Returns:
        A row a point: ``point_source`` request or issue, ``point_id``, project, kind, unit, ``raised_on``, ``due_on``
        (null: no limit), ``open_point`` in words, ``consulted_on``, ``is_consulted`` this month, ``point_days``
        calendar days since it was raised, ``is_over_limit``.

    Source:
        T15 (每月开展会商交流), J27 (征地拆迁).
    """
    day = on or last_day(as_of)
    said = values(profile, as_of, known_on, on) | {
        "on": day, "known_on": known_on or NOW, "month": day.replace(day=1), "words": list(WORDS),
        "not_words": list(NOT_WORDS),
    }  # fmt: skip
    return con.execute(SQL.format(judged=judged(), ledger=ledger()), said).df()
