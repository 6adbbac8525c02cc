-- One row per statistics project of which a person ever refused a link: even where code or rule link it by itself, what
-- else it may be is compared, so that it can be offered as soon as that link is refused.
with refused as (
    select distinct decision.district, split_part(substr(decision.subject, 6), '|', 2) as said_id
    from mart.decision as decision
    where decision.kind = 'link'
        and starts_with(decision.subject, 'link:')
        and decision.payload ->> '$.status' = 'rejected'
)

select distinct side.number
from refused
left join mart.former_id as former
    on former.universe = 'statistics' and former.district = refused.district and former.former_id = refused.said_id
inner join link.side as side
    on side.universe = 'statistics'
    and side.district = refused.district
    and side.id = coalesce(former.id, refused.said_id)
