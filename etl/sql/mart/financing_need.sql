-- One row per financing need said (融资需求清单).
select
    district, project_id, financing_way, known_from, row_id,
    financing_group,
    financing_need_wan,
    financed_wan,
    bank,
    financing_state,
    contact,
    published_on
from {raw}.financing_need
