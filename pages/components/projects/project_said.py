"""What a project's file says in words: progress, problems and plans by month, open issues, milestones of the year."""

import pandas as pd

from data import dictionary, formats
from pages.components import context, tables, words

PROGRESS = (
    tables.Column("month", "月份", sub="until", width="112px"),
    tables.Column("progress_text", "主要形象进度", kind="text", sub="next_words", width="minmax(0, 1.4fr)"),
    tables.Column("problem_text", "存在的问题", kind="text", sub="asked_words", width="minmax(0, 1.2fr)"),
)
ISSUES = (
    tables.Column("issue", "问题", kind="text", sub="kind_and_level", width="minmax(0, 2fr)", strong=True),
    tables.Column("responsible_unit", "交办单位", sub="person", width="minmax(0, 1fr)"),
    tables.Column("due", "办结时限", kind="text", sub="overdue", sub_tone="late", width="132px"),
)

REQUESTS = (
    tables.Column("service_kind", "要素保障事项", kind="text", sub="way", width="minmax(0, 2fr)", strong=True),
    tables.Column("responsible_unit", "承办单位", sub="point", width="minmax(0, 1.4fr)"),
    tables.Column("limit", "时限", kind="text", sub="received", width="148px"),
    tables.Column("state", "状态", kind="text", sub="used", tone="tone", width="132px"),
)
MILESTONES = (
    tables.Column("milestone", "节点", kind="text", strong=True, width="minmax(0, 1.6fr)"),
    tables.Column("responsible_unit", "责任单位", sub="person", width="minmax(0, 1fr)"),
    tables.Column("limit", "时限", kind="text", sub="done_words", width="148px"),
    tables.Column("state", "状态", kind="text", tone="tone", width="112px"),
)


def show(
    said: pd.DataFrame, issues: pd.DataFrame, milestones: pd.DataFrame, requests: pd.DataFrame, view: context.View
) -> None:
    """Draw the lists; a project of which nothing was written says so.

    Args:
        said: ``project_progress``.
        issues: the project's rows of ``issues_to_decide``.
        milestones: the project's rows of ``milestone_states``.
        requests: the project's rows of ``service_requests``.
        view: the page's view.
    """
    words.title("形象进度和存在的问题", "各月调度表所填，新的在前")
    rows = said.assign(
        problem_text=said.problem.fillna("没有填报问题"),
        progress_text=said.progress_text.fillna("没有填报"),
        asked_words=[f"需要协调：{text}" if isinstance(text, str) else "" for text in said.coordination],
        next_words=[f"下月计划：{text}" if isinstance(text, str) else "" for text in said.next_month_plan],
        until=["" if pd.isna(day) else f"截至{day.month}月{day.day}日" for day in pd.to_datetime(said.state_on)],
    )
    tables.show(
        rows, PROGRESS, view=view, key="said", link=None, link_by="month", fold=3, can_be_asked=False,
        empty="调度表没有填报形象进度和问题。", label="形象进度和存在的问题",
    )  # fmt: skip
    _milestones(milestones, view)
    _requests(requests, view)
    if issues.empty:
        return
    overdue = int((issues.overdue_days > 0).sum())
    words.title(f"未销号的问题 {len(issues)} 个", f"其中逾期 {overdue} 个" if overdue else "")
    rows = issues.assign(
        kind_and_level=[
            " ".join(
                [part for part in (row.issue_kind, row.issue_level) if isinstance(part, str)]
                + ([f"{formats.day(row.raised_on)}提出"] if pd.notna(row.raised_on) else [])
            )
            for row in issues.itertuples()
        ],
        due=[formats.day(day) for day in issues.due_on],
        overdue=[f"逾期 {days:.0f} 天" if days > 0 else "" for days in issues.overdue_days.fillna(0)],
    )
    tables.show(
        rows, ISSUES, view=view, key="project_issues", link=None, link_by="issue_id", fold=5, can_be_asked=False,
        label="未销号的问题",
    )  # fmt: skip


def _milestones(milestones: pd.DataFrame, view: context.View) -> None:
    """Draw the milestones of the year, as they stand at the month's end."""
    if milestones.empty:
        return
    late = int((milestones.milestone_state == "late").sum())
    words.title(f"节点任务 {len(milestones)} 个", f"其中逾期 {late} 个" if late else "")
    known = dictionary.lookup("milestone_state")
    rows = milestones.assign(
        person=milestones.person.fillna(""),
        limit=["没有时限" if pd.isna(day) else formats.day(day) for day in milestones.due_on],
        done_words=["" if pd.isna(day) else f"{formats.day(day)}完成" for day in milestones.done_on],
        state=[
            f"逾期 {row.late_days} 天"
            if row.milestone_state == "late"
            else dictionary.write(known, row.milestone_state)
            for row in milestones.itertuples()
        ],
        tone=["late" if state == "late" else "quiet" for state in milestones.milestone_state],
    )
    tables.show(
        rows, MILESTONES, view=view, key="project_milestones", link=None, link_by="milestone", fold=6,
        can_be_asked=False, label="节点任务",
    )  # fmt: skip


def _requests(requests: pd.DataFrame, view: context.View) -> None:
    """Draw the requests of the year with their limits, as they stand at the month's end."""
    if requests.empty:
        return
    over = int((requests.request_state == "overdue").sum())
    words.title(f"要素保障事项 {len(requests)} 件", f"其中超时限 {over} 件" if over else "")
    known = dictionary.lookup("request_state")
    rows = requests.assign(
        way=[
            "、".join(w for w in (row.handling, row.eia_handling) if isinstance(w, str))
            for row in requests.itertuples()
        ],
        point=[f"未决：{text}" if isinstance(text, str) else "" for text in requests.open_point],
        received=[f"{formats.day(day)}收件" for day in requests.received_on],
        limit=["没有时限" if pd.isna(day) else formats.day(day) for day in requests.due_on],
        state=[dictionary.write(known, state) for state in requests.request_state],
        used=["" if pd.isna(day) else f"{formats.day(day)}办结" for day in requests.done_on],
        tone=["late" if state == "overdue" else "quiet" for state in requests.request_state],
    )
    tables.show(
        rows, REQUESTS, view=view, key="project_requests", link="services", link_by="request_id", param="request",
        fold=5, can_be_asked=False, label="要素保障事项",
    )  # fmt: skip
