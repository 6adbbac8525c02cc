-- One row per declared project; a sheet that does not say when was received then.
select
    declaration.* exclude (declared_on),
    coalesce(declaration.declared_on, sheet.month, declaration.known_from) as declared_on
from {raw}.declaration as declaration
inner join source.row as origin on origin.row_id = declaration.row_id
inner join archive.sheet as sheet on sheet.file_id = origin.file_id and sheet.sheet = origin.sheet
