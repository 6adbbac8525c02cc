"""The overview (总览): the year's months side by side, each with its change, for the cards of the first page."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.completion.completion_moves import rate_then
from metrics.completion.investment_completion import investment_completion
from metrics.completion.written_parts import written_change
from metrics.entry.entry_scope import entry_values, scope
from metrics.known import as_known
from metrics.reconciliation.booked_groups import GROUP_BOOKED, STARTED
from metrics.reconciliation.left_scope import LEFT_SCOPE
from metrics.registry import metric
from metrics.unknown_months import loaded_months

# of one month, by what is known of that month: as entry_lag has it
WAITING_SQL = """
with {scope}

select
    coalesce(sum(projects) filter (is_library_timed and library_month is null), 0)::bigint as library_waiting,
    coalesce(sum(reported_ytd_wan) filter (is_library_timed and library_month is null and not is_in_library), 0)
        as at_stake_wan,
    coalesce(sum(projects) filter (is_awaiting), 0)::bigint as awaiting_confirmation,
    coalesce(sum(reported_ytd_wan) filter (is_awaiting), 0) as awaiting_confirmation_wan
from judged
"""

# what this month's projects added since the month before, whoever counted then
COMPLETED_SQL = """
select month, coalesce(sum(reported_month_wan), 0) as reported_ytd_change_wan
from mart.project_month
where district = $district and month between date_trunc('year', $month) and $month and is_counted
group by month
"""

# as booked_ratio, for every month that has both sources
RATIO_SQL = f"""
with returned as (
    select month
    from mart.source_month
    where district = $district and kind = 'statistics_return' and first_known_from <= $known_on
),
{GROUP_BOOKED},
{LEFT_SCOPE},

linked as (
    select
        project_month.month, project_month.carried_ytd_wan, project_month.booked_ytd_wan, together.group_id,
        coalesce(entry.linked, 0) > 0 as is_linked
    from mart.project_month as project_month
    inner join returned on returned.month = project_month.month
    left join mart.project_entry as entry
        on entry.district = project_month.district and entry.project_id = project_month.project_id
    left join together on together.project_id = project_month.project_id
    where project_month.district = $district
        and project_month.month between date_trunc('year', $month) and $month
        and project_month.is_counted
        and {STARTED}
        and not exists (
            from left_scope
            where left_scope.project_id = project_month.project_id and left_scope.month = project_month.month
        )
),

-- a group's amount is taken once
amounts as (
    select month, 1 as projects, is_linked, carried_ytd_wan, booked_ytd_wan
    from linked
    where group_id is null
    union all
    select
        linked.month, count(*) as projects, true as is_linked,
        sum(linked.carried_ytd_wan), any_value(group_booked.booked_ytd_wan)
    from linked
    left join group_booked using (group_id, month)
    where linked.group_id is not null
    group by linked.month, linked.group_id
)

select
    month,
    cast(coalesce(sum(projects) filter (is_linked), 0) as bigint) as linked_projects,
    count(*) filter (is_linked and booked_ytd_wan != 0) as booked_projects,
    coalesce(sum(booked_ytd_wan) filter (is_linked), 0)
        / nullif(sum(carried_ytd_wan) filter (is_linked or $is_started), 0) as booked_to_reported
from amounts
group by month
"""  # noqa: S608  (our own text)

SHOWN = (
    "month",
    "projects",
    "annual_plan_wan",
    "reported_ytd_wan",
    "investment_completion_rate",
    "expected_share",
    "planned_ytd_wan",
    "task_rate",
    "pace_gap_pp",
    "light",
    "shortfall_wan",
    "behind_projects",
    "slow_projects",
    "is_provisional",
    "suspect_projects",
    "unsuspected_rate",
    "unsuspected_reported_wan",
    "unsuspected_gap_pp",
)
WAITING = ("library_waiting", "at_stake_wan", "awaiting_confirmation", "awaiting_confirmation_wan")
CHANGING = ("behind_projects", "library_waiting")


@metric()
def overview(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Months of the year side by side (总览): completion, booked against reported, lights, waiting for the library.

    口径：完成率、进度差和滞后项目数同 ``investment_completion``；入统占上报同 ``booked_ratio``，没有报表的月为空；
    已开工未入库同该月的 ``entry_lag``，各月按当月的开工、入库和上报；疑似已入库、待统计确认的另列，
    两项合计为全部没有入库记录的；
    尚未载入统计月报、入库台账的月为空。当月完成 = Σ（本月计入项目的本年累计 − 同一项目上月的本年累计），
    项目进出的影响另列；完成率比上月按当时的上月数，同 ``why_changed``。
    没有载入调度表的月为空，其后一月不与上月比。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per month from January to ``as_of``. ``reported_ytd_change_wan`` is what this month's projects added
        (January: since zero), ``joined_left_wan`` what projects that joined or left the count moved the total by; the
        other ``_change`` columns are against the month before; ``_change_pp`` is the difference of the figures as
        written, with one decimal (差按写出的数). ``rate_before`` is the month before's rate as known
        before this month's dispatch came. All null where a month they need has no dispatch.

    Raises:
        ValueError: ``as_of`` outside the loaded months.
    """
    with as_known(con, known_on) as known:
        months = investment_completion(known, profile=profile, as_of=as_of, known_on=known_on, by="month")
        loaded = loaded_months(known, profile, known_on)
        values = {"district": profile.id, "known_on": known_on or NOW, "month": as_of.replace(day=1)}
        is_started = profile.measure("booked_share", as_of) == "started"
        completed = known.execute(COMPLETED_SQL, bound(COMPLETED_SQL, values)).df()
        ratio = known.execute(RATIO_SQL, bound(RATIO_SQL, values | {"is_started": is_started})).df()
        every = [moment.date() for moment in months.month]
        waiting = pd.DataFrame([_waiting(known, profile, month, known_on) for month in every], columns=list(WAITING))
        before = [_before(known, profile, month, known_on, loaded) for month in every]
    frame = months[list(SHOWN)]
    frame = frame.merge(completed, on="month", how="left").merge(ratio, on="month", how="left")
    frame = pd.concat([frame, waiting.reindex(frame.index)], axis=1)
    frame["joined_left_wan"] = _joined_left(frame)
    has_before = pd.Series([_has_before(month, loaded) for month in every], index=frame.index, dtype=bool)
    for name in ("reported_ytd_change_wan", "joined_left_wan"):
        frame[name] = frame[name].where(has_before)
    for name in CHANGING:
        frame[f"{name}_change"] = frame[name] - frame[name].shift()
    frame["rate_before"] = pd.Series(before, index=frame.index, dtype=float)
    frame["rate_change_pp"] = _written(frame["rate_before"], frame["investment_completion_rate"])
    frame["booked_to_reported_change_pp"] = _written(frame["booked_to_reported"].shift(), frame["booked_to_reported"])
    frame["expected_change_pp"] = 100 * (frame["expected_share"] - frame["expected_share"].shift().fillna(0))
    return frame


def _waiting(con: Any, profile: Profile, month: date, known_on: date | None) -> dict[str, Any]:  # noqa: ANN401
    values = entry_values(con, profile, month, known_on)
    sql = WAITING_SQL.format(scope=scope(values, key="1", is_alike=True))
    if not values["is_known"]:
        return dict.fromkeys(WAITING, float("nan"))
    projects, at_stake, awaiting, awaiting_wan = con.execute(sql, bound(sql, values)).fetchall()[0]
    return dict(zip(WAITING, (projects, float(at_stake), awaiting, float(awaiting_wan)), strict=True))


def _before(con: Any, profile: Profile, month: date, known_on: date | None, loaded: set[date]) -> float | None:  # noqa: ANN401
    if month.month == 1 or not _has_before(month, loaded):
        return None
    return rate_then(con, profile, month, known_on)


def _has_before(month: date, loaded: set[date]) -> bool:
    """Tell whether the dispatches of the month and of the one before are loaded; January is compared with zero."""
    return month in loaded and (month.month == 1 or month.replace(month=month.month - 1) in loaded)


def _written(before: pd.Series, after: pd.Series) -> pd.Series:
    """Return the change of fractions in percentage points, of the figures as written; null where one is."""
    changes = [
        None if pd.isna(was) or pd.isna(now) else float(written_change(was, now, 100))
        for was, now in zip(before, after, strict=True)
    ]
    return pd.Series(changes, index=after.index, dtype=float)


def _joined_left(frame: pd.DataFrame) -> pd.Series:
    """Return the change of the total less what the same projects added, to the cent."""
    moved = frame.reported_ytd_wan - frame.reported_ytd_wan.shift().fillna(0) - frame.reported_ytd_change_wan
    return moved.round(2) + 0.0
