"""The words of the batches: what done and late mean by each yardstick, the finding, and the rows of the late list."""

import pandas as pd

from data import formats
from pages.components import tables
from pages.components.view import Row
from pages.components.words import escape, late, light

# yardstick → what it compares with what, and how done, late, on pace and no date are called there
SENTENCES = {
    "completion": "比计划竣工月",
    "continuing": "形象进度比计划进度",
    "new_start": "比计划开工月",
    "preliminary": "看在批月数和应办手续",
}
DONE = {"completion": "已竣工", "continuing": "达到计划", "new_start": "已开工", "preliminary": "已转建设"}
LATE = {"completion": "逾期", "continuing": "落后", "new_start": "逾期", "preliminary": "超期"}
ON_PACE = {"continuing": "略低于计划", "preliminary": "办理中"}
NO_DATE = {"continuing": "没有进度"}
STANDINGS = ("done", "on_pace", "late", "not_due", "no_date", "unmeasured")
COLUMNS = (
    tables.Column("project_name", "项目", sub="who", width="minmax(0, 2.2fr)", strong=True),
    tables.Column("how", "状态", sub="beside", tone="tone", width="minmax(0, 1.4fr)"),
    tables.Column("dates", "计划", sub="original", width="minmax(0, 1fr)"),
    tables.Column("total_investment_wan", "总投资", "万元", width="100px", wide_only=True),
    tables.Column("annual_plan_wan", "年度计划", "万元", width="100px"),
)


def word(standing: str, yardstick: str | None) -> str:
    """How a standing is called by this yardstick."""
    own = {"done": DONE, "late": LATE, "on_pace": ON_PACE, "no_date": NO_DATE}.get(standing, {})
    plain = {"done": "完成", "late": "滞后", "on_pace": "正常", "no_date": "没有日期", "not_due": "未到期"}
    return own.get(yardstick or "") or plain.get(standing, "没有标尺")


def headline(batches: pd.DataFrame) -> tuple[str, str]:
    """The finding and one line under it, as HTML of our own."""
    projects, behind = int(batches.projects.sum()), int(batches.late.sum())
    head = f"{projects} 个在列项目"
    if behind:
        worst = batches.loc[batches.late.idxmax()]
        head += f"，{late(f'{behind} 个滞后')}，{escape(worst.batch)}最多（{worst.late} 个）"
    else:
        head += "，没有滞后的"
    measured = [row for row in batches.itertuples() if isinstance(row.yardstick, str)]
    parts = [f"{escape(row.batch)}{word('done', row.yardstick)} {row.done} 个" for row in measured]
    unknown = int(batches.unmeasured.sum())
    parts += [f"未知批次 {unknown} 个没有标尺"] if unknown else []
    return head, "各按自己的标尺：" + "，".join(parts) + "。"


def panel_title(row: Row) -> tuple[str, str]:
    """A batch's finding, and its yardstick."""
    base = row.projects + row.converted
    note = SENTENCES[row.yardstick]
    if not base:
        return f"{row.batch}：没有在列项目", note
    parts = [f"{word('done', row.yardstick)} {row.done} 个"]
    parts += [f"{word('late', row.yardstick)} {row.late} 个"] if row.late else []
    return f"{row.batch} {base} 个：{'，'.join(parts)}", note


def panel_facts(row: Row) -> str:
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
        parts += [_rate("应办手续已办", row.approvals_obtained, row.approvals_required, "件")]
    parts += [f"总投资 {formats.money(row.total_investment_wan)}"]
    parts += [f"计划 {formats.money(row.annual_plan_wan)}"] if row.annual_plan_wan else []
    return " · ".join(parts)


def _rate(name: str, part: int, whole: int, unit: str = "个") -> str:
    return f"{name} {formats.percent(part / whole)}（{part}/{whole}）" if whole else f"{name} —（没有到期的{unit}）"


def rows(projects: pd.DataFrame, yardsticks: dict[str, str]) -> pd.DataFrame:
    """Projects with their words: how late, by what, and both dates."""
    kinds = [yardsticks.get(batch) for batch in projects.batch]
    pairs = list(zip(projects.itertuples(), kinds, strict=True))
    return projects.assign(
        who=[f"{row.batch} · {row.responsible_unit} · {row.town}" for row, _ in pairs],
        how=[_how(row, kind) for row, kind in pairs],
        beside=[_beside(row, kind) for row, kind in pairs],
        tone=["late" if row.standing == "late" else "quiet" for row, _ in pairs],
        dates=[_planned(row, kind, "planned") for row, kind in pairs],
        original=[_original(row, kind) for row, kind in pairs],
    )


def _how(row: Row, kind: str | None) -> str:
    if row.standing == "late" and kind == "continuing":
        return (
            f"{'▼ 滞后' if row.light == 'behind' else '◆ 偏慢'} {formats.number(abs(row.progress_gap_pp), 1)} 个百分点"
        )
    if row.standing == "late" and kind == "preliminary":
        return f"{light(row.light).sign} 在批 {row.months_in_preliminary} 个月"
    if row.standing == "late":
        months = int(row.overdue_months)
        return f"▼ {LATE[str(kind)]}{f' {months} 个月' if months else '，本月到期'}"
    return word(row.standing, kind)


def _beside(row: Row, kind: str | None) -> str:
    if isinstance(row.converted_to_batch, str):
        return f"现批次 {row.converted_to_batch}"
    if kind == "continuing" and pd.notna(row.physical_progress):
        planned = formats.percent(row.planned_progress)
        mark = "（估）" if row.is_estimated_progress or row.is_estimated_planned_progress else ""
        return f"形象 {formats.percent(row.physical_progress)}，计划 {planned}{mark}"
    if kind == "preliminary" and pd.notna(row.approvals_required):
        return f"手续 {row.approvals_obtained}/{row.approvals_required}"
    return ""


def _planned(row: Row, kind: str | None, which: str) -> str:
    verb = "开工" if kind in ("new_start", "preliminary") else "竣工"
    field = {"开工": f"{which}_start_date", "竣工": f"{which}_finish_date"}[verb]
    return f"{formats.month(getattr(row, field))}{verb}"


def _original(row: Row, kind: str | None) -> str:
    now, first = _planned(row, kind, "planned"), _planned(row, kind, "original_planned")
    return "" if now == first else f"原计划 {first}"
