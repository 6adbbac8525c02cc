"""督办函: a letter to each unit that is to be urged (J30, 督办阶梯) or called to a talk (T10, 季度约谈督办)."""

from collections.abc import Sequence

import pandas as pd

from data import dictionary, formats
from metrics.issues.issue_ledger import issue_ledger
from metrics.milestones.milestone_states import milestone_states
from metrics.projects.slowest_projects import slowest_projects
from metrics.ranking.quarterly_talks import quarterly_talks
from metrics.ranking.supervision_ladder import supervision_ladder
from reports.basis import report
from reports.content import Block, Report, Section, Table, Text
from reports.question import Question, tight
from reports.tables import Shown, extent, table

MOST = 12  # rows of a letter's list
TALK = "约谈督办通知"
WARNING = "温馨提示"
ANSWER_DAYS = 5
PROJECTS = (
    Shown("project_name", width=3.0),
    Shown("annual_plan_wan", width=1.3),
    Shown("reported_ytd_wan", width=1.3),
    Shown("investment_completion_rate", width=1.1),
    Shown("light", width=1.1),
)
DUE = (
    Shown("what", "事项", 3.2, "text"),
    Shown("project", "项目", 2.8, "text"),
    Shown("limit", "时限", 1.6, "text"),
    Shown("late", "逾期", 1.1, "text"),
)


def letters(question: Question) -> Report:
    """Return the letters, one a page: those the ladder proposes, or the quarter's talks where there is no ladder."""
    month = formats.month(question.as_of)
    addressed = _addressed(question)
    said = f"拟发督办函 {len(addressed)} 份，一家单位一页" if len(addressed) else "没有要督办的单位"
    sections = tuple(_letter(question, row) for row in addressed.itertuples())
    return report(
        question,
        name=f"督办函_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{month}重点项目督办函",
        period=month,
        lead=tight(f"截至{month}底，{said}；由人核定后印发，系统不代为下达。"),
        sections=sections,
        is_letter=False,
    )


def _addressed(question: Question) -> pd.DataFrame:
    """Return the units with the measure and, in words, why; in the order of the metric."""
    ladder = question.ask(supervision_ladder)
    if len(ladder):
        frame = ladder[ladder.is_proposed & ~ladder.is_held_back & ~ladder.responsible_unit.isin(question.unranked)]
        why = [
            tight(
                f"完成年度计划的 {formats.percent(row.investment_completion_rate)}，"
                f"比应完成低 {formats.number(abs(row.ladder_gap_pp), 1)} 个百分点"
            )
            for row in frame.itertuples()
        ]
        return pd.DataFrame(
            {"unit": frame.responsible_unit, "measure": frame.proposed_measure, "why": why}
        ).reset_index(drop=True)
    talks = question.ask(quarterly_talks)
    return pd.DataFrame(
        {
            "unit": talks.responsible_unit,
            "measure": [TALK] * len(talks),
            "why": [_why(row) for row in talks.itertuples()],
        }
    )


def _why(row: object) -> str:
    said = []
    if row.is_slow_unit:  # type: ignore[attr-defined]
        rate, gap = row.investment_completion_rate, row.pace_gap_pp  # type: ignore[attr-defined]
        said.append(
            f"项目推进缓慢，完成年度计划的 {formats.percent(rate)}，比时序低 {formats.number(abs(gap), 1)} 个百分点"
        )
    if row.is_weak_service:  # type: ignore[attr-defined]
        due, done = row.service_due, row.service_done  # type: ignore[attr-defined]
        said.append(f"服务保障乏力，本季到期的要素保障 {due} 件，时限内办结 {done} 件")
    return tight("；".join(said))


def _letter(question: Question, row: object) -> Section:
    unit, measure, why = row.unit, row.measure, row.why  # type: ignore[attr-defined]
    blocks: list[Block | None] = [
        Text(text=f"{unit}："),
        Text(text=f"截至{formats.month(question.as_of)}，{unit}{why}。{_ask(question, measure)}"),
        _projects(question, unit),
        _due(question, unit),
        Text(text=f"（发文单位）　　　　{question.as_of.year}年　月　日"),
    ]
    name = measure if measure in (WARNING, TALK) else f"督办通知（{measure}）"
    return Section(heading=f"{name}　{unit}", blocks=tuple(block for block in blocks if block), starts_page=True)


def _ask(question: Question, measure: str) -> str:
    rule = question.profile.rule("talks" if measure == TALK else "ladder", question.as_of.replace(day=1))
    basis = f"依据《{question.profile.text.title}》（{rule.article.removeprefix('参照')}）" if rule else ""
    if measure == WARNING:
        return f"{basis}，现予温馨提示，请抓紧推进，并于 {ANSWER_DAYS} 个工作日内书面反馈推进措施。"
    if measure == TALK:
        return f"{basis}，拟对你单位开展约谈督办，请准备书面说明，列明原因、措施和完成时限。"
    return f"{basis}，拟予{measure}，请于 {ANSWER_DAYS} 个工作日内书面说明原因、整改措施和完成时限。"


def _projects(question: Question, unit: str) -> Table | None:
    frame = question.ask(slowest_projects)
    frame = frame[frame.responsible_unit == unit]
    if frame.empty:
        return None
    shown = frame.head(MOST)
    title = f"偏慢、滞后的项目（{extent(shown, frame)}）"
    return table(shown, PROJECTS, name=f"{unit}项目", title=title)


def _due(question: Question, unit: str) -> Table | None:
    """Issues and milestones of the unit that are overdue at the month's end."""
    issues, milestones = question.ask(issue_ledger), question.ask(milestone_states)
    own_issues, own_milestones = issues.responsible_unit == unit, milestones.responsible_unit == unit
    rows = [
        *_rows("问题", issues[own_issues & (issues.issue_state == "overdue")], "issue", "overdue_days"),
        *_rows("节点", milestones[own_milestones & (milestones.milestone_state == "late")], "milestone", "late_days"),
    ]  # fmt: skip
    if not rows:
        return None
    frame = pd.DataFrame(rows, columns=["what", "project", "limit", "late"])
    shown = frame.head(MOST)
    title = f"逾期的问题和节点（{extent(shown, frame, counter='件')}）"
    return table(shown, DUE, name=f"{unit}逾期", title=title)


def _rows(kind: str, frame: pd.DataFrame, text: str, days: str) -> Sequence[tuple[str, str, str, str]]:
    known = dictionary.lookup(text)
    return [
        (
            f"{kind}：{dictionary.write(known, getattr(row, text))}",
            row.project_name if isinstance(row.project_name, str) else "—",
            formats.day(row.due_on),
            f"{getattr(row, days)}天",
        )
        for row in frame.sort_values("due_on", kind="stable").itertuples()
    ]
