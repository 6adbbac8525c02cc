"""What persons decided on projects' differences: the reasons, and who left the ratios by them (退出比率)."""

# SQL steps ``decided_reasons``, a row a project, month and reason of the last word on its difference in that month, and
# ``left_scope``, a row a project and month decided to be R05, R12 or R16. What a rule only proposes stands in neither.
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

decided_reasons as (
    select distinct project_id, month, json_extract_string(part, '$.reason') as reason
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
),

left_scope as (
    select distinct project_id, month
    from decided_reasons
    where reason in ('R05', 'R12', 'R16')
)
"""
