-- one row a cell of booked amounts and project that takes a share of it
with standing as (
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
)

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
