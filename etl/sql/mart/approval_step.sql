-- One row per project, approval step and state of knowledge (前期手续).
with said as (
    select district, project_id, step, known_from, row_id, is_applicable, completed_on, document_number
    from raw.approval_step
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        district, project_id, step, known_from, row_id,
        last_value(is_applicable ignore nulls) over heard as is_applicable,
        last_value(completed_on ignore nulls) over heard as completed_on,
        last_value(document_number ignore nulls) over heard as document_number
    from said
    window heard as (partition by district, project_id, step order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(is_applicable, completed_on, document_number)) over heard as said_before
    from completed
    window heard as (partition by district, project_id, step order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(is_applicable, completed_on, document_number) is distinct from said_before
)

select
    district, project_id, step, known_from,
    lead(known_from) over (partition by district, project_id, step order by known_from, row_id) as known_to,
    row_id,
    is_applicable,
    completed_on,
    document_number
from changed
