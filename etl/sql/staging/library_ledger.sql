-- One row per row of the statistics library's ledger.
select
    row_id,
    district,
    resolved_id as statistics_id,
    known_from,
    project_code,
    project_name,
    declared_month,
    library_entry_month,
    statistics_entry_month,
    library_state,
    return_reason
from {identity}.library_ledger
