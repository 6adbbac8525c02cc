"""What is looked for in the data that units send (数据质量): the checks, and one SQL that finds what each speaks of.

Three families: how it was sent, who the project is, whether the figures fit; and what the intake noticed.
"""

from metrics.data_health.data_health_intake import INTAKE

# check → its family, in the order in which pages show them
CHECKS = {
    "missing_report": "sending",
    "late_report": "sending",
    "stale_7": "sending",
    "stale_30": "sending",
    "no_code": "facts",
    "no_coordinates": "facts",
    "negative_month": "figures",
    "jump": "figures",
    "falling_cumulative": "figures",
    "identity_reported": "figures",
    "identity_booked": "figures",
    "unit_slip": "intake",
    "over_total": "intake",
    "duplicate": "intake",
    "unknown_name": "intake",
    "plan_differs": "intake",
    "missing_row": "intake",
    "total_mismatch": "intake",
    "unreadable": "intake",
    "other_notice": "intake",
}

# which projects, and what was said of them by the month's end
STANDING = """
with standing as (
    select
        project_id, responsible_unit, unit_kind, batch, town, contact_leader,
        is_in_plan, is_silent, silent_since_month,
        is_in_plan and not coalesce(date_trunc('month', actual_finish_date) < month, false) as is_expected
    from mart.project_month
    where district = $district and month = $as_of
),

expected as (
    select * from standing where is_expected
),

received as (
    select project_id, month, known_from, known_to, row_id, reported_ytd_wan, cumulative_wan, cumulative_last_year_wan,
        coalesce(cast(reported_ytd_wan as varchar), cast(cumulative_wan as varchar), cast(physical_progress as varchar),
            progress_text) is not null as says_something
    from mart.reported
    where district = $district and month <= $as_of and known_from <= $known_on
),

heard as (
    select * from received where known_to is null or known_to > $known_on
),

updated as (
    select
        project_id,
        max(known_from) as last_known_from,
        arg_max(row_id, known_from) as row_id,
        max(max(known_from)) over () as newest_known_from
    from received
    where says_something
    group by project_id
),

arrived as (
    select project_id, min(known_from) as first_known_from, arg_min(row_id, known_from) as row_id
    from received
    where month = $as_of and reported_ytd_wan is not null
    group by project_id
),

said as (
    select
        project_id,
        arg_max(project_code, spoken) as project_code,
        arg_max(longitude, spoken) as longitude,
        arg_max(latitude, spoken) as latitude,
        arg_max(row_id, spoken) as row_id
    from (
        select *, year(effective_month) * 1200 + month(effective_month) * 100 + if(kind = 'dispatch', 2, 1) as spoken
        from mart.project_state
        where district = $district
            and effective_month <= $as_of
            and known_from <= $known_on
            and (known_to is null or known_to > $known_on)
    )
    group by project_id
),
"""

SENDING = """
sending as (
    select 'missing_report' as health_check, project_id, $as_of as month, silent_since_month as since_month,
        cast(null as date) as last_received_on, cast(null as bigint) as row_id
    from expected
    where is_silent
    union all
    select 'late_report', expected.project_id, $as_of, null, arrived.first_known_from, arrived.row_id
    from expected
    inner join arrived using (project_id)
    where arrived.first_known_from > $due_on
    union all
    select
        if(coalesce(updated.newest_known_from - updated.last_known_from > 30, true), 'stale_30', 'stale_7'),
        expected.project_id, $as_of, null, updated.last_known_from, updated.row_id
    from expected
    left join updated using (project_id)
    where coalesce(updated.newest_known_from - updated.last_known_from > 7, true)
),

facts as (
    select 'no_code' as health_check, standing.project_id, $as_of as month, said.row_id
    from standing
    left join said using (project_id)
    where standing.is_in_plan and said.project_code is null
    union all
    select 'no_coordinates', standing.project_id, $as_of, said.row_id
    from standing
    left join said using (project_id)
    where standing.is_in_plan and (said.longitude is null or said.latitude is null)
),
"""

FIGURES = """
by_month as (
    select project_id, month, annual_plan_wan, carried_ytd_wan, reported_month_wan
    from mart.project_month
    where district = $district and month between $new_year and $as_of
),

spoken as (
    select
        heard.project_id, heard.month, heard.row_id, heard.reported_ytd_wan, by_month.annual_plan_wan,
        lag(heard.month) over months as month_before,
        lag(heard.reported_ytd_wan) over months as ytd_before_wan
    from heard
    left join by_month using (project_id, month)
    where heard.month >= $new_year and heard.reported_ytd_wan is not null
    window months as (partition by heard.project_id order by heard.month)
),

cumulated as (
    select project_id, month, row_id, cumulative_wan,
        lag(cumulative_wan) over (partition by project_id order by month) as before_wan
    from heard
    where cumulative_wan is not null
),

-- a statistics project of several key projects is listed once
linked as (
    select statistics_id, min(project_id) as project_id
    from mart.project_link
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by statistics_id
),

components as (
    select
        linked.project_id, booked.project_name, booked.month, booked.row_id, booked.booked_ytd_wan,
        coalesce(booked.booked_construction_wan, 0) + coalesce(booked.booked_installation_wan, 0)
            + coalesce(booked.booked_equipment_wan, 0) + coalesce(booked.booked_other_wan, 0) as parts_wan
    from mart.booked as booked
    left join linked using (statistics_id)
    where booked.district = $district
        and booked.month between $new_year and $as_of
        and booked.known_from <= $known_on
        and (booked.known_to is null or booked.known_to > $known_on)
        and booked.booked_ytd_wan is not null
        and coalesce(booked.booked_construction_wan, booked.booked_installation_wan, booked.booked_equipment_wan,
            booked.booked_other_wan) is not null
),

figures as (
    select 'negative_month' as health_check, by_month.project_id, cast(null as varchar) as project_name, by_month.month,
        by_month.reported_month_wan as figure_wan,
        by_month.carried_ytd_wan - by_month.reported_month_wan as against_wan,
        heard.row_id
    from by_month
    left join heard using (project_id, month)
    where by_month.reported_month_wan < 0
    union all
    select
        'jump', project_id, null, month, reported_ytd_wan - ytd_before_wan, ytd_before_wan / month(month_before), row_id
    from spoken
    where ytd_before_wan > 0
        and cast(reported_ytd_wan - ytd_before_wan as decimal(30, 2)) * month(month_before)
            > $jump_times * cast(ytd_before_wan as decimal(30, 2)) * (month(month) - month(month_before))
        and reported_ytd_wan - ytd_before_wan > $jump_share * cast(annual_plan_wan as decimal(30, 2))
    union all
    select 'falling_cumulative', project_id, null, month, cumulative_wan, before_wan, row_id
    from cumulated
    left join by_month using (project_id, month)
    where month >= $new_year and cumulative_wan < before_wan and coalesce(reported_month_wan >= 0, true)
    union all
    select
        'identity_reported', project_id, null, month,
        cumulative_wan, cumulative_last_year_wan + reported_ytd_wan, row_id
    from heard
    where month >= $new_year and abs(cumulative_wan - cumulative_last_year_wan - reported_ytd_wan) > $identity_wan
    union all
    select 'identity_booked', project_id, project_name, month, booked_ytd_wan, parts_wan, row_id
    from components
    where abs(booked_ytd_wan - parts_wan) > $identity_wan
),
"""

FOUND = """
found as (
    select * from sending
    union all by name
    select * from facts
    union all by name
    select * from figures
    union all by name
    select * from intake
),

findings as (
    select
        found.health_check,
        coalesce(standing.responsible_unit, '—') as responsible_unit,
        coalesce(standing.unit_kind, '—') as unit_kind,
        coalesce(standing.batch, '—') as batch,
        coalesce(standing.town, '—') as town,
        if(standing.project_id is null, null, found.project_id) as project_id,
        coalesce(project.project_name, found.project_name) as project_name,
        project.project_officer,
        found.month,
        found.since_month,
        found.last_received_on,
        found.figure_wan,
        found.against_wan,
        found.text,
        coalesce(found.file_id, origin.file_id) as file_id,
        coalesce(found.sheet, origin.sheet) as sheet,
        coalesce(found.row, origin.row) as row
    from found
    left join standing using (project_id)
    left join mart.project as project on project.district = $district and project.project_id = found.project_id
    left join source.row as origin on origin.row_id = found.row_id
)
"""

FINDINGS = STANDING + SENDING + FIGURES + INTAKE + FOUND
