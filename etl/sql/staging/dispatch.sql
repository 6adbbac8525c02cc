-- One row per dispatch row and month: what a project reported. A state of an unfinished month that comes after a sheet of
-- that month which reaches further says nothing of the projects of that sheet but their names.
with late as (
    select
        snapshot.file_id,
        snapshot.sheet_no,
        further.file_id as further_file_id,
        further.sheet_no as further_sheet_no
    from archive.sheet as snapshot
    inner join archive.file as file on file.file_id = snapshot.file_id
    inner join archive.sheet as further
        on further.district = snapshot.district and further.kind = snapshot.kind and further.month = snapshot.month
    inner join archive.file as before on before.file_id = further.file_id
    where snapshot.kind = 'dispatch'
        and coalesce(further.snapshot_on, last_day(further.month)) > snapshot.snapshot_on
        and (before.known_from, before.turn) < (file.known_from, file.turn)
),

superseded as (
    select distinct late.file_id, late.sheet_no, further.resolved_id, further.sheet_month as month
    from late
    inner join {identity}.dispatch as further
        on further.file_id = late.further_file_id and further.sheet_no = late.further_sheet_no
    where coalesce(further.month, further.sheet_month) = further.sheet_month
),

said as (
    select
        *,
        coalesce(month, sheet_month) as about_month
    from {identity}.dispatch
),

silent as (
    select said.row_id, said.about_month
    from said
    inner join superseded
        on superseded.file_id = said.file_id
        and superseded.sheet_no = said.sheet_no
        and superseded.resolved_id = said.resolved_id
        and superseded.month = said.about_month
)

select
    said.row_id,
    said.district,
    said.resolved_id as project_id,
    said.known_from,
    said.about_month as month,
    said.project_code,
    said.project_name,
    case when silent.row_id is null then said.batch end as batch,
    case when silent.row_id is null then said.town end as town,
    case when silent.row_id is null then said.industry end as industry,
    case when silent.row_id is null then said.responsible_unit end as responsible_unit,
    case when silent.row_id is null then said.contact_leader end as contact_leader,
    case when silent.row_id is null then said.total_investment_wan end as total_investment_wan,
    case when silent.row_id is null then said.annual_plan_wan end as annual_plan_wan,
    case when silent.row_id is null then said.cumulative_last_year_wan end as cumulative_last_year_wan,
    case when silent.row_id is null then said.reported_ytd_wan end as reported_ytd_wan,
    case when silent.row_id is null then said.reported_month_wan end as reported_month_wan,
    case when silent.row_id is null then said.cumulative_wan end as cumulative_wan,
    case when silent.row_id is null then said.funds_in_place_wan end as funds_in_place_wan,
    case when silent.row_id is null then said.funds_paid_wan end as funds_paid_wan,
    case when silent.row_id is null then said.physical_progress end as physical_progress,
    case when silent.row_id is null then said.planned_progress end as planned_progress,
    case when silent.row_id is null then said.progress_text end as progress_text,
    case when silent.row_id is null then said.planned_start_date end as planned_start_date,
    case when silent.row_id is null then said.planned_finish_date end as planned_finish_date,
    case when silent.row_id is null then said.actual_start_date end as actual_start_date,
    case when silent.row_id is null then said.actual_start_precision end as actual_start_precision,
    case when silent.row_id is null then said.actual_finish_date end as actual_finish_date,
    case when silent.row_id is null then said.in_use_date end as in_use_date,
    case when silent.row_id is null then said.problem end as problem,
    case when silent.row_id is null then said.coordination end as coordination,
    case when silent.row_id is null then said.next_month_plan end as next_month_plan,
    case when said.about_month = said.sheet_month then said.sheet_snapshot_on end as snapshot_on
from said
left join silent on silent.row_id = said.row_id and silent.about_month = said.about_month
