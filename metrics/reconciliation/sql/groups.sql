-- one row a group of projects that hang together, and one a statistics project that hangs on none (S:…)
with
{members},

coded as (
    -- the code last said by the month
    select project_id, arg_max(project_code, row(effective_month, known_from, row_id)) as project_code
    from mart.project_state
    where district = $district and effective_month <= $month and project_code is not null
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

dispatched as (
    select
        grouped.group_id,
        count(*) as projects,
        string_agg(member.project_id, ',' order by member.project_id) as project_ids,
        string_agg(project.project_name, '、' order by member.project_id) as project_names,
        list(distinct member.responsible_unit) as units,
        list(distinct member.batch) as batches,
        sum(member.carried_ytd_wan) as reported_ytd_wan,
        bool_or(member.is_silent) as is_silent,
        list(coded.project_code) filter (coded.project_code is not null) as project_codes,
        list(distinct member.industry) as industries,
        sum(member.total_investment_wan) as total_investment_wan,
        case when count(*) = 1 then max(member.cumulative_wan) end as cumulative_reported_wan,
        sum(member.funds_paid_wan) as funds_paid_wan,
        min(member.actual_start_date) filter (member.actual_start_date <= last_day($month)) as start_date,
        coalesce(arg_min(member.is_estimated_start, member.actual_start_date), false) as is_estimated_start,
        case when count(*) = 1 then max(member.physical_progress) end as physical_progress,
        string_agg(said.progress_text, '；' order by member.project_id) as progress_text
    from member
    inner join grouped using (project_id)
    inner join mart.project as project on project.district = $district and project.project_id = member.project_id
    left join coded on coded.project_id = member.project_id
    left join mart.reported as said
        on said.district = $district and said.project_id = member.project_id and said.month = $month
        and said.known_from <= $known_on and (said.known_to is null or said.known_to > $known_on)
    group by grouped.group_id
),

history as (
    select
        statistics_id,
        min(month) as first_return_month,
        max(month) as last_return_month,
        arg_max(project_name, month) as returned_name,
        arg_max(planned_total_wan, month) as planned_total_wan
    from returned
    group by statistics_id
),

standing as (
    select
        bundled.group_id,
        count(*) as statistics_projects,
        string_agg(bundled.statistics_id, ',' order by bundled.statistics_id) as statistics_ids,
        string_agg(coalesce(history.returned_name, project.project_name), '、' order by bundled.statistics_id)
            as statistics_names,
        count(now.statistics_id) as returned_projects,
        sum(now.booked_ytd_wan) as booked_ytd_wan,
        sum(now.cumulative_booked_wan) as cumulative_booked_wan,
        sum(history.planned_total_wan) as statistics_total_wan,
        coalesce(bool_and(now.statistics_method = '财务支出法') filter (now.statistics_id is not null), false)
            as is_by_payment,
        sum(now.booked_construction_wan) as booked_construction_wan,
        sum(now.booked_installation_wan) as booked_installation_wan,
        sum(now.booked_equipment_wan) as booked_equipment_wan,
        sum(now.booked_other_wan) as booked_other_wan,
        max(history.last_return_month) as last_return_month,
        min(declared.declared_month) as declared_month,
        min(declared.library_entry_month) filter (declared.library_entry_month <= $month) as library_entry_month,
        string_agg(distinct declared.library_state, '、') as library_state,
        string_agg(distinct declared.return_reason, '、') as return_reason
    from bundled
    inner join mart.statistics_project as project
        on project.district = $district and project.statistics_id = bundled.statistics_id
    left join returned as now on now.statistics_id = bundled.statistics_id and now.month = $month
    left join history on history.statistics_id = bundled.statistics_id
    left join declared on declared.statistics_id = bundled.statistics_id
    group by bundled.group_id
)

select -- noqa: AM07
    dispatched.*,
    coalesce(standing.statistics_projects, 0) as statistics_projects,
    coalesce(standing.returned_projects, 0) as returned_projects,
    standing.* exclude (group_id, statistics_projects, returned_projects)
from dispatched
left join standing using (group_id)
union all by name
select
    'S:' || now.statistics_id as group_id,
    0 as projects,
    1 as statistics_projects,
    1 as returned_projects,
    now.statistics_id as statistics_ids,
    coalesce(now.project_name, now.statistics_id) as statistics_names,
    now.booked_ytd_wan,
    now.cumulative_booked_wan,
    now.planned_total_wan as statistics_total_wan,
    now.month as last_return_month
from returned as now
anti join bundled using (statistics_id)
where now.month = $month
order by group_id
