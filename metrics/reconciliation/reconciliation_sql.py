"""The questions of reconciliation (报统对账) as SQL: which months, who hangs together, and the facts of each group.

All that MEMBERS begins goes by one compared month; amounts stay exact decimals.
"""

from metrics.compared_months import COMPARED

MONTHS = (
    COMPARED  # noqa: S608  (our own text)
    + """
select month
from compared
where year(month) = (select max(year(compared.month)) from compared)
order by month
"""
)

# group_id: the first of the group's projects; S:… for a statistics project that hangs on none
MEMBERS = """
with recursive member as (
    -- in the month's dispatch: in plan, or reported without a plan; what was taken out of the plan is not
    select
        project_id, responsible_unit, batch, carried_ytd_wan, is_silent, total_investment_wan, funds_paid_wan,
        actual_start_date, is_estimated_start, industry, cumulative_wan,
        case when not is_estimated_progress then physical_progress end as physical_progress
    from mart.project_month
    where district = $district and month = $month
        and not is_removed
        and (is_in_plan or carried_ytd_wan is not null)
),

returned as (
    select
        statistics_id, month, project_name, booked_ytd_wan, cumulative_booked_wan, planned_total_wan, statistics_method,
        booked_construction_wan, booked_installation_wan, booked_equipment_wan, booked_other_wan
    from mart.booked
    where district = $district and month <= $month
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

declared as (
    select statistics_id, declared_month, library_entry_month, library_state, return_reason
    from mart.library_entry
    where district = $district
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
        and least(declared_month, library_entry_month, statistics_entry_month) <= $month
),

edge as (
    -- a link counts from the first return or ledger month in which its statistics project is seen
    select link.project_id, link.statistics_id, link.share
    from mart.project_link as link
    semi join member on member.project_id = link.project_id
    semi join (select statistics_id from returned union select statistics_id from declared) as seen
        on seen.statistics_id = link.statistics_id
    where link.district = $district
        and link.known_from <= $known_on and (link.known_to is null or link.known_to > $known_on)
),

neighbour as (
    select distinct one.project_id, other.project_id as other_id
    from edge as one
    inner join edge as other on other.statistics_id = one.statistics_id and other.project_id <> one.project_id
),

reach as (
    select project_id, project_id as root_id
    from member
    union
    select neighbour.other_id, reach.root_id
    from reach
    inner join neighbour on neighbour.project_id = reach.project_id
),

grouped as (
    select project_id, min(root_id) as group_id
    from reach
    group by project_id
),

bundled as (
    select distinct edge.statistics_id, grouped.group_id
    from edge
    inner join grouped using (project_id)
)
"""

GROUPS = (
    MEMBERS  # noqa: S608  (our own text)
    + """,

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

select
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
"""
)
