"""Adjustments of the year's plan (计划调整): in, out, other batch, other amount; cause, statement, who decided."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric

# J11's causes in order; the first whose word stands in the cause as written
CAUSES = (
    ("macro", ("宏观调控", "国家宏观")),
    ("policy", ("产业政策", "政策调整")),
    ("market", ("市场", "投资意向", "资金", "融资")),
    ("force_majeure", ("不可抗力", "自然灾害", "疫情")),
    ("not_driven", ("推动不力", "推进不力", "进度滞后")),
    ("ready", ("成熟", "具备开工", "手续办结")),  # what is taken in: 条件成熟且符合申报要求
)

# ``adjusted``: one row a project, month and kind of adjustment, as papers and plan tables say it
ADJUSTED = """
papers as (
    select
        project_id, effective_month, adjustment, cause, statement_on, decided_by, decided_on, batch_before, batch_after,
        annual_plan_before_wan, annual_plan_after_wan
    from mart.plan_adjustment
    where district = $district
        and year(effective_month) = $year and effective_month <= $month
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    qualify row_number() over (
        partition by project_id, effective_month, adjustment order by known_from desc, row_id desc
    ) = 1
),

version as (
    select
        project_id, effective_month, annual_plan_wan, is_removed, adjustment,
        lag(annual_plan_wan) over so_far as before_wan,
        lag(is_removed) over so_far as was_removed
    from mart.plan_version
    where district = $district and year = $year and effective_month <= $month
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    window so_far as (partition by project_id order by effective_month)
),

changed as (
    -- what the plan tables of the year changed after January
    select
        project_id,
        effective_month,
        case
            when is_removed then '调出'
            when before_wan is null or was_removed then '调入'
            when adjustment like '%批次%' then '转批次'
            else '计划调整'
        end as adjustment,
        before_wan,
        if(is_removed, null, annual_plan_wan) as after_wan
    from version
    where effective_month > make_date($year, 1, 1)
        and (
            is_removed is distinct from was_removed
            or annual_plan_wan is distinct from before_wan
            or adjustment is not null
        )
        and not (is_removed and coalesce(was_removed, false))
),

adjusted as (
    select
        coalesce(papers.project_id, changed.project_id) as project_id,
        coalesce(papers.effective_month, changed.effective_month) as effective_month,
        coalesce(papers.adjustment, changed.adjustment) as adjustment,
        papers.project_id is not null as has_papers,
        papers.cause,
        papers.statement_on,
        papers.decided_by,
        papers.decided_on,
        papers.batch_before,
        papers.batch_after,
        coalesce(papers.annual_plan_before_wan, changed.before_wan) as plan_before_wan,
        if(coalesce(papers.adjustment, changed.adjustment) = '调出', null,
            coalesce(papers.annual_plan_after_wan, changed.after_wan)) as plan_after_wan
    from papers
    full join changed
        on changed.project_id = papers.project_id and changed.effective_month = papers.effective_month
)"""

LIST = """
with {adjusted}

select
    adjusted.project_id,
    project.project_name,
    coalesce(standing.responsible_unit, '—') as responsible_unit,
    adjusted.effective_month as adjusted_month,
    adjusted.adjustment as adjustment_kind,
    adjusted.cause as adjustment_cause,
    adjusted.statement_on,
    adjusted.decided_by as adjustment_decided_by,
    adjusted.decided_on as adjustment_decided_on,
    adjusted.batch_before,
    adjusted.batch_after,
    standing.total_investment_wan,
    adjusted.plan_before_wan,
    adjusted.plan_after_wan,
    coalesce(adjusted.plan_after_wan, 0) - coalesce(adjusted.plan_before_wan, 0) as adjustment_change_wan,
    adjusted.has_papers
from adjusted
left join mart.project as project on project.district = $district and project.project_id = adjusted.project_id
left join mart.project_month as standing
    on standing.district = $district and standing.month = $month and standing.project_id = adjusted.project_id
order by
    adjusted.effective_month desc,
    list_position(['调出', '调入', '转批次', '计划调整'], adjusted.adjustment) nulls last,
    abs(adjustment_change_wan) desc nulls last,
    project.project_name,
    adjusted.project_id
"""

BALANCE = """
with {adjusted},

january as (
    select count(*) as projects, sum(total_investment_wan) as total_wan, sum(annual_plan_wan) as plan_wan
    from mart.project_month
    where district = $district and month = make_date($year, 1, 1) and is_in_plan
        and yardstick is distinct from 'preliminary'
),

now as (
    select count(*) as projects, sum(total_investment_wan) as total_wan, sum(annual_plan_wan) as plan_wan
    from mart.project_month
    where district = $district and month = $month and is_in_plan and yardstick is distinct from 'preliminary'
),

counted as (
    select
        count(*) filter (adjustment = '调入') as taken_in,
        count(*) filter (adjustment = '调出') as taken_out,
        count(*) filter (adjustment = '转批次') as moved_batch,
        count(*) filter (adjustment not in ('调入', '调出', '转批次')) as changed_amount,
        count(*) filter (not has_papers) as without_papers,
        count(*) filter (adjustment = '调出' and (statement_on is null or decided_on is null)) as out_without_statement
    from adjusted
)

select
    january.projects as projects_in_january,
    now.projects as projects_now,
    coalesce(january.total_wan, 0) as total_in_january_wan,
    coalesce(now.total_wan, 0) as total_now_wan,
    coalesce(january.plan_wan, 0) as plan_in_january_wan,
    coalesce(now.plan_wan, 0) as plan_now_wan,
    coalesce(now.plan_wan, 0) - coalesce(january.plan_wan, 0) as balance_change_wan,
    counted.taken_in,
    counted.taken_out,
    counted.moved_batch,
    counted.changed_amount,
    counted.without_papers,
    counted.out_without_statement
from january, now, counted
"""


def cause_kind(cause: object) -> str | None:
    """Return which of J11's causes a written cause is; other where none; None: no cause is written."""
    if not isinstance(cause, str) or not cause.strip():
        return None
    return next((name for name, words in CAUSES if any(word in cause for word in words)), "other")


@metric()
def plan_adjustments(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Adjustments of this year's plan (计划调整清单): what changed when, why, on which statement, by whose decision.

    口径：今年年初计划以后、截至月及以前执行的调入、调出、转批次和年度计划增减；计划调整审批表和年度计划表（调整）按项目和执行月份合并，
    只在计划表上看到的为没有审批材料。原因按旌阳第十一条归为五种、条件成熟（增列的）或其他（由原文字句认，原文照列）。调出须有书面说明和审定日期。

    Args:
        con: warehouse connection; ``mart.plan_adjustment``, ``mart.plan_version`` and ``mart.project`` are read.
        profile: the district.
        as_of: the month; adjustments of its year up to it are seen.
        known_on: only what was received by the end of this day; None: all.

    Returns:
        A row a project, month and kind, the latest first. ``cause_kind`` macro, policy, market, force_majeure,
        not_driven, ready or other; ``missing_papers``: what is wanting (null: nothing). Amounts 万元.

    Source:
        J11 (书面说明情况), T11 (每年年中进行一次重点项目计划调整).
    """
    found = _asked(con, LIST, profile, as_of, known_on)
    found["cause_kind"] = pd.Series([cause_kind(cause) for cause in found.adjustment_cause], dtype=object)
    found["missing_papers"] = pd.Series([_missing(row) for row in found.to_dict("records")], dtype=object)
    return found


@metric()
def adjustment_balance(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The plan before and after this year's adjustments (调整平衡): number, total investment and annual plan.

    口径：建设项目（不含前期批次），一月在计划的与截至月在计划的对比；调入、调出、转批次、增减的项数按“计划调整清单”。

    Args: as of ``plan_adjustments``.

    Returns:
        One row. Amounts 万元; ``balance_change_wan`` is the annual plan now minus January's;
        ``out_without_statement``: taken out without a written statement or a decision.

    Source:
        T11 (确保重点项目数量、投资总量、年度投资等指标动态平衡), J11.
    """
    return _asked(con, BALANCE, profile, as_of, known_on)


def _missing(row: dict[str, Any]) -> str | None:
    if not row["has_papers"]:
        return "没有审批材料"
    wanted = {"adjustment_cause": "原因", "adjustment_decided_by": "决定机构", "adjustment_decided_on": "决定日期"}
    wanted |= {"statement_on": "书面说明"} if row["adjustment_kind"] == "调出" else {}
    missing = [label for field, label in wanted.items() if pd.isna(row[field])]
    return f"缺{'、'.join(missing)}" if missing else None


def _asked(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None
) -> pd.DataFrame:
    month = as_of.replace(day=1)
    values = {
        "district": profile.id, "known_on": known_on or NOW, "month": month, "year": month.year, "on": last_day(month),
    }  # fmt: skip
    sql = sql.format(adjusted=ADJUSTED)
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, values)).df()
