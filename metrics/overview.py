"""The overview (总览): the year's months side by side, each with its change, for the cards of the first page."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.booked_groups import GROUP_BOOKED
from metrics.entry_scope import SCOPE, entry_values
from metrics.investment_completion import investment_completion
from metrics.known import as_known
from metrics.registry import metric

WAITING_SQL = """
with {scope},

months as (
    select cast(unnest(generate_series(date_trunc('year', $month), $month, interval 1 month)) as date) as month
)

select
    months.month,
    count(judged.project_id) as library_waiting,
    coalesce(sum(judged.reported_ytd_wan) filter (not judged.is_in_library), 0) as at_stake_wan
from months
left join judged
    on judged.is_library_timed
    and judged.start_month <= months.month
    and (judged.library_month is null or judged.library_month > months.month)
group by months.month
order by months.month
"""

# as booked_ratio, for every month that has both sources
RATIO_SQL = f"""
with returned as (
    select month
    from mart.source_month
    where district = $district and kind = 'statistics_return' and first_known_from <= $known_on
),
{GROUP_BOOKED},

linked as (
    select
        project_month.month, project_month.carried_ytd_wan, project_month.booked_ytd_wan, together.group_id
    from mart.project_month as project_month
    inner join returned on returned.month = project_month.month
    inner join mart.project_entry as entry
        on entry.district = project_month.district and entry.project_id = project_month.project_id
    left join together on together.project_id = project_month.project_id
    where project_month.district = $district
        and project_month.month between date_trunc('year', $month) and $month
        and project_month.is_counted
        and entry.linked > 0
),

-- a group's amount is taken once
amounts as (
    select month, 1 as projects, carried_ytd_wan, booked_ytd_wan
    from linked
    where group_id is null
    union all
    select
        linked.month, count(*) as projects, sum(linked.carried_ytd_wan), any_value(group_booked.booked_ytd_wan)
    from linked
    left join group_booked using (group_id, month)
    where linked.group_id is not null
    group by linked.month, linked.group_id
)

select
    month,
    cast(sum(projects) as bigint) as linked_projects,
    count(*) filter (booked_ytd_wan != 0) as booked_projects,
    sum(booked_ytd_wan) / nullif(sum(carried_ytd_wan), 0) as booked_to_reported
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
    "pace_gap_pp",
    "light",
    "shortfall_wan",
    "behind_projects",
    "slow_projects",
    "is_provisional",
)
CHANGING = ("reported_ytd_wan", "booked_to_reported", "behind_projects", "library_waiting")


@metric()
def overview(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Months of the year side by side (总览): completion, booked against reported, lights, waiting for the library.

    口径：完成率、进度差和滞后项目数同 ``investment_completion``；入统占上报同 ``booked_ratio``，没有报表的月为空；
    已开工未入库同 ``entry_lag`` 的 ``library_waiting``，以前各月按现在所知的开工月和入库月回看。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per month from January to ``as_of``; ``_change`` columns are against the month before (January's
        amounts against zero, else null).

    Raises:
        ValueError: ``as_of`` outside the loaded months.
    """
    with as_known(con, known_on) as known:
        months = investment_completion(known, profile=profile, as_of=as_of, known_on=known_on, by="month")
        values = entry_values(known, profile, as_of, known_on) | {"month": as_of.replace(day=1)}
        waiting_sql = WAITING_SQL.format(scope=SCOPE.format(columns="", key="project_id"))
        waiting = known.execute(waiting_sql, bound(waiting_sql, values)).df()
        ratio = known.execute(RATIO_SQL, bound(RATIO_SQL, values)).df()
    frame = months[list(SHOWN)].merge(ratio, on="month", how="left").merge(waiting, on="month", how="left")
    for name in CHANGING:
        before = frame[name].shift()
        frame[f"{name.removesuffix('_wan')}_change{'_wan' if name.endswith('_wan') else ''}"] = frame[name] - (
            before.fillna(0) if name == "reported_ytd_wan" else before
        )
    frame["rate_change_pp"] = 100 * (frame["investment_completion_rate"] - frame["investment_completion_rate"].shift())
    frame["expected_change_pp"] = 100 * (frame["expected_share"] - frame["expected_share"].shift().fillna(0))
    return frame
