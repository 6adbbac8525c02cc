"""One project (项目档案): who it is, what was planned, reported and booked, month by month and version by version.

A few questions about one ``project_id``, each a DataFrame; nothing effective or dated after ``as_of`` or received after
``known_on`` is seen.
"""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.known import as_known

# what a statement may hold; a field it does not hold is taken from the statement before it
FIELDS = (
    "project_code", "project_name", "batch", "construction_nature", "project_level", "category", "industry", "funding",
    "approval_procedure", "town", "special_area", "responsible_unit", "service_unit", "owner", "contact_leader",
    "project_officer", "total_investment_wan", "approved_estimate_wan", "planned_start_date", "planned_finish_date",
    "longitude", "latitude",
)  # fmt: skip

# once arranged, only plans and later arrangements say who is in charge
LEADER = """coalesce(
            case when bool_or(kind = 'leader_arrangement')
                then arg_max(contact_leader, spoken) filter (kind in ('annual_plan', 'leader_arrangement')) end,
            arg_max(contact_leader, spoken)
        )"""
FACTS = """
with said as (
    select
        *,
        -- within a month the dispatch speaks after the plan
        year(effective_month) * 1200 + month(effective_month) * 100
            + case kind when 'leader_arrangement' then 3 when 'dispatch' then 2 else 1 end as spoken
    from mart.project_state
    where district = $district and project_id = $project_id and effective_month <= $as_of and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
),

actual as (
    select
        arg_max(actual_start_date, spoken) as actual_start_date,
        arg_max(coalesce(actual_start_precision, 'month'), spoken) filter (actual_start_date is not null)
            as actual_start_precision,
        arg_max(actual_finish_date, spoken) as actual_finish_date,
        arg_max(in_use_date, spoken) as in_use_date
    from said
),

latest as (
    select
        {fields},
        arg_min(planned_start_date, spoken) as original_planned_start_date,
        arg_min(planned_finish_date, spoken) as original_planned_finish_date,
        min(effective_month) as first_month,
        max(effective_month) as last_statement_month
    from said
    having count(*) > 0
)

select
    $project_id as project_id,
    latest.*,
    -- a date after the cut-off has not happened yet
    case when actual.actual_start_date <= last_day($as_of) then actual.actual_start_date end as actual_start_date,
    case when actual.actual_start_date <= last_day($as_of) then actual.actual_start_precision end
        as actual_start_precision,
    case when actual.actual_finish_date <= last_day($as_of) then actual.actual_finish_date end as actual_finish_date,
    case when actual.in_use_date <= last_day($as_of) then actual.in_use_date end as in_use_date
from latest
cross join actual
"""

MONTHS = """
select
    month,
    batch,
    responsible_unit,
    is_in_plan,
    is_removed,
    is_outside_plan,
    annual_plan_wan,
    original_plan_wan,
    coalesce(planned_ytd_wan, annual_plan_wan * expected_share) as planned_ytd_wan,
    planned_ytd_wan is null as is_estimated_plan,
    expected_share,
    reported_ytd_wan,
    carried_ytd_wan,
    reported_month_wan,
    is_silent,
    silent_since_month,
    booked_ytd_wan,
    is_in_library,
    cumulative_wan,
    physical_progress,
    is_estimated_progress,
    planned_progress
from mart.project_month
where district = $district and project_id = $project_id and month <= $as_of
order by month
"""

PLAN_VERSIONS = """
select
    plan_version.year,
    plan_version.effective_month,
    plan_version.annual_plan_wan,
    plan_version.is_removed,
    plan_version.adjustment,
    plan_version.known_from as received_on
from mart.plan_version
where district = $district and project_id = $project_id and effective_month <= $as_of and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
order by plan_version.effective_month, plan_version.known_from
"""

BATCHES = """
with spells as (
    select
        month,
        batch,
        is_in_plan,
        -- consecutive months with the same batch and standing have the same number
        row_number() over (order by month) - row_number() over (partition by batch, is_in_plan order by month) as spell
    from mart.project_month
    where district = $district and project_id = $project_id and month <= $as_of
)

select
    min(month) as from_month,
    max(month) as to_month,
    batch,
    is_in_plan
from spells
group by batch, is_in_plan, spell
order by from_month
"""

FOUND = """
select
    project.project_id,
    project.project_name,
    project.project_code,
    month.batch,
    month.responsible_unit,
    project.service_unit,
    month.town,
    month.annual_plan_wan,
    month.is_in_plan
from mart.project
inner join mart.project_month as month on month.district = project.district and month.project_id = project.project_id
where project.district = $district and month.month = $as_of
    and contains(lower(project.project_name || ' ' || coalesce(project.project_code, '')), $text)
order by month.is_in_plan desc, month.annual_plan_wan desc nulls last, project.project_id
"""


def project_facts(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return one row: the project's attributes and dates as last said by ``as_of``; no row for an unknown id.

    口径：每个字段取截至月以前最近一次报送的值（同月调度表后于计划表）；原计划日期取最早一次；截至月以后的实际日期视为未发生。

    Source:
        J14, T8.
    """
    latest = {field: f"arg_max({field}, spoken)" for field in FIELDS} | {"contact_leader": LEADER}
    fields = ",\n        ".join(f"{said} as {field}" for field, said in latest.items())
    return ask(con, FACTS.format(fields=fields), profile, as_of, known_on, project_id)


def project_months(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return a row a month up to ``as_of``: plan, reported, booked [万元, year to date], progress [0–1] and silence.

    口径：计划累计取倒排计划，无倒排的按项目标尺推算（估）；上报为空是未报，入统为空是不在库或当月无报表，均不作零。
    """
    with as_known(con, known_on) as known:
        return ask(known, MONTHS, profile, as_of, known_on, project_id)


def project_plan_versions(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return a row a plan version effective by ``as_of``: year, effective month, plan [万元], removed, day received."""
    return ask(con, PLAN_VERSIONS, profile, as_of, known_on, project_id)


def project_batches(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return a row a spell of months in the same batch and standing: from_month, to_month, batch, is_in_plan."""
    with as_known(con, known_on) as known:
        return ask(known, BATCHES, profile, as_of, known_on, project_id)


def projects_found(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None, text: str = ""
) -> pd.DataFrame:
    """Return the projects whose name or code contains ``text``, in plan first, then by plan; all when it is blank."""
    with as_known(con, known_on) as known:
        values = {"district": profile.id, "as_of": as_of, "text": text.strip().lower()}
        return known.execute(FOUND, values).df()


def ask(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    profile: Profile,
    as_of: date,
    known_on: date | None,
    project_id: str,
    **more: object,
) -> pd.DataFrame:
    """Put a question about one project; only the values that the text names are bound."""
    values = {"district": profile.id, "as_of": as_of, "known_on": known_on or NOW, "project_id": project_id} | more
    return con.execute(sql, {name: value for name, value in values.items() if f"${name}" in sql}).df()
