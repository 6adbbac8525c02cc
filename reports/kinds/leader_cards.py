"""联系项目卡: a page for each contact leader: what is stuck among his projects, and whom to call (J20, T13)."""

from datetime import date

import pandas as pd

from data import formats
from data.wording import entry_wording, leader_wording
from metrics.days import last_day
from metrics.entry.entry_lag import entry_lag
from metrics.leaders.leader_projects import leader_projects
from reports.basis import report
from reports.content import Block, Report, Section, Text
from reports.question import Question, tight
from reports.tables import Shown, table

RULES = (
    "卡住：该开未开，过了应入库、应入统期而未入，已退库，今年入统为零，或有逾期未销号的问题；"
    "与入库入统页的清单同一口径，疑似已入库、待统计确认的不算。节点为三十天内到期的，每个项目列最近一个。"
)
STUCK = (
    Shown("project_name", width=3.0),
    Shown("list", "卡在", 1.4, "text"),
    Shown("what", "情况", 3.2, "text"),
    Shown("responsible_unit", width=1.8),
    Shown("project_officer", width=1.4),
)
NEXT = (
    Shown("project_name", width=3.0),
    Shown("due_milestone", width=2.6),
    Shown("due_milestone_on", width=1.6),
    Shown("responsible_unit", width=1.8),
    Shown("project_officer", width=1.4),
)


def no_leader(question: Question) -> str:
    """What hinders the cards, "" where nothing does."""
    if len(question.ask(leader_projects)):
        return ""
    return "没有写明联系区领导的项目。请载入有“联系区领导”一列的年度计划或调度表。"


def leader_cards(question: Question, leader: str = "", on: date | None = None) -> Report:
    """Return the cards of all leaders, those with most projects first, or one leader's.

    Args:
        question: the month and the reader.
        leader: whose card; "" for all.
        on: the day that issues and milestones are asked of; None: the month's last.

    Raises:
        data.access.NotAllowed: the reader may not see projects by leader.
    """
    question.require("see_leader_projects")
    found = question.ask(leader_projects, on=on)
    names = [leader] if leader else found.leader.value_counts().index.tolist()
    month = formats.month(question.as_of)
    sections = tuple(_card(question, name, found[found.leader == name]) for name in names)
    shown = found[found.leader.isin(names)].drop_duplicates("project_id")
    who = leader or f"{len(names)}位区领导"
    return report(
        question,
        name=f"联系项目卡_{leader + '_' if leader else ''}{question.as_of:%Y%m}",
        title=f"{question.profile.name}{month}区领导联系项目卡",
        period=month,
        lead=f"截至{month}底，{who}联系{len(shown)}个项目，其中{int(shown.is_stuck.sum())}个卡住。{_unknown(question)}",
        sections=sections,
        is_letter=False,
        rules=f"{RULES}问题和节点截至{formats.day(on or last_day(question.as_of))}。",
    )


def _unknown(question: Question) -> str:
    """Say that entries are not among what is stuck as long as neither return nor ledger is loaded."""
    lag = question.ask(entry_lag, by=None).iloc[0]
    return f"{entry_wording.UNKNOWN}，不在其中。" if entry_wording.is_unknown(lag) else ""


def _card(question: Question, name: str, mine: pd.DataFrame) -> Section:
    stuck = mine[mine.is_stuck]
    said = "；".join(filter(None, [leader_wording.counts(mine), leader_wording.pace(name, mine)]))
    return Section(
        heading=tight(f"{name}联系 {len(mine)} 个项目，{f'{len(stuck)} 个卡住' if len(stuck) else '没有卡住的'}"),
        finding=tight(said),
        blocks=(Text(text=tight(f"{said or '没有上报'}。")), _stuck(question, name, stuck), _next(name, mine)),
        starts_page=True,
    )


def _stuck(question: Question, name: str, stuck: pd.DataFrame) -> Block:
    if stuck.empty:
        return Text(text="没有卡住的项目。")
    rows = stuck.sort_values(["trouble", "stuck_since", "project_id"])
    rows = rows.assign(
        list=[leader_wording.LISTS[trouble] for trouble in rows.trouble],
        what=[tight(leader_wording.all_of(row, question.as_of)) for row in rows.itertuples()],
    )
    return table(rows, STUCK, name=f"{name}卡住", title="卡住的项目")


def _next(name: str, mine: pd.DataFrame) -> Block:
    rows = mine[mine.due_milestone.notna()].sort_values(["due_milestone_on", "project_id"])
    if rows.empty:
        return Text(text="三十天内没有到期的节点。")
    return table(rows, NEXT, name=f"{name}节点", title="三十天内的节点")
