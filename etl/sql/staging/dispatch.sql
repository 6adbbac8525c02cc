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
    inner join identity.dispatch as further
        on further.file_id = late.further_file_id and further.sheet_no = late.further_sheet_no
    where coalesce(further.month, further.sheet_month) = further.sheet_month
),

said as (
    select
        row_id,
        file_id,
        sheet_no,
        district,
        resolved_id,
        known_from,
        coalesce(month, sheet_month) as month,
        project_code,
        project_name,
        batch,
        town,
        industry,
        responsible_unit,
        contact_leader,
        total_investment_wan,
        annual_plan_wan,
        cumulative_last_year_wan,
        reported_ytd_wan,
        reported_month_wan,
        cumulative_wan,
        funds_in_place_wan,
        funds_paid_wan,
        physical_progress,
        planned_progress,
        progress_text,
        planned_start_date,
        planned_finish_date,
        actual_start_date,
        actual_start_precision,
        actual_finish_date,
        in_use_date,
        problem,
        coordination,
        next_month_plan,
        case when coalesce(month, sheet_month) = sheet_month then sheet_snapshot_on end as snapshot_on
    from identity.dispatch
)

select said.* exclude (file_id, sheet_no, resolved_id), said.resolved_id as project_id
from said
anti join superseded
    on superseded.file_id = said.file_id
    and superseded.sheet_no = said.sheet_no
    and superseded.resolved_id = said.resolved_id
    and superseded.month = said.month
union all by name
select
    said.row_id, said.district, said.resolved_id as project_id, said.known_from, said.month, said.project_code,
    said.project_name, said.snapshot_on
from said
semi join superseded
    on superseded.file_id = said.file_id
    and superseded.sheet_no = said.sheet_no
    and superseded.resolved_id = said.resolved_id
    and superseded.month = said.month
