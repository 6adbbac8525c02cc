-- What was said, as a history: one row per key and state of knowledge. {name} says what its key and its statements are.
with said as (
    {said}
),

-- most is said once and stands; only what was said again, or fell silent, has a past
retold as (
    select
        said.*,
        -- a file that was read anew says what it says when it first came, however late we know it
        row_number() over (partition by {key} order by file.turn, said.row_id, said.known_from) as spoken
    from said
    semi join history.retold as retold on {same_key}
    inner join (
        select origin.row_id, file.turn
        from source.row as origin
        inner join archive.file as file on file.file_id = origin.file_id
    ) as file on file.row_id = said.row_id
),

moment as (
    select {key}, known_from as day, spoken
    from retold
    union
    select {key}, known_until, 9223372036854775807
    from retold
    where known_until is not null
),

-- an empty cell is silence: what was said before stands; of a moment at which nothing stands any more there is no row_id
completed as (
    select
        {moment_key},
        moment.day as known_from,
        moment.spoken,
        arg_max(said.row_id, said.spoken) as row_id,
        {completed}
    from moment
    left join retold as said
        on {same_moment_key}
        and said.known_from <= moment.day
        and (said.known_from < moment.day or said.spoken <= moment.spoken)
        and (said.known_until is null or said.known_until > moment.day)
    group by {moment_key}, moment.day, moment.spoken
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(row_id is null, {fields})) over heard as said_before
    from completed
    window heard as (partition by {key} order by known_from, spoken)
),

-- saying the same again changes nothing
changed as (
    select *, lead(known_from) over (partition by {key} order by known_from, spoken) as known_to
    from compared
    where is_first or row(row_id is null, {fields}) is distinct from said_before
)

select {key}, known_from, cast(null as date) as known_to, row_id, {fields}
from said
anti join history.retold as retold on {same_key}
union all
select {key}, known_from, known_to, row_id, {fields}
from changed
where row_id is not null
