"""Who sends late, missing or odd data (数据质量): how many findings of each check a group has."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.data_health.data_health_checks import CHECKS, FINDINGS
from metrics.data_health.data_health_findings import GROUPS, limits
from metrics.groups import key_column
from metrics.known import as_known
from metrics.loaded_months import check_month, last_month
from metrics.registry import metric

# every group with projects, or with findings, times every check
COUNTS = """,

groups as (
    select group_key, sum(projects) as projects
    from (
        select {standing_key} as group_key, count(*) as projects from standing where is_in_plan group by all
        union all
        select distinct {findings_key}, 0 from findings
    )
    group by group_key
)

select
    {shown_key}
    checks.health_check,
    cast(groups.projects as bigint) as in_plan_projects,
    count(findings.health_check) as findings,
    count(distinct findings.project_id) as findings_projects
from groups
cross join (select unnest($checks) as health_check, unnest(range(len($checks))) as place) as checks
left join findings on {findings_key} = groups.group_key and findings.health_check = checks.health_check
group by groups.group_key, groups.projects, checks.health_check, checks.place
order by sum(count(findings.health_check)) over (partition by groups.group_key) desc, groups.group_key, checks.place
"""


@metric(groups=GROUPS)
def data_health(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Count what is missing, late or odd in what was sent (数据质量), check by check.

    口径：各项检查的条数，一条一行，见数据质量明细；整张表的提示没有单位，归“—”。没有项目也没有条目的单位不列。

    Args:
        con: warehouse connection, as for ``data_health_findings``.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None: the whole district.

    Returns:
        One row per group and check (all checks, 0 where nothing was found), the group with most findings first:
        ``in_plan_projects`` of the group, ``findings``, ``findings_projects`` (projects with a finding of the check).

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T9 (每周及时更新项目信息); J19 (及时准确); days and limits are defaults of ours.
    """
    key = key_column(by, GROUPS)
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = FINDINGS + COUNTS.format(
            standing_key=f"standing.{key}" if key else "'all'",
            findings_key=f"findings.{key}" if key else "'all'",
            shown_key=f"groups.group_key as {key}," if key else "",
        )
        values = limits(profile, month, known_on) | {"checks": list(CHECKS)}
        values["newest"] = last_month(con, profile, known_on)
        return known.execute(sql, bound(sql, values)).df()
