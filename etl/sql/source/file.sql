-- One row per accepted file.
select file_id, district, name, sha256, received_on, loaded_at, is_demo, known_from, replaced_on
from archive.file
