"""Batches in words, for pages and reports alike: what done and late are called by each yardstick."""

from typing import Any

import pandas as pd

from data import formats

# yardstick → what it compares with what, and how done, late, on pace and no date are called there
SENTENCES = {
    "completion": "比计划竣工月",
    "continuing": "形象进度比计划进度",
    "new_start": "比计划开工月",
    "preliminary": "看在批月数和应办手续",
}
DONE = {"completion": "已竣工", "continuing": "达到计划", "new_start": "已开工", "preliminary": "已转建设"}
LATE = {"completion": "逾期", "continuing": "落后", "new_start": "逾期", "preliminary": "超期"}
LATE_OF_ALL = "逾期、落后、超期"  # of batches together; 滞后 is the light's word for the money
ON_PACE = {"continuing": "略低于计划", "preliminary": "办理中"}
NO_DATE = {"continuing": "没有进度"}


def word(standing: str, yardstick: str | None) -> str:
    """How a standing is called by this yardstick."""
    own = {"done": DONE, "late": LATE, "on_pace": ON_PACE, "no_date": NO_DATE}.get(standing, {})
    plain = {
        "done": "完成",
        "late": LATE_OF_ALL,
        "on_pace": "正常",
        "no_date": "没有日期",
        "not_due": "未到期",
        "silent": "当月未报",
    }
    return own.get(yardstick or "") or plain.get(standing, "没有标尺")


def finding(row: Any) -> str:  # noqa: ANN401
    """A batch's finding: “竣工 42 个：已竣工 25 个，逾期 7 个”."""
    base = row.projects + row.converted
    if not base:
        return f"{row.batch}：没有在列项目"
    parts = [f"{word('done', row.yardstick)} {row.done} 个"]
    parts += [f"{word('late', row.yardstick)} {row.late} 个"] if row.late else []
    parts += [f"当月未报 {row.silent} 个"] if row.silent else []
    return f"{row.batch} {base} 个：{'，'.join(parts)}"


def facts(row: Any) -> list[str]:  # noqa: ANN401
    """The rates that real bulletins mix up, each with its denominator."""
    parts = []
    if row.yardstick == "new_start":
        parts += [_rate("开工率", row.started, row.projects), _rate("到期开工率", row.started_of_due, row.start_due)]
    if row.yardstick == "completion":
        parts += [
            _rate("竣工率", row.works_completed, row.projects),
            _rate("到期竣工率", row.works_completed_of_due, row.works_due),
            f"已投用 {row.in_use} 个",
        ]
    if row.yardstick == "continuing" and row.estimated_progress_projects:
        parts += [f"{row.estimated_progress_projects} 个按投资推算（估）"]
    if row.yardstick == "preliminary":
        known = row.approvals_required > 0
        parts += [
            _rate("应办手续已办", row.approvals_obtained, row.approvals_required) if known else "应办手续尚未载入"
        ]
    parts += [f"总投资 {formats.money(row.total_investment_wan)}"]
    parts += [f"计划 {formats.money(row.annual_plan_wan)}"] if row.annual_plan_wan else []
    return parts


def how(row: Any, kind: str | None) -> str:  # noqa: ANN401
    """How one project stands: “▼ 逾期 2 个月”, “◆ 落后 12.0 个百分点”."""
    if row.standing == "late" and kind == "continuing":
        sign, _ = formats.LIGHTS["behind" if row.light == "behind" else "slow"]
        return f"{sign} {LATE[kind]} {formats.number(abs(row.progress_gap_pp), 1)} 个百分点"
    if row.standing == "late" and kind == "preliminary":
        sign = formats.light(row.light).partition(" ")[0]
        return f"{sign} 在批 {row.months_in_preliminary} 个月"
    if row.standing == "late":
        months = int(row.overdue_months)
        return f"▼ {LATE[str(kind)]}{f' {months} 个月' if months else '，本月到期'}"
    return word(row.standing, kind)


def measured(row: Any, kind: str | None) -> str:  # noqa: ANN401
    """What the standing was measured by: progress and plan, approvals, or the batch it went to."""
    if isinstance(row.converted_to_batch, str):
        return f"现批次 {row.converted_to_batch}"
    if kind == "continuing" and pd.notna(row.physical_progress):
        planned_share = formats.percent(row.planned_progress)
        mark = "（估）" if row.is_estimated_progress or row.is_estimated_planned_progress else ""
        last = "上次" if row.standing == "silent" else ""
        return f"{last}形象 {formats.percent(row.physical_progress)}，计划 {planned_share}{mark}"
    if kind == "preliminary" and pd.notna(row.approvals_required):
        return f"手续 {row.approvals_obtained}/{row.approvals_required}"
    return ""


def planned(row: Any, kind: str | None, which: str = "planned") -> str:  # noqa: ANN401
    """The month that counts, by the plan ``which`` (planned, original_planned): “2026年8月竣工”."""
    verb = "开工" if kind in ("new_start", "preliminary") else "竣工"
    field = {"开工": f"{which}_start_date", "竣工": f"{which}_finish_date"}[verb]
    return f"{formats.month(getattr(row, field))}{verb}"


def _rate(name: str, part: int, whole: int) -> str:
    return f"{name} {formats.percent(part / whole)}（{part}/{whole}）" if whole else f"{name} —（没有到期的）"
