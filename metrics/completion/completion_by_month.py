"""Investment completion by group and month (完成率热力图): rate, pace gap and light of every month of the year."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.completion.pace import (
    EXPECTED_TWELFTHS,
    GAP_PP,
    PARTS,
    SHARE,
    TASK_PARTS,
    Yardstick,
    expected_twelfths,
    light,
    light_limits,
)
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import blank_unknown, loaded_months, with_unknown_before

GROUPED = tuple(group for group in GROUPS if group != "month")

SQL = """
with totals as (
    select
        {key} as group_key,
        month,
        count(*) as projects,
        sum(annual_plan_wan) as annual_plan_wan,
        coalesce(sum(carried_ytd_wan), {nothing}) as reported_ytd_wan,
        {sum_of_twelfths} as expected_twelfths,
        sum({task_parts}) as task_parts,
        coalesce(sum(annual_plan_wan) filter (is_silent), 0) as silent_plan_wan,
        bool_or({suspect}) as is_suspect
    from mart.project_month
    where district = $district and month between $january and $as_of and is_counted
    group by group_key, month
)

select
    totals.group_key as {key},
    {shown_name}
    totals.month,
    totals.projects,
    totals.annual_plan_wan,
    totals.reported_ytd_wan,
    totals.reported_ytd_wan / nullif(totals.annual_plan_wan, 0) as investment_completion_rate,
    {share} as expected_share,
    {gap_pp} as pace_gap_pp,
    totals.task_parts / {parts} as planned_ytd_wan,
    {parts} * totals.reported_ytd_wan / nullif(totals.task_parts, 0) as task_rate,
    {light} as light,
    totals.silent_plan_wan,
    totals.silent_plan_wan > $provisional_share * totals.annual_plan_wan or totals.is_suspect as is_provisional
from totals
{project_names}
order by totals.group_key, totals.month
"""

# all rows of a group are of one month: month · Σ plan instead of Σ month · plan
SUM_OF_TWELFTHS = {
    "bulletin": "month(month) * sum(annual_plan_wan)",
    "project": f"sum({EXPECTED_TWELFTHS['project']})",
}
PROJECT_NAMES = """left join mart.project as project
    on project.district = $district and project.project_id = totals.group_key"""


@metric(groups=GROUPED)
def completion_by_month(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = "responsible_unit",
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Group × month of completion (完成率热力图): rate, pace gap, task rate and light of every month.

    口径：同投资完成，亮灯不随标尺变；第 m 月用第 m 月有效的计划、批次和责任单位。

    Args:
        con: warehouse connection; ``mart.project_month`` is read, by project also ``mart.project``.
        profile: the district's rules: lights, silence.
        as_of: the last closed month; the months from January to it are given.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS`` but month; by default the responsible unit.
        yardstick: ``bulletin`` (month/12) or ``project`` (the project's own plan).

    Returns:
        One row per group and month in which the group has a counted project; ``light`` and ``task_rate``
        (reported ÷ what the projects' own plans ask for by that month) null when not due. A month whose dispatch is
        not loaded has no reported amount, rate, gap or light; ``has_unknown_before`` as in ``investment_completion``.

    Raises:
        ValueError: unknown ``by`` or ``yardstick``; ``as_of`` outside the loaded months.

    Source:
        J19, T8 (逐月倒排), T10 (月通报); the limits of the lights are defaults of ours.
    """
    key = key_column(by or "responsible_unit", GROUPED)
    expected_twelfths(yardstick)  # refuses an unknown one
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = SQL.format(
            key=key,
            nothing="null" if by == "project" else "0",
            sum_of_twelfths=SUM_OF_TWELFTHS[yardstick],
            share=SHARE[yardstick],
            gap_pp=GAP_PP,
            suspect=SUSPECT,
            light=light(profile, month, doubted="totals.is_suspect"),
            task_parts=TASK_PARTS,
            parts=PARTS,
            shown_name="project.project_name," if by == "project" else "",
            project_names=PROJECT_NAMES if by == "project" else "",
        )
        values = {
            "district": profile.id,
            "known_on": known_on or NOW,
            "as_of": month,
            "january": month.replace(month=1),
            "provisional_share": Decimal(str(profile.rule("silence", month).provisional_share)),
            **light_limits(profile, month),
        }
        loaded = loaded_months(con, profile, known_on)
        return with_unknown_before(blank_unknown(known.execute(sql, values).df(), loaded), month, loaded)
