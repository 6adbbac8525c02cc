-- One row per cell that could not be read.
select file_id, sheet, row, position, header, value, reason
from archive.said_faults
