"""Whom the entry metrics count (入库入统口径): projects in scope at a month, their start and entries as seen then."""

from calendar import monthrange
from datetime import date
from typing import Any, Literal

import duckdb

from data.known import NOW
from data.profile import Profile
from data.rules import EntryRule
from data.statistics_calendar import statistics_calendar
from metrics.reconciliation.left_scope import LEFT_SCOPE

Basis = Literal["feasible", "raw"]

# {columns}, {key}: see scope(); the other places take the amounts from the month itself or from another
PROJECTS = """
said as (
    -- a project known by the month: its size, and its start once that has happened
    select
        project_id,
        coalesce(statistics_total_wan, total_investment_wan) as total_wan,
        case when actual_start_date <= $last_day then actual_start_date end as start_date,
        coalesce(is_estimated_start, false) as is_estimated_start
        {said_money}
        {columns}
    from mart.project_month
    where district = $district and month = $as_of
),

seen as (
    -- an entry after $entered_until has not happened yet
    select
        project_id,
        case when ledger_library_month <= $entered_until then ledger_library_month end as ledger_library_month,
        case when ledger_statistics_month <= $entered_until then ledger_statistics_month end as ledger_statistics_month,
        case when return_library_month <= $entered_until then return_library_month end as return_library_month,
        case when return_statistics_month <= $entered_until then return_statistics_month end as return_statistics_month,
        is_return_library_known,
        is_return_statistics_known,
        linked_from_month <= $as_of as is_linked
    from mart.project_entry
    where district = $district
),

in_doubt as (
    -- whose likely counterpart in the statistics, already there by then, waits for a person
    select distinct candidate.project_id
    from mart.link_candidate as candidate
    where candidate.district = $district
        and candidate.status = 'pending'
        and candidate.known_from <= $known_on and (candidate.known_to is null or candidate.known_to > $known_on)
        and exists (
            select 1
            from mart.booked as booked
            where booked.district = $district
                and booked.statistics_id = candidate.statistics_id
                and booked.month <= $entered_until
                and booked.known_from <= $known_on and (booked.known_to is null or booked.known_to > $known_on)
        )
),

{money_step}
dated as (
    select
        said.*,
        cast(date_trunc('month', said.start_date) as date) as start_month,
        year(said.start_date) as start_year,
        -- after the window's day nobody can enter that month; a start known only by its month counts as the first day
        coalesce(day(said.start_date) > $window_day and not said.is_estimated_start, false) as is_put_off,
        seen.ledger_library_month,
        seen.return_library_month,
        -- the ledger's month goes before the return's
        coalesce(seen.ledger_library_month, seen.return_library_month) as library_month,
        coalesce(seen.ledger_statistics_month, seen.return_statistics_month) as statistics_month,
        seen.ledger_library_month is null and not seen.is_return_library_known as has_only_unclear_library,
        seen.ledger_statistics_month is null and not seen.is_return_statistics_known as has_only_unclear_figures,
        coalesce(seen.is_linked, false) as is_linked,
        case when carried_ytd_wan > 0 then carried_ytd_wan else 0 end as reported_ytd_wan,
        in_doubt.project_id is not null as has_candidate
        {joined_money}
    from said
    left join seen using (project_id)
    left join in_doubt using (project_id)
    {money_join}
),

cases as (
    -- in scope: started or with figures, large enough for the statistics, and not decided to be out of them
    select
        {key} as group_key,
        *,
        library_month is not null and has_only_unclear_library as is_library_month_unknown,
        statistics_month is not null and has_only_unclear_figures as is_statistics_month_unknown,
        start_month is null
            or coalesce(statistics_month < start_month, false)
            or coalesce(statistics_month < ledger_library_month, false) as is_anomaly,
        -- 疑似已入库，待统计确认: neither late nor at stake until a person decides
        reported_ytd_wan > 0 as has_reported,
        has_candidate and not is_linked and library_month is null and statistics_month is null as is_awaiting,
        -- who stood in an earlier return and is missing from this one has left; the ledger may be ahead of the return
        coalesce(is_in_return, false)
            or library_month is not null and (is_in_return is null or return_library_month is null) as is_in_library,
        case
            when booked_ytd_wan is not null then booked_ytd_wan > 0
            -- no return of that month: the year's figures are unknown, not zero
            when is_in_return is null then statistics_month is not null
            else coalesce(statistics_month >= $money_year, false)
        end as has_figures_this_year
    from dated
    where (start_month is not null or statistics_month is not null) and total_wan >= $minimum_total_wan
        -- a person decided that it is none of the statistics' (R05, R12, R16) in the month whose amounts are compared
        and project_id not in (select left_scope.project_id from left_scope where left_scope.month = $money_month)
        -- before the first return or ledger nothing is known of entries: neither late nor waiting
        and $is_known
)"""

# projects that do not differ in anything counted, as one row: a nation has far fewer kinds of case than projects
ALIKE = """
alike as (
    select
        group_key, start_month, is_put_off, library_month, statistics_month,
        is_library_month_unknown, is_statistics_month_unknown, is_anomaly, is_awaiting,
        is_in_library, has_figures_this_year, is_linked, has_reported,
        count(*) as projects,
        sum(reported_ytd_wan) as reported_ytd_wan
    from cases
    group by
        group_key, start_month, is_put_off, library_month, statistics_month,
        is_library_month_unknown, is_statistics_month_unknown, is_anomaly, is_awaiting,
        is_in_library, has_figures_this_year, is_linked, has_reported
)"""

# {source}: cases or alike
JUDGED = """
timed as (
    select
        *,
        -- an event's period: a month without a return goes with the next one
        {raw_period} as raw_period,
        {library_period} as library_period,
        {statistics_period} as statistics_period,
        -- put off to the next month; where that is of the same period it stays in it
        {put_off_period} as put_off_period,
        case when is_put_off then put_off_period else raw_period end as start_period,
        not is_anomaly and not is_awaiting and not is_statistics_month_unknown as is_timed,
        not is_anomaly and not is_awaiting and not is_library_month_unknown as is_library_timed,
        start_month is not null and not is_awaiting and not (is_in_library and has_figures_this_year) as is_at_stake
    from {source}
),

judged as (
    select
        *,
        $has_target and is_timed and start_period + $statistics_periods <= $closed as is_due,
        $has_target and is_timed and raw_period + $statistics_periods <= $closed as is_raw_due,
        $has_target and is_library_timed and start_period + $library_periods <= $closed as is_library_due,
        coalesce(statistics_period <= start_period + $statistics_periods, false) as is_on_time,
        coalesce(statistics_period <= raw_period + $statistics_periods, false) as is_raw_on_time,
        coalesce(library_period <= start_period + $library_periods, false) as is_library_on_time
    from timed
)"""


def period_of(month: str) -> str:
    """Return the SQL of the period that a month falls into, by the district's calendar of returns."""
    return f"$period_of_month[date_diff('month', $first_month, {month}) + 1]"


def closing_month(period: str) -> str:
    """Return the SQL of the month whose return closes a period."""
    return f"$closing_month[cast({period} - $first_period as integer) + 1]"


def judged(source: str) -> str:
    """Return the SQL steps that time and judge the rows of ``source``: cases or alike."""
    return JUDGED.format(
        source=source,
        raw_period=period_of("start_month"),
        library_period=period_of("library_month"),
        statistics_period=period_of("statistics_month"),
        put_off_period=period_of("start_month + interval 1 month"),
    )


SAME_MONTH = {
    "said_money": ", carried_ytd_wan, booked_ytd_wan, is_in_library as is_in_return",
    "money_step": "",
    "joined_money": "",
    "money_join": "",
}
OTHER_MONTH = {
    "said_money": "",
    "money_step": """
money as (
    select project_id, carried_ytd_wan, booked_ytd_wan, is_in_library as is_in_return
    from mart.project_month
    where district = $district and month = $money_month
),
""",
    "joined_money": ", money.booked_ytd_wan, money.is_in_return",
    "money_join": "left join money using (project_id)",
}

# for any month, with places for {key} and {columns} left; scope() reads less where it can
SCOPE = ",\n".join([LEFT_SCOPE, PROJECTS.format(key="{key}", columns="{columns}", **OTHER_MONTH), judged("cases")])

LAST_LOADED = """
select
    max(month) filter (kind = 'statistics_return') as return_month,
    max(month) as any_month
from mart.source_month
where district = $district and kind in ('statistics_return', 'library_ledger')
    and month <= $as_of and first_known_from <= $known_on
"""


def entry_values(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None, basis: Basis = "feasible"
) -> dict[str, Any]:
    """Return what the entry SQL binds: the month, cut to what is loaded, and the district's rules then.

    ``is_known`` is false where no return and no ledger of the month or an earlier one is loaded: no project counts.

    Raises:
        ValueError: ``basis`` is neither feasible nor raw.
    """
    if basis not in ("feasible", "raw"):
        raise ValueError(f"unknown basis {basis!r}; choose one of feasible, raw")
    asked = as_of.replace(day=1)
    known = known_on or NOW
    loaded = {"district": profile.id, "as_of": asked, "known_on": known}
    return_month, any_month = con.execute(LAST_LOADED, loaded).fetchone() or (None, None)
    calendar = statistics_calendar(profile, asked.year)
    # a month without a return (January): the one before stands for it
    month = any_month if any_month and calendar.last_return(asked) > any_month else asked
    money_month = return_month or calendar.last_return(month)
    rule = profile.rule("entry_rule", month) or EntryRule(article="", origin="default", enabled=False)
    window = profile.rule("entry_window", month)
    closes = window.day if window and window.enabled and window.month_offset == 0 and basis == "feasible" else 31
    return {
        "district": profile.id,
        "known_on": known,
        "is_known": any_month is not None,
        "as_of": month,
        "last_day": month.replace(day=monthrange(month.year, month.month)[1]),
        "entered_until": calendar.last_return(month),
        "money_month": money_month,
        "money_year": money_month.replace(month=1),
        "closed": calendar.closed_period[calendar.place(month)],
        "period_of_month": list(calendar.period),
        "first_month": calendar.months[0],
        "closing_month": list(calendar.closing_month),
        "first_period": calendar.first_period,
        "window_day": closes,
        "minimum_total_wan": rule.minimum_total_wan,
        "has_target": rule.enabled,
        "library_periods": rule.library_periods,
        "statistics_periods": rule.statistics_periods,
        "library_yellow_periods": rule.library_yellow_periods,
        "library_red_periods": rule.library_red_periods,
        "statistics_yellow_periods": rule.statistics_yellow_periods,
        "statistics_red_periods": rule.statistics_red_periods,
    }


def scope(values: dict[str, Any], *, key: str = "project_id", columns: str = "", is_alike: bool = False) -> str:
    """Return the SQL steps up to ``judged``.

    Args:
        values: of ``entry_values``; where the amounts are of the month itself, it is read but once.
        key: what ``group_key`` is: a column of mart.project_month, ``project_id``, ``start_year`` or a constant.
        columns: further columns of mart.project_month, as ", name".
        is_alike: ``judged`` has one row per kind of case with its number of ``projects``, else one per project.
    """
    money = SAME_MONTH if values["money_month"] == values["as_of"] else OTHER_MONTH
    steps = [LEFT_SCOPE, PROJECTS.format(key=key, columns=columns, **money)]
    steps += [ALIKE] if is_alike else []
    steps += [judged("alike" if is_alike else "cases")]
    return ",\n".join(steps)
