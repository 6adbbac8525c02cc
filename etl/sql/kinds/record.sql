-- One row per row of this kind: whose it is, since when it is known, the month it counts for, if it says one.
select
    '{kind}' as kind, district, row_id, known_from, {id} as id, {project_id} as project_id,
    cast({loaded_month} as date) as month, {snapshot_on} as snapshot_on
from {raw}.{kind}
