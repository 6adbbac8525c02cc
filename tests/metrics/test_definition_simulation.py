"""Definitions by both measures: a rule that is switched moves the figure everywhere; both stand side by side."""

from datetime import date

import pandas as pd
import pytest

from data.assessment_rules import FewCases
from data.definition_rules import DEFAULTS
from data.profile import load_profile
from data.wording.completion_wording import moved
from data.wording.definition_wording import DEFINITIONS, other_share
from data.wording.entry_wording import rates
from metrics.definitions.definition_simulation import definition_simulation, switched
from metrics.overview.overview import overview
from metrics.ranking.year_scores import year_score_cases
from metrics.reconciliation.booked_ratio import booked_ratio
from tests.metrics.quarters import Q3, quarters
from tests.tables import assert_table, fill

TIANYUAN = load_profile("tianyuan")
MONTHS = """
    project_id | month      | responsible_unit | yardstick   | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan | booked_ytd_wan | actual_start_date | expected_share
    A          | 2026-09-01 | 三门镇           | continuing  | true       | true       | 1000            | 800             | 400            | 2026-01-05        | 0.5             # 已匹配
    B          | 2026-09-01 | 三门镇           | continuing  | true       | true       | 1000            | 200             |                | 2026-01-05        | 0.25            # 未匹配：入统按 0
    C          | 2026-09-01 | 三门镇           | new_start   | true       | true       | 1000            |                 |                |                   | 0.25            # 未开工
    X          | 2026-09-01 | 三门镇           | preliminary | true       | false      |                 |                 |                |                   | 0.75
"""  # noqa: E501
ENTRIES = """
    project_id | linked
    A          | 1
"""


@pytest.fixture
def con():
    return quarters(project_month=MONTHS, project_entry=ENTRIES)


def test_whose_reported_investment_counts(con):
    asked = {"as_of": Q3}
    for measure, ratio, band in (("started", 400 / 1000, "below"), ("matched", 400 / 800, "below")):
        profile = switched(TIANYUAN, Q3, "booked_share", measure)
        row = booked_ratio(con, profile=profile, **asked).iloc[0]
        assert (row.booked_to_reported, row.booked_band) == (ratio, band)
        assert (row.started_booked_to_reported, row.linked_booked_to_reported) == (0.4, 0.5)
        assert overview(con, profile=profile, **asked).booked_to_reported.iloc[-1] == ratio
        assert other_share(row, measure) == {"started": "已匹配部分 50.0%", "matched": "全部已开工项目 40.0%"}[measure]


@pytest.mark.parametrize(
    ("booked", "band"), [(680, "within"), ("679.99", "below"), (840, "within"), ("840.01", "above")]
)
def test_the_band_is_of_the_measure_in_force(booked, band):
    con = quarters(project_month=MONTHS.replace("| 400            |", f"| {booked} |"), project_entry=ENTRIES)
    matched = booked_ratio(con, profile=switched(TIANYUAN, Q3, "booked_share", "matched"), as_of=Q3)
    assert matched.booked_band.tolist() == [band]


def test_which_preliminary_projects_were_converted():
    months = """
        project_id | month      | responsible_unit | yardstick   | is_in_plan
        WITHIN     | 2026-12-01 | 三门镇           | new_start   | true         # 年内转为建设
        WITHIN     | 2027-01-01 | 三门镇           | new_start   | true
        TAKEN      | 2026-12-01 | 三门镇           | preliminary | true
        TAKEN      | 2027-01-01 | 三门镇           | new_start   | true         # 次年年初计划列为建设
        STILL      | 2026-12-01 | 三门镇           | preliminary | true
        STILL      | 2027-01-01 | 三门镇           | preliminary | true
        OUT        | 2026-12-01 | 三门镇           | preliminary | true
        OUT        | 2027-01-01 | 三门镇           | new_start   | false        # 次年没有列入
    """
    stays = "project_id | year | from_month | since_month\n" + "\n".join(
        f"{name} | 2026 | 2026-01-01 | 2026-01-01" for name in ("WITHIN", "TAKEN", "STILL", "OUT")
    )
    con = quarters(project_month=months, preliminary_stay=stays)
    fill(
        con,
        "source_month",
        "district | kind | month | first_known_from | last_known_from | rows\n"
        "tianyuan | dispatch | 2026-12-01 | 2027-01-05 | 2027-01-05 | 1",
    )
    for measure, converted in (("taken_up", ["TAKEN", "WITHIN"]), ("within_year", ["WITHIN"])):
        profile = switched(TIANYUAN, Q3, "conversions", measure)
        cases = year_score_cases(con, profile=profile, as_of=date(2026, 12, 1))
        mine = cases[cases.item == "前期转化"]
        assert (sorted(mine[mine.is_done].project_id), len(mine)) == (converted, 4)


def test_what_the_month_leads_with():
    steps = pd.DataFrame(
        {
            "step": ["projects_out", "new_projects", "plan_change", "corrections", "progress", "calendar"],
            "rate_before": [0.5] * 6, "rate_after": [0.5] * 6,
            "rate_shown_pp": [0.0, -0.4, 1.4, 0.0, 7.0, 0.0],
        }
    )  # fmt: skip
    assert moved(steps, "works") == "项目推进 +7.0，新增项目 −0.4，年度计划调整 +1.4"
    assert moved(steps, "rate") == "完成率 +8.0（项目推进 +7.0，新增项目 −0.4，年度计划调整 +1.4）"


def test_which_starts_lead():
    lag = pd.Series({"due": 3, "on_time_rate": 1 / 3, "projects": 4})
    years = pd.DataFrame({"start_year": [2025, 2026], "due": [1, 2], "on_time_rate": [0.0, 0.5]})
    this, every = rates(lag, years, Q3, "this_year")
    assert this == "今年开工应入统 2 个，今年开工按时入统率 50.0%"
    assert every == "历年开工的应入统 3 个，按时入统率 33.3%"
    assert rates(lag, years, Q3, "all_years") == (every, this)


def test_a_switched_rule_changes_sides(con):
    now = definition_simulation(con, profile=TIANYUAN, as_of=Q3)
    changed = TIANYUAN
    for name, (_, ways) in DEFINITIONS.items():
        [other] = [way for way in ways if way != TIANYUAN.measure(name, Q3)]
        changed = switched(changed, Q3, name, other)
    lights = changed.rule("lights", Q3).model_copy(update={"measure": "month"})
    few = changed.rule("few_cases", Q3).model_copy(update={"enabled": False})
    small = changed.rule("cards", Q3).model_copy(update={"trifling_gap": "spared"})
    changed = changed.model_copy(update={"lights": (lights,), "few_cases": (few,), "cards": (small,)})
    then = definition_simulation(con, profile=changed, as_of=Q3)
    assert then.rename(columns={"other_way": "rule_way", "rule_way": "other_way"}).rule_way.tolist() == (
        now.rule_way.tolist()
    )
    assert then.other_value.astype(str).tolist() == now.rule_value.astype(str).tolist()
    assert then.rule_value.astype(str).tolist() == now.other_value.astype(str).tolist()
    assert_table(now[now.definition.isin(["亮灯", "入统占上报"])], """
        indicator    | rule_value | other_value | measured_in
        进度滞后项目 | 0          | 1           | 个        # B：自己的计划 200 ÷ 250 为正常，按月份 20% − 75%
        进度偏慢项目 | 0          | 0           | 个
        入统占上报   | 40         | 50          | %
    """)  # fmt: skip


def test_without_a_rule_the_default_holds():
    bare = TIANYUAN.model_copy(update=dict.fromkeys([*DEFAULTS, "few_cases"], ()))
    assert [bare.measure(name, Q3) for name in DEFAULTS] == ["started", "works", "taken_up", "this_year"]
    off = TIANYUAN.rule("booked_share", Q3).model_copy(update={"measure": "matched", "enabled": False})
    assert bare.model_copy(update={"booked_share": (off,)}).measure("booked_share", Q3) == "started"
    found = definition_simulation(quarters(project_month=MONTHS), profile=bare, as_of=Q3)
    assert found[found.definition == "少量事项"].rule_way.str.startswith("按完成数").all()
    assert FewCases(article="", origin="default", below=3).enabled
