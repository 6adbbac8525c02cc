"""倒排计划与完成 on 节点挂图: rows by project and by unit; 计划外 and what cannot be compared stay out of the sums."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from pages.components.milestones import plan_rows

SEPTEMBER = date(2026, 9, 1)
COLUMNS = [
    "project_id", "project_name", "responsible_unit", "month", "scheduled_ytd_wan", "reported_ytd_wan",
    "ahead_of_schedule_wan", "is_silent", "is_outside_plan",
]  # fmt: skip
ROWS = [
    ("A", "甲", "三门镇", "2026-09-01", 100.1, 100.0, -0.1, False, False),
    ("B", "乙", "三门镇", "2026-09-01", 200.2, 300.4, 100.2, True, False),
    ("C", "丙", "三门镇", "2026-09-01", None, 50.0, None, False, True),  # 计划外
    ("D", "丁", "三门镇", "2026-09-01", 70.0, None, None, True, False),  # never reported
    ("E", "戊", None, "2026-09-01", 10.0, 10.0, 0.0, False, False),  # exactly on schedule
    ("A", "甲", "三门镇", "2026-08-01", 90.0, 95.0, 5.0, False, False),  # another month
]


def rows(given=ROWS) -> pd.DataFrame:
    frame = pd.DataFrame(given, columns=COLUMNS)
    return plan_rows.by_project(frame.assign(month=pd.to_datetime(frame.month)), SEPTEMBER)


@pytest.mark.parametrize(
    ("project", "below", "silent", "tone"),
    [
        ("A", "三门镇", "", "late"),
        ("B", "三门镇", "未报，沿用", "quiet"),
        ("C", "三门镇，计划外", "", "quiet"),
        ("D", "三门镇", "未报，沿用", "quiet"),
        ("E", "—", "", "quiet"),
    ],
)
def test_a_row_a_project_of_the_month(project, below, silent, tone):
    assert len(rows()) == 5
    row = rows().set_index("project_id").loc[project]
    assert (row.below, row.silent_words, row.tone) == (below, silent, tone)


def test_a_row_a_unit_sums_exactly_what_can_be_compared():
    units = plan_rows.by_unit(rows()).set_index("responsible_unit")
    own = units.loc["三门镇"]
    assert own.scheduled_ytd_wan == Decimal("300.3")
    assert own.reported_ytd_wan == Decimal("400.4")
    assert own.ahead_of_schedule_wan == Decimal("100.1")
    assert own.below == "可比项目 2 个；缺倒排或未报过 1 个；计划外 1 个，完成 50 万元"
    assert own.silent_words == "1 个未报，沿用"
    assert units.loc["—"].ahead_of_schedule_wan == 0


def test_a_unit_with_nothing_to_compare_has_no_amounts():
    own = plan_rows.by_unit(rows([ROWS[2]])).iloc[0]
    assert own[["scheduled_ytd_wan", "reported_ytd_wan", "ahead_of_schedule_wan"]].isna().all()
    assert own.below.startswith("可比项目 0 个；计划外 1 个")


def test_the_sentence_counts_who_is_behind():
    assert plan_rows.sentence(rows(), SEPTEMBER) == (
        "截至2026年9月，有倒排计划并上报的 3 个，落后倒排 1 个；计划外 1 个"
    )
