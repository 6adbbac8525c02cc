-- One row per statistics project, month and state of knowledge: what the statistics return says (入统).
with said as (
    select
        district, statistics_id, month, known_from, row_id,
        project_name,
        booked_ytd_wan,
        cumulative_booked_wan,
        planned_total_wan,
        booked_construction_wan,
        booked_installation_wan,
        booked_equipment_wan,
        booked_other_wan,
        statistics_method,
        construction_state
    from raw.statistics_return
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        district, statistics_id, month, known_from, row_id,
        last_value(project_name ignore nulls) over heard as project_name,
        last_value(booked_ytd_wan ignore nulls) over heard as booked_ytd_wan,
        last_value(cumulative_booked_wan ignore nulls) over heard as cumulative_booked_wan,
        last_value(planned_total_wan ignore nulls) over heard as planned_total_wan,
        last_value(booked_construction_wan ignore nulls) over heard as booked_construction_wan,
        last_value(booked_installation_wan ignore nulls) over heard as booked_installation_wan,
        last_value(booked_equipment_wan ignore nulls) over heard as booked_equipment_wan,
        last_value(booked_other_wan ignore nulls) over heard as booked_other_wan,
        last_value(statistics_method ignore nulls) over heard as statistics_method,
        last_value(construction_state ignore nulls) over heard as construction_state
    from said
    window heard as (partition by district, statistics_id, month order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(project_name, booked_ytd_wan, cumulative_booked_wan, planned_total_wan, booked_construction_wan, booked_installation_wan, booked_equipment_wan, booked_other_wan, statistics_method, construction_state)) over heard as said_before
    from completed
    window heard as (partition by district, statistics_id, month order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(project_name, booked_ytd_wan, cumulative_booked_wan, planned_total_wan, booked_construction_wan, booked_installation_wan, booked_equipment_wan, booked_other_wan, statistics_method, construction_state) is distinct from said_before
)

select
    district, statistics_id, month, known_from,
    lead(known_from) over (partition by district, statistics_id, month order by known_from, row_id) as known_to,
    row_id,
    project_name,
    booked_ytd_wan,
    cumulative_booked_wan,
    planned_total_wan,
    booked_construction_wan,
    booked_installation_wan,
    booked_equipment_wan,
    booked_other_wan,
    statistics_method,
    construction_state
from changed
