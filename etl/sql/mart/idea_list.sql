-- One row per project of a list of ideas (谋划项目清单) and month said.
select
    district, project_id, month, known_from, row_id,
    project_name,
    category,
    industry,
    town,
    total_investment_wan,
    owner,
    responsible_unit,
    planned_start_date,
    purpose,
    construction_scale,
    investment_mode,
    construction_mode,
    funding,
    construction_schedule,
    use_of_funds,
    benefit
from {raw}.idea_list
