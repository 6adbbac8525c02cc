-- One row per row of the reserve: since when it stands in its tier; where no sheet said it by then, since its first sheet.
with placed as (
    select
        reserve.*,
        coalesce(reserve.entered_on, sheet.month, reserve.known_from) as since
    from {raw}.reserve as reserve
    inner join source.row as origin on origin.row_id = reserve.row_id
    inner join archive.sheet as sheet on sheet.file_id = origin.file_id and sheet.sheet = origin.sheet
    where reserve.tier is not null
)

select
    district, project_id, tier,
    coalesce(entered_on, min(since) over (
        partition by district, project_id, tier order by known_from, row_id rows unbounded preceding
    )) as entered_on,
    known_from, row_id, left_on, exit_kind, responsible_unit, total_investment_wan
from placed
