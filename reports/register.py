"""Which reports there are, and which formats write them: any report in any format."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from data import access
from reports.content import Report
from reports.formats import presentation, printed, spreadsheet, word
from reports.kinds.boards import boards
from reports.kinds.leader_cards import leader_cards, no_leader
from reports.kinds.letters import letters
from reports.kinds.monthly import monthly
from reports.kinds.quarterly import quarterly
from reports.kinds.reconciliation_note import reconciliation
from reports.kinds.slides import slides
from reports.kinds.wall_chart import no_milestones, wall_chart
from reports.kinds.week_minutes import no_dispatch, week_minutes
from reports.kinds.year import year
from reports.parts import completion
from reports.parts import reconciliation as gap
from reports.question import Question


def no_plan(question: Question) -> str:
    """What hinders a report on completion, "" where nothing does."""
    if completion.has_projects(question):
        return ""
    return f"{question.as_of.year}年还没有计入完成率的项目，没有可通报的。请载入年度计划表。"


@dataclass(frozen=True)
class Kind:
    """A report: what it is called, what makes its content, the usual format, who may read it, what may be missing."""

    title: str
    make: Callable[[Question], Report]
    format: str
    act: str = "make_report"  # of ``access.ACTS``
    missing: Callable[[Question], str] = no_plan


@dataclass(frozen=True)
class Format:
    """A format: what it is called, what writes it, and its media type."""

    title: str
    write: Callable[[Report], bytes]
    media_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "monthly": Kind("月通报", monthly, "docx"),
    "quarterly": Kind("季讲评", quarterly, "docx"),
    "slides": Kind("讲评幻灯片", slides, "pptx"),
    "workbook": Kind("各看板", boards, "xlsx"),
    "year": Kind("年度小结", year, "docx"),
    "week": Kind("周调度纪要", week_minutes, "docx", "see_leader_projects", no_dispatch),
    "wall": Kind("节点挂图", wall_chart, "pdf", "see_leader_projects", no_milestones),
    "letters": Kind("督办函", letters, "docx", "measure"),
    "leader_cards": Kind("联系项目卡", leader_cards, "pdf", "see_leader_projects", no_leader),
    "reconciliation": Kind("对账说明", reconciliation, "docx", "see_booked_projects", gap.missing),
}
FORMATS = {
    "docx": Format("Word", word.write, f"{OFFICE}.wordprocessingml.document"),
    "pptx": Format("PPT", presentation.write, f"{OFFICE}.presentationml.presentation"),
    "xlsx": Format("Excel", spreadsheet.write, f"{OFFICE}.spreadsheetml.sheet"),
    "pdf": Format("PDF", printed.write, "application/pdf"),
}


class NothingToReport(ValueError):  # noqa: N818  (a state of the data)
    """There is nothing yet to report on: says what to load."""


def content(kind: str, question: Question) -> Report:
    """Return what a report says; nothing is written yet.

    Raises:
        data.access.NotAllowed: this report is not for the question's reader.
        NothingToReport: there is nothing yet to report on.
    """
    question.require(KINDS[kind].act)
    if missing := KINDS[kind].missing(question):
        raise NothingToReport(missing)
    return KINDS[kind].make(question)


def readable(roles: Collection[str]) -> dict[str, Kind]:
    """Return the reports that somebody with these roles may read."""
    return {name: kind for name, kind in KINDS.items() if access.may(kind.act, roles)}


def write(report: Report, made: str) -> bytes:
    """Write a report's content in a format."""
    return FORMATS[made].write(report)


def file_name(report: Report, made: str) -> str:
    """Name the file: district, report, month; of demo data it says so."""
    name = report.name + ("_演示数据" if report.is_demo else "")
    return re.sub(r'[\\/:*?"<>|\s]', "_", name) + f".{made}"
