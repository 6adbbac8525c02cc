-- One row per combination of marks of a project that is known by a joining id or a code.
select
    bearer.universe,
    bearer.district,
    bearer.name_key,
    bearer.unit,
    bearer.total_wan,
    bearer.first_row_id,
    bearer.code,
    coalesce(join_project.resolved_id, split_code.resolved_id, bearer.code) as anchor_id
from identity.bearer as bearer
left join identity.join_project as join_project
    on join_project.universe = bearer.universe
    and join_project.district = bearer.district
    and join_project.join_id = bearer.join_id
left join identity.split_code as split_code
    on split_code.universe = bearer.universe
    and split_code.district = bearer.district
    and split_code.code = bearer.code
    and split_code.name_key = bearer.name_key
where bearer.join_id is not null or bearer.code is not null
