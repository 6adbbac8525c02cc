"""The four lists (四类清单) of a month, quarter or year: planned beside actual, and how often it was put off."""

from datetime import date
from typing import Literal

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.quarters import quarter_start
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric

Span = Literal["month", "quarter", "year"]
APPROVED = ("项目建议书批复", "可行性研究报告批复", "项目核准", "项目备案")  # 立项: 审批, 核准 or 备案

# one row per list and project
SQL = """
with month_row as (
    -- the month before the period says what was planned when it began
    select *
    from mart.project_month
    where district = $district and month between $before and $month
),

planned as (
    select project_id, month, 'start' as list_kind, planned_start_date as planned_on, actual_start_date as actual_on
    from month_row
    where is_in_plan
    union all
    select project_id, month, 'finish', planned_finish_date, actual_finish_date
    from month_row
    where is_in_plan
),

listed as (
    -- the list of a month: what was planned for it at the end of the month before, or in the month itself
    select list_kind, project_id, min(date_trunc('month', planned_on)) as first_listed_month
    from planned
    where date_trunc('month', planned_on) in (month, month + interval 1 month)
        and date_trunc('month', planned_on) between $from and $month
        and coalesce(actual_on >= $from, true)
    group by list_kind, project_id
),

target as (
    -- of the period as it was planned when it began, or when the project came into the plan
    select list_kind, project_id
    from planned
    group by list_kind, project_id
    having date_trunc('month', arg_min(planned_on, month)) between $from and $end
        and coalesce(arg_min(actual_on, month) >= $from, true)
),

moves as (
    -- how often the planned month was put off, over all months that are loaded
    select list_kind, project_id, count(*) filter (planned_month > month_before) as slips
    from (
        select
            list_kind,
            project_id,
            planned_month,
            lag(planned_month) over (partition by list_kind, project_id order by month) as month_before
        from (
            select project_id, month, 'start' as list_kind, date_trunc('month', planned_start_date) as planned_month
            from mart.project_month
            where district = $district and month <= $month and planned_start_date is not null
            union all
            select project_id, month, 'finish', date_trunc('month', planned_finish_date)
            from mart.project_month
            where district = $district and month <= $month and planned_finish_date is not null
        )
    )
    group by list_kind, project_id
),

standing as (
    select * from month_row where month = $month
),

dated as (
    select
        list_kind,
        project_id,
        listed.first_listed_month,
        target.project_id is not null as is_target
    from listed
    full join target using (list_kind, project_id)
),

starts_and_finishes as (
    select
        dated.list_kind,
        dated.project_id,
        cast(dated.first_listed_month as date) as first_listed_month,
        dated.is_target,
        if(dated.list_kind = 'start', standing.planned_start_date, standing.planned_finish_date) as planned_on,
        if(dated.list_kind = 'start', standing.actual_start_date, standing.actual_finish_date) as actual_on,
        coalesce(moves.slips, 0) as slips
    from dated
    left join standing on standing.project_id = dated.project_id
    left join moves on moves.list_kind = dated.list_kind and moves.project_id = dated.project_id
),

building as (
    -- under construction at the end, and what left since the period began
    select
        'building' as list_kind,
        project_id,
        planned_finish_date as planned_on,
        actual_start_date as actual_on,
        case
            when actual_finish_date <= $until or not is_in_plan then 'left'
            when actual_start_date >= $from then 'joined'
            else 'stays'
        end as stock_state
    from standing
    where actual_start_date <= $until
        and coalesce(actual_finish_date >= $from, true)
        and (is_in_plan or (is_removed and project_id in (select project_id from month_row where is_in_plan)))
),

signed as (
    select 'signed' as list_kind, project_id, max(signed_on) as actual_on
    from mart.promotion
    where district = $district
        and signed_on between $from and $until
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

approved as (
    select 'approved' as list_kind, project_id, min(completed_on) as actual_on
    from mart.approval_step
    where district = $district
        and list_contains($approved, step)
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
    having min(completed_on) between $from and $until
),

counted as (
    select list_kind, project_id, first_listed_month, is_target, planned_on, actual_on, slips, null as stock_state
    from starts_and_finishes
    union all by name
    select * from building
    union all by name
    select * from signed
    union all by name
    select * from approved
)

select
    counted.list_kind,
    counted.project_id,
    project.project_name,
    coalesce(standing.responsible_unit, project.responsible_unit, '—') as responsible_unit,
    coalesce(standing.batch, project.batch) as batch,
    standing.annual_plan_wan,
    counted.first_listed_month,
    counted.planned_on,
    case when counted.actual_on <= $until then counted.actual_on end as actual_on,
    case
        when counted.list_kind in ('start', 'finish')
            then coalesce(counted.actual_on <= $until, false)
    end as is_reached,
    counted.slips,
    counted.is_target,
    case
        when counted.list_kind not in ('start', 'finish') then null
        when counted.actual_on <= $until then 'done'
        when counted.first_listed_month is not null then 'open'
        when date_trunc('month', counted.planned_on) between $month + interval 1 month and $end and standing.is_in_plan
            then 'upcoming'
        else 'pushed_out'
    end as list_state,
    counted.stock_state
from counted
left join standing on standing.project_id = counted.project_id
left join mart.project as project on project.district = $district and project.project_id = counted.project_id
order by counted.list_kind, is_reached, counted.planned_on nulls last, project.project_name, counted.project_id
"""


def span_start(as_of: date, span: Span) -> date:
    """Return the first day of the month, quarter or year of a month."""
    return {"month": as_of.replace(day=1), "quarter": quarter_start(as_of), "year": date(as_of.year, 1, 1)}[span]


def span_end(as_of: date, span: Span) -> date:
    """Return the first day of the last month of the month, quarter or year of a month."""
    start = span_start(as_of, span)
    return start.replace(month=start.month + {"month": 0, "quarter": 2, "year": 11}[span])


@metric()
def four_lists(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    span: Span = "month",
) -> pd.DataFrame:
    """The four lists (四类清单): signed and approved, to start, under construction, to finish, each project once.

    口径：在库为当期新签约（招商台账签约日期）和新立项（审批、核准或备案最早办结）；开工、竣工为当期各月月初或当月计划开工、竣工的项目，
    各月合并，每个项目一次，旁边是实际日期；在建为期末已开工未竣工的，注明本期新增和退出。推迟次数为计划月份往后改过几次。
    季度、年度的目标为期初计划在本期开工、竣工的项目；目标项目被推迟到本期以后或调出的，列为推出本期。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.project``, ``mart.promotion`` and
            ``mart.approval_step`` are read.
        profile: the district.
        as_of: the last closed month; of a quarter or year the lists reach to it.
        known_on: only what was received by the end of this day; None: all.
        span: the month of ``as_of``, its quarter or its year.

    Returns:
        A row a list and project: ``list_kind`` signed, approved, start, building or finish; ``planned_on`` as last
        planned, ``actual_on``, ``is_reached`` and ``slips`` of starts and completions; ``is_target``: planned for the
        period when it began; ``list_state`` done, open (in a month's list and not done), upcoming (planned for a later
        month of the period) or pushed_out (of the period, or of the plan); ``stock_state`` joined, stays, left.

    Source:
        T7 (四类清单，以月保季、以季保年).
    """
    start = span_start(as_of, span)
    values = {
        "district": profile.id, "known_on": known_on or NOW, "month": as_of.replace(day=1), "from": start,
        "before": date(start.year - (start.month == 1), (start.month - 2) % 12 + 1, 1), "end": span_end(as_of, span),
        "until": last_day(as_of), "approved": list(APPROVED),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
    return found.astype({"slips": "Int64"})
