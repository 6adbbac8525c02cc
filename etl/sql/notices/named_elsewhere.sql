-- One row per row of a list that names a project of which no plan, dispatch, reserve or declaration knows: probably another
-- name of one that is known; the likest name is suggested where it is very like.
with named as (
    select row_id, district, project_id, project_name, known_from from raw.milestone
    union all
    select row_id, district, project_id, project_name, known_from from raw.issue
    union all
    select row_id, district, project_id, project_name, known_from from raw.service_request
    union all
    select row_id, district, project_id, project_name, known_from from raw.incident
    union all
    select row_id, district, project_id, project_name, known_from from raw.exemption
    union all
    select row_id, district, project_id, project_name, known_from from raw.plan_adjustment
    union all
    select row_id, district, project_id, project_name, known_from from raw.leader_arrangement
),

known as (
    select district, project_id from raw.annual_plan
    union
    select district, project_id from raw.dispatch
    union
    select district, project_id from raw.reserve
    union
    select district, project_id from raw.declaration
    union
    select district, project_id from raw.promotion
),

stranger as (
    select named.*
    from named
    anti join known on known.district = named.district and known.project_id = named.project_id
    where named.project_id is not null and named.project_name is not null
),

likest as (
    select
        stranger.district,
        stranger.project_name,
        max_by(project.project_name, jaro_winkler_similarity(project.project_name, stranger.project_name)) as likest_name
    from (select distinct district, project_name from stranger) as stranger
    inner join mart.project as project on project.district = stranger.district
    semi join known on known.district = project.district and known.project_id = project.project_id
    where jaro_winkler_similarity(project.project_name, stranger.project_name) >= 0.88
    group by stranger.district, stranger.project_name
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    'unknown_project' as kind,
    stranger.project_id,
    '年度计划、调度、储备和申报里都没有项目“' || stranger.project_name || '”，请核对名称或补填代码' as text,
    'project_name' as field,
    stranger.project_name as value,
    likest.likest_name as suggested
from stranger
left join likest on likest.district = stranger.district and likest.project_name = stranger.project_name
inner join source.row as origin on origin.row_id = stranger.row_id
