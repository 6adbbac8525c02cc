-- one row a cell of reported amounts: the year to date as last reported, or the last one and the months since; in that
-- month, or carried from the last month with an amount
with said as (
    select project_id, month, 'reported_ytd_wan' as field, reported_ytd_wan as wan, row_id, known_from
    from raw.dispatch
    where district = $district and reported_ytd_wan is not null
    union all
    select project_id, month, 'reported_month_wan', reported_month_wan, row_id, known_from
    from raw.dispatch
    where district = $district and reported_month_wan is not null
),

heard as (
    select said.*
    from said
    semi join chosen using (project_id)
    where month between $new_year and $as_of and known_from <= $known_on
    qualify row_number() over (partition by project_id, month, field order by known_from desc, row_id desc) = 1
),

spoken as (
    select project_id, max(month) as month
    from mart.reported
    where district = $district
        and month between $new_year and $as_of
        and reported_ytd_wan is not null
        and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
    group by project_id
),

base as (
    select heard.project_id, max(heard.month) as month
    from heard
    inner join spoken on spoken.project_id = heard.project_id and heard.month <= spoken.month
    where heard.field = 'reported_ytd_wan'
    group by heard.project_id
)

select heard.project_id, heard.month, heard.field, heard.row_id, heard.wan as value_wan,
    cast(1 as decimal(9, 6)) as share, heard.wan as counted_wan
from heard
inner join spoken on spoken.project_id = heard.project_id and heard.month <= spoken.month
left join base on base.project_id = heard.project_id
where case
    when heard.field = 'reported_ytd_wan' then heard.month = base.month
    else base.month is null or heard.month > base.month
end
