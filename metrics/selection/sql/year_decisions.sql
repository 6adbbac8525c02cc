-- one row a decision of the kind {kind} about a project and a year's plan, under the project's present id
with year_decisions as (
    select
        coalesce(former.id, said.payload ->> 'project_id') as project_id,
        said.entry_id,
        said.who,
        said.reason,
        said.payload
    from mart.decision as said
    left join mart.former_id as former
        on former.universe = 'project' and former.district = said.district
        and former.former_id = said.payload ->> 'project_id'
    where said.district = $district
        and said.kind = '{kind}'
        and said.known_from <= $known_on
        and try_cast(said.payload ->> 'on' as date) <= $day
        and try_cast(said.payload ->> 'year' as integer) = $year
)

select * from year_decisions
