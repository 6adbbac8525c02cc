"""Projects that a person took out of the ratios (退出比率): out of scope, reported elsewhere, of another form."""

# SQL step ``left_scope``, a row a project and month: the last word on its difference in that month is a decision for
# R05, R12 or R16; what a rule only proposes takes nobody out
LEFT_SCOPE = """
spoken as (
    select
        entry_id,
        cast(right(subject, 7) || '-01' as date) as month,
        payload,
        unnest(
            string_split(coalesce(payload ->> '$.project_ids', regexp_extract(subject, '^reason:(.*):', 1)), ',')
        ) as project_id
    from mart.decision
    where district = $district and kind = 'reason' and known_from <= $known_on
),

left_scope as (
    select distinct project_id, month
    from (
        select
            project_id,
            month,
            unnest(from_json(json_extract(payload, '$.parts'), '["JSON"]')) as part
        from (
            select * from spoken
            qualify row_number() over (partition by project_id, month order by entry_id desc) = 1
        )
        where coalesce(json_extract_string(payload, '$.status'), '') <> 'undone'
    )
    where json_extract_string(part, '$.reason') in ('R05', 'R12', 'R16')
)
"""
