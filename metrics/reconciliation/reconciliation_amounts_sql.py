"""What is reported and booked (报统对账) as SQL: month by month, by confirmed shares, and summed without groups."""

from metrics.reconciliation.reconciliation_sql import MEMBERS

SERIES = (
    MEMBERS  # noqa: S608  (our own text)
    + """,

asked as (
    select unnest($months::date[]) as month
),

reported as (
    select grouped.group_id, project_month.month, sum(project_month.carried_ytd_wan) as reported_ytd_wan
    from grouped
    inner join mart.project_month as project_month
        on project_month.district = $district and project_month.project_id = grouped.project_id
    semi join asked on asked.month = project_month.month
    where not project_month.is_removed
    group by grouped.group_id, project_month.month
),

booked as (
    select
        coalesce(bundled.group_id, 'S:' || returned.statistics_id) as group_id,
        returned.month,
        sum(returned.booked_ytd_wan) as booked_ytd_wan
    from returned
    left join bundled using (statistics_id)
    semi join asked on asked.month = returned.month
    group by all
)

select group_id, month, reported.reported_ytd_wan, booked.booked_ytd_wan
from reported
full join booked using (group_id, month)
order by group_id, month
"""
)

SHARES = (
    MEMBERS  # noqa: S608
    + """,

confirmed as (
    -- every statistics project of the group is shared out in full; one that hangs on one project needs no share
    select bundled.group_id
    from bundled
    inner join (
        select
            edge.statistics_id,
            case when count(*) = count(edge.share) then sum(edge.share) when count(*) = 1 then 1 end as shared
        from edge
        group by edge.statistics_id
    ) as total using (statistics_id)
    group by bundled.group_id
    having bool_and(coalesce(abs(total.shared - 1) < 0.00001, false))
),

booked as (
    select edge.project_id, sum(coalesce(edge.share, 1) * now.booked_ytd_wan) as booked_ytd_wan
    from edge
    inner join returned as now on now.statistics_id = edge.statistics_id and now.month = $month
    group by edge.project_id
)

select
    grouped.group_id,
    member.responsible_unit,
    member.batch,
    coalesce(member.carried_ytd_wan, 0) as reported_ytd_wan,
    coalesce(booked.booked_ytd_wan, 0) as booked_ytd_wan
from grouped
inner join member using (project_id)
semi join confirmed on confirmed.group_id = grouped.group_id
left join booked using (project_id)
qualify count(*) over (partition by grouped.group_id) > 1
order by grouped.group_id, grouped.project_id
"""
)

TOTALS = """
select
    (
        select coalesce(sum(carried_ytd_wan), 0)
        from mart.project_month
        where district = $district and month = $month and not is_removed
    ) as reported_ytd_wan,
    (
        select coalesce(sum(booked_ytd_wan), 0)
        from mart.booked
        where district = $district and month = $month
            and known_from <= $known_on and (known_to is null or known_to > $known_on)
    ) as booked_ytd_wan
"""
