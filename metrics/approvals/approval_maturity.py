"""How mature each project is (前期成熟度): share of its approvals, and how long it has been in preparation."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.approvals.required_steps import ask
from metrics.registry import metric

SQL = """
with {stepped},

counted as (
    select
        project_id,
        count(*) filter (is_applicable) as approvals_required,
        count(*) filter (is_applicable and completed_on is not null) as approvals_obtained,
        max(step) filter (is_next) as next_approval,
        max(completed_on) as last_approved_on
    from placed
    group by project_id
),

stays as (
    select project_id, since_month
    from mart.preliminary_stay
    where district = $district and year = year($month) and from_month <= $month
)

select
    listed.project_id,
    project.project_name,
    coalesce(listed.responsible_unit, '—') as responsible_unit,
    listed.batch,
    listed.yardstick = 'preliminary' as is_preliminary,
    listed.approval_procedure,
    listed.total_investment_wan,
    counted.approvals_required,
    counted.approvals_obtained,
    counted.approvals_obtained / nullif(counted.approvals_required, 0) as maturity_share,
    counted.next_approval,
    counted.last_approved_on,
    date_diff('month', counted.last_approved_on, $day) as months_since_approval,
    listed.planned_start_date,
    coalesce(listed.planned_start_date <= $day, false) as is_start_overdue,
    stays.since_month as preliminary_since_month,
    date_diff('month', stays.since_month, $month) as months_in_preliminary,
    case
        when listed.yardstick <> 'preliminary' or stays.since_month is null then null
        when date_diff('month', stays.since_month, $month) > $red_months then 'behind'
        when date_diff('month', stays.since_month, $month) > $yellow_months then 'slow'
        else 'normal'
    end as light
from listed
left join counted on counted.project_id = listed.project_id
left join stays on stays.project_id = listed.project_id
left join mart.project as project on project.district = $district and project.project_id = listed.project_id
order by maturity_share nulls first, months_since_approval desc nulls last, project.project_name, listed.project_id
"""


@metric()
def approval_maturity(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """How mature each project is (前期成熟度): share of its approvals, months since the last one, years in preparation.

    口径：成熟度 = 已办结 ÷ 应办手续（不适用的不计）；在前期从首次列入起算，超过 2 年 ◆、3 年 ▼（按区的规则）。

    Args, Raises: as of ``approval_matrix``.

    Returns:
        A row a project that is in plan and not begun, least mature first: ``maturity_share`` [0–1; null: no list for
        its procedure], ``next_approval`` (null: all obtained), ``months_in_preliminary``, ``light``.

    Source:
        J13 (提高成熟度，争取2至3年实现开工), T6 (项目成熟度).
    """
    found = ask(con, SQL, profile, as_of, known_on, on)
    counts = ["approvals_required", "approvals_obtained", "months_since_approval", "months_in_preliminary"]
    return found.astype(dict.fromkeys(counts, "Int64"))
