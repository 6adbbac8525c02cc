-- One row per row of this kind: the project it names, and what else it says of it.
select row_id, district, project_id, known_from, project_code, {mentions}
from {raw}.{kind}
