"""One project has one state: every metric that lists projects says the same light of it, in every loaded month."""

from datetime import date

import pandas as pd
import pytest

from data import warehouse
from data.profile import load_profile
from data.project_state import state
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_projects import completion_projects
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import light_yardstick
from metrics.entry.open_alarms import open_alarms
from metrics.overview.actions import actions
from metrics.projects.map_points import map_points
from metrics.projects.slowest_projects import slowest_projects

MONTHS = [date(2026, month, 1) for month in (1, 4, 9)]
LATE = {"behind", "slow"}


def states(rows: pd.DataFrame) -> dict[str, str | None]:
    return {row.project_id: state(row) for _, row in rows.iterrows()}


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("district", ["tianyuan", "jingyang"])
def test_every_list_says_the_same_of_a_project(demo_store, district, month):
    profile = load_profile(district)
    asked = {"profile": profile, "as_of": month}
    with warehouse.connect(demo_store).cursor() as con:
        one = states(investment_completion(con, **asked, by="project"))
        again = states(completion_projects(con, **asked))
        points = map_points(con, **asked)
        months = completion_by_month(con, **asked, by="project", yardstick=light_yardstick(profile, month))
        slow, called = slowest_projects(con, **asked), actions(con, **asked)
        alarms = open_alarms(con, **asked)
    assert len(one) > 100
    assert again == one
    counted = {project for project, said in one.items() if said not in ("removed", "outside_plan", "not_counted")}
    assert {project: said for project, said in states(points).items() if project in counted} == {
        project: one[project] for project in counted
    }
    last = months[pd.to_datetime(months.month) == pd.Timestamp(month)]
    assert {row.project_id: state(row) for _, row in last.iterrows() if row.project_id in counted} == {
        project: one[project] for project in counted
    }
    # calls and the slowest: only those that are late, with the light they have everywhere
    assert {row.project_id: row.light for row in slow.itertuples()}.items() <= one.items()
    assert {one[project] for project in slow.project_id} <= LATE
    behind = called[called.need == "behind_plan"]
    assert {row.project_id: row.light for row in behind.itertuples()}.items() <= one.items()
    assert {one[project] for project in behind.project_id} <= LATE
    assert {one[project] for project in called[called.need == "not_reported"].project_id} <= {"unreported"}
    # 疑似单位错 is grey everywhere, and alarmed
    doubtful = {project for project, said in one.items() if said == "doubtful"}
    assert doubtful == set(alarms[alarms.alarms.str.contains("疑似单位错")].project_id)
