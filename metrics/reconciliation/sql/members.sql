-- one row a statistics project that hangs on a dispatch project, with its group: the first of the group's projects
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

select * from bundled
