-- One row per project: when it started and when it entered the statistics, as each source says it, as known on $known_on.
with known_booked as (
    select district, statistics_id, month, booked_ytd_wan, cumulative_booked_wan, planned_total_wan
    from mart.booked
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

loaded_return as (
    select source_month.district, source_month.month, calendar.period
    from mart.source_month as source_month
    inner join mart.statistics_calendar as calendar using (district, month)
    where source_month.kind = 'statistics_return' and source_month.first_known_from <= $known_on
),

first_return as (
    select district, min(month) as first_return_month
    from loaded_return
    group by district
),

stood as (
    select
        known_booked.district,
        known_booked.statistics_id,
        min(known_booked.month) as return_library_month,
        min(known_booked.month) filter (known_booked.booked_ytd_wan > 0) as return_statistics_month,
        -- stood already in the first loaded return with figures of earlier years: its first figures are older than our returns
        bool_or(
            known_booked.month = first_return.first_return_month
            and known_booked.cumulative_booked_wan > coalesce(known_booked.booked_ytd_wan, 0)
        ) as has_older_figures,
        arg_max(known_booked.planned_total_wan, known_booked.month) as planned_total_wan
    from known_booked
    inner join first_return using (district)
    group by known_booked.district, known_booked.statistics_id
),

-- the return of the period before is there, so an entry in this period is really the first
watched as (
    select distinct calendar.district, calendar.month
    from mart.statistics_calendar as calendar
    inner join loaded_return on loaded_return.district = calendar.district and loaded_return.period = calendar.period - 1
),

ledger as (
    select
        district,
        statistics_id,
        min(library_entry_month) as ledger_library_month,
        min(statistics_entry_month) as ledger_statistics_month,
        min(least(declared_month, library_entry_month, statistics_entry_month)) as first_ledger_month
    from mart.library_entry
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by district, statistics_id
),

-- the promotion ledger (招商台账) names the project itself; its months count like a ledger's
promoted as (
    select
        district,
        project_id,
        min(library_entry_month) as library_entry_month,
        min(statistics_entry_month) as statistics_entry_month
    from mart.promotion
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by district, project_id
),

linked as (
    select
        link_group.district,
        link_group.project_id,
        count(*) as linked,
        min(ledger.ledger_library_month) as ledger_library_month,
        min(ledger.ledger_statistics_month) as ledger_statistics_month,
        min(stood.return_library_month) as return_library_month,
        min(stood.return_statistics_month) as return_statistics_month,
        bool_or(coalesce(stood.has_older_figures, false)) as has_older_figures,
        sum(stood.planned_total_wan) as statistics_total_wan,
        min(least(stood.return_library_month, ledger.first_ledger_month)) as linked_from_month
    from {link_group} as link_group
    left join stood using (district, statistics_id)
    left join ledger using (district, statistics_id)
    group by link_group.district, link_group.project_id
)

select
    project.district,
    project.project_id,
    project.actual_start_date as start_date,
    coalesce(project.actual_start_precision = 'month', false) as is_estimated_start,
    least(linked.ledger_library_month, promoted.library_entry_month) as ledger_library_month,
    least(linked.ledger_statistics_month, promoted.statistics_entry_month) as ledger_statistics_month,
    linked.return_library_month,
    library_watched.month is not null as is_return_library_known,
    linked.return_statistics_month,
    statistics_watched.month is not null and not coalesce(linked.has_older_figures, false) as is_return_statistics_known,
    cast(linked.statistics_total_wan as decimal(18, 2)) as statistics_total_wan,
    project.total_investment_wan,
    coalesce(linked.linked, 0) as linked,
    linked.linked_from_month
from {project} as project
left join linked on linked.district = project.district and linked.project_id = project.project_id
left join promoted on promoted.district = project.district and promoted.project_id = project.project_id
left join watched as library_watched
    on library_watched.district = project.district and library_watched.month = linked.return_library_month
left join watched as statistics_watched
    on statistics_watched.district = project.district and statistics_watched.month = linked.return_statistics_month
