"""The cases behind a year's rates in words: a rate never stands without its number."""

from datetime import date
from typing import Any

import pandas as pd

from data import formats
from data.profile import Profile

COUNTED = {"开竣工": "start_finish", "前期转化": "conversion"}


def year_cases(scores: pd.DataFrame, profile: Profile, as_of: date) -> pd.DataFrame:
    """Return ``year_scores`` with the cases beside each rate: “1／2 件*”, “12 个项目”, “登记”, "" without a rate.

    The columns are ``start_finish_cases``, ``content_cases``, ``plan_cases`` and ``conversion_cases``. A star marks
    items with so few cases that they are drawn toward one half (rule ``few_cases``).
    """
    rule = profile.rule("few_cases", as_of)
    below = rule.below if rule is not None and rule.enabled else 0
    typed = [str(items).split("、") for items in scores.typed_items]
    columns = {
        f"{name}_cases": [
            "登记" if item in by_hand else _counted(done, due, below)
            for done, due, by_hand in zip(scores[f"{name}_done"], scores[f"{name}_due"], typed, strict=True)
        ]
        for item, name in COUNTED.items()
    }
    columns["content_cases"] = ["登记" if "年度建设内容" in by_hand else "" for by_hand in typed]
    columns["plan_cases"] = ["" if formats.is_missing(n) else f"{n} 个项目" for n in scores.plan_projects]
    return scores.assign(**columns)


def trifling(row: Any) -> str:  # noqa: ANN401  (a row of unit_ranking)
    """Say that a unit is among the last only for a gap too small to be named, with the amounts; "" where it is not.

    “缺口 413万元（计划 550万元）小于点名起点，形象进度按满分就不在末几位，按名次亮牌”.
    """
    if not row.is_trifling:
        return ""
    gap, plan = formats.money(row.shortfall_wan), formats.money(row.annual_plan_wan)
    ends = "容错" if isinstance(row.exemption, str) else "按名次亮牌" if isinstance(row.card, str) else "按规则不亮牌"
    return f"缺口 {gap}（计划 {plan}）小于点名起点，形象进度按满分就不在末几位，{ends}"


def unsure(row: Any) -> str:  # noqa: ANN401  (a row of unit_ranking or quarter_scores)
    """Say that a score is provisional and why: “暂定：上报含疑似单位错，待核”; "" where it stands."""
    if not row.is_provisional:
        return ""
    return f"暂定：{row.provisional_because}" if isinstance(row.provisional_because, str) else "暂定"


def few_note(cases: pd.DataFrame) -> str:
    """Say what the star of ``year_cases`` means; "" where no item has few cases."""
    found = any(cases[f"{name}_cases"].astype(str).str.contains("*", regex=False).any() for name in COUNTED.values())
    return "*件数少，得分率按（完成＋1）÷（到期＋2）" if found else ""


def _counted(done: int, due: int, below: int) -> str:
    return "" if formats.is_missing(due) else f"{done}／{due} 件{'*' if due < below else ''}"
