-- One row per project and month, from its first month to the last loaded one, as known on $known_on:
-- the plan, unit, batch and town valid in that month, what was reported and what was booked.
-- Projects go by a number here: a nation's rows are sorted and joined by it, and text would cost most of the time.
with numbered as materialized (
    select row_number() over (order by district, project_id) as number, district, project_id
    from (
        select distinct district, project_id
        from mart.project_state
        where known_from <= $known_on and (known_to is null or known_to > $known_on)
    )
    where {part}
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

known_state as (
    select
        numbered.number,
        project_state.* exclude (district, project_id, known_from, known_to, row_id),
        case project_state.kind
            when 'leader_arrangement' then 4 when 'plan_adjustment' then 3 when 'dispatch' then 2 else 1
        end as turn
    from mart.project_state as project_state
    inner join numbered using (district, project_id)
    where project_state.known_from <= $known_on and (project_state.known_to is null or project_state.known_to > $known_on)
),

-- each statement completed by those before it; it stands until the next month that says something
state as (
    select
        number,
        effective_month,
        lead(effective_month) over spoken as next_month,
        last_value(batch ignore nulls) over so_far as batch,
        last_value(responsible_unit ignore nulls) over so_far as responsible_unit,
        last_value(town ignore nulls) over so_far as town,
        last_value(special_area ignore nulls) over so_far as special_area,
        last_value(industry ignore nulls) over so_far as industry,
        last_value(project_level ignore nulls) over so_far as project_level,
        last_value(funding ignore nulls) over so_far as funding,
        -- once arranged, only plans and later arrangements say who is in charge: dispatches repeat what was
        case
            when bool_or(kind = 'leader_arrangement') over so_far
                then last_value(case when kind in ('annual_plan', 'leader_arrangement') then contact_leader end ignore nulls)
                    over so_far
            else last_value(contact_leader ignore nulls) over so_far
        end as contact_leader,
        last_value(approval_procedure ignore nulls) over so_far as approval_procedure,
        last_value(total_investment_wan ignore nulls) over so_far as total_investment_wan,
        last_value(approved_estimate_wan ignore nulls) over so_far as approved_estimate_wan,
        last_value(planned_start_date ignore nulls) over so_far as planned_start_date,
        last_value(planned_finish_date ignore nulls) over so_far as planned_finish_date,
        last_value(actual_start_date ignore nulls) over so_far as actual_start_date,
        last_value(case when actual_start_date is not null then coalesce(actual_start_precision, 'month') = 'month' end ignore nulls)
            over so_far as is_estimated_start,
        last_value(actual_finish_date ignore nulls) over so_far as actual_finish_date,
        last_value(in_use_date ignore nulls) over so_far as in_use_date
    from known_state
    window
        spoken as (partition by number order by effective_month, turn),
        so_far as (partition by number order by effective_month, turn rows unbounded preceding)
    qualify effective_month is distinct from next_month
),

state_month as (
    select
        numbered.district,
        numbered.project_id,
        state.* exclude (next_month, effective_month),
        cast(unnest(generate_series(
            greatest(state.effective_month, $from_month),
            least(state.next_month - interval 1 month, horizon.last_month),
            interval 1 month
        )) as date) as month
    from state
    inner join numbered using (number)
    inner join horizon using (district)
),

known_plan as (
    select
        numbered.number,
        plan_version.year,
        plan_version.effective_month,
        plan_version.is_removed,
        lead(plan_version.effective_month) over versions as next_month,
        last_value(plan_version.annual_plan_wan ignore nulls) over so_far as annual_plan_wan
    from mart.plan_version as plan_version
    inner join numbered using (district, project_id)
    where plan_version.known_from <= $known_on and (plan_version.known_to is null or plan_version.known_to > $known_on)
    window
        versions as (partition by numbered.number, plan_version.year order by plan_version.effective_month),
        so_far as (
            partition by numbered.number, plan_version.year
            order by plan_version.effective_month
            rows unbounded preceding
        )
),

plan_month as (
    select
        number,
        annual_plan_wan,
        is_removed,
        cast(unnest(generate_series(
            effective_month, coalesce(next_month - interval 1 month, make_date(year, 12, 1)), interval 1 month
        )) as date) as month
    from known_plan
),

-- 年初计划: the versions effective from January, with the batch of that month
original_plan as (
    select known_plan.number, known_plan.year, known_plan.annual_plan_wan as original_plan_wan
    from known_plan
    inner join state
        on state.number = known_plan.number
        and state.effective_month <= known_plan.effective_month
        and (state.next_month is null or state.next_month > known_plan.effective_month)
    inner join numbered on numbered.number = known_plan.number
    left join mart.batch as batch on batch.district = numbered.district and batch.batch = state.batch
    where month(known_plan.effective_month) = 1
        and not known_plan.is_removed
        and known_plan.annual_plan_wan > 0
        and batch.yardstick is distinct from 'preliminary'
),

known_monthly_plan as (
    select numbered.number, monthly_plan.effective_month, monthly_plan.month, monthly_plan.planned_ytd_wan
    from mart.monthly_plan as monthly_plan
    inner join numbered using (district, project_id)
    where monthly_plan.known_from <= $known_on
        and (monthly_plan.known_to is null or monthly_plan.known_to > $known_on)
        and monthly_plan.planned_ytd_wan is not null
        and monthly_plan.effective_month <= monthly_plan.month
),

planned as (
    select
        number,
        month,
        max(effective_month) as effective_month,
        arg_max(planned_ytd_wan, effective_month) as planned_ytd_wan
    from known_monthly_plan
    group by number, month
),

planned_month as (
    select planned.number, planned.month, planned.planned_ytd_wan, december.planned_ytd_wan as planned_year_wan
    from planned
    left join known_monthly_plan as december
        on december.number = planned.number
        and december.effective_month = planned.effective_month
        and december.month = make_date(year(planned.month), 12, 1)
),

known_reported as (
    select numbered.number, reported.*
    from mart.reported as reported
    inner join numbered using (district, project_id)
    where reported.known_from <= $known_on and (reported.known_to is null or reported.known_to > $known_on)
),

-- of a group that shares statistics projects, only with confirmed shares; else the group's row holds it
known_booked as (
    select
        numbered.number,
        booked.month,
        case
            when count(*) = count(link_group.share_to) then cast(sum(
                cast(round(booked.booked_ytd_wan * link_group.share_to, 2) as decimal(18, 2))
                - cast(round(booked.booked_ytd_wan * link_group.share_from, 2) as decimal(18, 2))
            ) as decimal(18, 2))
        end as booked_ytd_wan,
        sum(booked.planned_total_wan) as statistics_total_now_wan
    from mart.booked as booked
    inner join {link_group} as link_group using (district, statistics_id)
    inner join numbered on numbered.district = link_group.district and numbered.project_id = link_group.project_id
    where booked.known_from <= $known_on and (booked.known_to is null or booked.known_to > $known_on)
    group by numbered.number, booked.month
),

-- what was said in the month, narrow: only this is carried forward
said as (
    select
        base.number,
        base.month,
        year(base.month) as year,
        plan_month.month is not null as is_planned,
        coalesce(plan_month.is_removed, false) as is_removed,
        plan_month.annual_plan_wan,
        known_reported.reported_ytd_wan,
        known_reported.funds_in_place_wan,
        known_reported.funds_paid_wan,
        known_reported.cumulative_wan,
        known_reported.cumulative_last_year_wan,
        known_reported.physical_progress,
        known_reported.planned_progress,
        known_booked.booked_ytd_wan,
        known_booked.statistics_total_now_wan,
        known_booked.month is not null as is_booked,
        plan_month.month is not null
            and not plan_month.is_removed
            and not coalesce(date_trunc('month', base.actual_finish_date) < base.month, false)
            and known_reported.reported_ytd_wan is null as is_silent
    from state_month as base
    left join plan_month on plan_month.number = base.number and plan_month.month = base.month
    left join known_reported on known_reported.number = base.number and known_reported.month = base.month
    left join known_booked on known_booked.number = base.number and known_booked.month = base.month
),

-- silence adds nothing: the year's last figure stands; works progress and cumulatives stand over the year's end, too
carried as (
    select
        * exclude (funds_in_place_wan, funds_paid_wan, cumulative_last_year_wan, cumulative_wan),
        last_value(case when reported_ytd_wan is not null then {'year': year, 'wan': reported_ytd_wan} end ignore nulls)
            over so_far as reported_last,
        last_value(case when reported_ytd_wan is not null then {'year': year, 'wan': reported_ytd_wan} end ignore nulls)
            over before as reported_before,
        last_value(case when funds_in_place_wan is not null then {'year': year, 'wan': funds_in_place_wan} end ignore nulls)
            over so_far as funds_in_place_last,
        last_value(case when funds_paid_wan is not null then {'year': year, 'wan': funds_paid_wan} end ignore nulls)
            over so_far as funds_paid_last,
        last_value(case when cumulative_last_year_wan is not null then {'year': year, 'wan': cumulative_last_year_wan} end ignore nulls)
            over so_far as cumulative_last_year_last,
        last_value(cumulative_wan ignore nulls) over so_far as cumulative_said_wan,
        last_value(case when cumulative_wan is not null then {'year': year, 'wan': cumulative_wan, 'ytd_wan': reported_ytd_wan} end ignore nulls)
            over so_far as cumulative_last,
        last_value(physical_progress ignore nulls) over so_far as physical_progress_said,
        last_value(case when planned_progress is not null then {'year': year, 'share': planned_progress} end ignore nulls)
            over so_far as planned_progress_last,
        last_value(statistics_total_now_wan ignore nulls) over so_far as statistics_total_wan,
        max(case when not is_silent then month end) over so_far as last_spoken_month,
        min(month) over so_far as first_month
    from said
    window
        so_far as (partition by number order by month rows unbounded preceding),
        before as (partition by number order by month rows between unbounded preceding and 1 preceding)
),

figures as (
    select
        *,
        case when reported_last.year = year then reported_last.wan end as carried_ytd_wan,
        case when reported_before.year = year then reported_before.wan end as carried_before_wan,
        case when funds_in_place_last.year = year then funds_in_place_last.wan end as funds_in_place_wan,
        case when funds_paid_last.year = year then funds_paid_last.wan end as funds_paid_wan,
        case when cumulative_last_year_last.year = year then cumulative_last_year_last.wan end as cumulative_last_year_wan,
        -- what stood at the last year's end: as said, else the last cumulative without this year's part
        coalesce(
            case when cumulative_last_year_last.year = year then cumulative_last_year_last.wan end,
            cumulative_last.wan - case when cumulative_last.year = year then cumulative_last.ytd_wan else 0 end
        ) as before_year_wan
    from carried
),

joined as (
    select
        base.* exclude (number),
        batch.yardstick,
        unit.kind as unit_kind,
        original_plan.original_plan_wan,
        planned_month.planned_ytd_wan,
        planned_month.planned_year_wan,
        figures.* exclude (number, month),
        figures.is_planned and not figures.is_removed as is_in_plan,
        case when loaded.month is not null then figures.is_booked end as is_in_library,
        coalesce(figures.cumulative_said_wan, figures.cumulative_last_year_wan + figures.carried_ytd_wan) as cumulative_wan,
        -- the project's own yardstick where it has no back-scheduled plan
        greatest(date_trunc('month', base.planned_start_date), make_date(figures.year, 1, 1)) as share_from,
        least(date_trunc('month', base.planned_finish_date), make_date(figures.year, 12, 1)) as share_to,
        coalesce(planned_month.planned_year_wan > 0 and planned_month.planned_ytd_wan is not null, false) as has_monthly_plan
    from state_month as base
    inner join figures on figures.number = base.number and figures.month = base.month
    left join original_plan on original_plan.number = base.number and original_plan.year = figures.year
    left join planned_month on planned_month.number = base.number and planned_month.month = base.month
    left join mart.batch as batch on batch.district = base.district and batch.batch = base.batch
    left join mart.unit as unit on unit.district = base.district and unit.unit = base.responsible_unit
    left join loaded
        on loaded.district = base.district and loaded.kind = 'statistics_return' and loaded.month = base.month
),

shared as (
    select
        *,
        not has_monthly_plan and not coalesce(
            year(planned_start_date) <= year and year(planned_finish_date) >= year and share_from <= share_to, false
        ) as is_by_calendar
    from joined
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
    is_in_plan and (yardstick is distinct from 'preliminary') and coalesce(annual_plan_wan, 0) > 0 as is_counted,
    is_removed,
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
    carried_ytd_wan - coalesce(carried_before_wan, 0) as reported_month_wan,
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
    -- as the month's sheet says it; else from planned money; what an earlier year's sheet said is no plan for this month
    coalesce(
        planned_progress,
        (before_year_wan + planned_ytd_wan) / nullif(total_investment_wan, 0),
        case when planned_progress_last.year = year then planned_progress_last.share end
    ) as planned_progress,
    planned_progress is null as is_estimated_planned_progress,
    planned_start_date,
    planned_finish_date,
    actual_start_date,
    is_estimated_start,
    actual_finish_date,
    in_use_date,
    approval_procedure,
    statistics_total_wan
from shared
order by district, month, responsible_unit, project_id  -- the same rows, the same sums to the last bit
