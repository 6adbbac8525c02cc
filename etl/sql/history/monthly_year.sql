-- One row per project and year in which some month was reported by its monthly amount only.
select district, project_id, year(month) as year
from {history}.dispatched
where reported_ytd_wan is null and reported_month_wan is not null
group by district, project_id, year(month)
