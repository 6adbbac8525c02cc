"""出处和口径: what a reader must know of where the figures come from, and the frame that all reports share."""

from collections.abc import Sequence

from data import formats
from data.sheet_kinds import SHEET_LABELS
from reports.content import Block, Report, Section
from reports.question import Question

SOURCES = ("dispatch", "annual_plan", "statistics_return", "library_ledger", "approval_step")
COMPLETION = (
    "完成率＝Σ上报本年累计÷Σ年度计划，范围为在计划、非前期批次、年度计划大于零的项目；"
    "未报的沿用今年最后一次所报。应完成按时序（月份÷12），进度差＝完成率－应完成比例；"
    "亮灯按任务完成率＝上报÷计划进度，计划进度按倒排计划，没有的按开竣工月，再没有的按月份÷12估。"
    "完成率的差按写出的数（一位小数）。"
)
NUMERALS = "一二三四五六七八九十"
FURTHER = ("milestone", "issue", "service_request", "score_entry")  # said where they are loaded


def basis(question: Question, rules: str = COMPLETION) -> tuple[str, ...]:
    """Sources with their dates, the rules behind the figures, and the version."""
    text = question.profile.text
    said = [
        f"{SHEET_LABELS[kind]}：截至{formats.month(min(question.as_of, question.sources[kind]))}"
        for kind in (*SOURCES, *FURTHER)
        if kind in question.sources
    ]
    said += [f"{SHEET_LABELS[kind]}：未载入" for kind in SOURCES if kind not in question.sources]
    known = f"按{formats.day(question.known_on)}（含）以前收到的报表。" if question.known_on else ""
    return (
        f"数据来源：{'；'.join(said)}。{known}",
        rules,
        f"规则依据《{text.title}》（{text.status}）；文本没有给出的数按默认，见“规则与口径”。",
        f"数据版本 {question.version}。" + ("本报告用演示数据生成。" if question.is_demo else ""),
    )


def numbered(parts: Sequence[tuple[str, str, Sequence[Block | None]]]) -> tuple[Section, ...]:
    """Number the parts of a letter: heading, finding, blocks; a part that has nothing to show is left out."""
    filled = [
        (heading, finding, tuple(block for block in blocks if block))
        for heading, finding, blocks in parts
        if any(blocks)
    ]
    return tuple(
        Section(heading=f"{NUMERALS[at]}、{heading}", finding=finding, blocks=blocks)
        for at, (heading, finding, blocks) in enumerate(filled)
    )


def report(
    question: Question,
    *,
    name: str,
    title: str,
    period: str,
    lead: str = "",
    sections: tuple[Section, ...],
    is_letter: bool = True,
    is_sent: bool = True,
    rules: str = COMPLETION,
) -> Report:
    """Put the shared frame around the sections: title, 文号 and 主送 (of what is sent) left open, sources, rules."""
    kinds = dict.fromkeys(unit.kind for unit in question.profile.units)
    return Report(
        name=f"{question.profile.short_name}_{name}",
        title=title,
        district=question.profile.name,
        period=period,
        reference=f"〔{question.as_of.year}〕　　号" if is_letter and is_sent else "",
        addressees="、".join(kinds) + "：" if is_letter and is_sent and kinds else "",
        lead=lead,
        sections=sections,
        basis=basis(question, rules),
        until=question.until("dispatch", "statistics_return"),
        version=question.version,
        audience="仅供统计人员" if question.sees_projects_booked else "",
        is_demo=question.is_demo,
        has_signature=is_letter,
    )
