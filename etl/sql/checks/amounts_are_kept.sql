-- Σ of what the sheets said last of each project and month = Σ of what is in force, to the cent
with said as (
    select
        '上报' as what, 'dispatch' as kind, dispatch.district, dispatch.project_id as id, dispatch.month,
        year(dispatch.month) as year, dispatch.row_id, dispatch.known_from, dispatch.reported_ytd_wan as amount
    from raw.dispatch as dispatch
    anti join history.monthly_year as monthly
        on monthly.district = dispatch.district
        and monthly.project_id = dispatch.project_id
        and monthly.year = year(dispatch.month)
    union all
    select '入统', 'statistics_return', district, statistics_id, month, year(month), row_id, known_from, booked_ytd_wan
    from raw.statistics_return
    union all
    select '年度计划', 'annual_plan', district, project_id, effective_month, year, row_id, known_from, annual_plan_wan
    from raw.annual_plan
    union all
    select
        '年度计划', 'annual_plan', district, project_id, effective_month, year(effective_month), row_id, known_from,
        annual_plan_after_wan
    from raw.plan_adjustment
),

-- what a person withdrew stands for nothing; a file that was read anew speaks in the place it had before
standing as (
    select said.*, row(file.turn, said.row_id, said.known_from) as spoken
    from said
    inner join source.row as origin on origin.row_id = said.row_id
    inner join archive.file as file on file.file_id = origin.file_id
    anti join history.withdrawn as withdrawn
        on withdrawn.kind = said.kind
        and withdrawn.district = said.district
        and withdrawn.id = said.id
        and withdrawn.month = said.month
),

-- the last word on what was said more than once
said_again as (
    select said.what, arg_max(said.amount, said.spoken) as amount
    from standing as said
    semi join history.retold as retold
        on retold.kind = said.kind and retold.district = said.district and retold.id = said.id and retold.month = said.month
    group by said.what, said.district, said.id, said.month, said.year
),

said_once as (
    select said.what, said.amount
    from standing as said
    anti join history.retold as retold
        on retold.kind = said.kind and retold.district = said.district and retold.id = said.id and retold.month = said.month
),

-- years reported by the month alone: their months add up to the last year to date
monthly_only as (
    select said.district, said.project_id, year(said.month) as year
    from raw.dispatch as said
    semi join history.monthly_year as monthly
        on monthly.district = said.district and monthly.project_id = said.project_id and monthly.year = year(said.month)
    group by said.district, said.project_id, year(said.month)
    having count(said.reported_ytd_wan) = 0
),

said_by_month as (
    select
        '上报（分月）' as what,
        arg_max(said.reported_month_wan, row(file.turn, said.row_id, said.known_from)) as amount
    from raw.dispatch as said
    inner join source.row as origin on origin.row_id = said.row_id
    inner join archive.file as file on file.file_id = origin.file_id
    semi join monthly_only
        on monthly_only.district = said.district
        and monthly_only.project_id = said.project_id
        and monthly_only.year = year(said.month)
    group by said.district, said.project_id, said.month
),

kept_by_year as (
    select '上报（分月）' as what, arg_max(kept.reported_ytd_wan, kept.month) as amount
    from mart.reported as kept
    semi join monthly_only
        on monthly_only.district = kept.district
        and monthly_only.project_id = kept.project_id
        and monthly_only.year = year(kept.month)
    where kept.known_to is null
    group by kept.district, kept.project_id, year(kept.month)
),

total_said as (
    select what, sum(amount) as amount
    from (
        select what, amount from said_again
        union all
        select what, amount from said_once
        union all
        select what, amount from said_by_month
    )
    group by what
),

total_kept as (
    select what, sum(amount) as amount
    from (
        select '上报' as what, reported.reported_ytd_wan as amount
        from mart.reported as reported
        anti join history.monthly_year as monthly
            on monthly.district = reported.district
            and monthly.project_id = reported.project_id
            and monthly.year = year(reported.month)
        where reported.known_to is null
        union all
        select '入统', booked_ytd_wan from mart.booked where known_to is null
        union all
        select '年度计划', version.annual_plan_wan
        from mart.plan_version as version
        semi join history.planned as plan using (row_id)
        where version.known_to is null
        union all
        select what, amount from kept_by_year
    )
    group by what
)

select what || '：报表合计' || coalesce(total_said.amount, 0) || '万元，库中合计' || coalesce(total_kept.amount, 0) || '万元'
from total_said
full join total_kept using (what)
where coalesce(total_said.amount, 0) <> coalesce(total_kept.amount, 0)
