-- One row per plan row and month: the back-scheduled plan (倒排计划), cumulative in the year.
select
    plan.district, plan.project_id, plan.effective_month, monthly.month, plan.known_from, plan.row_id,
    monthly.planned_ytd_wan
from raw.annual_plan as plan
inner join archive.monthly_plan as monthly using (row_id)
