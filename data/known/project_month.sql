-- One row per project and month, from its first month to the last loaded one, as known on $known_on:
-- the plan, unit, batch and town valid in that month, what was reported and what was booked.
with known_state as (
    select
        *,
        case kind when 'dispatch' then 2 else 1 end as turn
    from mart.project_state
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

-- each statement completed by those before it; the last one of a month stands for the month
state as (
    select
        district,
        project_id,
        effective_month,
        last_value(batch ignore nulls) over spoken as batch,
        last_value(responsible_unit ignore nulls) over spoken as responsible_unit,
        last_value(town ignore nulls) over spoken as town,
        last_value(special_area ignore nulls) over spoken as special_area,
        last_value(industry ignore nulls) over spoken as industry,
        last_value(project_level ignore nulls) over spoken as project_level,
        last_value(funding ignore nulls) over spoken as funding,
        last_value(contact_leader ignore nulls) over spoken as contact_leader,
        last_value(total_investment_wan ignore nulls) over spoken as total_investment_wan,
        last_value(approved_estimate_wan ignore nulls) over spoken as approved_estimate_wan,
        last_value(planned_start_date ignore nulls) over spoken as planned_start_date,
        last_value(planned_finish_date ignore nulls) over spoken as planned_finish_date,
        last_value(actual_start_date ignore nulls) over spoken as actual_start_date,
        last_value(case when actual_start_date is not null then coalesce(actual_start_precision, 'month') end ignore nulls)
            over spoken = 'month' as is_estimated_start,
        last_value(actual_finish_date ignore nulls) over spoken as actual_finish_date,
        last_value(in_use_date ignore nulls) over spoken as in_use_date,
        last_value(approval_procedure ignore nulls) over spoken as approval_procedure
    from known_state
    window spoken as (partition by district, project_id order by effective_month, turn rows unbounded preceding)
    qualify row_number() over (partition by district, project_id, effective_month order by turn desc) = 1
),

known_plan as (
    select
        district,
        project_id,
        year,
        effective_month,
        is_removed,
        last_value(annual_plan_wan ignore nulls) over (
            partition by district, project_id, year order by effective_month rows unbounded preceding
        ) as annual_plan_wan
    from mart.plan_version
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

-- 年初计划: the versions effective from January, with the batch of that month
original_plan as (
    select
        known_plan.district,
        known_plan.project_id,
        known_plan.year,
        known_plan.annual_plan_wan as original_plan_wan
    from known_plan
    asof left join state
        on known_plan.district = state.district
        and known_plan.project_id = state.project_id
        and known_plan.effective_month >= state.effective_month
    left join mart.batch as batch on batch.district = known_plan.district and batch.batch = state.batch
    where month(known_plan.effective_month) = 1
        and not known_plan.is_removed
        and known_plan.annual_plan_wan > 0
        and batch.yardstick is distinct from 'preliminary'
),

known_monthly_plan as (
    select district, project_id, effective_month, month, planned_ytd_wan
    from mart.monthly_plan
    where known_from <= $known_on and (known_to is null or known_to > $known_on) and planned_ytd_wan is not null
),

planned as (
    select district, project_id, month, arg_max(planned_ytd_wan, effective_month) as planned_ytd_wan
    from known_monthly_plan
    where effective_month <= month
    group by district, project_id, month
),

planned_year as (
    select district, project_id, year(month) as year, effective_month, planned_ytd_wan as planned_year_wan
    from known_monthly_plan
    where month(month) = 12
),

known_reported as (
    select *
    from mart.reported
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

known_booked as (
    select
        project_link.district,
        project_link.project_id,
        booked.month,
        cast(sum(booked.booked_ytd_wan * cast(project_link.share as decimal(9, 6))) as decimal(18, 2)) as booked_ytd_wan,
        sum(booked.planned_total_wan) as statistics_total_now_wan
    from mart.booked as booked
    inner join mart.project_link as project_link using (district, statistics_id)
    where booked.known_from <= $known_on
        and (booked.known_to is null or booked.known_to > $known_on)
        and project_link.known_from <= $known_on
    group by project_link.district, project_link.project_id, booked.month
),

loaded as (
    select district, kind, month
    from mart.source_month
    where first_known_from <= $known_on
),

horizon as (
    select district, max(month) as last_month
    from loaded
    where kind in ('dispatch', 'statistics_return')
    group by district
),

spine as (
    select
        project.district,
        project.project_id,
        cast(unnest(generate_series(
            greatest(project.first_month, $from_month), horizon.last_month, interval 1 month
        )) as date) as month
    from {project} as project
    inner join horizon using (district)
),

with_state as (
    select
        spine.district,
        spine.project_id,
        spine.month,
        year(spine.month) as year,
        coalesce(date_trunc('month', state.actual_finish_date) < spine.month, false) as is_completed_before,
        state.* exclude (district, project_id, effective_month)
    from spine
    asof left join state
        on spine.district = state.district and spine.project_id = state.project_id and spine.month >= state.effective_month
),

with_plan as (
    select
        with_state.*,
        known_plan.annual_plan_wan,
        known_plan.is_removed,
        known_plan.effective_month is not null as is_planned
    from with_state
    asof left join known_plan
        on with_state.district = known_plan.district
        and with_state.project_id = known_plan.project_id
        and with_state.year = known_plan.year
        and with_state.month >= known_plan.effective_month
),

with_planned_year as (
    select with_plan.*, planned_year.planned_year_wan
    from with_plan
    asof left join planned_year
        on with_plan.district = planned_year.district
        and with_plan.project_id = planned_year.project_id
        and with_plan.year = planned_year.year
        and with_plan.month >= planned_year.effective_month
),

joined as (
    select
        base.*,
        batch.yardstick,
        unit.kind as unit_kind,
        original_plan.original_plan_wan,
        planned.planned_ytd_wan,
        known_reported.reported_ytd_wan,
        known_reported.funds_in_place_wan as funds_in_place_now_wan,
        known_reported.funds_paid_wan as funds_paid_now_wan,
        known_reported.cumulative_wan as cumulative_now_wan,
        known_reported.cumulative_last_year_wan as cumulative_last_year_now_wan,
        known_reported.physical_progress as physical_progress_now,
        known_reported.planned_progress as planned_progress_now,
        known_booked.booked_ytd_wan,
        known_booked.statistics_total_now_wan,
        case when loaded.month is not null then known_booked.month is not null end as is_in_library
    from with_planned_year as base
    left join mart.batch as batch on batch.district = base.district and batch.batch = base.batch
    left join mart.unit as unit on unit.district = base.district and unit.unit = base.responsible_unit
    left join original_plan
        on original_plan.district = base.district and original_plan.project_id = base.project_id and original_plan.year = base.year
    left join planned on planned.district = base.district and planned.project_id = base.project_id and planned.month = base.month
    left join known_reported
        on known_reported.district = base.district
        and known_reported.project_id = base.project_id
        and known_reported.month = base.month
    left join known_booked
        on known_booked.district = base.district and known_booked.project_id = base.project_id and known_booked.month = base.month
    left join loaded
        on loaded.district = base.district and loaded.kind = 'statistics_return' and loaded.month = base.month
),

-- silence adds nothing: the year's last figure stands; works progress and cumulatives stand over the year's end, too
carried as (
    select
        *,
        last_value(reported_ytd_wan ignore nulls) over this_year as carried_ytd_wan,
        last_value(funds_in_place_now_wan ignore nulls) over this_year as funds_in_place_wan,
        last_value(funds_paid_now_wan ignore nulls) over this_year as funds_paid_wan,
        last_value(cumulative_last_year_now_wan ignore nulls) over this_year as cumulative_last_year_wan,
        last_value(cumulative_now_wan ignore nulls) over so_far as cumulative_said_wan,
        last_value(physical_progress_now ignore nulls) over so_far as physical_progress_said,
        last_value(planned_progress_now ignore nulls) over so_far as planned_progress_said,
        last_value(statistics_total_now_wan ignore nulls) over so_far as statistics_total_wan,
        is_planned and not is_removed as is_in_plan,
        is_planned and not is_removed and not is_completed_before and reported_ytd_wan is null as is_silent
    from joined
    window
        so_far as (partition by district, project_id order by month rows unbounded preceding),
        this_year as (partition by district, project_id, year order by month rows unbounded preceding)
),

stepped as (
    select
        *,
        carried_ytd_wan - coalesce(lag(carried_ytd_wan) over (partition by district, project_id, year order by month), 0)
            as reported_month_wan,
        max(case when not is_silent then month end) over (
            partition by district, project_id order by month rows unbounded preceding
        ) as last_spoken_month,
        min(month) over (partition by district, project_id) as first_month,
        coalesce(cumulative_said_wan, cumulative_last_year_wan + carried_ytd_wan) as cumulative_wan,
        -- the project's own yardstick where it has no back-scheduled plan
        greatest(date_trunc('month', planned_start_date), make_date(year, 1, 1)) as share_from,
        least(date_trunc('month', planned_finish_date), make_date(year, 12, 1)) as share_to,
        planned_year_wan > 0 and planned_ytd_wan is not null as has_monthly_plan
    from carried
),

shared as (
    select
        *,
        not has_monthly_plan and not (
            planned_start_date is not null
            and planned_finish_date is not null
            and year(planned_start_date) <= year
            and year(planned_finish_date) >= year
            and share_from <= share_to
        ) as is_by_calendar
    from (select * replace (coalesce(has_monthly_plan, false) as has_monthly_plan) from stepped)
)

select
    district,
    project_id,
    month,
    coalesce(responsible_unit, '—') as responsible_unit,
    coalesce(unit_kind, '其他') as unit_kind,
    coalesce(batch, '未知批次') as batch,
    yardstick,
    coalesce(town, '—') as town,
    coalesce(special_area, '—') as special_area,
    coalesce(industry, '—') as industry,
    coalesce(project_level, '—') as project_level,
    coalesce(funding, '—') as funding,
    coalesce(contact_leader, '—') as contact_leader,
    is_in_plan,
    is_in_plan and yardstick is distinct from 'preliminary' and coalesce(annual_plan_wan, 0) > 0 as is_counted,
    is_planned and is_removed as is_removed,
    not is_planned and carried_ytd_wan is not null as is_outside_plan,
    annual_plan_wan,
    original_plan_wan,
    planned_ytd_wan,
    planned_year_wan,
    case
        when has_monthly_plan then planned_ytd_wan / nullif(planned_year_wan, 0)
        when is_by_calendar then month(month) / 12
        when month < share_from then 0
        when month >= share_to then 1
        else (date_diff('month', share_from, month) + 1) / nullif(date_diff('month', share_from, share_to) + 1, 0)
    end as expected_share,
    is_by_calendar as is_estimated_share,
    reported_ytd_wan,
    carried_ytd_wan,
    reported_month_wan,
    is_silent,
    case
        when is_silent then coalesce(cast(last_spoken_month + interval 1 month as date), first_month)
    end as silent_since_month,
    booked_ytd_wan,
    is_in_library,
    cumulative_wan,
    total_investment_wan,
    approved_estimate_wan,
    funds_in_place_wan,
    funds_paid_wan,
    coalesce(physical_progress_said, cumulative_wan / nullif(total_investment_wan, 0)) as physical_progress,
    physical_progress_said is null as is_estimated_progress,
    coalesce(
        planned_progress_said, (cumulative_last_year_wan + planned_ytd_wan) / nullif(total_investment_wan, 0)
    ) as planned_progress,
    planned_progress_said is null as is_estimated_planned_progress,
    planned_start_date,
    planned_finish_date,
    actual_start_date,
    is_estimated_start,
    actual_finish_date,
    in_use_date,
    approval_procedure,
    statistics_total_wan
from shared
order by district, month, responsible_unit, project_id
