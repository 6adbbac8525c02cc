-- One row per id that a project had, or would have had, before its code was known: decisions that name it are about the
-- project that it has become. Ids that are still somebody's, or that two projects could have had, are not among them.
with said as (
    select 'project' as universe, district, project_id as id, project_name from raw.annual_plan
    union
    select 'project', district, project_id, project_name from raw.dispatch
    union
    select 'project', district, project_id, project_name from raw.approval_step
    union
    select 'statistics', district, statistics_id, project_name from raw.statistics_return
    union
    select 'statistics', district, statistics_id, project_name from raw.library_ledger
),

thinkable as (
    select said.universe, said.district, said.id, prefix.prefix || left(sha256(said.district || '|' || name.name_key), 16) as former_id
    from said
    inner join identity.prefix as prefix using (universe)
    inner join identity.name as name on name.district = said.district and name.project_name = said.project_name
    where name.name_key is not null
    union all
    select
        joined.universe, joined.district, joined.resolved_id,
        prefix.prefix || left(sha256(joined.district || '|join|' || joined.join_id), 16)
    from identity.join_project as joined
    inner join identity.prefix as prefix using (universe)
    semi join said
        on said.universe = joined.universe and said.district = joined.district and said.id = joined.resolved_id
)

select thinkable.universe, thinkable.district, thinkable.former_id, min(thinkable.id) as id
from thinkable
anti join said
    on said.universe = thinkable.universe and said.district = thinkable.district and said.id = thinkable.former_id
group by thinkable.universe, thinkable.district, thinkable.former_id
having min(thinkable.id) = max(thinkable.id)
