"""What the intake noticed, and nobody has mended since (数据质量·载入提示): steps of the SQL of ``data_health``."""

INTAKE = """
files as (
    select file_id, received_on
    from source.file
    where district = $district
        and received_on <= $known_on
        and (replaced_on is null or replaced_on > $known_on)
),

noticed as (
    select file_id, sheet, row, project_id, text,
        case
            when kind = 'suspected_unit_slip' then 'unit_slip'
            when kind in ('duplicate_project', 'ambiguous_project', 'sub_items') then 'duplicate'
            when kind like 'unknown_%' then 'unknown_name'
            when kind in ('over_total', 'plan_differs', 'missing_row', 'total_mismatch') then kind
            else 'other_notice'
        end as health_check
    from source.notice
    semi join files using (file_id)
    union all
    select
        file_id, sheet, row, null,
        coalesce(header, '') || ' ' || position || '：“' || value || '”，' || reason, 'unreadable'
    from source.cell_fault
    semi join files using (file_id)
    union all
    select file_id, sheet, row, null, reason, 'unreadable'
    from source.row
    semi join files using (file_id)
    where outcome = 'rejected'
),

-- a sheet without a month is of the month in which it came; one that comes after the month's end may be of it still;
-- the newest month has all that came since, but monthly figures of a later month
placed as (
    select
        noticed.*,
        origin.row_id,
        coalesce(sheet.month, least(date_trunc('month', files.received_on), $as_of)) as month
    from noticed
    inner join files using (file_id)
    left join source.sheet as sheet using (file_id, sheet)
    left join source.row as origin
        on origin.file_id = noticed.file_id and origin.sheet = noticed.sheet and origin.row = noticed.row
    where coalesce(sheet.month, date_trunc('month', files.received_on)) >= $new_year
        and (
            coalesce(sheet.month, date_trunc('month', files.received_on) - interval 1 month) <= $as_of
            or (sheet.month is null or sheet.kind not in ('dispatch', 'statistics_return')) and $as_of >= $newest
        )
),

-- what the rows of this year say, and which of them speaks last of its project and month
told as (
    select
        row_id, project_id, known_from,
        row_id = last_value(row_id) over (
            partition by kind, project_id, month order by known_from, row_id
            rows between unbounded preceding and unbounded following
        ) as is_last
    from (
        select 'dispatch' as kind, row_id, project_id, month, known_from from raw.dispatch where district = $district
        union all
        select 'annual_plan', row_id, project_id, effective_month, known_from
        from raw.annual_plan
        where district = $district
        union all
        select 'approval_step', row_id, project_id, null, known_from from raw.approval_step where district = $district
        union all
        select
            'statistics_return', returned.row_id, coalesce(linked.project_id, returned.statistics_id), month, known_from
        from raw.statistics_return as returned
        left join linked using (statistics_id)
        where returned.district = $district
    )
    where known_from <= $known_on
),

standing_row as (
    select row_id, any_value(project_id) as project_id, bool_or(is_last) as is_last
    from told
    group by row_id
),

-- said again since: no longer there to be mended; said of the same project month after month: its last
intake as (
    select
        placed.health_check,
        coalesce(linked.project_id, standing_row.project_id, placed.project_id) as project_id,
        placed.month,
        placed.text,
        placed.file_id, placed.sheet, placed.row
    from placed
    left join standing_row using (row_id)
    left join linked on linked.statistics_id = placed.project_id
    where coalesce(standing_row.is_last, true)
    qualify row_number() over (
        partition by
            placed.health_check,
            coalesce(
                linked.project_id, standing_row.project_id, placed.project_id,
                placed.file_id || placed.sheet || placed.row
            )
        order by placed.month desc, placed.file_id desc, placed.row desc nulls last, placed.text
    ) = 1
),
"""
