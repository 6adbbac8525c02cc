"""Investment completion in words, for pages and reports alike: plain text, computed."""

from datetime import date
from typing import Any

import pandas as pd

from data import formats
from data.profile import Profile
from data.project_state import without_figures_word
from data.rules import Lights

STEPS = {  # the steps of why_changed
    "projects_out": "项目调出",
    "new_projects": "新增项目",
    "plan_change": "年度计划调整",
    "corrections": "数据更正",
    "progress": "项目推进",
    "calendar": "时序",
}
NEEDS = {  # a call to act: what has happened since when, what is to be done, and what the amount is
    "behind_plan": ("自{month}{light}", "赶上进度", "进度缺口"),
    "not_in_library": ("{month}开工未入库", "办理统计入库", "上报未入统"),
    "left_library": ("{month}开工，入库后退库", "查明退库原因", "上报未入统"),
    "no_figures": ("{month}开工零入统", "核对入统数据", "上报未入统"),
    "not_reported": ("今年未报", "补报", "未报"),
    "unknown_before": ("此前月份未载入，已载入的月未报", "补报", "未报"),
}

UNSURE = "未报过多、前几个月未载入或疑似单位错，本数暂定"  # why a unit's sum is no ground for a measure

UNKNOWN_BEFORE = "此前的调度表没有载入，或上报疑似单位错"


def pace(gap_pp: float, yardstick: str = "时序") -> str:
    """Return “慢于时序 6.6 个百分点”."""
    size = formats.number(abs(gap_pp), 1)
    return f"与{yardstick}持平" if size == "0.0" else f"{'慢' if gap_pp < 0 else '快'}于{yardstick} {size} 个百分点"


def both(row: pd.Series) -> str:
    """Return both yardsticks in one phrase: “按项目计划完成 105.0%，按月份慢 0.2 个百分点”; its tone is the light's.

    A sum with a suspected slip is measured by neither: it says so, with the figure without it.
    """
    if slip := slipped(row):
        return slip
    if formats.is_missing(row.task_rate):
        task = without_figures_word(row) if formats.is_missing(row.reported_ytd_wan) else "按项目计划未到期"
    else:
        task = f"按项目计划完成 {formats.percent(row.task_rate)}"
    if formats.is_missing(row.pace_gap_pp):
        return task
    size = formats.number(abs(row.pace_gap_pp), 1)
    return f"{task}，按月份{'持平' if size == '0.0' else f'{_slow(row.pace_gap_pp)} {size} 个百分点'}"


def _slow(gap_pp: float) -> str:
    return "慢" if gap_pp < 0 else "快"


def judged_by(profile: Profile, as_of: date) -> str:
    """Return the column on which the lights in force stand: a picture coloured by them shows this figure, no other."""
    return "task_rate" if profile.rule("lights", as_of).measure == "task" else "pace_gap_pp"


def judged(row: Any, column: str) -> str:  # noqa: ANN401  (a Series or a named tuple)
    """Return the figure behind a light, short: “任务 91.3%” or “慢 7.8”; — where nothing is due or reported."""
    value = getattr(row, column, None)
    if formats.is_missing(value):
        return formats.NONE
    if column == "task_rate":
        return f"任务 {formats.percent(value)}"
    return f"{_slow(value)} {formats.number(abs(value), 1)}"


def slipped(row: pd.Series) -> str:
    """Return “含 1 个疑似单位错的上报，待核，不含的完成 5.12亿元、67.2%”; "" where nothing is suspected."""
    count = row.get("suspect_projects", 0)
    if formats.is_missing(count) or not count:
        return ""
    if "plan_status" in row:
        return "疑似单位错，待核"
    said = f"含 {formats.number(count)} 个疑似单位错的上报，待核"
    if formats.is_missing(row.get("unsuspected_rate")):
        return said
    return f"{said}，不含的完成 {formats.money(row.unsuspected_reported_wan)}、{formats.percent(row.unsuspected_rate)}"


def added_without(frame: pd.DataFrame) -> str:
    """Say that a month's own amount contains a suspected slip, and what it is without (``change_without_slips``)."""
    if frame.empty:
        return ""
    row = frame.iloc[0]
    said = f"含 {formats.number(row.suspect_projects)} 个项目疑似单位错的上报或其更正，待核"
    return said if formats.is_missing(row.completed_wan) else f"{said}，不含的为 {formats.money(row.completed_wan)}"


def rate_without(frame: pd.DataFrame) -> str:
    """Return “不含疑似单位错的，完成率由 62.1% 到 67.2%” of ``change_without_slips``; "" where none."""
    if frame.empty or frame[["rate_before", "rate_after"]].isna().any(axis=None):
        return ""
    before, after = (formats.percent(rate) for rate in frame[["rate_before", "rate_after"]].iloc[0])
    return f"不含疑似单位错的，完成率由 {before} 到 {after}"


def unsure(total: pd.Series) -> str:
    """Say that so much plan money is silent that the figure is provisional, "" where it is not."""
    if total.get("suspect_projects", 0):
        said = f"{formats.number(total.suspect_projects)} 个项目的上报疑似单位错，待核，本数暂定"
        if formats.is_missing(total.get("unsuspected_rate")):
            return f"{said}。"
        without = formats.money(total.unsuspected_reported_wan)
        return f"{said}；不含它们完成 {without}，完成率 {formats.percent(total.unsuspected_rate)}。"
    return "未报项目的计划额超过限度，本数暂定。" if total.is_provisional else ""


def never_reported(groups: pd.DataFrame) -> str:
    """Say how many counted projects have no figure this year: they are not among the late ones; "" where none.

    Args:
        groups: rows of ``investment_completion`` that add up to the district.
    """
    never = int(groups.silent_projects.sum()) - int(groups.carried_projects.sum())
    return f"另有 {never} 个{without_figures_word(groups.iloc[0])}，不计在内" if never else ""


def beside(total: pd.Series) -> list[str]:
    """Say what stands beside the rate: silent, carried, removed, outside the plan, original plan, pace to come."""
    parts = [f"未报 {formats.number(total.silent_projects)} 个"]
    if total.carried_projects:
        parts[0] += (
            f"，沿用 {formats.number(total.carried_projects)} 个（占计划 {formats.percent(total.carried_share)}）"
        )
    parts += [
        f"调出 {formats.number(total.removed_projects)} 个{_wan(total.removed_plan_wan)}",
        f"计划外 {formats.number(total.outside_plan_projects)} 个{_wan(total.outside_plan_wan)}",
    ]
    if not total.get("suspect_projects", 0):
        parts.append(f"按年初计划 {formats.percent(total.original_completion_rate)}")
    if not formats.is_missing(total.required_run_rate_wan):
        parts.append(f"今后每月要 {formats.money(total.required_run_rate_wan)}，{mean_of_three(total)}")
    return parts


def mean_of_three(row: Any) -> str:  # noqa: ANN401  (a Series or a named tuple)
    """Return “近三个月平均 1.20亿元”, or why it is not known."""
    if formats.is_missing(row.last_three_months_wan):
        return f"近三个月平均不明（{UNKNOWN_BEFORE}）"
    return f"近三个月平均 {formats.money(row.last_three_months_wan)}"


def lights(profile: Profile, as_of: date) -> str:
    """Say what the lights mean by the rule in force, and where it comes from."""
    rule = profile.rule("lights", as_of)
    zones = "　".join(f"{formats.LIGHTS[name][0]} {limits}" for name, limits in light_zones(rule).items())
    origin = "默认，" if rule.origin == "default" else ""
    return f"{light_measure(rule)}：{zones}（{origin}{rule.article}）"


def light_measure(rule: Lights) -> str:
    """What the lights compare with their limits."""
    return "上报÷计划进度" if rule.measure == "task" else "完成率比月份/12，百分点"


def light_zones(rule: Lights) -> dict[str, str]:
    """Return each light's zone in words, the best first; the limits belong to the better light, by month to ◆."""
    doubtful = f"上报超过年度计划的 {formats.percent(rule.doubtful_share, 0)}"
    if rule.measure == "task":
        ahead, normal, slow = (
            formats.percent(part, 0) for part in (rule.ahead_share, rule.normal_share, rule.slow_share)
        )
        return {
            "ahead": f"{ahead} 及以上",
            "normal": f"{normal} 及以上",
            "slow": f"{slow} 及以上",
            "behind": f"不到 {slow}",
            "doubtful": doubtful,
        }
    ahead, slow, behind = (formats.number(gap) for gap in (rule.ahead_pp, rule.slow_pp, rule.behind_pp))
    return {
        "ahead": f"{ahead} 及以上",
        "normal": f"高于 {slow}",
        "slow": f"{slow} 至 {behind}",
        "behind": f"低于 {behind}",
        "doubtful": doubtful,
    }


def rate_steps(frame: pd.DataFrame) -> tuple[list[float], list[float]]:
    """Levels and parts of why_changed's rate as written, in percent, of a frame that ``is_split``.

    Each level is the one before and its part.
    """
    steps = frame[frame.step != "calendar"]
    parts = [float(part) for part in steps.rate_shown_pp]
    levels = [shown_rate(steps.rate_before.iloc[0])]
    for part in parts:
        levels.append(round(levels[-1] + part, 1))
    return levels, parts


def is_split(frame: pd.DataFrame) -> bool:
    """Tell whether every step of ``why_changed`` has a rate: one that leaves no plan has none."""
    steps = frame[frame.step != "calendar"]
    return bool(len(steps)) and "progress" in set(steps.step) and not steps.rate_shown_pp.isna().any()


def moved(steps: pd.DataFrame, measure: str = "works") -> str:
    """Say what of the month's change of the rate is works and what the plan: “项目推进 +7.0，年度计划调整 +1.4”.

    Args:
        steps: ``why_changed``; "" where the month has no split.
        measure: of the rule ``month_progress``: ``rate`` leads with the whole change, “完成率 +8.4（项目推进 +7.0 …）”.
    """
    if not is_split(steps):
        return ""
    levels, parts = rate_steps(steps)
    of = dict(zip((step for step in steps.step if step != "calendar"), parts, strict=True))
    rest = [f"{STEPS[step]} {formats.signed(part)}" for step, part in of.items() if step != "progress" and part]
    said = "，".join([f"项目推进 {formats.signed(of['progress'])}", *rest])
    return said if measure == "works" else f"完成率 {formats.signed(round(levels[-1] - levels[0], 1))}（{said}）"


def shown_rate(rate: float) -> float:
    """A rate in percent as it is shown, with one decimal."""
    return float(formats.rounded(100 * rate, 1))


def rate_step(months: pd.DataFrame) -> float | None:
    """The month's change of the rate in percentage points, of the levels as written; None where nothing is compared.

    Last month's level is what was known before this month's dispatch came, as in 为什么变了.
    """
    step = months.iloc[-1].rate_change_pp
    return None if formats.is_missing(step) else float(step)


def joined_left(wan: float) -> str:
    """Return “项目进出使累计减少 0.94亿元”, "" where nobody joined or left the count."""
    if formats.is_missing(wan) or not formats.rounded(wan, 2):
        return ""
    return f"项目进出使累计{'增加' if wan > 0 else '减少'} {formats.money(abs(wan))}"


def call(row: Any, as_of: date) -> str:  # noqa: ANN401  (a named tuple of actions)
    """What one row of ``actions`` asks for: since when what, and what is to be done; by when stands beside it."""
    since, act, _ = NEEDS[row.need]
    month = f"{row.since_month.month}月"
    if row.since_month.year != as_of.year:
        month = f"{row.since_month.year}年{month}"
    word = formats.light(row.light).partition(" ")[2]
    return f"{since.format(month=month, light=word)}，{_act(row, act)}"


def _act(row: Any, usual: str) -> str:  # noqa: ANN401  (a named tuple of actions)
    """The open step; what the unit wrote about its works is of use for the pace only."""
    if row.need == "behind_plan":
        has_problem = not formats.is_missing(row.problem) and str(row.problem).strip(" —") not in ("", "无")
        return str(row.problem) if has_problem else usual
    if row.need not in ("not_in_library", "left_library"):
        return usual
    if not formats.is_missing(row.return_reason):
        return f"已退回：{row.return_reason}，补正后重报"
    if not formats.is_missing(row.missing_materials):
        names = str(row.missing_materials).split("、")
        more = f"等 {len(names)} 项" if len(names) > 2 else ""
        who = "" if formats.is_missing(row.who_must_bring) else f"（{row.who_must_bring}补）"
        return f"缺{'、'.join(names[:2])}{more}{who}"
    return usual


def by_when(row: Any) -> str:  # noqa: ANN401  (a named tuple of actions)
    """Return “10月10日前”."""
    return f"{row.act_by.month}月{row.act_by.day}日前"


def _wan(amount: float) -> str:
    return f" {formats.money(amount)}" if amount else ""
