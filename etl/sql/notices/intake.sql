-- One row per thing that the intake noticed while it read a sheet.
with of_project as (
    select row_id, project_id from raw.annual_plan
    union
    select row_id, project_id from raw.dispatch
    union
    select row_id, project_id from raw.approval_step
    union
    select row_id, project_id from raw.milestone
    union
    select row_id, project_id from raw.issue
    union
    select row_id, project_id from raw.service_request
    union
    select row_id, project_id from raw.incident
    union
    select row_id, project_id from raw.exemption
    union
    select row_id, project_id from raw.plan_adjustment
    union
    select row_id, project_id from raw.reserve
    union
    select row_id, project_id from raw.declaration
    union
    select row_id, project_id from raw.promotion
)

select notice.file_id, notice.sheet, notice.row, notice.kind, of_project.project_id, notice.text,
    notice.field, notice.value, notice.suggested
from archive.notices as notice
inner join archive.file as file on file.file_id = notice.file_id and file.replaced_on is null
left join of_project on of_project.row_id = notice.row_id
where notice.text is not null
