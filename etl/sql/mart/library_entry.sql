-- One row per statistics project and state of knowledge: the statistics library's own record (入库台账).
with said as (
    select
        district, statistics_id, known_from, row_id,
        declared_month,
        library_entry_month,
        statistics_entry_month,
        library_state,
        return_reason
    from raw.library_ledger
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        district, statistics_id, known_from, row_id,
        last_value(declared_month ignore nulls) over heard as declared_month,
        last_value(library_entry_month ignore nulls) over heard as library_entry_month,
        last_value(statistics_entry_month ignore nulls) over heard as statistics_entry_month,
        last_value(library_state ignore nulls) over heard as library_state,
        last_value(return_reason ignore nulls) over heard as return_reason
    from said
    window heard as (partition by district, statistics_id order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(declared_month, library_entry_month, statistics_entry_month, library_state, return_reason)) over heard as said_before
    from completed
    window heard as (partition by district, statistics_id order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(declared_month, library_entry_month, statistics_entry_month, library_state, return_reason) is distinct from said_before
)

select
    district, statistics_id, known_from,
    lead(known_from) over (partition by district, statistics_id order by known_from, row_id) as known_to,
    row_id,
    declared_month,
    library_entry_month,
    statistics_entry_month,
    library_state,
    return_reason
from changed
