-- one row a project whose cells are asked for: one project, whatever it counts in, or the counted ones of a group
select project_id
from mart.project_month
where district = $district
    and month = $counted_month
    and case
        when $linked is not null then project_id = $linked or project_id in (
            select link.project_id
            from mart.link_group as link
            where link.district = $district and link.group_id = $linked
        )
        when $project_id is null then is_counted and ($group is null or {key} = $group)
        else project_id = $project_id
    end
