-- One row per code that stands on one sheet and month under different names, and name: a project each.
-- The name that came first keeps the code as its id.
with suspect as (
    select universe, district, code
    from identity.bearer
    where code is not null and join_id is null
    group by universe, district, code
    having min(name_key) <> max(name_key)
),

split as (
    select distinct statement.universe, statement.district, statement.code
    from statement
    inner join suspect using (universe, district, code)
    where statement.join_id is null
    group by
        statement.universe, statement.district, statement.code,
        statement.kind, statement.file_id, statement.sheet_no, statement.slot_month, statement.slot_step
    having min(statement.name_key) <> max(statement.name_key)
),

named as (
    select bearer.universe, bearer.district, bearer.code, bearer.name_key, min(bearer.first_row_id) as first_row_id
    from identity.bearer as bearer
    inner join split using (universe, district, code)
    where bearer.join_id is null and bearer.name_key is not null
    group by bearer.universe, bearer.district, bearer.code, bearer.name_key
),

numbered as (
    select *, row_number() over (partition by universe, district, code order by first_row_id, name_key) as turn
    from named
)

select
    universe,
    district,
    code,
    name_key,
    turn,
    case when turn = 1 then code else code || '~' || turn end as resolved_id
from numbered
