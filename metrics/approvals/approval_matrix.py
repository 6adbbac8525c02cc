"""Approvals before the start (前期手续矩阵): project × step, the step where each waits, and how mature each is."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

# ``stepped``: one row a project that is in plan and not begun, and step that its procedure requires
STEPPED = """
required as (
    select
        unnest($procedures::varchar[]) as approval_procedure,
        unnest($steps::varchar[]) as step,
        unnest($places::bigint[]) as place
),

listed as (
    select
        project_id, batch, yardstick, responsible_unit, approval_procedure, total_investment_wan, planned_start_date
    from mart.project_month
    where district = $district and month = $month and is_in_plan
        and yardstick in ('preliminary', 'new_start')
        and coalesce(actual_start_date > $on, true)
),

said as (
    select project_id, step, is_applicable, completed_on, document_number
    from mart.approval_step
    where district = $district
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

stepped as (
    select
        listed.project_id,
        required.step,
        required.place,
        coalesce(said.is_applicable, true) as is_applicable,
        if(said.completed_on <= $on, said.completed_on, null) as completed_on,
        if(said.completed_on <= $on, said.document_number, null) as document_number
    from listed
    inner join required on required.approval_procedure = listed.approval_procedure
    left join said on said.project_id = listed.project_id and said.step = required.step
),

placed as (
    select
        *,
        -- the first step that applies and is not done: where the project waits
        place = min(place) filter (is_applicable and completed_on is null) over (partition by project_id) as is_next
    from stepped
)"""

MATRIX = """
with {stepped}

select
    placed.project_id,
    project.project_name,
    coalesce(listed.responsible_unit, '—') as responsible_unit,
    listed.batch,
    listed.approval_procedure,
    placed.step as approval_step,
    placed.place as step_place,
    case
        when not placed.is_applicable then 'not_applicable'
        when placed.completed_on is not null then 'done'
        when placed.is_next then 'next'
        else 'later'
    end as approval_state,
    placed.completed_on as approved_on,
    placed.document_number as approval_number
from placed
inner join listed on listed.project_id = placed.project_id
left join mart.project as project on project.district = $district and project.project_id = placed.project_id
order by project.project_name, placed.project_id, placed.place
"""

STEPS = """
with {stepped}

select
    step as approval_step,
    count(*) filter (is_applicable) as projects,
    count(*) filter (is_applicable and completed_on is not null) as obtained,
    count(*) filter (not is_applicable) as not_applicable,
    count(*) filter (coalesce(is_next, false)) as waiting_projects,
    count(*) filter (is_applicable and completed_on is null and not coalesce(is_next, false)) as not_reached,
    count(*) filter (is_applicable and completed_on is not null) / nullif(count(*) filter (is_applicable), 0)
        as obtained_share
from placed
group by step
order by min(place), step
"""

MATURITY = """
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
    date_diff('month', counted.last_approved_on, $on) as months_since_approval,
    listed.planned_start_date,
    coalesce(listed.planned_start_date <= $on, false) as is_start_overdue,
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
def approval_matrix(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Approvals as a matrix (前期手续矩阵): a row a project and step, what is done, and the step it waits for.

    口径：截至月在计划、前期和新开工批次、还没有开工的项目；步骤按项目的审批、核准或备案清单，标为不适用的单列；
    按清单次序第一个没有办结的为待办，其后没有办结的为以后各步。没有写审批方式的项目没有清单，不在矩阵里。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.approval_step`` and ``mart.project`` are read.
        profile: the district's lists of approvals.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: what was approved later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project and step: ``approval_state`` done, next, later or not_applicable; ``approved_on``,
        ``approval_number``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T6 (完成施工许可前所需审批手续), J13, J23.
    """
    return _asked(con, MATRIX, profile, as_of, known_on, on)


@metric()
def approval_steps(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The steps of approval (卡在哪一步): how many projects need each, have it, wait for it.

    口径：同“前期手续矩阵”；一个项目只在一步待办。

    Args, Raises: as of ``approval_matrix``.

    Returns:
        A row a step, in order: ``projects`` that need it = ``obtained`` + ``waiting_projects`` + ``not_reached``;
        ``obtained_share`` [0–1].

    Source:
        T6, T14, J23.
    """
    return _asked(con, STEPS, profile, as_of, known_on, on)


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
    found = _asked(con, MATURITY, profile, as_of, known_on, on)
    counts = ["approvals_required", "approvals_obtained", "months_since_approval", "months_in_preliminary"]
    return found.astype(dict.fromkeys(counts, "Int64"))


def _asked(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None, on: date | None
) -> pd.DataFrame:
    month, on = check_month(con, profile, as_of, known_on), on or last_day(as_of)
    ages = profile.rule("preliminary", month)
    lists = [rule for rule in profile.approvals if rule.enabled and rule.holds_at(month)]
    order = _order([list(rule.steps) for rule in lists])
    required = [
        (rule.procedure, step) for rule in {rule.procedure: rule for rule in lists}.values() for step in rule.steps
    ]
    values: dict[str, Any] = {
        "district": profile.id, "known_on": known_on or NOW, "on": on, "month": month,
        "procedures": [procedure for procedure, _ in required], "steps": [step for _, step in required],
        "places": [order.index(step) + 1 for _, step in required],
        "yellow_months": ages.yellow_months, "red_months": ages.red_months,
    }  # fmt: skip
    sql = sql.format(stepped=STEPPED)
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, values)).df()


def _order(lists: list[list[str]]) -> list[str]:
    """Join the procedures' lists into one order in which each keeps its own."""
    joined: list[str] = []
    for steps in lists:
        at = 0
        for step in steps:
            if step in joined:
                at = max(at, joined.index(step) + 1)
            else:
                joined.insert(at, step)
                at += 1
    return joined
