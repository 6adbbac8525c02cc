"""A project's one state: what it is outside the rate, that it never reported, then the light."""

import pandas as pd
import pytest

from data import formats
from data.project_state import state


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ({"reported_ytd_wan": 10.0, "light": "behind", "plan_status": "counted"}, "▼ 滞后"),
        ({"reported_ytd_wan": 0.0, "light": "behind"}, "▼ 滞后"),  # zero is reported
        ({"reported_ytd_wan": None, "light": None}, "○ 今年未报"),
        ({"reported_ytd_wan": float("nan"), "light": float("nan"), "is_counted": True}, "○ 今年未报"),
        ({"reported_ytd_wan": None, "light": None, "has_unknown_before": False}, "○ 今年未报"),
        (
            {"reported_ytd_wan": None, "light": None, "has_unknown_before": True},
            "○ 此前月份未载入",
        ),  # may have reported
        ({"reported_ytd_wan": None, "light": None, "has_unknown_before": float("nan")}, "○ 今年未报"),  # after a join
        ({"reported_ytd_wan": 5.0, "light": None, "has_unknown_before": True}, "○ 未到期"),  # it has a figure
        ({"reported_ytd_wan": 5.0, "light": None}, "○ 未到期"),
        ({"reported_ytd_wan": 5.0, "light": "doubtful"}, "◇ 疑似单位错，待核"),
        ({"reported_ytd_wan": None, "light": None, "plan_status": "removed"}, "○ 已调出"),
        ({"reported_ytd_wan": 5.0, "light": None, "plan_status": "outside_plan"}, "○ 计划外"),
        ({"reported_ytd_wan": None, "light": None, "is_counted": False}, "○ 不计入完成率"),
    ],
)
def test_a_project_has_one_state(row, written):
    assert formats.light(state(pd.Series(row))) == written
