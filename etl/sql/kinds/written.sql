-- One row per row of this kind: the project's name as written.
select district, project_name
from archive.{kind}
