"""The words of the batches: what done and late mean by each yardstick, the finding, and the rows of the late list."""

import pandas as pd

from data.wording.batch_wording import LATE_OF_ALL, SENTENCES, finding, how, measured, planned, word
from pages.components import tables
from pages.components.view import Row
from pages.components.words import escape, late

STANDINGS = ("done", "on_pace", "late", "not_due", "no_date", "silent", "unmeasured")
COLUMNS = (
    tables.Column("project_name", "项目", sub="who", width="minmax(0, 2.2fr)", strong=True),
    tables.Column("how", "状态", sub="beside", tone="tone", width="minmax(0, 1.4fr)", asks="overdue_months"),
    tables.Column("dates", "计划", sub="original", width="minmax(0, 1fr)", asks="planned_dates"),
    tables.Column("total_investment_wan", "总投资", "万元", width="100px", wide_only=True),
    tables.Column("annual_plan_wan", "年度计划", "万元", width="100px"),
)

ASKED = (  # the figures of a panel that lead to their projects
    "projects", *STANDINGS, "converted", "start_rate", "start_due_rate", "works_completed_rate", "works_due_rate",
    "in_use", "approvals_share", "estimated_progress_projects", "total_investment_wan",
)  # fmt: skip


def headline(batches: pd.DataFrame) -> tuple[str, str]:
    """The finding and one line under it, as HTML of our own."""
    projects, behind = int(batches.projects.sum()), int(batches.late.sum())
    head = f"{projects} 个在列项目"
    if behind:
        worst = batches.loc[batches.late.idxmax()]
        head += f"，{late(f'{behind} 个{LATE_OF_ALL}')}，{escape(worst.batch)}最多（{worst.late} 个）"
    else:
        head += f"，没有{LATE_OF_ALL}的"
    measured = [row for row in batches.itertuples() if isinstance(row.yardstick, str)]
    parts = [f"{escape(row.batch)}{word('done', row.yardstick)} {row.done} 个" for row in measured]
    silent = int(batches.silent.sum())
    parts += [f"续建当月未报 {silent} 个，不判断"] if silent else []
    unknown = int(batches.unmeasured.sum())
    parts += [f"未知批次 {unknown} 个没有标尺"] if unknown else []
    return head, "各按自己的标尺：" + "，".join(parts) + "。"


def panel_title(row: Row) -> tuple[str, str]:
    """A batch's finding, and its yardstick."""
    return finding(row), SENTENCES[row.yardstick]


def rows(projects: pd.DataFrame, yardsticks: dict[str, str]) -> pd.DataFrame:
    """Projects with their words: how late, by what, and both dates."""
    kinds = [yardsticks.get(batch) for batch in projects.batch]
    pairs = list(zip(projects.itertuples(), kinds, strict=True))
    return projects.assign(
        who=[f"{row.batch} · {row.responsible_unit} · {row.town}" for row, _ in pairs],
        how=[how(row, kind) for row, kind in pairs],
        beside=[measured(row, kind) for row, kind in pairs],
        tone=["late" if row.standing == "late" else "quiet" for row, _ in pairs],
        dates=[planned(row, kind) for row, kind in pairs],
        original=[_original(row, kind) for row, kind in pairs],
    )


def _original(row: Row, kind: str | None) -> str:
    now, first = planned(row, kind), planned(row, kind, "original_planned")
    return "" if now == first else f"原计划 {first}"
