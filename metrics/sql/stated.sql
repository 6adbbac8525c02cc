-- one row a thing (issue, milestone, request) that stands at $known_on: its fields as last stated, by sheet or form; acts of
-- days after {until} are not seen
with {name}_sheet as (
    select
        concat_ws('|', {key}) as thing,
        known_from,
        known_to,
        {cast_columns}
    from mart.{table}
    where district = $district and {seen}
),

{name}_standing as (
    select thing, min(known_from) as first_known_from
    from {name}_sheet
    group by thing
    having bool_or(known_to is null or known_to > $known_on)
),

{name}_row as (
    select thing, field, value, known_from, row_number() over (partition by thing, field order by known_from) as number
    from {name}_sheet
    unpivot include nulls (value for field in ({sheet_fields}))
),

{name}_form as (
    select
        concat_ws('|', {form_key}) as thing,
        said.kind,
        said.entry_id,
        said.known_from,
        said.who,
        {form_project} as project_id,
        said.payload
    from mart.decision as said
    left join mart.former_id as former
        on former.universe = 'project'
        and former.district = said.district
        and former.former_id = said.payload ->> 'project_id'
    where said.district = $district
        and said.kind in ({kinds})
        and said.known_from <= $known_on
        and coalesce(try_cast(said.payload ->> 'on' as date), said.known_from) <= {until}
),

{name}_word as (
    -- a sheet speaks of a field when it says another thing than before
    select thing, field, value, known_from, 0 as entry_id
    from (select *, lag(value) over (partition by thing, field order by known_from) as before from {name}_row)
    where number = 1 or value is distinct from before
    union all
    select
        form.thing,
        wanted.field,
        case when wanted.field = 'project_id' then form.project_id else form.payload ->> wanted.field end,
        form.known_from,
        form.entry_id
    from {name}_form as form
    inner join (values {allowed}) as wanted (kind, field) on wanted.kind = form.kind
    where list_contains(json_keys(form.payload), wanted.field)
),

{name}_last as (
    select thing, field, value, max(known_from) over (partition by thing) as last_known_from
    from {name}_word
    qualify row_number() over (partition by thing, field order by known_from desc, entry_id desc) = 1
),

{name}_decided as (
    select thing, max(entry_id) as last_entry_id, arg_max(who, entry_id) as changed_by, min(known_from) as first_form
    from {name}_form
    group by thing
),

{name} as (
    select
        word.thing,
        {typed},
        any_value(decided.last_entry_id) as last_entry_id,
        any_value(decided.changed_by) as changed_by,
        max(word.last_known_from) as last_known_from,
        least(any_value(standing.first_known_from), any_value(decided.first_form)) as first_known_from
    from {name}_last as word
    left join {name}_standing as standing on standing.thing = word.thing
    left join {name}_decided as decided on decided.thing = word.thing
    where standing.thing is not null or decided.thing is not null
    group by word.thing
)

select * from {name}
