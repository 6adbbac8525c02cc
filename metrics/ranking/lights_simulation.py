"""Lights by both measures (亮灯试算): by the project's own task and by month/12, side by side; never a result."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.investment_completion import investment_completion
from metrics.groups import GROUPS
from metrics.known import as_known
from metrics.registry import metric

GROUPED = tuple(group for group in GROUPS if group != "month")


@metric(groups=GROUPED)
def lights_simulation(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = "responsible_unit",
) -> pd.DataFrame:
    """Lights by either measure (亮灯试算): who is late by the own task and who by month/12.

    口径：同一批项目、同一上报，分别按“上报÷计划进度”和“完成率比月份/12”亮灯；界限取现行规则的两组。只供比较。

    Args:
        con: warehouse connection, as for ``investment_completion``.
        profile: the district's rules; both sets of limits stand in the rule of the lights.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: a grouping other than month, by default the responsible unit.

    Returns:
        One row per group with counted projects: ``task_rate``, ``pace_gap_pp`` (by month/12), ``task_light`` and
        ``month_light`` (null: nothing due or never reported), ``task_late_projects`` and ``month_late_projects``
        (偏慢 and 滞后), ``is_changed``: the light differs.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T8 (逐月倒排); J19; month/12 as in published bulletins; the limits are defaults.
    """
    by = by or "responsible_unit"
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        task, month = (
            investment_completion(
                known, profile=measured(profile, as_of, measure), as_of=as_of, known_on=known_on, by=by
            )
            for measure in ("task", "month")
        )
    key = "project_id" if by == "project" else by
    task, month = (frame[frame.projects > 0].set_index(key) for frame in (task, month))
    month = month.loc[task.index]
    frame = task[["task_rate", "pace_gap_pp"]].assign(
        task_light=task.light,
        month_light=month.light,
        task_late_projects=task.behind_projects + task.slow_projects,
        month_late_projects=month.behind_projects + month.slow_projects,
    )
    frame["is_changed"] = task.light.fillna("") != month.light.fillna("")
    return frame.reset_index(names=key)


def measured(profile: Profile, as_of: date, measure: str) -> Profile:
    """Return the profile with the lights in force at ``as_of``, by this measure."""
    rule = profile.rule("lights", as_of).model_copy(update={"measure": measure})
    return profile.model_copy(update={"lights": (rule,)})
