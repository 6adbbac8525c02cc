"""我的任务 in words: the finding on top, and what stands beside each task."""

import pandas as pd

from data import formats
from pages.components import words
from pages.components.tasks.task_parts import PARTS


def headline(unit: str, projects: int, tasks: pd.DataFrame) -> tuple[str, str]:
    """Say how much a unit has to do, and of what kind, as HTML."""
    name = words.escape(unit)
    if tasks.empty:
        return f"{name}的 {projects} 个项目，{words.ahead('没有要办的')}。", ""
    late = int(tasks.is_late.sum())
    open_ones = int(tasks.answer.isna().sum())
    head = f"{name}的 {projects} 个项目，{len(tasks)} 件要办"
    head += f"，{words.late(f'{late} 件已逾期或漏报')}" if late else ""
    counts = tasks.part.value_counts()
    said = [f"{PARTS[part][0]} {counts[part]}" for part in PARTS if part in counts]
    below = f"{'、'.join(said)}"
    below += f"；{len(tasks) - open_ones} 件已写说明" if open_ones < len(tasks) else ""
    return f"{head}。", words.escape(f"{below}。")


def rows(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks with what their list shows: project, limit, tone and what the unit said."""
    return tasks.assign(
        what=[f"{row.thing}：{row.situation}" for row in tasks.itertuples()],
        settle=[
            f"已说明（{formats.day(row.answered_on)}）：{row.answer}" if isinstance(row.answer, str) else row.act
            for row in tasks.itertuples()
        ],
        project=[name if isinstance(name, str) else "（没有写项目）" for name in tasks.project_name],
        tone=["late" if late else "quiet" for late in tasks.is_late],
    )
