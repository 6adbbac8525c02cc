-- One row per project that takes part in the comparison: the statistics projects that no code plainly says whose they
-- are, or of which a person has refused a link, and the key projects of their districts.
with open_statistics as (
    select side.*
    from link.side as side
    anti join link.coded as coded on coded.statistics = side.number and coded.is_plain
    where side.universe = 'statistics'
    union all
    select side.*
    from link.side as side
    semi join link.reopened as reopened using (number)
    semi join link.coded as coded on coded.statistics = side.number and coded.is_plain
)

select * from open_statistics
union all
select side.*
from link.side as side
semi join open_statistics using (district)
where side.universe = 'project'
