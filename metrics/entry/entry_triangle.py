"""Entry by start (按开工月看入统): the run-off triangle of the cohorts, and group by start month."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.statistics_calendar import statistics_calendar
from metrics.binding import bound
from metrics.entry.entry_lag import GROUPS as LAG_GROUPS
from metrics.entry.entry_lag import NAMES
from metrics.entry.entry_scope import Basis, closing_month, entry_values, scope
from metrics.groups import key_column
from metrics.known import as_known
from metrics.registry import metric
from metrics.statements import steps

GROUPS = tuple(name for name in LAG_GROUPS if name != "start_year")

TRIANGLE = """
with {scope},

cohorts as (
    select
        start_period,
        coalesce(sum(projects), 0)::bigint as projects,
        coalesce(sum(projects) filter (statistics_month is null), 0)::bigint as waiting,
        coalesce(sum(reported_ytd_wan) filter (statistics_month is null and is_at_stake), 0) as waiting_reported_wan
    from judged
    where is_timed and start_period > $closed - $periods
    group by start_period
),

entries as (
    select start_period, statistics_period - start_period as periods_since, sum(projects) as entered
    from judged
    where is_timed and statistics_month is not null
    group by start_period, periods_since
),

cells as (
    -- only periods that have closed: what is not due has no cell
    select start_period, unnest(range(0, $closed - start_period + 1)) as periods_since
    from cohorts
),

filled as (
    select cells.start_period, cells.periods_since, coalesce(sum(entries.entered), 0) as entered
    from cells
    left join entries on entries.start_period = cells.start_period and entries.periods_since <= cells.periods_since
    group by cells.start_period, cells.periods_since
)

select
    -- the month that closes the period: February stands for January and February
    {cohort_month} as cohort_month,
    filled.periods_since,
    cohorts.projects,
    cast(filled.entered as bigint) as entered,
    filled.entered / cohorts.projects as entered_share,
    $has_target and filled.periods_since >= $statistics_periods as is_due,
    cohorts.waiting,
    cohorts.waiting_reported_wan
from cohorts
left join filled on filled.start_period = cohorts.start_period
order by cohort_month, filled.periods_since
"""

BY_START_MONTH = """
with {scope},
{waiting},

totals as (
    select
        group_key,
        raw_period,
        coalesce(sum(projects), 0)::bigint as projects,
        coalesce(sum(projects) filter (is_due), 0)::bigint as due,
        coalesce(sum(projects) filter (is_due and is_on_time), 0)::bigint as on_time,
        coalesce(sum(projects) filter (statistics_month is null), 0)::bigint as waiting,
        max(date_diff('month', start_month, $as_of)) filter (statistics_month is null) as longest_wait_months,
        coalesce(sum(reported_ytd_wan) filter (statistics_month is null and is_at_stake), 0) as waiting_reported_wan
    from judged
    where is_timed and raw_period > $closed - $periods
    group by group_key, raw_period
)

select
    {shown_key}
    {start_month} as start_month,
    totals.projects,
    quantiles.statistics_entry_median_months,
    totals.longest_wait_months,
    totals.due,
    totals.on_time,
    totals.waiting,
    totals.waiting_reported_wan,
    quantiles.library_entry_median_months
from totals
left join quantiles on quantiles.group_key = totals.group_key and quantiles.raw_period = totals.raw_period
{names}
order by
    sum(totals.waiting_reported_wan) over (partition by totals.group_key) desc,
    totals.group_key,
    start_month
"""


@metric()
def entry_triangle(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    basis: Basis = "feasible",
    periods: int | None = None,
) -> pd.DataFrame:
    """Entry triangle (入统三角): of the projects started in a period, the share with figures so many periods later.

    口径：与 ``entry_lag`` 同一范围，不含异常和入统月份不详的；按（可入统的）开工期分组，1—2月为一期，期末累计。
    未结束的期没有格子，不是零。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        basis: ``feasible`` or ``raw`` start.
        periods: how many start periods back; None: those of a year.

    Returns:
        One row per ``cohort_month`` (the month closing its period) and ``periods_since``, from 0; a cohort whose own
        period has not closed has one row with ``periods_since`` null. ``entered`` of ``projects`` is cumulative;
        ``is_due`` from the target period on. ``waiting`` and ``waiting_reported_wan`` [万元, year to date, at stake]
        are the cohort's, now.

    Raises:
        ValueError: unknown ``basis``.

    Source:
        T12.
    """
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on, basis) | _back(profile, as_of, periods)
        sql = TRIANGLE.format(
            scope=scope(values, key="'all'", is_alike=True), cohort_month=closing_month("cohorts.start_period")
        )
        triangle = known.execute(sql, bound(sql, values)).df()
    triangle.attrs = {"data_as_of": values["as_of"], "money_as_of": values["money_month"]}
    return triangle


@metric(groups=GROUPS)
def entry_by_start_month(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = "responsible_unit",
    basis: Basis = "feasible",
    periods: int | None = None,
) -> pd.DataFrame:
    """Entry by start month (分组 × 开工月): median months to figures, those still waiting counted.

    口径：与 ``entry_lag`` 同一范围，不含异常和入统月份不详的；按实际开工月，1—2月并为2月。
    中位数按 Kaplan–Meier，过半仍在等的为空，写作“> 最久等待月数”。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None: the whole district.
        basis: ``feasible`` or ``raw`` start, for ``due`` and ``on_time``.
        periods: how many start periods back; None: those of a year.

    Returns:
        One row per group and ``start_month`` in which something started; groups with most waiting money first.

    Raises:
        ValueError: unknown ``by`` or ``basis``.

    Source:
        T12.
    """
    key = key_column(by, GROUPS)
    column = f", {key}" if key not in (None, "project_id") else ""
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on, basis) | _back(profile, as_of, periods)
        sql = BY_START_MONTH.format(
            start_month=closing_month("totals.raw_period"),
            scope=scope(values, key=key or "'all'", columns=column, is_alike=True),
            waiting=steps("entry", "survival", keys="group_key, raw_period"),
            shown_key=(f"totals.group_key as {key}," if key else "")
            + (" project.project_name," if by == "project" else ""),
            names=NAMES if by == "project" else "",
        )
        rows = known.execute(sql, bound(sql, values)).df()
    rows.attrs = {"data_as_of": values["as_of"], "money_as_of": values["money_month"]}
    return rows


def _back(profile: Profile, as_of: date, periods: int | None) -> dict[str, int]:
    """Return how many periods back to look: a year's where nobody says."""
    return {
        "periods": statistics_calendar(profile, as_of.year).periods_a_year(as_of.year) if periods is None else periods
    }
