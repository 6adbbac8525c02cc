-- One row per thing that the intake noticed while it read a sheet.
select notice.file_id, notice.sheet, notice.row, notice.kind, of_project.project_id, notice.text,
    notice.field, notice.value, notice.suggested
from archive.notices as notice
inner join archive.file as file on file.file_id = notice.file_id and file.replaced_on is null
left join (select distinct row_id, project_id from raw.record) as of_project on of_project.row_id = notice.row_id
where notice.text is not null
