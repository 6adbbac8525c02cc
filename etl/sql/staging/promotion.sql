-- One row per row of the promotion ledger (招商台账), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    city_number,
    district_number,
    industry,
    town,
    total_investment_wan,
    fixed_investment_wan,
    owner,
    responsible_unit,
    contact_leader,
    signed_on,
    start_date_development,
    is_in_statistics,
    start_date_industry,
    library_entry_month,
    statistics_entry_month
from {identity}.promotion
