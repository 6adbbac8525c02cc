"""The back-scheduled plan against what was done (倒排计划与实际): project by project, month by month of the year."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

SQL = """
select
    standing.project_id,
    project.project_name,
    standing.responsible_unit,
    standing.month,
    standing.annual_plan_wan,
    standing.planned_ytd_wan as scheduled_ytd_wan,
    standing.carried_ytd_wan as reported_ytd_wan,
    standing.carried_ytd_wan - standing.planned_ytd_wan as ahead_of_schedule_wan,
    standing.is_silent,
    standing.is_outside_plan
from mart.project_month as standing
left join mart.project as project
    on project.district = standing.district and project.project_id = standing.project_id
where standing.district = $district
    and standing.month between $january and $as_of
    and (standing.is_in_plan or standing.is_outside_plan)
order by standing.project_id, standing.month
"""


@metric()
def plan_and_done(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The back-scheduled plan against what was done (倒排计划与实际), project by project and month by month.

    口径：今年 1 月到截至月，当月在计划和计划外的项目各一行；
    倒排累计为年度计划表、倒排计划表所列的逐月累计，没有倒排的为空；完成为上报本年累计，未报的沿用今年最后一次所报；
    比倒排 = 完成 − 倒排累计。计划外的项目没有倒排，标明计划外。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row a project and month: ``annual_plan_wan``, ``scheduled_ytd_wan`` (null: no schedule), ``reported_ytd_wan``
        (null: never reported this year), ``ahead_of_schedule_wan`` [万元, negative: behind; null: one is missing],
        ``is_silent``, ``is_outside_plan``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T8 (逐月倒排工作计划；计划内、计划外新增).
    """
    month = check_month(con, profile, as_of, known_on)
    values = {"district": profile.id, "january": month.replace(month=1), "as_of": month}
    with as_known(con, known_on, from_month=month.replace(month=1)) as known:
        return known.execute(SQL, bound(SQL, values)).df()
