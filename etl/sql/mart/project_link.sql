-- One row per key project and statistics project that belong together, from when to when that is known: by code, equal
-- name or rule by themselves, or by a person.
select
    district,
    project_id,
    statistics_id,
    how,
    share,
    known_from,
    known_to
from mart.link_candidate
where status = 'linked'
