-- one row a case of a quarter: what was done of what was due, as exact decimals; an item's projects that are
-- excused stay in the list and do not count
with unit_month as (
    -- the unit that answered for a project in a month, and whether the project had left the plan
    select project_id, month, responsible_unit, is_removed
    from mart.project_month
    where district = $district and month between $from_day and $month
),

milestones as (
    select
        coalesce(milestone.responsible_unit, unit_month.responsible_unit, '—') as responsible_unit,
        '节点任务' as item,
        milestone.milestone as case_name,
        milestone.milestone as case_id,
        milestone.project_id,
        milestone.due_on,
        case when milestone.done_on <= $until then milestone.done_on end as done_on,
        cast(coalesce(milestone.done_on <= least(milestone.due_on + $grace_days, $until), false) as integer) as done,
        1 as due
    from said_milestone as milestone
    left join unit_month
        on unit_month.project_id = milestone.project_id
        and unit_month.month = date_trunc('month', milestone.due_on)
    where milestone.due_on between $from_day and $until
        and not coalesce(unit_month.is_removed, false)
),

progress as (
    select
        responsible_unit,
        '形象进度' as item,
        null as case_name,
        project_id,
        cast($until as date) as due_on,
        null as done_on,
        12 * cast(coalesce(carried_ytd_wan, 0) as decimal(30, 2)) as done,
        {expected} as due
    from mart.project_month
    where district = $district and month = $month and is_counted
),

services as (
    select
        coalesce(requests.responsible_unit, '—') as responsible_unit,
        '要素保障' as item,
        requests.service_kind as case_name,
        requests.request_id as case_id,
        requests.project_id,
        last.day as due_on,
        case when requests.done_on <= $until then requests.done_on end as done_on,
        cast(coalesce(
            requests.done_number <= requests.limit_number + $grace_days and requests.done_on <= $until, false
        ) as integer) as done,
        1 as due
    from requests
    inner join working_day as last on last.number = requests.limit_number
    where last.day between $from_day and $until and not requests.is_doubtful
),

entries as (
    -- the period in which a start had to be booked, as its month: January and February are one
    select
        responsible_unit,
        '入库入统' as item,
        null as case_name,
        project_id,
        last_day({due_month}) as due_on,
        statistics_month as done_on,
        cast(is_on_time as integer) as done,
        1 as due
    from judged
    where is_due and start_period + $statistics_periods > $closed_before
),

issues as (
    select
        coalesce(responsible_unit, '—') as responsible_unit,
        '交办整改' as item,
        issue as case_name,
        issue_id as case_id,
        project_id,
        due_on,
        case when closed_on <= $until then closed_on end as done_on,
        cast(coalesce(closed_on <= least(due_on + $grace_days, $until), false) as integer) as done,
        1 as due
    from said_issue
    where due_on between $from_day and $until and not coalesce(closed_on < raised_on and closed_on <= $until, false)
),

counted as (
    from milestones
    union all by name from progress
    union all by name from services
    union all by name from entries
    union all by name from issues
),

due_case as (
    select
        counted.responsible_unit,
        counted.item,
        counted.case_name,
        counted.case_id,
        counted.project_id,
        counted.due_on,
        counted.done_on,
        cast(counted.done as decimal(24, 6)) as done,
        cast(counted.due as decimal(24, 6)) as due,
        counted.item = '入库入统' and excused.project_id is not null as is_excused
    from counted
    left join excused on excused.project_id = counted.project_id
)

select * from due_case
