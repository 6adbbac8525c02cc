-- One row per statistics project: who it is.
with said as (
    select row_id, district, statistics_id, known_from, project_code, project_name
    from {raw}.statistics_return
    union all
    select row_id, district, statistics_id, known_from, project_code, project_name
    from {raw}.library_ledger
)

select
    district,
    statistics_id,
    arg_max(project_code, row(known_from, row_id)) as project_code,
    coalesce(arg_max(project_name, row(known_from, row_id)), statistics_id) as project_name,
    min(known_from) as first_known_from
from said
group by district, statistics_id
