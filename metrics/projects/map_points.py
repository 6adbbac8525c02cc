"""Map points (项目地图): where each project in plan stands, and how it keeps pace."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.project_state import state
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import Yardstick
from metrics.known import as_known

SQL = """
with in_plan as (
    select project_id, batch, yardstick, responsible_unit, town, special_area, annual_plan_wan, is_counted, is_silent
    from mart.project_month
    where district = $district and month = $as_of and is_in_plan
),

said as (
    select
        project_id,
        arg_max(project_name, effective_month) as project_name,
        arg_max(longitude, effective_month) as longitude,
        arg_max(latitude, effective_month) as latitude
    from mart.project_state
    where district = $district and effective_month <= $as_of
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
)

select
    in_plan.project_id,
    coalesce(said.project_name, in_plan.project_id) as project_name,
    in_plan.batch,
    in_plan.yardstick,
    in_plan.responsible_unit,
    in_plan.town,
    in_plan.special_area,
    in_plan.annual_plan_wan,
    in_plan.is_counted,
    in_plan.is_silent,
    case when said.latitude is not null then said.longitude end as longitude,
    case when said.longitude is not null then said.latitude end as latitude
from in_plan
left join said on said.project_id = in_plan.project_id
order by in_plan.project_id
"""


def map_points(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Return a row a project in plan: place, batch, plan [万元], rate [0–1], gap, task rate and light.

    口径：在列的全部项目，前期批次也在内（不计完成率，状态为“不计入完成率”）；经纬度取截至月以前最近一次报送，缺一即视为没有坐标；
    状态与投资完成同一口径。所在镇街以报送为准，不由坐标推断。

    Returns:
        project_id, project_name, batch, yardstick, responsible_unit, town, special_area, annual_plan_wan, is_counted,
        is_silent, longitude, latitude, reported_ytd_wan, investment_completion_rate, pace_gap_pp, task_rate,
        has_unknown_before, light (the project's state, as ``data.project_state`` names it).

    Source:
        T8 (挂图作战).
    """
    values = {"district": profile.id, "as_of": as_of, "known_on": known_on or NOW}
    with as_known(con, known_on) as known:
        points = known.execute(SQL, values).df()
        completion = investment_completion(
            known, profile=profile, as_of=as_of, known_on=known_on, by="project", yardstick=yardstick
        )
    figures = [
        "reported_ytd_wan",
        "investment_completion_rate",
        "pace_gap_pp",
        "task_rate",
        "light",
        "has_unknown_before",
    ]
    found = points.merge(completion[["project_id", *figures]], on="project_id", how="left")
    return found.assign(light=[state(row) for row in found.itertuples()])
