"""Next year's draft plan (年度计划草案): put together from what stands and what was declared, changed by people."""

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
from metrics.selection.draft_offers import offers
from metrics.statements import steps

PLAN = """
with {draft}

select
    draft.project_id,
    project.project_code,
    project.project_name,
    coalesce(draft.responsible_unit, '—') as responsible_unit,
    draft.draft_source,
    draft.is_in_draft,
    draft.ground,
    draft.batch_this_year,
    draft.draft_batch,
    draft.total_investment_wan as draft_total_wan,
    draft.plan_this_year_wan,
    draft.left_wan,
    draft.draft_plan_wan,
    draft.amount_basis,
    draft.planned_start_date,
    draft.planned_finish_date,
    draft.edited_by,
    draft.edit_reason,
    draft.last_entry_id,
    project.construction_nature,
    standing.project_level,
    project.category,
    standing.industry,
    standing.funding,
    standing.approval_procedure,
    standing.town,
    standing.special_area,
    standing.approved_estimate_wan,
    project.owner,
    project.service_unit,
    standing.contact_leader,
    project.project_officer,
    project.longitude,
    project.latitude
from draft
left join standing on standing.project_id = draft.project_id
left join mart.project as project on project.district = $district and project.project_id = draft.project_id
order by
    draft.is_in_draft desc,
    list_position($batches::varchar[], draft.draft_batch) nulls last,
    draft.draft_plan_wan desc nulls last,
    project.project_name,
    draft.project_id
"""

BALANCE = """
with {draft},

this_year as (
    select batch, count(*) as projects, sum(total_investment_wan) as total_wan, sum(annual_plan_wan) as plan_wan
    from mart.project_month
    where district = $district and month = $month and is_in_plan
    group by batch
),

next_year as (
    select
        draft_batch as batch,
        count(*) as projects,
        sum(total_investment_wan) as total_wan,
        sum(draft_plan_wan) as plan_wan,
        count(*) filter (draft_plan_wan is null) as without_amount
    from draft
    where is_in_draft
    group by draft_batch
)

select
    coalesce(this_year.batch, next_year.batch) as batch,
    coalesce(coalesce(this_year.batch, next_year.batch) = $preliminary, false) as is_preliminary,
    coalesce(this_year.projects, 0) as projects_this_year,
    coalesce(next_year.projects, 0) as projects_next_year,
    coalesce(this_year.total_wan, 0) as total_this_year_wan,
    coalesce(next_year.total_wan, 0) as total_next_year_wan,
    coalesce(this_year.plan_wan, 0) as plan_this_year_wan,
    coalesce(next_year.plan_wan, 0) as draft_plan_wan,
    coalesce(next_year.without_amount, 0) as without_amount
from this_year
full join next_year on next_year.batch = this_year.batch
order by list_position($batches::varchar[], coalesce(this_year.batch, next_year.batch)) nulls last, 1
"""

SUMMARY = """
with balance as ({balance})

select
    sum(projects_this_year) filter (not is_preliminary) as projects_this_year,
    sum(projects_next_year) filter (not is_preliminary) as projects_next_year,
    sum(total_this_year_wan) filter (not is_preliminary) as total_this_year_wan,
    sum(total_next_year_wan) filter (not is_preliminary) as total_next_year_wan,
    sum(plan_this_year_wan) filter (not is_preliminary) as plan_this_year_wan,
    sum(draft_plan_wan) filter (not is_preliminary) as draft_plan_wan,
    sum(draft_plan_wan - plan_this_year_wan) filter (not is_preliminary) as draft_change_wan,
    sum(projects_next_year) filter (is_preliminary) as preliminary_projects,
    sum(without_amount) filter (not is_preliminary) as without_amount
from balance
"""
COUNTED = {"projects_this_year", "projects_next_year", "preliminary_projects", "without_amount"}


@metric()
def draft_plan(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Next year's draft plan (年度计划草案): one row a project that is offered, whether it is in, and its amount.

    口径：来源依次为结转（未竣工的建设项目）、申报、前期批次、1年期待建库和招商已签约（未申报的），一个项目一次。
    结转的（计划在今年余下月份竣工的除外）、审定列入的、未审定而符合条件的、前期批次的、1年期待建库符合条件的先列入，其余为候选；有人改过的以改的为准，须有原因。
    年度计划依次取人填的、申报的、测算的：年末剩余投资（总投资减开工累计再减今年计划余额）按下年内的月数与剩余工期月数之比分摊，
    四舍五入到万元；计划竣工已过的全部列下年；缺竣工时间或开工累计的为空；申报的多于总投资的待核，填写以前为空。

    Args:
        con: warehouse connection.
        profile: the district's rules and batches.
        as_of: the month from which this year's plan and what is done are taken; the draft is of the year after.
        known_on: only what was received and decided by the end of this day; None: all.
        on: what is dated later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project, those in the draft first: ``draft_source`` carried, declared, preliminary, reserve, added;
        ``amount_basis`` edited, declared, doubtful (declared above the total: no amount until a person writes one),
        spread, same (as this year: preliminary ones), missing. Amounts 万元.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T3, T11 (上年度未竣工重点项目原则上纳入下年度), J9, J17.
    """
    return _asked(con, PLAN, profile, as_of, known_on, on).astype({"last_entry_id": "Int64"})


@metric()
def draft_balance(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The draft plan against this year's by batch (指标平衡): number, total investment and annual plan.

    口径：今年为截至月在计划的项目，明年为草案中列入的项目；没有金额的按零计入合计，个数另列。

    Args, Raises: as of ``draft_plan``.

    Returns:
        A row a batch; ``is_preliminary``: its plan is money for preparation, outside the yearly task. Amounts 万元.

    Source:
        T11 (重点项目数量、投资总量、年度投资等指标动态平衡).
    """
    return _asked(con, BALANCE, profile, as_of, known_on, on)


@metric()
def draft_summary(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The draft plan against this year's in one row (草案合计): construction projects; preliminary ones beside.

    口径：建设项目（不含前期批次）的个数、总投资、年度计划两年对比；前期项目、没有金额的项目另列个数。

    Args, Raises: as of ``draft_plan``.

    Returns:
        One row. Amounts 万元; ``draft_change_wan`` is next year's plan minus this year's.

    Source:
        T11 (指标动态平衡).
    """
    found = _asked(con, SUMMARY.format(balance=BALANCE), profile, as_of, known_on, on)
    return found.fillna(dict.fromkeys(COUNTED, 0)).astype(dict.fromkeys(COUNTED, "int64"))


def _asked(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None, on: date | None
) -> pd.DataFrame:
    month, on = check_month(con, profile, as_of, known_on), on or last_day(as_of)
    year = month.year + 1
    offered, declared = offers(con, profile=profile, as_of=as_of, known_on=known_on, year=year, on=on)
    batches = {batch.yardstick: batch for batch in profile.batches if batch.enabled and batch.holds_at(month)}
    names: dict[str, Any] = {yardstick: batch.name for yardstick, batch in batches.items()}
    has_completion = "completion" in batches and batches["completion"].is_in_text
    edits = steps("selection", "year_decisions", kind="draft_plan")
    sql = sql.format(draft=steps("selection", "draft", year_decisions=edits))
    values = {
        "district": profile.id, "known_on": known_on or NOW, "day": on, "month": month, "year": year,
        "january": date(year, 1, 1), "december": date(year, 12, 31),
        "ids": [offer.project_id for offer in offered], "sources": [offer.source for offer in offered],
        "ins": [offer.is_in for offer in offered], "grounds": [offer.ground for offer in offered],
        "declared": declared, "batches": [batch.name for batch in profile.batches],
        "completion": names["completion"] if has_completion else names.get("continuing"),
        **{name: names.get(name) for name in ("continuing", "new_start", "preliminary")},
    }  # fmt: skip
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, values)).df()
