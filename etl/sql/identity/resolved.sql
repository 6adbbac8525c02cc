-- One row per archived record, with the project that it belongs to.
select
    said.*,
    coalesce(
        join_project.resolved_id,
        split_code.resolved_id,
        said.valid_code,
        row_project.resolved_id,
        open_name.resolved_id,
        prefix.prefix || 'row' || said.row_id
    ) as resolved_id
from archive.{kind} as said
inner join archive.file as file using (file_id)
inner join identity.prefix as prefix on prefix.universe = '{universe}'
left join identity.name as name on name.district = said.district and name.project_name = said.project_name
left join identity.join_project as join_project
    on join_project.universe = '{universe}' and join_project.district = said.district and join_project.join_id = said.join_id
left join identity.split_code as split_code
    on split_code.universe = '{universe}'
    and split_code.district = said.district
    and split_code.code = said.valid_code
    and split_code.name_key = name.name_key
left join identity.row_project as row_project on row_project.universe = '{universe}' and row_project.row_id = said.row_id
left join identity.open_name as open_name
    on open_name.universe = '{universe}' and open_name.district = said.district and open_name.name_key = name.name_key
