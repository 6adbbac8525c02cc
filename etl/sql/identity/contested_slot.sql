-- One row per place in which a row of a contested name stands; known_id where the row says itself whose it is.
-- Of months side by side only one record bears the row's unit and total: they hold for the whole row.
select distinct
    statement.universe,
    statement.district,
    statement.name_key,
    statement.row_id,
    md5(concat_ws('|', statement.kind, statement.file_id, statement.slot_month, statement.slot_step)) as slot,
    statement.sheet_no,
    max(statement.unit) over (partition by statement.row_id) as unit,
    max(statement.total_wan) over (partition by statement.row_id) as total_wan,
    coalesce(join_project.resolved_id, split_code.resolved_id, statement.code) as known_id
from statement
inner join identity.open_name as open_name using (universe, district, name_key)
left join identity.join_project as join_project
    on join_project.universe = statement.universe
    and join_project.district = statement.district
    and join_project.join_id = statement.join_id
left join identity.split_code as split_code
    on split_code.universe = statement.universe
    and split_code.district = statement.district
    and split_code.code = statement.code
    and split_code.name_key = statement.name_key
where open_name.is_contested
    -- a row that stands beside any number of others of its project is no place that it could hold alone
    and statement.slot_step is distinct from cast(statement.row_id as varchar)
