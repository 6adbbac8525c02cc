"""A unit's tasks as one list: what is missing, late, odd or due among its own projects, each with what settles it."""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from data import formats
from pages.components.view import Row

SOON = timedelta(days=30)
PARTS = {  # part → its title and what it is about
    "missing": ("缺的", "没有报来的数和资料"),
    "late": ("迟的", "报得迟、很久没有更新的"),
    "odd": ("要核对的", "数字或写法有疑点的"),
    "due": ("到期的", "已逾期和三十天内到期的"),
}
OF_CHECK = {  # of data health: every check that is not named here is odd
    "missing_report": "missing",
    "no_code": "missing",
    "no_coordinates": "missing",
    "late_report": "late",
    "stale_7": "late",
    "stale_30": "late",
}
COLUMNS = (
    "part", "key", "project_id", "project_name", "thing", "situation", "act", "due_on", "is_late", "page",
    "file_id", "file", "sheet", "row", "issue_id",
)  # fmt: skip
Task = dict[str, object]


def is_of(unit: str, projects: set[str], frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are about the unit's own projects, or that it was charged with by name."""
    named = frame.responsible_unit == unit if "responsible_unit" in frame else False
    return frame[frame.project_id.isin(projects) | named].reset_index(drop=True)


def of_projects(projects: set[str], frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are about these projects."""
    return frame[frame.project_id.isin(projects)].reset_index(drop=True)


def with_answers(tasks: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Add what was last said about each task: ``answer``, ``answered_by``, ``answered_on``, ``last_entry_id``."""
    said = answers[["subject", "answer", "answered_by", "answered_on", "last_entry_id"]]
    return tasks.assign(subject="task:" + tasks.key.astype(str)).merge(said, how="left", on="subject")


def gather(
    findings: pd.DataFrame,
    readiness: pd.DataFrame,
    milestones: pd.DataFrame,
    issues: pd.DataFrame,
    requests: pd.DataFrame,
    starts: pd.DataFrame,
    on: date,
) -> pd.DataFrame:
    """Put the lists together, those that are late first, then by limit.

    Args:
        findings: of ``data_health_findings``, with words.
        readiness: ``entry_readiness``.
        milestones: ``milestone_states``.
        issues: ``issue_ledger``.
        requests: ``open_requests``.
        starts: ``starts_and_finishes_due``.
        on: the day; what is due more than thirty days after it is not listed.

    Returns:
        A row a task: ``part`` of ``PARTS``, ``key`` (stable: what is said about it in the ledger is found by it), what,
        how it stands, what settles it, its limit, and the page that settles it.
    """
    last = pd.Timestamp(on + SOON)
    said: list[tuple[pd.DataFrame, Callable[[Row], Task]]] = [
        (findings[findings.project_id.notna()], _finding),
        (readiness[readiness.missing_materials.notna()], _material),
        (milestones[milestones.done_on.isna() & (milestones.due_on <= last)], _milestone),
        (issues[issues.closed_on.isna() & ~(issues.due_on > last)], _issue),
        (requests[~(requests.due_on > last)], _request),
        (starts, _start),
    ]
    rows = [
        {"project_id": row.project_id, "project_name": row.project_name} | about(row)
        for frame, about in said
        for row in frame.itertuples()
    ]
    made = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates("key")
    made["due_on"] = pd.to_datetime(made.due_on)
    made["is_late"] = made.is_late.astype(bool)
    return made.sort_values(["is_late", "due_on"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _finding(row: Row) -> Task:
    part = OF_CHECK.get(row.health_check, "odd")
    return {
        "part": part,
        "key": f"{row.health_check}:{row.project_id}:{row.month:%Y-%m}",
        "thing": row.check,
        "situation": row.situation,
        "act": row.act,
        "is_late": row.health_check in ("missing_report", "stale_30"),
        "page": "project",
        "file_id": row.file_id,
        "file": row.file,
        "sheet": row.sheet,
        "row": row.row,
    }


def _material(row: Row) -> Task:
    closes = row.window_closes_on
    return {
        "part": "missing",
        "key": f"materials:{row.project_id}",
        "thing": f"入库资料缺 {row.materials_required - row.materials_present} 项",
        "situation": row.missing_materials,
        "act": f"{formats.day(closes)}前送齐，赶本月入库" if pd.notna(closes) else "送齐资料，申请入库",
        "due_on": closes,
        "is_late": False,
        "page": "project",
    }


def _milestone(row: Row) -> Task:
    late = row.milestone_state == "late"
    return {
        "part": "due",
        "key": f"milestone:{row.project_id}:{row.milestone}",
        "thing": f"节点：{row.milestone}",
        "situation": f"逾期 {row.late_days} 天" if late else f"{formats.day(row.due_on)}到期",
        "act": "完成后把日期和佐证报项目办；完不成的说明原因和新的日期",
        "due_on": row.due_on,
        "is_late": late,
        "page": "project",
    }


def _issue(row: Row) -> Task:
    late = row.issue_state == "overdue"
    limit = "没有办结时限" if pd.isna(row.due_on) else f"{formats.day(row.due_on)}前办结"
    return {
        "part": "due",
        "key": f"issue:{row.issue_id}",
        "thing": f"问题：{row.issue}" if isinstance(row.issue, str) else "问题",
        "situation": f"逾期 {row.overdue_days:.0f} 天" if late else limit,
        "act": "到问题台账答复办理情况",
        "due_on": row.due_on,
        "is_late": late,
        "page": "issues",
        "issue_id": row.issue_id,
    }


def _request(row: Row) -> Task:
    late = pd.notna(row.late_days) and row.late_days > 0
    limit = "没有规定时限" if pd.isna(row.due_on) else f"{formats.day(row.due_on)}前办结（工作日）"
    return {
        "part": "due",
        "key": f"request:{row.request_id}",
        "thing": f"要素保障：{row.service_kind if isinstance(row.service_kind, str) else '事项'}",
        "situation": f"逾期 {row.late_days} 天" if late else limit,
        "act": "办结后把日期和依据报项目办",
        "due_on": row.due_on,
        "is_late": late,
        "page": "project",
    }


def _start(row: Row) -> Task:
    late = row.late_days > 0
    what = "开工" if row.due_kind == "start" else "竣工"
    return {
        "part": "due",
        "key": f"{row.due_kind}:{row.project_id}:{row.due_on:%Y-%m}",
        "thing": f"计划{formats.month(row.due_on)}{what}",
        "situation": f"逾期 {row.late_days} 天" if late else "本月应办",
        "act": f"已{what}的报{what}时间；没有的说明原因和预计时间",
        "due_on": row.due_on,
        "is_late": late,
        "page": "project",
    }
