-- One row per id that a project had, or would have had, before its code was known: decisions that name it are about the
-- project that it has become. Ids that are still somebody's, or that two projects could have had, are not among them.
with said as (
    select district, resolved_id as id, project_name, join_id, 'project' as universe from identity.annual_plan
    union
    select district, resolved_id, project_name, join_id, 'project' from identity.dispatch
    union
    select district, resolved_id, project_name, join_id, 'project' from identity.approval_step
    union
    select district, resolved_id, project_name, join_id, 'statistics' from identity.statistics_return
    union
    select district, resolved_id, project_name, join_id, 'statistics' from identity.library_ledger
),

thinkable as (
    select said.universe, said.district, said.id, prefix.prefix || left(sha256(said.district || '|' || name.name_key), 16) as former_id
    from said
    inner join identity.prefix as prefix using (universe)
    inner join identity.name as name on name.district = said.district and name.project_name = said.project_name
    where name.name_key is not null
    union
    select said.universe, said.district, said.id, prefix.prefix || left(sha256(said.district || '|join|' || said.join_id), 16)
    from said
    inner join identity.prefix as prefix using (universe)
    where said.join_id is not null
)

select thinkable.universe, thinkable.district, thinkable.former_id, min(thinkable.id) as id
from thinkable
anti join said
    on said.universe = thinkable.universe and said.district = thinkable.district and said.id = thinkable.former_id
group by thinkable.universe, thinkable.district, thinkable.former_id
having count(distinct thinkable.id) = 1
