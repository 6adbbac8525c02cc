-- One row per column of a sheet that was read into a field.
select file_id, sheet, position, header, field, month, unit, first_row, last_row
from archive.said_columns
where field is not null
