-- One row per declared project; a sheet that does not say when was received then.
select
    declaration.* exclude (declared_on),
    coalesce(declaration.declared_on, sheet.month, declaration.known_from) as declared_on
from raw.declaration as declaration
inner join archive.sheet as sheet
    on sheet.file_id = declaration.row_id // 1000000000000 and sheet.sheet_no = declaration.row_id // 100000000 % 10000
