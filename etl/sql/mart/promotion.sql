-- One row per row of the promotion ledger (招商台账).
select
    district, project_id, known_from, row_id,
    city_number,
    district_number,
    responsible_unit,
    contact_leader,
    total_investment_wan,
    fixed_investment_wan,
    signed_on,
    start_date_development,
    start_date_industry,
    is_in_statistics,
    library_entry_month,
    statistics_entry_month
from {raw}.promotion
