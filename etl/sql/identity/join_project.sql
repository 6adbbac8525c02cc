-- One row per joining id of a source: the project it stands for, by its code where it has one that is its own.
with joined as (
    select universe, district, join_id, min(code) as first_code, max(code) as last_code
    from identity.bearer
    where join_id is not null
    group by universe, district, join_id
),

counted as (
    select *, count(*) over (partition by universe, district, first_code) as sharers
    from joined
)

select
    counted.universe,
    counted.district,
    counted.join_id,
    case
        when counted.first_code = counted.last_code and counted.sharers = 1 then counted.first_code
        else prefix.prefix || left(sha256(counted.district || '|join|' || counted.join_id), 16)
    end as resolved_id
from counted
inner join identity.prefix as prefix using (universe)
