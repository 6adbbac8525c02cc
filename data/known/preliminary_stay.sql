-- One row per project and year in which it stood in the preliminary batch, in plan: from when, under which name.
with yearly as (
    select
        district,
        project_id,
        year(month) as year,
        min(month) as from_month,
        arg_min(batch, month) as batch
    from {project_month}
    where yardstick = 'preliminary' and is_in_plan
    group by district, project_id, year(month)
)

select
    district,
    project_id,
    year,
    batch,
    from_month,
    min(from_month) over (partition by district, project_id order by year) as since_month
from yearly
