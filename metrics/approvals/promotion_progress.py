"""Promoted projects (招商落地): signed, approved, started, how long between, and two offices' dates of the start."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.lists.four_lists import APPROVED
from metrics.registry import metric

SQL = """
with signed as (
    select
        project_id, city_number, responsible_unit, contact_leader, total_investment_wan, fixed_investment_wan,
        signed_on,
        if(start_date_development <= $on, start_date_development, null) as start_development_on,
        if(start_date_industry <= $on, start_date_industry, null) as start_industry_on
    from mart.promotion
    where district = $district
        and coalesce(signed_on <= $on, true)
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    qualify row_number() over (partition by project_id order by known_from desc, row_id desc) = 1
),

approved as (
    select project_id, min(completed_on) as approved_on
    from mart.approval_step
    where district = $district and completed_on <= $on and list_contains($approved::varchar[], step)
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

dated as (
    select
        signed.*,
        approved.approved_on,
        least(signed.start_development_on, signed.start_industry_on) as first_start_on
    from signed
    left join approved on approved.project_id = signed.project_id
)

select
    dated.project_id,
    project.project_name,
    dated.city_number,
    coalesce(dated.responsible_unit, project.responsible_unit, '—') as responsible_unit,
    dated.contact_leader,
    dated.total_investment_wan,
    dated.fixed_investment_wan,
    dated.signed_on,
    dated.approved_on as first_approved_on,
    dated.start_development_on,
    dated.start_industry_on,
    date_diff('month', dated.start_development_on, dated.start_industry_on) as start_spread_months,
    case
        when dated.first_start_on is not null then 'started'
        when dated.approved_on is not null then 'approved'
        else 'signed'
    end as promotion_state,
    date_diff('month', dated.signed_on, dated.first_start_on) as signed_to_start_months,
    case when dated.first_start_on is null then date_diff('month', dated.signed_on, $on) end as months_since_signed
from dated
left join mart.project as project on project.district = $district and project.project_id = dated.project_id
order by
    list_position(['signed', 'approved', 'started'], promotion_state),
    months_since_signed desc nulls last,
    abs(start_spread_months) desc nulls last,
    dated.signed_on,
    dated.project_id
"""


@metric()
def promotion_progress(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Promoted projects (招商落地): signed, approved and started, and how far the two offices' start dates differ.

    口径：招商台账上截至日及以前签约（或没有写签约日期）的；立项为项目建议书、可研、核准、备案最早办结的一项；
    开工取发改、经信两个日期中较早的，两者之差按月份，经信较晚为正。

    Args:
        con: warehouse connection; ``mart.promotion``, ``mart.approval_step`` and ``mart.project`` are read.
        profile: the district.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: what is dated later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project, those not begun first: ``promotion_state`` signed, approved or started;
        ``signed_to_start_months``, ``months_since_signed`` (not begun), ``start_spread_months`` (null: one date only).

    Source:
        J18 (签约重大项目用地预审与规划选址、审批（核准/备案）).
    """
    values = {
        "district": profile.id, "known_on": known_on or NOW, "on": on or last_day(as_of), "approved": list(APPROVED),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
    months = ["start_spread_months", "signed_to_start_months", "months_since_signed"]
    return found.astype(dict.fromkeys(months, "Int64"))
