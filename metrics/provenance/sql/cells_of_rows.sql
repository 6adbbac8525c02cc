-- one row a cell: what the rows at hand state, column by column
with said (kind, row_id, known_from, month, said) as (
    {said}
),

cells as (
    select
        file.received_on,
        file.file_id,
        file.name as file,
        said.said ->> 'project_name' as project_name,
        said.kind,
        said.month,
        origin.sheet,
        origin.row,
        source_column.position,
        source_column.header,
        source_column.field,
        -- a field that the row does not hold under this column's month is another row's; what the cell says stands
        coalesce(
            correction.expected,
            said.said ->> source_column.field,
            case
                -- a column a thing: the thing's own part, or what a bare cell under its name says
                when split_part(source_column.field, ':', 2) = coalesce(
                        said.said ->> 'step', said.said ->> 'milestone', said.said ->> 'service_kind',
                        said.said ->> 'issue_kind', said.said ->> 'item'
                    )
                    then case concat(split_part(source_column.field, ':', 3), split_part(source_column.field, ':', 1))
                        when 'step_cell' then concat_ws(
                            ' ',
                            if(said.said ->> 'is_applicable' = 'false', '不涉及', null),
                            said.said ->> 'completed_on',
                            said.said ->> 'document_number'
                        )
                        when 'milestone_cell'
                            then concat_ws(' ', said.said ->> 'due_on', said.said ->> 'done_on', said.said ->> 'state')
                        when 'service_cell' then concat_ws(' ', said.said ->> 'done_on', said.said ->> 'state')
                        when 'issue_cell' then said.said ->> 'issue'
                        when 'rate_cell' then said.said ->> 'score_rate'
                        else said.said ->> split_part(source_column.field, ':', 3)
                    end
                when list_contains(string_split(said.said ->> 'bars', '；'), substr(source_column.field, 10))
                    and source_column.field like 'bar_cell:%'
                    then '是'
                -- one column for two fields
                when source_column.field = 'start_and_finish'
                    then concat_ws(
                        ' 至 ',
                        coalesce(
                            said.said ->> 'actual_start_date', said.said ->> 'planned_start_date',
                            said.said ->> 'start_date', said.said ->> 'exempt_from'
                        ),
                        coalesce(
                            said.said ->> 'planned_finish_date', said.said ->> 'production_date',
                            said.said ->> 'exempt_to'
                        )
                    )
                when source_column.field = 'start_either'
                    then coalesce(said.said ->> 'actual_start_date', said.said ->> 'planned_start_date')
                when source_column.field = 'coordinates'
                    then concat_ws(',', said.said ->> 'longitude', said.said ->> 'latitude')
                when source_column.field = if(said.said ->> 'points' like '-%', 'deduction_points', 'bonus_points')
                    then said.said ->> 'points'
            end
        ) as value,
        case
            when correction.state = 'applied' and correction.decided_on <= $known_on then correction.value
        end as correction,
        origin.is_hidden
    from said
    inner join source.row as origin using (row_id)
    inner join source.file as file on file.file_id = origin.file_id
    inner join source."column" as source_column
        on source_column.file_id = origin.file_id
        and source_column.sheet = origin.sheet
        and origin.row between coalesce(source_column.first_row, 1) and coalesce(source_column.last_row, origin.row)
        and (source_column.month is null or source_column.month = said.month)
    left join source.correction as correction
        on correction.row_id = said.row_id
        and correction.kind = said.kind
        and correction.field = source_column.field
        and (correction.month is null or correction.month = said.month)
    where said.known_from <= $known_on
        and said.known_from = coalesce(file.known_from, file.received_on)  -- a correction speaks later
        and (
            $field is null
            or source_column.field = $field
            or split_part(source_column.field, ':', 3) = $field
            or (split_part(source_column.field, ':', 1) || split_part(source_column.field, ':', 3), $field) in ({says})
        )
        and ($said_month is null or said.month = $said_month)
)

select distinct
    received_on, kind, month, file, sheet, row, position, header, field, value, correction, is_hidden, file_id,
    project_name
from cells
where value <> ''
order by received_on desc, file_id desc, sheet, row, month, length(position), position
