-- What was said, as a history: one row per key and state of knowledge. {name} says what its key and its statements are.
with said as (
    {said}
),

-- most is said once; only what was said again has a past
retold as (
    select said.*
    from said
    semi join history.retold as retold on {same_key}
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        {key}, known_from, row_id,
        {completed}
    from retold
    window heard as (partition by {key} order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row({fields})) over heard as said_before
    from completed
    window heard as (partition by {key} order by known_from, row_id)
),

-- saying the same again changes nothing
changed as (
    select *
    from compared
    where is_first or row({fields}) is distinct from said_before
)

select {key}, known_from, cast(null as date) as known_to, row_id, {fields}
from said
anti join history.retold as retold on {same_key}
union all
select
    {key}, known_from,
    lead(known_from) over (partition by {key} order by known_from, row_id) as known_to,
    row_id, {fields}
from changed
