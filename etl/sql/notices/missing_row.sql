-- One row per project that an edition of a sheet leaves out which the edition before it had.
select
    missing.file_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as row,
    'missing_row' as kind,
    case when missing.kind <> 'statistics_return' then missing.id end as project_id,
    '新表没有“' || file.name || '”第' || origin.row || '行的项目 ' || missing.id || '，建议撤回；未作改动' as text
from source.missing_row as missing
inner join source.row as origin on origin.row_id = missing.row_before
inner join archive.file as file on file.file_id = origin.file_id
