"""The year's forecast in words: what it says, how it is made, how well it did on the past."""

import pandas as pd

from data import formats

HOW = (
    "怎么算：每个项目找本区往年同月最相近的 19 个项目（完成占计划、按自己计划应完成的比例相近，同批次、同单位优先），"
    "它们后来又完成了计划的多少，取平均加到已完成上；区间去掉最高、最低各一个，单位和全区按往年同样预测的误差放宽。"
    "未报的从最后一次上报算起，疑似单位错的数不用，今年从未上报的按 0。"
)
ONE_YEAR = "往年只有一个完整年度，年度之间的差别看不出来，全区的区间偏窄。"


def finding(total: pd.Series) -> str:
    """Say where the year will end, or why that is not said; plain text. ``total`` is the district's forecast."""
    if not total.history_years:
        known = formats.number(total.history_months)
        return f"往年只载入了 {known} 个月的调度表，不足一年，不预测年末"
    if formats.is_missing(total.forecast_wan):
        return "今年的项目在往年没有足够的可比项目，不预测年末"
    said = f"照往年走势，年末预测 {formats.money(total.forecast_wan)}，占计划 {formats.percent(total.forecast_rate)}"
    if not formats.is_missing(total.forecast_low_wan):
        ends = f"{formats.money(total.forecast_low_wan)} 至 {formats.money(total.forecast_high_wan)}"
        said += f"，八成可能在 {ends}"
    if total.unforecast_projects:
        left = formats.money(total.unforecast_plan_wan)
        said += f"；{formats.number(total.unforecast_projects)} 个项目（计划 {left}）没有依据，按 0"
    return said


def tried(backtest: pd.DataFrame, total: pd.Series) -> str:
    """Say how well it did on the past; ``backtest`` is that metric's answer."""
    if backtest.empty:
        return "往年不足两个完整年度，还没有可以回测的年份。"
    whole = backtest[backtest.month_number.isna()].set_index("forecast_level")
    unit, all_of_it = whole.loc["responsible_unit"], whole.loc["district"]
    errors = [formats.percent(all_of_it[f"{way}_error_share"]) for way in ("forecast", "linear", "last_year")]
    said = (
        f"回测：站在往年 1 至 11 月各月预测当年年末，单位的区间 {formats.number(unit.tried_forecasts)} 次里落中 "
        f"{formats.percent(unit.covered_share)}（按 80% 定）；全区误差占计划 {errors[0]}，"
        f"直线法 {errors[1]}，上年曲线法 {errors[2]}。"
    )
    few = all_of_it.tried_forecasts < 2 * 11
    return (
        said
        + ("只有一个年份可回测，同一年各月彼此相近，全区的命中率还说明不了什么。" if few else "")
        + (ONE_YEAR if total.history_years == 1 else "")
    )
