-- One row per project and year in which it stood in the preliminary batch, in plan: from when, under which name.
select
    district,
    project_id,
    year(month) as year,
    min(month) as from_month,
    arg_min(batch, month) as batch
from {project_month}
where yardstick = 'preliminary' and is_in_plan
group by district, project_id, year(month)
