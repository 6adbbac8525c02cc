"""The slowest projects (最慢项目): which fall furthest short of the pace in money, and what they say holds them up."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import light_yardstick
from metrics.known import as_known
from metrics.registry import metric

SAID = """
select
    project_id,
    arg_max(problem, month) as problem,
    max(month) filter (problem is not null) as problem_month,
    arg_max(progress_text, month) as progress_text
from mart.reported
where district = $district
    and month between date_trunc('year', $as_of) and $as_of
    and known_from <= $known_on and (known_to is null or known_to > $known_on)
group by project_id
"""
SHOWN = (
    "project_id",
    "project_name",
    "responsible_unit",
    "batch",
    "contact_leader",
    "annual_plan_wan",
    "reported_ytd_wan",
    "investment_completion_rate",
    "planned_ytd_wan",
    "task_rate",
    "expected_share",
    "pace_gap_pp",
    "light",
    "shortfall_wan",
    "silent_since_month",
)


@metric()
def slowest_projects(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The slowest projects (最慢项目): slow or behind, largest shortfall first.

    口径：亮灯为偏慢、滞后的计入项目，今年从未上报的没有进度，不列；缺口 = 计划进度 − 上报本年累计，大的在前。
    问题和形象进度取今年最后一次填报的。

    Args:
        con: warehouse connection; what ``investment_completion`` reads, and ``mart.reported``.
        profile: the district's rules: lights.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per project: plan, reported, ``planned_ytd_wan`` and ``shortfall_wan`` [万元], rate, ``task_rate`` and
        expected share [fraction], ``pace_gap_pp`` and ``light``; ``problem`` as last reported this year with its
        ``problem_month``, and ``progress_text``; null where nobody said anything.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T8 (逐月倒排), T10, T21 (季度讲评); the limits of the lights are defaults of ours.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        every = investment_completion(
            known,
            profile=profile,
            as_of=as_of,
            known_on=known_on,
            by="project",
            yardstick=light_yardstick(profile, as_of),
        )
        values = {"district": profile.id, "as_of": as_of.replace(day=1), "known_on": known_on or date.max}
        said = known.execute(SAID, values).df()
    # one that never reported this year has no pace: it is 今年未报, a class of its own
    slow = every[(every.plan_status == "counted") & every.light.isin(["slow", "behind"]) & (every.shortfall_wan > 0)]
    ordered = slow.sort_values(["shortfall_wan", "project_id"], ascending=[False, True])
    return ordered[list(SHOWN)].merge(said, on="project_id", how="left")
