-- One row per request said (要素保障).
select
    district, request_id, known_from, row_id,
    project_id,
    service_kind as kind,
    responsible_unit,
    received_on,
    limit_days,
    paused_days,
    done_on,
    evidence,
    handling,
    eia_handling,
    open_point,
    consulted_on
from {raw}.service_request
