"""The bulletin's sentences on the rate's change and on batches: full sentences, each rate with what it is of."""

from types import SimpleNamespace

import pandas as pd
import pytest

from data.wording import bulletin_wording

BATCH = {
    "batch": "竣工", "yardstick": "completion", "projects": 42, "converted": 0, "done": 25, "late": 7, "silent": 0,
    "total_investment_wan": 754900.0, "annual_plan_wan": 180900.0, "works_completed": 25, "works_completed_of_due": 24,
    "works_due": 31, "in_use": 8, "started": 36, "started_of_due": 36, "start_due": 44, "estimated_progress_projects": 0,
    "approvals_obtained": 37, "approvals_required": 257,
}  # fmt: skip
SIZE = "（总投资 75.49 亿元，年度计划投资 18.09 亿元），"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            f"竣工项目 42 个{SIZE}已竣工 25 个，竣工率 59.5%；已到计划竣工月的 31 个中竣工 24 个，占 77.4%；"
            "逾期未竣工 7 个；已投用 8 个。",
        ),
        (
            {"works_completed": 0, "works_completed_of_due": 0, "works_due": 2, "late": 2, "in_use": 0},
            f"竣工项目 42 个{SIZE}暂无竣工的；已到计划竣工月的 2 个均未竣工；逾期未竣工 2 个。",
        ),
        (
            {"works_completed": 1, "works_completed_of_due": 0, "works_due": 0, "late": 0, "in_use": 0, "converted": 2},
            f"竣工项目 42 个{SIZE}已竣工 1 个，竣工率 2.4%；尚无到计划竣工月的；另有 2 个已转出。",
        ),
        (
            {"batch": "新开工", "yardstick": "new_start", "projects": 51, "late": 8, "silent": 1},
            f"新开工项目 51 个{SIZE}已开工 36 个，开工率 70.6%；已到计划开工月的 44 个中开工 36 个，占 81.8%；"
            "逾期未开工 8 个；当月未报 1 个。",
        ),
        (
            {"batch": "续建", "yardstick": "continuing", "projects": 32, "done": 16, "late": 5, "silent": 4}
            | {"estimated_progress_projects": 4},
            f"续建项目 32 个{SIZE}形象进度达到计划的 16 个，落后的 5 个；当月未报 4 个；4 个没有填报形象进度，按投资推算。",
        ),
        (
            {"batch": "重点前期", "yardstick": "preliminary", "projects": 41, "converted": 4, "done": 4, "late": 9},
            f"重点前期项目 45 个{SIZE}年内已转建设 4 个，在批超期 9 个；应办手续 257 项，已办 37 项，占 14.4%。",
        ),
        (
            {"batch": "重点前期", "yardstick": "preliminary", "projects": 45, "done": 0, "late": 0}
            | {"approvals_required": 0, "annual_plan_wan": 0.0},
            "重点前期项目 45 个（总投资 75.49 亿元），年内暂无转建设的；应办手续尚未载入。",
        ),
    ],
)
def test_a_batch_in_a_sentence(changed, said):
    assert bulletin_wording.batch(SimpleNamespace(**BATCH | changed)) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("32 个", "32 个", "上季末"), "为 32 个，与上季末持平"),
        (("26 个", "22 个", "上季末"), "由上季末的 26 个变为 22 个"),
        (("39.9%", "67.2%", "上季末", "（慢）", "（快）"), "由上季末的 39.9%（慢）变为 67.2%（快）"),
        (("39.9%", "39.9%", "上季末", "（慢）", "（快）"), "为 39.9%（快），与上季末持平"),
    ],
)
def test_from_what_to_what(given, said):
    assert bulletin_wording.from_to(*given) == said


def steps(before: float, *parts: tuple[str, float]) -> pd.DataFrame:
    """The steps of 为什么变了, as written."""
    return pd.DataFrame(
        [{"step": name, "rate_before": before, "rate_shown_pp": part} for name, part in (*parts, ("calendar", 0.0))]
    )


@pytest.mark.parametrize(
    ("before", "parts", "said"),
    [
        (
            0.568,
            [("projects_out", 0.0), ("new_projects", -0.4), ("progress", 10.8)],
            "完成率由上月的 56.8% 升至 67.2%，提高 10.4 个百分点，其中项目推进 +10.8、新增项目 −0.4",
        ),
        (0.5, [("progress", -0.3)], "完成率由上月的 50.0% 降至 49.7%，回落 0.3 个百分点，其中项目推进 −0.3"),
        (
            0.5,
            [("new_projects", -1.0), ("progress", 1.0)],
            "完成率与上月持平，为 50.0%，其中项目推进 +1.0、新增项目 −1.0",
        ),
        (0.5, [("progress", 0.0)], "完成率与上月持平，为 50.0%"),
    ],
)
def test_how_the_rate_moved(before, parts, said):
    step = sum(part for _, part in parts)
    assert bulletin_wording.change(steps(before, *parts), step) == said
