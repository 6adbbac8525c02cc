-- One row per plan row: the annual plan and how it was adjusted.
select district, project_id, year, effective_month, known_from, row_id, annual_plan_wan, adjustment
from raw.annual_plan
