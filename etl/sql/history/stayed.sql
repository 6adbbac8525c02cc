-- One row per row of the reserve: since when it stands in its tier; where no sheet said it by then, since its first sheet.
with placed as (
    select
        reserve.*,
        coalesce(reserve.entered_on, sheet.month, reserve.known_from) as since
    from raw.reserve as reserve
    inner join archive.sheet as sheet
        on sheet.file_id = reserve.row_id // 1000000000000 and sheet.sheet_no = reserve.row_id // 100000000 % 10000
    where reserve.tier is not null
)

select
    district, project_id, tier,
    coalesce(entered_on, min(since) over (
        partition by district, project_id, tier order by known_from, row_id rows unbounded preceding
    )) as entered_on,
    known_from, row_id, left_on, exit_kind, responsible_unit, total_investment_wan
from placed
