"""Sentences of a bulletin about investment completion, as an office writes them: plain text, computed."""

from datetime import date

import pandas as pd

from data import formats
from data.wording.completion_wording import UNKNOWN_BEFORE


def rate_moved(points: float) -> str:
    """Return “提高 13.4 个百分点”, “回落 0.3 个百分点” or “持平”."""
    size = formats.number(abs(points), 1)
    return "持平" if size == "0.0" else f"{'提高' if points > 0 else '回落'} {size} 个百分点"


def beside(total: pd.Series, as_of: date) -> str:
    """What stands beside the rate, in full sentences: silent, removed and new projects, the original plan, the pace.

    Args:
        total: the district's row of ``investment_completion``.
        as_of: its month.
    """
    said = [_silent(total)]
    if total.removed_projects:
        plan = f"，其年度计划合计 {formats.money(total.removed_plan_wan)}" if total.removed_plan_wan else ""
        said.append(f"年内调出 {formats.number(total.removed_projects)} 个项目{plan}")
    if total.outside_plan_projects:
        done = (
            f"，其完成投资合计 {formats.money(total.outside_plan_wan)}，不计入完成率" if total.outside_plan_wan else ""
        )
        said.append(f"计划外新增 {formats.number(total.outside_plan_projects)} 个项目{done}")
    is_sure = not total.get("suspect_projects", 0)
    if is_sure and not formats.is_missing(total.original_completion_rate):
        said.append(f"按年初计划计算的原计划完成率为 {formats.percent(total.original_completion_rate)}")
    if not formats.is_missing(total.required_run_rate_wan):
        said.append(_pace(total, as_of))
    return "；".join(said) + "。"


def _silent(total: pd.Series) -> str:
    if not total.silent_projects:
        return "当月各项目均已上报"
    said = f"当月未报项目 {formats.number(total.silent_projects)} 个"
    if not total.carried_projects:
        return said
    share = formats.percent(total.carried_share)
    return f"{said}，其中 {formats.number(total.carried_projects)} 个沿用今年最近一次上报（占全部年度计划的 {share}）"


def _pace(total: pd.Series, as_of: date) -> str:
    if not total.required_run_rate_wan:
        return "年度计划已经完成"
    need = f"完成全年计划，今后月均须达到 {formats.money(total.required_run_rate_wan)}"
    if formats.is_missing(total.last_three_months_wan):
        return f"{need}（近三个月平均不明：{UNKNOWN_BEFORE}）"
    name = "近三个月平均" if as_of.month >= 3 else "今年月均"
    return f"{need}（{name} {formats.money(total.last_three_months_wan)}）"
