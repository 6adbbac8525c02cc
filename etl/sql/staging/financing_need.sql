-- One row per row of a list of financing needs (融资需求清单), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    financing_group,
    coalesce(financing_way, '—') as financing_way,
    financing_need_wan,
    financed_wan,
    bank,
    financing_state,
    contact,
    published_on
from {identity}.financing_need
