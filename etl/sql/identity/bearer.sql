-- One row per combination of marks that a project's statements bear, and the first row that bore it.
select universe, district, join_id, code, name_key, unit, total_wan, min(row_id) as first_row_id
from statement
group by universe, district, join_id, code, name_key, unit, total_wan
