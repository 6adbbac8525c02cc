"""What a group books as a whole (入统按组): key projects that share statistics projects without confirmed shares.

No single one of them has a booked figure. Whoever sums booked figures takes the group's once, beside those by project.
"""

# Whose money can stand in the statistics, of ``project_month`` joined with ``together``: started by the month's end, or
# with figures, as entry_lag has it. Who is left out has neither reported nor booked: no sum changes, only the counts.
STARTED = """(
            project_month.actual_start_date <= last_day(project_month.month)
            or project_month.carried_ytd_wan != 0
            or project_month.booked_ytd_wan != 0
            or together.group_id is not null
        )"""

GROUP_BOOKED = """
-- key projects whose booked figure is their group's
together as (
    select distinct project_id, group_id
    from mart.link_group
    where district = $district and share_to is null
),

-- all that the group's statistics projects book, each once
group_booked as (
    select shared.group_id, booked.month, sum(booked.booked_ytd_wan) as booked_ytd_wan
    from (
        select distinct group_id, statistics_id
        from mart.link_group
        where district = $district and share_to is null
    ) as shared
    inner join mart.booked as booked on booked.district = $district and booked.statistics_id = shared.statistics_id
    where booked.known_from <= $known_on and (booked.known_to is null or booked.known_to > $known_on)
    group by shared.group_id, booked.month
)
"""
