-- one row a project that is offered for the year, or was put in by a person: whether it is in, its batch and its amount
with offered as (
    select
        unnest($ids::varchar[]) as project_id,
        unnest($sources::varchar[]) as draft_source,
        unnest($ins::boolean[]) as is_offered_in,
        unnest($grounds::varchar[]) as ground
),

{year_decisions},

spoken as (
    select
        project_id, entry_id, who, reason,
        try_cast(payload ->> 'is_in' as boolean) as is_in,
        try_cast(payload ->> 'annual_plan_wan' as decimal(18, 2)) as annual_plan_wan,
        payload ->> 'batch' as batch
    from year_decisions
),

edited as (
    select
        project_id,
        arg_max(is_in, entry_id) filter (is_in is not null) as is_in,
        arg_max(annual_plan_wan, entry_id) filter (annual_plan_wan is not null) as annual_plan_wan,
        arg_max(batch, entry_id) filter (batch is not null) as batch,
        arg_max(who, entry_id) as edited_by,
        arg_max(reason, entry_id) as edit_reason,
        max(entry_id) as last_entry_id
    from spoken
    group by project_id
),

declared as (
    select
        project_id, responsible_unit, total_investment_wan, annual_plan_wan, planned_start_date, planned_finish_date
    from mart.declaration
    where district = $district
        and list_contains($declared::varchar[], project_id)
        and declared_on <= $day
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    qualify row_number() over (partition by project_id order by declared_on desc, known_from desc, row_id desc) = 1
),

standing as (
    select * from mart.project_month where district = $district and month = $month
),

facts as (
    select
        coalesce(offered.project_id, edited.project_id) as project_id,
        coalesce(offered.draft_source, 'added') as draft_source,
        coalesce(edited.is_in, offered.is_offered_in, false) as is_in_draft,
        offered.ground,
        edited.batch as edited_batch,
        edited.annual_plan_wan as edited_plan_wan,
        edited.edited_by,
        edited.edit_reason,
        edited.last_entry_id,
        declared.annual_plan_wan as declared_plan_wan,
        if(standing.is_in_plan, standing.batch, null) as batch_this_year,
        if(standing.is_in_plan, standing.yardstick, null) as yardstick_this_year,
        if(standing.is_in_plan, standing.annual_plan_wan, null) as plan_this_year_wan,
        coalesce(standing.responsible_unit, declared.responsible_unit) as responsible_unit,
        coalesce(declared.total_investment_wan, standing.total_investment_wan) as total_investment_wan,
        coalesce(declared.planned_start_date, standing.planned_start_date) as planned_start_date,
        coalesce(declared.planned_finish_date, standing.planned_finish_date) as planned_finish_date,
        standing.actual_start_date <= $day as is_started,
        standing.cumulative_wan,
        -- what the rest of this year is planned to bring
        if(standing.is_in_plan, greatest(standing.annual_plan_wan - coalesce(standing.carried_ytd_wan, 0), 0), 0)
            as rest_of_year_wan
    from offered
    full join edited on edited.project_id = offered.project_id
    left join declared on declared.project_id = coalesce(offered.project_id, edited.project_id)
    left join standing on standing.project_id = coalesce(offered.project_id, edited.project_id)
),

lasting as (
    -- what is left at the year's end, and over which months of the plan it is to be spread
    select
        *,
        case
            when coalesce(is_started, false) and cumulative_wan is null then null
            else greatest(total_investment_wan - coalesce(cumulative_wan, 0) - rest_of_year_wan, 0)
        end as left_wan,
        greatest(if(coalesce(is_started, false), $january, coalesce(planned_start_date, $january)), $january)
            as from_date,
        -- overdue: to be finished within the year
        if(planned_finish_date < $january, $december, planned_finish_date) as until_date
    from facts
),

spread as (
    select
        *,
        case when until_date is not null then date_diff('month', from_date, until_date) + 1 end as months,
        case when until_date is not null then date_diff('month', from_date, least(until_date, $december)) + 1 end
            as months_in_year
    from lasting
),

placed as (
    select
        *,
        case
            when edited_batch is not null then edited_batch
            when draft_source = 'preliminary' then batch_this_year
            when coalesce(is_started, false) and planned_finish_date <= $december then $completion
            when coalesce(is_started, false) then $continuing
            when planned_start_date > $december then $preliminary
            else $new_start
        end as draft_batch
    from spread
),

valued as (
    select
        *,
        case
            when draft_batch = $preliminary then plan_this_year_wan
            when months > 0 and left_wan is not null
                then cast(
                    -- to whole 万元, half up, in whole numbers
                    (2 * cast(left_wan * 100 as hugeint) * greatest(months_in_year, 0) + 100 * months) // (200 * months)
                    as decimal(18, 2)
                )
        end as spread_plan_wan
    from placed
),

draft as (
    select
        * exclude (months, months_in_year, from_date, until_date, rest_of_year_wan),
        -- a year's plan above the whole project is of no use to anybody until a person says what is meant
        case
            when edited_plan_wan is not null then edited_plan_wan
            when declared_plan_wan > total_investment_wan then null
            else coalesce(declared_plan_wan, spread_plan_wan)
        end as draft_plan_wan,
        case
            when edited_plan_wan is not null then 'edited'
            when declared_plan_wan > total_investment_wan then 'doubtful'
            when declared_plan_wan is not null then 'declared'
            when spread_plan_wan is not null then if(draft_batch = $preliminary, 'same', 'spread')
            else 'missing'
        end as amount_basis
    from valued
)

select * from draft
