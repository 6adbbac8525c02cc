"""Which cells make up a figure (数字构成), as SQL: who is asked for, each kind of figure, and where its cells stand."""

from metrics.compared_months import COMPARED

# whose figure it is: one project, whatever it counts in, or the counted ones of a group
CHOSEN = """
with chosen as (
    select project_id
    from mart.project_month
    where district = $district
        and month = $counted_month
        and case
            when $linked is not null then project_id = $linked or project_id in (
                select link.project_id
                from mart.link_group as link
                where link.district = $district and link.group_id = $linked
            )
            when $project_id is null then is_counted and ($group is null or {key} = $group)
            else project_id = $project_id
        end
),
"""

# what booked figures are about: the last month that both sources have
LAST_COMPARED = (
    COMPARED
    + """
select max(month) as month
from compared
"""
)

# year to date as said last, or the last one said plus the months since: in that month, or carried from the last spoken
REPORTED = """
said as (
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
),

parts as (
    select heard.project_id, heard.month, heard.field, heard.row_id, heard.wan as value_wan,
        cast(1 as decimal(9, 6)) as share, heard.wan as counted_wan
    from heard
    inner join spoken on spoken.project_id = heard.project_id and heard.month <= spoken.month
    left join base on base.project_id = heard.project_id
    where case
        when heard.field = 'reported_ytd_wan' then heard.month = base.month
        else base.month is null or heard.month > base.month
    end
),
"""

# the latest version in force that says an amount, and the row that said it
PLANNED = """
version as (
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
),

parts as (
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
),
"""

BOOKED = """
standing as (
    select booked.statistics_id, booked.month
    from mart.booked as booked
    where booked.district = $district
        and booked.month = $counted_month
        and booked.booked_ytd_wan is not null
        and booked.known_from <= $known_on
        and (booked.known_to is null or booked.known_to > $known_on)
),

said as (
    select returned.statistics_id, returned.month, returned.booked_ytd_wan, returned.row_id
    from raw.statistics_return as returned
    semi join standing on standing.statistics_id = returned.statistics_id and standing.month = returned.month
    where returned.district = $district and returned.booked_ytd_wan is not null and returned.known_from <= $known_on
    qualify row_number() over (
        partition by returned.statistics_id, returned.month order by returned.known_from desc, returned.row_id desc
    ) = 1
),

linked as (
    select
        chosen.project_id, said.month, said.row_id, said.booked_ytd_wan,
        if($linked is null, link.share_from, 0) as share_from,
        if($linked is null, link.share_to, 1) as share_to
    from chosen
    inner join mart.link_group as link on link.district = $district and link.project_id = chosen.project_id
    inner join said using (statistics_id)
    -- of a group as a whole each statistics project counts once, and whole
    qualify $linked is null or row_number() over (partition by statistics_id order by chosen.project_id) = 1
),

-- a group whose shares nobody confirmed has no figure by project: its statistics projects count once, where all of its
-- counted projects are asked for
whole as (
    select link.group_id
    from mart.link_group as link
    inner join mart.project_month as now
        on now.district = $district
        and now.project_id = link.project_id
        and now.month = $counted_month
        and now.is_counted
    left join chosen on chosen.project_id = link.project_id
    where link.district = $district and link.share_to is null and $project_id is null and $linked is null
    group by link.group_id
    having bool_and(chosen.project_id is not null)
),

together as (
    select group_id, statistics_id, min(project_id) as project_id
    from mart.link_group
    where district = $district
    group by group_id, statistics_id
),

parts as (
    select project_id, month, 'booked_ytd_wan' as field, row_id, booked_ytd_wan as value_wan,
        share_to - share_from as share,
        cast(round(booked_ytd_wan * share_to, 2) as decimal(18, 2))
            - cast(round(booked_ytd_wan * share_from, 2) as decimal(18, 2)) as counted_wan
    from linked
    qualify bool_and(share_to is not null) over (partition by project_id)
    union all
    select together.project_id, said.month, 'booked_ytd_wan', said.row_id, said.booked_ytd_wan, 1, said.booked_ytd_wan
    from together
    semi join whole on whole.group_id = together.group_id
    inner join said using (statistics_id)
),
"""

CELLS = """
columns as (
    select file_id, sheet, field, month, position, header, unit, first_row, last_row
    from source.column
    where field in (select parts.field from parts) or field = 'reported_month_wan'
)

select
    parts.project_id,
    project.project_name,
    parts.field,
    parts.month,
    parts.counted_wan,
    parts.value_wan,
    cast(parts.share as double) as share,
    file.name as file,
    origin.sheet,
    origin.row,
    columns.position,
    columns.header,
    columns.unit as said_unit,
    origin.is_hidden,
    file.received_on,
    file.file_id
from parts
left join mart.project as project on project.district = $district and project.project_id = parts.project_id
left join source.row as origin on origin.row_id = parts.row_id
left join source.file as file on file.file_id = origin.file_id
left join columns
    on columns.file_id = origin.file_id
    and columns.sheet = origin.sheet
    and origin.row between coalesce(columns.first_row, 1) and coalesce(columns.last_row, origin.row)
    -- January's month is its year to date
    and (columns.field = parts.field or (parts.field = 'reported_ytd_wan' and columns.field = 'reported_month_wan'))
    and (columns.month is null or columns.month = parts.month)
-- of tables side by side the first is named
qualify row_number() over (
    partition by parts.project_id, parts.field, parts.month, parts.row_id
    order by columns.field = parts.field desc, length(columns.position), columns.position
) = 1
order by abs(parts.counted_wan) desc, parts.project_id, parts.month, parts.field
"""
