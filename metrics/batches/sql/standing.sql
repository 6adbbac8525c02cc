-- one row a project, or a kind of project: how it stands by its batch's yardstick
with lit as (
    select
        *,
        case
            when yardstick = 'continuing' and (is_works_completed or is_unreported) then null
            when yardstick = 'continuing' then ['behind', 'slow', 'normal', 'ahead'][pace + 1]
            when yardstick = 'preliminary' then ['behind', 'slow', 'normal'][youth + 1]
        end as light
    from {source}
),

standing as (
    select
        *,
        case yardstick
            when 'completion' then case
                when is_works_completed then 'done'
                when not has_planned_finish then 'no_date'
                when is_works_due then 'late'
                else 'not_due'
            end
            when 'continuing' then case
                when is_works_completed then 'done'
                when is_unreported then 'silent'
                when is_on_plan then 'done'
                when pace is null then 'no_date'
                when light in ('slow', 'behind') then 'late'
                else 'on_pace'
            end
            when 'new_start' then case
                when is_started then 'done'
                when not has_planned_start then 'no_date'
                when is_start_due then 'late'
                else 'not_due'
            end
            when 'preliminary' then case when light in ('slow', 'behind') then 'late' else 'on_pace' end
            else 'unmeasured'
        end as standing
    from lit
)

select * from standing
