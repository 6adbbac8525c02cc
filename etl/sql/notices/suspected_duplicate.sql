-- One row per project of which another one, with a code of its own, bears the same name, unit and total: probably the same.
with bearing as (
    select universe, district, name_key, unit, total_wan, code, min(first_row_id) as row_id
    from identity.bearer
    where code is not null and name_key is not null and total_wan is not null
    group by universe, district, name_key, unit, total_wan, code
),

twin as (
    select
        *,
        first_value(code) over same as first_code,
        row_number() over same as turn
    from bearing
    where universe = 'project' and unit is not null
    window same as (partition by district, name_key, unit, total_wan order by row_id)
    qualify turn > 1
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    'suspected_duplicate' as kind,
    twin.code as project_id,
    '名称、责任单位、总投资都与代码 ' || twin.first_code || ' 的项目相同，疑为同一项目有两个代码，请核对' as text,
    'project_code' as field,
    twin.code as value,
    twin.first_code as suggested
from twin
inner join source.row as origin on origin.row_id = twin.row_id
