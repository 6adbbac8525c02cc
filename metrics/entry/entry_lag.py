"""Entry lag (入库入统): how long started projects take to enter the statistics, and what waits meanwhile."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.entry.entry_scope import Basis, entry_values, scope
from metrics.groups import GROUPS as ALL_GROUPS
from metrics.groups import key_column
from metrics.known import as_known
from metrics.registry import metric
from metrics.statements import steps

GROUPS = (*(name for name in ALL_GROUPS if name != "month"), "start_year")

NAMES = """
left join mart.project on project.district = $district and project.project_id = totals.group_key
"""

SQL = """
with {scope},
{waiting},

totals as (
    select
        any_value(group_key) as group_key,
        coalesce(sum(projects), 0)::bigint as projects,
        coalesce(sum(projects) filter (is_due), 0)::bigint as due,
        coalesce(sum(projects) filter (is_due and is_on_time), 0)::bigint as on_time,
        coalesce(sum(projects) filter (is_due and not is_on_time and statistics_month is not null), 0)::bigint
            as late_in,
        coalesce(sum(projects) filter (is_due and statistics_month is null), 0)::bigint as overdue,
        coalesce(sum(projects) filter (is_timed and not is_due), 0)::bigint as not_due,
        coalesce(sum(projects) filter (is_anomaly), 0)::bigint as anomaly,
        coalesce(sum(projects) filter (not is_anomaly and is_statistics_month_unknown), 0)::bigint as entered_unknown,
        coalesce(sum(projects) filter (is_timed and statistics_month is null), 0)::bigint as waiting,
        coalesce(sum(reported_ytd_wan) filter (is_at_stake), 0) as unbooked_at_stake_wan,
        coalesce(sum(reported_ytd_wan) filter (is_at_stake and not is_in_library), 0) as at_stake_not_in_library_wan,
        coalesce(sum(reported_ytd_wan) filter (is_at_stake and is_in_library), 0) as at_stake_no_figures_wan,
        coalesce(sum(reported_ytd_wan) filter (
            is_library_timed and library_month is null and is_at_stake and not is_in_library
        ), 0) as library_waiting_wan,
        coalesce(sum(projects) filter ({left}), 0)::bigint as left_library,
        coalesce(sum(reported_ytd_wan) filter ({left}), 0) as left_library_wan,
        coalesce(sum(projects) filter (is_library_due), 0)::bigint as library_due,
        coalesce(sum(projects) filter (is_library_due and is_library_on_time), 0)::bigint as library_on_time,
        coalesce(sum(projects) filter (is_library_timed and library_month is null), 0)::bigint as library_waiting,
        max(date_diff('month', start_month, $as_of)) filter (is_timed and statistics_month is null)
            as longest_wait_months,
        coalesce(sum(projects) filter (is_raw_due), 0)::bigint as raw_due,
        coalesce(sum(projects) filter (is_raw_due and is_raw_on_time), 0)::bigint as raw_on_time,
        coalesce(sum(projects) filter (not is_linked), 0)::bigint as unlinked,
        coalesce(sum(projects) filter (is_library_timed and not is_library_due), 0)::bigint as library_not_due,
        coalesce(sum(projects) filter (not is_anomaly and is_library_month_unknown), 0)::bigint
            as library_entered_unknown,
        max(date_diff('month', start_month, $as_of)) filter (is_library_timed and library_month is null)
            as library_longest_wait_months,
        coalesce(sum(projects) filter (is_awaiting), 0)::bigint as awaiting_confirmation,
        coalesce(sum(reported_ytd_wan) filter (is_awaiting), 0) as awaiting_confirmation_wan
    from judged
    group by {group}
)

select
    {shown_key}
    {shown_name}
    totals.projects,
    totals.due,
    totals.on_time,
    totals.late_in,
    totals.overdue,
    totals.not_due,
    totals.anomaly,
    totals.entered_unknown,
    totals.on_time / nullif(totals.due, 0) as on_time_rate,
    totals.waiting,
    totals.unbooked_at_stake_wan,
    totals.at_stake_not_in_library_wan,
    totals.at_stake_no_figures_wan,
    totals.library_waiting_wan,
    totals.left_library,
    totals.left_library_wan,
    totals.library_due,
    totals.library_on_time,
    totals.library_on_time / nullif(totals.library_due, 0) as library_on_time_rate,
    totals.library_waiting,
    quantiles.library_entry_median_months,
    quantiles.statistics_entry_median_months,
    quantiles.library_entry_p75_months,
    quantiles.statistics_entry_p75_months,
    totals.longest_wait_months,
    totals.raw_due,
    totals.raw_on_time,
    totals.raw_on_time / nullif(totals.raw_due, 0) as raw_on_time_rate,
    totals.unlinked,
    totals.library_not_due,
    totals.library_entered_unknown,
    totals.library_longest_wait_months,
    totals.awaiting_confirmation,
    totals.awaiting_confirmation_wan
from totals
left join quantiles on quantiles.group_key is not distinct from totals.group_key
{names}
order by totals.unbooked_at_stake_wan desc, totals.group_key
"""


# entered once and stands in the library no more (已退库)
LEFT_LIBRARY = "is_at_stake and has_reported and not is_in_library and not is_anomaly and library_month is not null"


@metric(groups=GROUPS)
def entry_lag(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    basis: Basis = "feasible",
) -> pd.DataFrame:
    """Entry lag (入库入统): who has started and entered the statistics on time, late or not yet, and for how much.

    口径：范围为截至月已开工或已有数、计划总投资（统计，无则调度）不低于起点的项目，不限开工年份。
    应入统 = 可入统的开工期的下一期已结束；1—2月为一期，1月停在上年12月。入库窗口日以后开工的顺延一月（原始口径并列）。
    有数早于开工、有数早于台账入库、无开工日期的为异常，单列；只知更早入统的为“已入统、月份不详”，不计应入。
    未关联而统计库里有疑似对应、等人确认的为“疑似已入库，待统计确认”，单列，不计应入、等待和已报未入统，确认或驳回后再算。
    未入统的按截尾计入中位数（Kaplan–Meier），不剔除。
    已报未入统 = 不在库或今年无数的已开工项目上报本年累计之和，负数按零。

    Args:
        con: warehouse connection; ``mart.project_month`` of two months and ``mart.project_entry`` are read.
        profile: the district's rules: entry window, target periods, least total.
        as_of: the last closed month; beyond the last loaded return or ledger it is cut to it.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None gives one row for the district. ``start_year`` is null where there is no start.
        basis: ``feasible`` (the entry window moves a late start on) or ``raw``; the ``raw_`` columns are always raw.

    Returns:
        One row per group, most unbooked money first. Counts add up: ``projects = due + not_due + anomaly +
        entered_unknown + awaiting_confirmation`` and ``due = on_time + late_in + overdue``; ``projects = library_due +
        library_not_due + anomaly + library_entered_unknown + awaiting_confirmation``.
        ``_rate`` is a fraction, null when nothing is due. ``_months`` are whole months from the start, null when fewer
        have entered than the quantile asks for (“> longest wait”).
        ``unbooked_at_stake_wan`` [万元, year to date] is the sum of its two parts. Of the part not in the library,
        ``library_waiting_wan`` is of the ``library_waiting`` projects and ``left_library_wan`` of those that left it
        (已退库); the rest, if any, is of 异常. ``unlinked`` projects have no
        statistics project linked to them: they count as waiting, right or wrong. As long as no return and no ledger is
        loaded nothing is known: for the district one row of nulls, by group no rows.
        ``attrs["data_as_of"]`` is the month answered, ``attrs["money_as_of"]`` that of the amounts.

    Raises:
        ValueError: unknown ``by`` or ``basis``.

    Source:
        T12 (开工当月入库、下月入统); 1月免报, 500 万元起点: 固定资产投资统计报表制度.
    """
    key = key_column(by, GROUPS)
    column = f", {key}" if key not in (None, "project_id", "start_year") else ""
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on, basis)
        sql = SQL.format(
            scope=scope(values, key=key or "'all'", columns=column, is_alike=True),
            left=LEFT_LIBRARY,
            waiting=steps("entry", "survival", keys="group_key"),
            group="group_key" if key else "()",
            shown_key=f"totals.group_key as {key}," if key else "",
            shown_name="project.project_name," if by == "project" else "",
            names=NAMES if by == "project" else "",
        )
        lag = known.execute(sql, bound(sql, values)).df()
    if not values["is_known"]:
        lag = lag.astype(float) if by is None else lag.head(0)
        lag[:] = float("nan")
    lag.attrs = {"data_as_of": values["as_of"], "money_as_of": values["money_month"]}
    return lag
