-- One row per plan row, and per adjustment of a plan: the annual plan and how it was adjusted.
select district, project_id, year, effective_month, known_from, row_id, annual_plan_wan, adjustment
from {raw}.annual_plan
union all
select
    district, project_id, year(effective_month) as year, effective_month, known_from, row_id,
    annual_plan_after_wan as annual_plan_wan,
    adjustment
from {raw}.plan_adjustment
where effective_month is not null
