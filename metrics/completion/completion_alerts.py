"""Total progress alerts (总进度预警): projects whose cumulative investment outgrew what was approved."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

SQL = """
with standing as (
    select
        project_id, responsible_unit, batch, contact_leader,
        cumulative_wan, total_investment_wan, approved_estimate_wan,
        -- in production from the month it is in use or, where that is not said, finished
        coalesce(date_trunc('month', coalesce(in_use_date, actual_finish_date)) <= month, false) as is_in_production
    from mart.project_month
    where district = $district and month = $as_of and (is_in_plan or is_outside_plan)
),

alerts as (
    select *, 'over_total' as alert, total_investment_wan as limit_wan
    from standing
    where cumulative_wan > total_investment_wan and total_investment_wan > 0
    union all by name
    select *, 'over_estimate' as alert, approved_estimate_wan as limit_wan
    from standing
    where cumulative_wan > approved_estimate_wan and approved_estimate_wan > 0
    union all by name
    select
        *,
        'over_120' as alert,
        cast(1.2 * cast(total_investment_wan as decimal(30, 2)) as decimal(30, 2)) as limit_wan
    from standing
    where cumulative_wan > 1.2 * cast(total_investment_wan as decimal(30, 2))
        and total_investment_wan > 0
        and not is_in_production
)

select
    alerts.project_id,
    project.project_name,
    alerts.responsible_unit,
    alerts.batch,
    alerts.contact_leader,
    alerts.alert,
    alerts.cumulative_wan,
    alerts.limit_wan,
    alerts.cumulative_wan - alerts.limit_wan as excess_wan,
    alerts.total_investment_wan,
    alerts.approved_estimate_wan,
    alerts.cumulative_wan / nullif(alerts.total_investment_wan, 0) as total_progress
from alerts
left join mart.project as project on project.district = $district and project.project_id = alerts.project_id
order by excess_wan desc, alerts.project_id, alerts.alert
"""


@metric()
def completion_alerts(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """List total progress alerts (总进度预警): over the total, over the estimate, over 1.2 times the total.

    口径：开工累计超过总投资（over_total）；超过批复概算（over_estimate）；超过总投资的 1.2 倍且未投产（over_120）。
    一个项目可有几条。范围为截至月在计划或计划外的项目。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per project and alert, largest excess first; amounts in 万元, ``total_progress`` a fraction.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        J25 (批复的概算投资); 206 表审核（1.2 倍）.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        return known.execute(SQL, {"district": profile.id, "as_of": month}).df()
