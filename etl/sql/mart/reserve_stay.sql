-- One row per stay in a tier of the reserve said (储备库).
select
    district, project_id, tier, entered_on, known_from, row_id,
    left_on,
    exit_kind,
    responsible_unit,
    total_investment_wan
from {history}.stayed
