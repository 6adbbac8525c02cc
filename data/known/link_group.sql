-- One row per link in force on $known_on: the group of key projects that share statistics projects, and the part of the
-- statistics project that is this key project's. Empty where people have not confirmed how the group's are shared.
with recursive link as (
    select district, project_id, statistics_id, share, count(*) over (partition by district, statistics_id) as sharers
    from mart.project_link
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

shared as (
    select district, project_id, statistics_id
    from link
    where sharers > 1
),

-- from each key project of a shared one to all that it reaches
reached as (
    select distinct district, project_id, project_id as other_id
    from shared
    union
    select reached.district, reached.project_id, there.project_id
    from reached
    inner join shared as here on here.district = reached.district and here.project_id = reached.other_id
    inner join shared as there on there.district = here.district and there.statistics_id = here.statistics_id
),

joined as (
    select district, project_id, min(other_id) as group_id
    from reached
    group by district, project_id
),

-- the shares of a statistics project make up the whole; one that is nobody else's and of which nothing is said is whole
part as (
    select
        link.*,
        coalesce(joined.group_id, link.project_id) as group_id,
        coalesce(link.share, case when link.sharers = 1 then 1 end) as part,
        abs(sum(coalesce(link.share, case when link.sharers = 1 then 1 end)) over whole - 1) <= 0.000001 * link.sharers
            and count(coalesce(link.share, case when link.sharers = 1 then 1 end)) over whole = link.sharers as is_divided,
        row_number() over (whole order by link.project_id) as place
    from link
    left join joined using (district, project_id)
    window whole as (partition by link.district, link.statistics_id)
),

settled as (
    select
        *,
        bool_and(is_divided) over (partition by district, group_id) as is_settled,
        sum(part) over (
            partition by district, statistics_id order by place rows unbounded preceding
        ) as share_sum
    from part
)

select
    district,
    project_id,
    statistics_id,
    group_id,
    -- the last one's part ends at the whole, so that the parts of any amount add up to it to the cent
    case when is_settled then cast(coalesce(share_sum - part, 0) as decimal(9, 6)) end as share_from,
    case when is_settled then cast(case when place = sharers then 1 else share_sum end as decimal(9, 6)) end as share_to
from settled
