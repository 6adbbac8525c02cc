-- One row per project of which plan, dispatch or adjustment has spoken, also in files that were read anew: since when.
select district, project_id, min(known_from) as spoken_from
from (
    select district, project_id, known_from from {raw}.annual_plan
    union all
    select district, project_id, known_from from {raw}.dispatch
    union all
    select district, project_id, known_from from {raw}.plan_adjustment
    where effective_month is not null
    union all
    select district, project_id, known_from from former.annual_plan
    union all
    select district, project_id, known_from from former.dispatch
    union all
    select district, project_id, known_from from former.plan_adjustment
    where effective_month is not null
)
group by district, project_id
