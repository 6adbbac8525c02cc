-- One row per row of the ledger: the statistics library's own record of a project (入库台账).
select
    district, statistics_id, known_from, row_id,
    declared_month,
    library_entry_month,
    statistics_entry_month,
    library_state,
    return_reason
from {raw}.library_ledger
