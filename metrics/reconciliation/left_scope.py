"""What persons decided on projects' differences: the reasons, and who left the ratios by them (退出比率)."""

# SQL steps ``decided_reasons``, a row a project, month and reason of the last word on its difference in that month, and
# ``left_scope``, a row a project and month decided to be R05, R12 or R16. What a rule only proposes stands in neither.
LEFT_SCOPE = """
last_word as (
    select project_id, month, max(entry_id) as entry_id
    from mart.decided_reason
    where district = $district and known_from <= $known_on
    group by project_id, month
),

decided_reasons as (
    select distinct decided.project_id, decided.month, decided.reason
    from mart.decided_reason as decided
    inner join last_word
        on last_word.project_id = decided.project_id
        and last_word.month = decided.month
        and last_word.entry_id = decided.entry_id
    where decided.district = $district and decided.reason is not null
),

left_scope as (
    select distinct project_id, month
    from decided_reasons
    where reason in ('R05', 'R12', 'R16')
)
"""
