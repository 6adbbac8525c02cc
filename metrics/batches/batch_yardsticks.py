"""How each project stands by its batch's yardstick (批次标尺): done, on pace, late, silent, not due or undated."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from metrics.loaded_months import check_month

# {columns}: what the question needs of mart.project_month beside, each as ", name"
MEASURED = """
stays as (
    -- who is or was in the preliminary batch this year, and since when
    select project_id, batch as preliminary_batch, since_month
    from mart.preliminary_stay
    where district = $district and year = year($as_of) and from_month <= $as_of
),

listed as (
    -- in plan at the month; what is dated after it has not happened yet
    select
        project_id, batch, yardstick, approval_procedure, total_investment_wan, annual_plan_wan, carried_ytd_wan,
        planned_start_date, planned_finish_date,
        case when actual_start_date <= last_day($as_of) then actual_start_date end as actual_start_date,
        case when actual_finish_date <= last_day($as_of) then actual_finish_date end as actual_finish_date,
        case when in_use_date <= last_day($as_of) then in_use_date end as in_use_date,
        physical_progress, is_estimated_progress, planned_progress, is_estimated_planned_progress,
        -- what was reported earlier says nothing of this month
        yardstick = 'continuing' and is_silent as is_unreported,
        -- compared as decimals: a binary 60 − 70 % is not −10 points
        case
            when yardstick = 'continuing' and not is_silent
                then 100 * (cast(physical_progress as decimal(24, 14)) - cast(planned_progress as decimal(24, 14)))
        end as progress_gap_pp
        {columns}
    from mart.project_month
    where district = $district and month = $as_of and is_in_plan
),

measured as (
    select
        listed.*,
        coalesce(
            listed.actual_start_date is not null
            or listed.actual_finish_date is not null
            or listed.yardstick = 'continuing',  -- carried on from earlier years
            false
        ) as is_started,
        listed.planned_start_date is not null as has_planned_start,
        listed.planned_finish_date is not null as has_planned_finish,
        coalesce(listed.planned_start_date <= last_day($as_of), false) as is_start_due,
        listed.actual_finish_date is not null as is_works_completed,
        coalesce(listed.planned_finish_date <= last_day($as_of), false) as is_works_due,
        listed.yardstick = 'continuing' and (listed.is_estimated_progress or listed.is_estimated_planned_progress)
            as is_progress_estimated,
        date_diff('month', stays.since_month, $as_of) as months_in_preliminary,
        -- moved on to construction this year
        case when listed.yardstick <> 'preliminary' then stays.preliminary_batch end as converted_from_batch,
        listed.progress_gap_pp >= 0 as is_on_plan,
        case
            when listed.progress_gap_pp >= $ahead_pp then 3
            when listed.progress_gap_pp > $slow_pp then 2
            when listed.progress_gap_pp >= $behind_pp then 1
            when listed.progress_gap_pp < $behind_pp then 0
        end as pace,
        case
            when months_in_preliminary > $red_months then 0
            when months_in_preliminary > $yellow_months then 1
            else 2
        end as youth
    from listed
    left join stays using (project_id)
)"""

# what the projects in the preliminary batch must obtain and have obtained
APPROVALS = """
required as (
    select $procedures[place] as approval_procedure, $steps[place] as step
    from (select unnest($step_places::bigint[]) as place)
),

approvals as (
    select
        month.project_id,
        month.batch
        {columns},
        count(*) as approvals_required,
        count(*) filter (step.completed_on <= last_day($as_of)) as approvals_obtained
    from mart.project_month as month
    inner join required on required.approval_procedure = month.approval_procedure
    left join mart.approval_step as step
        on step.district = $district
        and step.project_id = month.project_id
        and step.step = required.step
        and step.known_from <= $known_on
        and (step.known_to is null or step.known_to > $known_on)
    where month.district = $district and month.month = $as_of and month.yardstick = 'preliminary' and month.is_in_plan
        and coalesce(step.is_applicable, true)
        -- before a sheet of approvals is loaded nothing is known of them
        and exists (
            from mart.approval_step as loaded
            where loaded.district = $district and loaded.known_from <= $known_on
        )
    group by month.project_id, month.batch {columns}
)"""

# {source}: one row per project, or per kind of project, with what ``measured`` says of it
STANDING = """
lit as (
    select
        *,
        case
            when yardstick = 'continuing' and (is_works_completed or is_unreported) then null
            when yardstick = 'continuing' then ['behind', 'slow', 'normal', 'ahead'][pace + 1]
            when yardstick = 'preliminary' then ['behind', 'slow', 'normal'][youth + 1]
        end as light
    from {source}
),

standing as (
    select
        *,
        case yardstick
            when 'completion' then case
                when is_works_completed then 'done'
                when not has_planned_finish then 'no_date'
                when is_works_due then 'late'
                else 'not_due'
            end
            when 'continuing' then case
                when is_works_completed then 'done'
                when is_unreported then 'silent'
                when is_on_plan then 'done'
                when pace is null then 'no_date'
                when light in ('slow', 'behind') then 'late'
                else 'on_pace'
            end
            when 'new_start' then case
                when is_started then 'done'
                when not has_planned_start then 'no_date'
                when is_start_due then 'late'
                else 'not_due'
            end
            when 'preliminary' then case when light in ('slow', 'behind') then 'late' else 'on_pace' end
            else 'unmeasured'
        end as standing
    from lit
)"""


def standing_values(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None
) -> dict[str, Any]:
    """Return what the batch SQL binds: the month and the district's rules then.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches.
    """
    month = check_month(con, profile, as_of, known_on)
    lights = profile.rule("lights", month)
    ages = profile.rule("preliminary", month)
    lists = {rule.procedure: rule.steps for rule in profile.approvals if rule.enabled and rule.holds_at(month)}
    required = [(procedure, step) for procedure, steps in lists.items() for step in steps]
    batches = [batch for batch in profile.batches if batch.enabled and batch.holds_at(month)]
    return {
        "district": profile.id,
        "known_on": known_on or NOW,
        "as_of": month,
        "january": month.replace(month=1),
        "last_december": date(month.year - 1, 12, 1),
        "procedures": [procedure for procedure, _ in required],
        "steps": [step for _, step in required],
        "step_places": list(range(1, len(required) + 1)),
        "batches": [batch.name for batch in batches],
        "yardsticks": [batch.yardstick for batch in batches],
        "places": list(range(1, len(batches) + 1)),
        **{name: Decimal(str(getattr(lights, name))) for name in ("ahead_pp", "slow_pp", "behind_pp")},
        "yellow_months": ages.yellow_months,
        "red_months": ages.red_months,
    }
