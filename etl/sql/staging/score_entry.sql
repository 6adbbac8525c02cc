-- One row per typed item (考核手工项), as said; a bonus or deduction without a matter of its own is named by its document.
select
    said.row_id,
    said.district,
    said.known_from,
    said.quarter,
    coalesce(unit.name, said.responsible_unit) as responsible_unit,
    coalesce(
        said.item,
        case when said.points is not null then concat_ws('·', if(said.points < 0, '扣分', '加分'), said.document_number) end
    ) as item,
    said.score_rate,
    said.points,
    said.basis,
    said.document_number
from archive.score_entry as said
left join archive.alias as unit
    on unit.district = said.district and unit.field = 'unit' and unit.alias = said.responsible_unit
