-- One row per accepted file.
select file_id, district, name, sha256, received_on, loaded_at, is_demo
from archive.file
