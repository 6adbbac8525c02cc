-- One row per row of this kind's history: what it is about; project_id only where it must be in mart.project.
select
    '{table}' as name, said.district, {id} as id, cast({month} as date) as month, {step} as step,
    {project_id} as project_id, said.known_to
from mart.{table} as said
