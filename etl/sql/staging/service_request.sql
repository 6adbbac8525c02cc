-- One row per row of a sheet of service requests (要素保障), as said; one that has no number is told by what it says.
select
    row_id,
    district,
    coalesce(request_number, 'N-' || left(sha256(concat_ws('|',
            district, case when coalesce(join_id, project_code, project_name) is not null then resolved_id end,
            service_kind,
            received_on
        )), 16)) as request_id,
    case when coalesce(join_id, project_code, project_name) is not null then resolved_id end as project_id,
    known_from,
    request_number,
    project_code,
    project_name,
    service_kind,
    responsible_unit,
    received_on,
    limit_days,
    paused_days,
    done_on,
    state,
    evidence,
    handling,
    eia_handling,
    open_point,
    consulted_on
from {identity}.service_request
