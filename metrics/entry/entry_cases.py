"""The projects behind the entry lag, one a row: open cases, anomalies, and what should have started (该开未开)."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.entry.entry_scope import Basis, entry_values, scope
from metrics.known import as_known
from metrics.registry import metric

WHO = ", responsible_unit, batch, town, contact_leader"

OPEN_CASES = """
with {scope},

open as (
    select
        *,
        statistics_month is null as is_waiting,
        $closed - start_period - $library_periods as library_periods_over,
        $closed - start_period - $statistics_periods as statistics_periods_over
    from judged
    -- one that had figures in earlier years and reports nothing now has nothing open
    where is_at_stake and reported_ytd_wan > 0 or is_timed and statistics_month is null
),

ledger as (
    -- what the statistics library last said of it: of a bundle the newest declaration
    select
        project_link.project_id,
        library_entry.declared_month,
        library_entry.library_state,
        library_entry.return_reason
    from mart.project_link as project_link
    inner join mart.library_entry as library_entry
        on library_entry.district = project_link.district and library_entry.statistics_id = project_link.statistics_id
    where project_link.district = $district
        and project_link.known_from <= $known_on
        and (project_link.known_to is null or project_link.known_to > $known_on)
        and library_entry.known_from <= $known_on
        and (library_entry.known_to is null or library_entry.known_to > $known_on)
        and (library_entry.declared_month is null or library_entry.declared_month <= $as_of)
    qualify row_number() over (
        partition by project_link.project_id
        order by library_entry.declared_month desc nulls last, library_entry.known_from desc, library_entry.row_id desc
    ) = 1
)

select
    open.project_id,
    project.project_name,
    open.responsible_unit,
    open.batch,
    open.town,
    open.contact_leader,
    open.start_date,
    open.is_estimated_start,
    case
        when open.is_in_library then 'no_figures'
        when open.library_month is not null then 'left_library'
        else 'not_in_library'
    end as state,
    open.is_waiting,
    open.is_due,
    case when open.is_waiting then date_diff('month', open.start_month, $as_of) end as waited_months,
    case
        when not $has_target or not open.is_waiting or not open.is_timed then null
        when not open.is_in_library then case
            when open.library_periods_over >= $library_red_periods then 'behind'
            when open.library_periods_over >= $library_yellow_periods then 'slow'
        end
        when open.statistics_periods_over >= $statistics_red_periods then 'behind'
        when open.statistics_periods_over >= $statistics_yellow_periods then 'slow'
    end as light,
    case when open.is_at_stake then open.reported_ytd_wan end as unbooked_at_stake_wan,
    open.library_month,
    open.is_library_month_unknown,
    open.statistics_month,
    ledger.declared_month,
    ledger.library_state,
    ledger.return_reason,
    open.is_linked
from open
left join ledger using (project_id)
left join mart.project as project on project.district = $district and project.project_id = open.project_id
order by unbooked_at_stake_wan desc nulls last, waited_months desc nulls last, open.project_id
"""

ANOMALIES = """
with {scope}

select
    judged.project_id,
    project.project_name,
    judged.responsible_unit,
    judged.batch,
    judged.town,
    judged.contact_leader,
    concat_ws(
        '；',
        case when judged.start_month is null then '有数而无开工日期' end,
        case when judged.statistics_month < judged.start_month then '有数早于开工' end,
        case when judged.statistics_month < judged.ledger_library_month then '有数早于台账入库' end
    ) as contradiction,
    judged.start_date,
    judged.is_estimated_start,
    judged.ledger_library_month,
    judged.statistics_month,
    judged.is_statistics_month_unknown,
    judged.reported_ytd_wan
from judged
left join mart.project as project on project.district = $district and project.project_id = judged.project_id
where judged.is_anomaly
order by judged.reported_ytd_wan desc, judged.project_id
"""

NOT_STARTED_DUE = """
select
    month.project_id,
    project.project_name,
    month.responsible_unit,
    month.batch,
    month.town,
    month.contact_leader,
    project.original_planned_start_date,
    month.planned_start_date,
    date_diff('month', month.planned_start_date, $as_of) as overdue_months,
    month.annual_plan_wan,
    month.carried_ytd_wan as reported_ytd_wan
from mart.project_month as month
left join mart.project as project on project.district = month.district and project.project_id = month.project_id
where month.district = $district
    and month.month = $as_of
    and month.is_in_plan
    -- a project carried on from earlier years has started, even where its start was never reported
    and month.yardstick is distinct from 'continuing'
    and month.planned_start_date <= last_day($as_of)
    and (month.actual_start_date is null or month.actual_start_date > last_day($as_of))
    and (month.actual_finish_date is null or month.actual_finish_date > last_day($as_of))
order by overdue_months desc, month.annual_plan_wan desc nulls last, month.project_id
"""


@metric()
def open_cases(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    basis: Basis = "feasible",
) -> pd.DataFrame:
    """Open cases (未结清单): started and not in the library, or in it without figures; most money first.

    口径：与 ``entry_lag`` 同一范围。从未入库为“已开工未入库”，入过库而现在不在为“已退库”；
    在库而今年无数（含往年有数、今年为零）为“已入库零投资”。
    等待月数自开工月算到截至月，未结束，写作“> n 个月”；往年已入统的不计等待。灯按可入统开工期以来已结束的期数。

    Returns:
        One row per project. ``unbooked_at_stake_wan`` [万元] adds up to that of ``entry_lag``; null for one that
        waits without being at stake. ``waited_months`` and ``light`` (``slow``, ``behind``, null: none yet) are of
        those without any figures so far. ``library_state`` and ``return_reason`` are the ledger's last word.

    Raises:
        ValueError: unknown ``basis``.

    Source:
        T12; lights by default, after 银川 2025.
    """
    return _listed(con, OPEN_CASES, profile, as_of, known_on, basis)


@metric()
def entry_anomalies(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Entry anomalies (入统异常): figures before the start or the library entry, or without a start.

    口径：不计入及时率，逐个核对；与 ``entry_lag`` 的异常数一致。

    Returns:
        One row per project of ``entry_lag``'s ``anomaly``; ``contradiction`` says in words what contradicts what.

    Source:
        固定资产投资统计报表制度 (先入库，后有数).
    """
    return _listed(con, ANOMALIES, profile, as_of, known_on, "raw")


@metric()
def not_started_due(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Should have started and has not (该开未开), longest overdue first.

    口径：在计划、计划开工月已到（含当月）而没有开工的项目；计划开工取截至月最近一版，原计划并列；续建批次不计（开工在往年）。

    Returns:
        One row per project; ``overdue_months`` whole months since the planned month, 0 in that month itself.

    Source:
        T7, T12.
    """
    with as_known(con, known_on) as known:
        return known.execute(NOT_STARTED_DUE, {"district": profile.id, "as_of": as_of.replace(day=1)}).df()


def _listed(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None, basis: Basis
) -> pd.DataFrame:
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on, basis)
        sql = sql.format(scope=scope(values, columns=WHO))
        cases = known.execute(sql, bound(sql, values)).df()
    cases.attrs = {"data_as_of": values["as_of"], "money_as_of": values["money_month"]}
    return cases
