-- One row per plan row and month: what the cell says of the back-scheduled plan.
select
    plan.row_id,
    plan.district,
    plan.project_id,
    plan.known_from,
    plan.effective_month,
    monthly.month,
    monthly.planned_month_wan is not null as is_by_month,
    coalesce(monthly.planned_month_wan, monthly.planned_ytd_wan) as planned_ytd_wan
from {raw}.annual_plan as plan
inner join archive.monthly_plan as monthly using (row_id)
