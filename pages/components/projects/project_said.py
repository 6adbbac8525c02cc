"""What a project's file says in words: works progress and problems by month, and the open issues handed to somebody."""

import pandas as pd

from data import formats
from pages.components import context, tables, words

PROGRESS = (
    tables.Column("month", "月份", width="96px"),
    tables.Column("progress_text", "主要形象进度", kind="text", width="minmax(0, 1.4fr)"),
    tables.Column("problem_text", "存在的问题", kind="text", width="minmax(0, 1.2fr)"),
)
ISSUES = (
    tables.Column("issue", "问题", kind="text", sub="kind_and_level", width="minmax(0, 2fr)", strong=True),
    tables.Column("responsible_unit", "交办单位", sub="person", width="minmax(0, 1fr)"),
    tables.Column("due", "办结时限", kind="text", sub="overdue", sub_tone="late", width="132px"),
)


def show(said: pd.DataFrame, issues: pd.DataFrame, view: context.View) -> None:
    """Draw both lists; a project of which nothing was written says so.

    Args:
        said: ``project_progress``.
        issues: the project's rows of ``issues_to_decide``.
        view: the page's view.
    """
    words.title("形象进度和存在的问题", "各月调度表所填，新的在前")
    rows = said.assign(
        problem_text=said.problem.fillna("没有填报问题"), progress_text=said.progress_text.fillna("没有填报")
    )
    tables.show(
        rows, PROGRESS, view=view, key="said", link=None, link_by="month", fold=3, can_be_asked=False,
        empty="调度表没有填报形象进度和问题。", label="形象进度和存在的问题",
    )  # fmt: skip
    if issues.empty:
        return
    overdue = int((issues.overdue_days > 0).sum())
    words.title(f"未销号的问题 {len(issues)} 个", f"其中逾期 {overdue} 个" if overdue else "")
    rows = issues.assign(
        kind_and_level=issues[["issue_kind", "issue_level"]].fillna("").agg(" ".join, axis=1),
        due=[formats.day(day) for day in issues.due_on],
        overdue=[f"逾期 {days:.0f} 天" if days > 0 else "" for days in issues.overdue_days.fillna(0)],
    )
    tables.show(
        rows, ISSUES, view=view, key="project_issues", link=None, link_by="issue_id", fold=5, can_be_asked=False,
        label="未销号的问题",
    )  # fmt: skip
