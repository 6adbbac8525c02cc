"""Definitions that a rule switches, in words: what each of their measures counts."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from data import formats

# rule of the profile → its name and, for each measure, the words of 规则与口径 and 试算
DEFINITIONS = {
    "booked_share": (
        "入统占上报",
        {
            "started": "计入完成率、已开工（或已有上报、入统）的项目 Σ入统 ÷ Σ上报，未匹配的入统按 0；已匹配的并列",
            "matched": "其中已匹配统计项目的 Σ入统 ÷ Σ上报；全部的并列",
        },
    ),
    "month_progress": (
        "本月前进",
        {
            "works": "只算项目推进的部分；项目进出、计划调整、数据更正各列一项",
            "rate": "完成率的全部变动，含项目进出、计划调整和数据更正",
        },
    ),
    "conversions": (
        "前期转化",
        {
            "taken_up": "年初在前期批次的，当年转为或次年年初计划列为竣工、续建、新开工的算转化",
            "within_year": "年初在前期批次的，当年转为竣工、续建、新开工的算转化",
        },
    ),
    "on_time_starts": (
        "按时入统",
        {"this_year": "今年开工的在前，历年并列", "all_years": "历年开工的在前，今年并列"},
    ),
}
# rules with further values: the measures of the lights and of the ladder, few cases on and off
LIGHTS = {
    "task": "按项目自己的计划：上报 ÷ 计划进度",
    "month": "按月份：完成率比月份/12",
}
LADDER = {
    "lights": "与亮灯同一标尺；按项目任务亮 ▲、● 的不提出",
    "month": "完成率比月份/12",
}
FEW_CASES = {"on": "到期不足 {below} 件的项按（完成数＋1）÷（到期数＋2）", "off": "按完成数 ÷ 到期数"}
TRIFLING_GAPS = {"carded": "按名次照亮牌，旁注缺口", "spared": "名次照排，不亮牌，不顺延"}
# in brackets behind 入统占上报, by measure
SHARE_OF = {"started": "计入、已开工的项目，未匹配的按 0", "matched": "计入、已开工、已匹配的项目"}


def other_share(row: pd.Series, measure: str, of: str = "") -> str:
    """Return the second 入统占上报 of ``booked_ratio``, named: “已匹配部分 93.2%”; "" without a value.

    ``of`` follows the name where the sentence does not say of what it is: 入统占上报.
    """
    name, share = (
        ("已匹配部分", row.linked_booked_to_reported)
        if measure == "started"
        else ("全部已开工项目", row.started_booked_to_reported)
    )
    return "" if formats.is_missing(share) else f"{name}{of} {formats.percent(share)}"


def in_words(name: str) -> Callable[[Any], str]:
    """Return how the rule of a definition is written: what its measure counts, and what the other one would."""
    ways = DEFINITIONS[name][1]
    return lambda rule: f"{ways[rule.measure]}。也可改为：{'；'.join(ways[one] for one in ways if one != rule.measure)}"
