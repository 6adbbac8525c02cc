"""The bulletin's sentences on what stands beside the rate: each is there where it is true, and only there."""

from datetime import date

import pandas as pd
import pytest

from data.wording.bulletin_wording import beside, rate_moved

TOTAL = {
    "silent_projects": 8, "carried_projects": 7, "carried_share": 0.049, "removed_projects": 5,
    "removed_plan_wan": 33500, "outside_plan_projects": 3, "outside_plan_wan": 9863, "original_completion_rate": 0.722,
    "required_run_rate_wan": 62700, "last_three_months_wan": 81900, "suspect_projects": 0,
}  # fmt: skip


def said(month: int = 9, **changed: object) -> str:
    return beside(pd.Series(TOTAL | changed, dtype=object), date(2026, month, 1))


def test_all_of_it():
    assert said() == (
        "当月未报项目 8 个，其中 7 个沿用今年最近一次上报（占全部年度计划的 4.9%）；年内调出 5 个项目，其年度计划合计 3.35 亿元；"
        "计划外新增 3 个项目，其完成投资合计 9,863 万元，不计入完成率；按年初计划计算的原计划完成率为 72.2%；"
        "完成全年计划，今后月均须达到 6.27 亿元（近三个月平均 8.19 亿元）。"
    )


@pytest.mark.parametrize(
    ("changed", "wanted", "gone"),
    [
        ({"silent_projects": 0}, "当月各项目均已上报；", "未报"),
        ({"carried_projects": 0}, "当月未报项目 8 个；", "沿用"),
        ({"removed_projects": 0}, "", "调出"),
        ({"outside_plan_projects": 0}, "", "计划外"),
        ({"original_completion_rate": None}, "", "年初计划"),
        ({"suspect_projects": 1}, "", "年初计划"),  # it contains the slip, too
        ({"required_run_rate_wan": None}, "", "今后月均"),  # December
        ({"required_run_rate_wan": 0}, "年度计划已经完成。", "今后月均"),
        ({"last_three_months_wan": None}, "近三个月平均不明", "8.19"),
        ({"month": 2}, "（今年月均 8.19 亿元）", "近三个月"),
        ({"month": 3}, "（近三个月平均 8.19 亿元）", "今年月均"),
    ],
)
def test_what_is_not_true_is_not_said(changed, wanted, gone):
    sentence = said(**changed)
    assert wanted in sentence and gone not in sentence


@pytest.mark.parametrize(
    ("points", "words"), [(13.4, "提高 13.4 个百分点"), (-0.3, "回落 0.3 个百分点"), (0.04, "持平"), (-0.04, "持平")]
)
def test_how_the_rate_moved(points, words):
    assert rate_moved(points) == words
