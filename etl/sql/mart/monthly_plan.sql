-- One row per plan row and month: the back-scheduled plan (倒排计划), cumulative in the year. Amounts of single months add
-- up anew on each day on which one of the row's cells was put right.
with moment as (
    select distinct row_id, known_from
    from {raw}.monthly_plan
    where is_by_month
),

standing as (
    select said.* exclude (known_from), moment.known_from
    from moment
    inner join {raw}.monthly_plan as said on said.row_id = moment.row_id and said.known_from <= moment.known_from
    qualify row_number() over (
        partition by said.row_id, said.effective_month, said.month, moment.known_from order by said.known_from desc
    ) = 1
)

select
    district, project_id, effective_month, month, known_from, row_id,
    cast(sum(planned_ytd_wan) over (
        partition by row_id, effective_month, known_from order by month
    ) as decimal(18, 2)) as planned_ytd_wan
from standing
union all
select district, project_id, effective_month, month, known_from, row_id, planned_ytd_wan
from {raw}.monthly_plan
where not is_by_month
