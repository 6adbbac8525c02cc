"""A leader's projects in words, for the page and the printed card alike: plain text, computed."""

from datetime import date
from typing import Any

import pandas as pd

from data import formats

LISTS = {  # trouble → the list it stands in
    "not_started": "该开未开",
    "not_in_library": "已开工未入库",
    "left_library": "已退库",
    "no_figures": "已入库零投资",
    "overdue_issue": "问题逾期",
}


def what(row: Any, as_of: date) -> str:  # noqa: ANN401  (a row of ``leader_projects``)
    """Say in one line what a project waits for, since when; "" where nothing."""
    if row.trouble == "overdue_issue":
        return issue(row)
    since = "" if formats.is_missing(row.stuck_since) else formats.month(row.stuck_since)
    months = "" if formats.is_missing(row.stuck_since) else _months(row.stuck_since, as_of)
    return {
        "not_started": f"计划{since}开工，{f'已过 {months} 个月' if months else '本月到期'}",
        "not_in_library": f"{since}开工，{f'已等 {months} 个月' if months else '本月开工'}",
        "left_library": "入过库，现在不在库",
        "no_figures": f"{since + '开工，' if since else ''}在库，今年入统为零",
    }.get(row.trouble, "")


def all_of(row: Any, as_of: date) -> str:  # noqa: ANN401  (a row of ``leader_projects``)
    """Say in one line all that a project waits for: its list's words, and the issue that is overdue besides."""
    said = [what(row, as_of), issue(row) if row.trouble != "overdue_issue" else ""]
    return "；".join(filter(None, said))


def issue(row: Any) -> str:  # noqa: ANN401  (a row of ``leader_projects``)
    """Say which issue is overdue and by how many days."""
    if not row.overdue_issues:
        return ""
    more = f"等 {row.overdue_issues:.0f} 项" if row.overdue_issues > 1 else ""
    return f"{row.overdue_issue}{more}，已超时限 {row.overdue_days:.0f} 天"


def _months(since: date, as_of: date) -> int:
    return (as_of.year - since.year) * 12 + as_of.month - since.month


def counts(mine: pd.DataFrame) -> str:
    """Say how many are stuck on what: 该开未开 2、已开工未入库 3."""
    stuck = mine[mine.is_stuck]
    numbers = {name: int((stuck.trouble == trouble).sum()) for trouble, name in LISTS.items()}
    numbers["问题逾期"] = int((stuck.overdue_issues > 0).sum())
    return "、".join(f"{name} {number}" for name, number in numbers.items() if number)


def pace(name: str, mine: pd.DataFrame) -> str:
    """Say how the money keeps pace, and how many are late by their own task."""
    counted = mine[mine.reported_ytd_wan.notna() & (mine.annual_plan_wan > 0)]
    if counted.empty:
        return ""
    plan, done = counted.annual_plan_wan.sum(), counted.reported_ytd_wan.sum()
    late = {formats.LIGHTS[light][1]: int((mine.light == light).sum()) for light in ("behind", "slow")}
    said = [f"{name}联系的项目已报 {len(counted)} 个", f"年度计划 {formats.money(plan)}"]
    said += [f"完成 {formats.money(done)}（{formats.percent(done / plan)}）"]
    return "，".join(said + [f"{word} {number} 个" for word, number in late.items() if number])


def moved(mine: pd.DataFrame, earlier: pd.DataFrame, since: str) -> str:
    """Say what got worse and what better since an earlier look; names of at most three each."""
    now, then = (set(frame[frame.is_stuck].project_id) for frame in (mine, earlier))
    both = set(mine.project_id) & set(earlier.project_id)
    worse, better = _named(mine, (now - then) & both), _named(mine, (then - now) & both)
    joined = len(set(mine.project_id) - both)
    said = [f"新卡住 {worse}"] if worse else []
    said += [f"已解开 {better}"] if better else []
    said += [f"新增联系 {joined} 个"] if joined else []
    return f"{since}：{'；'.join(said) if said else '没有变化'}"


def _named(mine: pd.DataFrame, which: set[str]) -> str:
    if not which:
        return ""
    names = mine[mine.project_id.isin(which)].project_name.tolist()
    return f"{len(names)} 个（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）"
