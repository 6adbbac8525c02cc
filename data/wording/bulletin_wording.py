"""Sentences of a bulletin about completion and batches, as an office writes them: plain text, computed."""

from datetime import date
from typing import Any

import pandas as pd

from data import formats
from data.wording.completion_wording import STEPS, UNKNOWN_BEFORE, is_split, rate_steps


def rate_moved(points: float) -> str:
    """Return “提高 13.4 个百分点”, “回落 0.3 个百分点” or “持平”."""
    size = formats.number(abs(points), 1)
    return "持平" if size == "0.0" else f"{'提高' if points > 0 else '回落'} {size} 个百分点"


def from_to(before: str, now: str, when: str, behind: str = "", ahead: str = "") -> str:
    """Return “由上季末的 39.9% 变为 67.2%”, or “为 32 个，与上季末持平” where both are written alike.

    Args:
        before: the figure of ``when``, as written.
        now: today's.
        when: 上季末.
        behind: what stands behind the figure before.
        ahead: what stands behind today's.
    """
    if before == now:
        return f"为 {now}{ahead}，与{when}持平"
    return f"由{when}的 {before}{behind}变为 {now}{ahead}"


def change(steps: pd.DataFrame, step: float) -> str:
    """Return “完成率由上月的 56.8% 升至 67.2%，提高 10.4 个百分点，其中项目推进 +10.8、新增项目 −0.4”.

    Args:
        steps: ``why_changed``.
        step: the change of the rate as written; where it has no split, only that is said.
    """
    if not is_split(steps):
        return f"完成率比上月{rate_moved(step)}"
    levels, parts = rate_steps(steps)
    first, last = (f"{formats.number(level, 1)}%" for level in (levels[0], levels[-1]))
    names = [STEPS[name] for name in steps.step if name != "calendar"]
    # what the works did goes first; what did nothing is not named
    moved = sorted(zip(names, parts, strict=True), key=lambda part: part[0] != STEPS["progress"])
    said = "、".join(f"{name} {formats.signed(part)}" for name, part in moved if part)
    within = f"，其中{said}" if said else ""
    if levels[0] == levels[-1]:
        return f"完成率与上月持平，为 {last}{within}"
    return f"完成率由上月的 {first} {'升' if levels[-1] > levels[0] else '降'}至 {last}，{rate_moved(step)}{within}"


def batch(row: Any) -> str:  # noqa: ANN401  (a row of batch_progress that has a yardstick)
    """A batch in a full sentence: its size, what is done of all and of what was due, and what is late."""
    size = f"总投资 {formats.money(row.total_investment_wan)}"
    size += f"，年度计划投资 {formats.money(row.annual_plan_wan)}" if row.annual_plan_wan else ""
    # converted out of the preliminary batch is its success; of another batch the rates are without those who left
    is_preliminary = row.yardstick == "preliminary"
    parts = _OF_BATCH[row.yardstick](row)
    parts += [f"另有 {row.converted} 个已转出" if row.converted and not is_preliminary else ""]
    number = row.projects + (row.converted if is_preliminary else 0)
    return f"{row.batch}项目 {number} 个（{size}），{'；'.join(part for part in parts if part)}。"


def _completing(row: Any) -> list[str]:  # noqa: ANN401
    return [
        _of_all("竣工", row.works_completed, row.projects),
        _of_due("竣工", row.works_completed_of_due, row.works_due),
        f"逾期未竣工 {row.late} 个" if row.late else "",
        f"已投用 {row.in_use} 个" if row.in_use else "",
        f"当月未报 {row.silent} 个" if row.silent else "",
    ]


def _starting(row: Any) -> list[str]:  # noqa: ANN401
    return [
        _of_all("开工", row.started, row.projects),
        _of_due("开工", row.started_of_due, row.start_due),
        f"逾期未开工 {row.late} 个" if row.late else "",
        f"当月未报 {row.silent} 个" if row.silent else "",
    ]


def _continuing(row: Any) -> list[str]:  # noqa: ANN401
    estimated = row.estimated_progress_projects
    return [
        f"形象进度达到计划的 {row.done} 个" + (f"，落后的 {row.late} 个" if row.late else ""),
        f"当月未报 {row.silent} 个" if row.silent else "",
        f"{estimated} 个没有填报形象进度，按投资推算" if estimated else "",
    ]


def _preparing(row: Any) -> list[str]:  # noqa: ANN401
    obtained, required = row.approvals_obtained, row.approvals_required
    return [
        (f"年内已转建设 {row.done} 个" if row.done else "年内暂无转建设的")
        + (f"，在批超期 {row.late} 个" if row.late else ""),
        f"应办手续 {required} 项，已办 {obtained} 项，占 {_share(obtained, required)}"
        if required > 0
        else "应办手续尚未载入",
        f"当月未报 {row.silent} 个" if row.silent else "",
    ]


_OF_BATCH = {
    "completion": _completing, "continuing": _continuing, "new_start": _starting, "preliminary": _preparing
}  # fmt: skip


def _of_all(verb: str, done: int, projects: int) -> str:
    return f"已{verb} {done} 个，{verb}率 {_share(done, projects)}" if done else f"暂无{verb}的"


def _of_due(verb: str, done: int, due: int) -> str:
    if not due:
        return f"尚无到计划{verb}月的"
    if not done:
        return f"已到计划{verb}月的 {due} 个{'均' if due > 1 else ''}未{verb}"
    return f"已到计划{verb}月的 {due} 个中{verb} {done} 个，占 {_share(done, due)}"


def _share(part: int, whole: int) -> str:
    return formats.percent(part / whole) if whole else formats.NONE


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
