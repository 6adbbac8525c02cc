-- one row a project: the latest version of its plan in force that states an amount, and the row that stated it
with version as (
    select plan.project_id, plan.effective_month, plan.annual_plan_wan, plan.row_id
    from mart.plan_version as plan
    semi join chosen using (project_id)
    where plan.district = $district
        and plan.year = year($as_of)
        and plan.effective_month <= $as_of
        and plan.annual_plan_wan is not null
        and plan.known_from <= $known_on
        and (plan.known_to is null or plan.known_to > $known_on)
    qualify row_number() over (
        partition by plan.project_id
        order by plan.effective_month desc, plan.known_from desc
    ) = 1
),

said as (
    select project_id, effective_month, annual_plan_wan, row_id, known_from
    from raw.annual_plan
    where district = $district
    union all
    select project_id, make_date(year(month), 1, 1), annual_plan_wan, row_id, known_from
    from raw.dispatch
    where district = $district
)

select version.project_id, version.effective_month as month, 'annual_plan_wan' as field, said.row_id,
    said.annual_plan_wan as value_wan, cast(1 as decimal(9, 6)) as share, said.annual_plan_wan as counted_wan
from version
inner join said
    on said.project_id = version.project_id
    and said.effective_month = version.effective_month
    and said.annual_plan_wan = version.annual_plan_wan
    and said.known_from <= $known_on
qualify row_number() over (
    partition by version.project_id
    order by said.row_id = version.row_id desc, said.known_from desc, said.row_id desc
) = 1
