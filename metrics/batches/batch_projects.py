"""The projects behind the batch progress, one a row, worst first; original and latest dates side by side."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.batches.batch_yardsticks import standing_values
from metrics.binding import bound
from metrics.known import as_known
from metrics.registry import metric
from metrics.statements import steps

COLUMNS = ", responsible_unit, town, contact_leader"

SQL = """
with {measured},
{standing},
{approvals},

shown as (
    select *, batch as shown_batch, false as has_converted
    from standing
    union all
    select * replace ('done' as standing, null as light), converted_from_batch as shown_batch, true as has_converted
    from standing
    where converted_from_batch is not null
)

select
    shown.shown_batch as batch,
    shown.project_id,
    project.project_name,
    shown.responsible_unit,
    shown.town,
    shown.contact_leader,
    shown.standing,
    shown.light,
    case when shown.has_converted then shown.batch end as converted_to_batch,
    case
        when shown.standing <> 'late' then null
        when shown.yardstick = 'completion' then date_diff('month', shown.planned_finish_date, $as_of)
        when shown.yardstick = 'new_start' then date_diff('month', shown.planned_start_date, $as_of)
    end as overdue_months,
    case when not shown.has_converted then shown.progress_gap_pp end as progress_gap_pp,
    case when shown.yardstick = 'preliminary' then shown.months_in_preliminary end as months_in_preliminary,
    approvals.approvals_required,
    approvals.approvals_obtained,
    approvals.approvals_obtained / nullif(approvals.approvals_required, 0) as approvals_share,
    shown.total_investment_wan,
    shown.annual_plan_wan,
    shown.carried_ytd_wan as reported_ytd_wan,
    shown.physical_progress,
    shown.is_estimated_progress,
    shown.planned_progress,
    shown.is_estimated_planned_progress,
    -- none said by as_of: the first one said is of a later month
    case when shown.planned_start_date is not null then project.original_planned_start_date end
        as original_planned_start_date,
    shown.planned_start_date,
    shown.actual_start_date,
    case when shown.planned_finish_date is not null then project.original_planned_finish_date end
        as original_planned_finish_date,
    shown.planned_finish_date,
    shown.actual_finish_date,
    shown.in_use_date
from shown
left join approvals on approvals.project_id = shown.project_id
left join mart.project as project on project.district = $district and project.project_id = shown.project_id
where $batch is null or shown.shown_batch = $batch
order by
    list_position($batches, shown.shown_batch) nulls last,
    shown.shown_batch,
    list_position(['late', 'no_date', 'silent', 'unmeasured', 'on_pace', 'not_due', 'done'], shown.standing),
    overdue_months desc nulls last,
    progress_gap_pp nulls last,
    months_in_preliminary desc nulls last,
    shown.total_investment_wan desc nulls last,
    shown.project_id
"""


@metric()
def batch_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    batch: str | None = None,
) -> pd.DataFrame:
    """Projects of the batches (批次项目): how each stands, worst first, with original and latest dates.

    口径：与 ``batch_progress`` 同一范围和判断；年内由前期转入建设批次的在前期批次另列一行，注明现批次。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        batch: one batch's name; None: all, in the profile's order.

    Returns:
        One row per project and batch. ``standing`` is done, on_pace, late, not_due, no_date, silent or unmeasured.
        ``overdue_months`` [whole months since the planned month] is of late completions and starts,
        ``progress_gap_pp`` of continuing, ``months_in_preliminary`` and the approvals of preliminary ones.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        J13, T2, T7.
    """
    sql = SQL.format(
        measured=steps("batches", "measured", columns=COLUMNS),
        standing=steps("batches", "standing", source="measured"),
        approvals=steps("batches", "approvals", columns=""),
    )
    with as_known(con, known_on) as known:
        values = standing_values(known, profile, as_of, known_on) | {"batch": batch}
        return known.execute(sql, bound(sql, values)).df()
