-- One row per row of a sheet, blank ones too: what became of it.
select row_id, file_id, sheet, row, outcome, reason, coalesce(is_hidden, false) as is_hidden
from archive.rows
