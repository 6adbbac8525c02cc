"""报告: the bulletin, the review, the slides and the boards: what they will say, made here, taken away from here."""

from functools import partial

import streamlit as st

from pages.components import access, context, states, words
from pages.components.reports import report_making, report_preview, report_question
from reports.basis import SOURCES
from reports.content import Report, Table
from reports.formats import printed
from reports.formats.fonts import FontMissing
from reports.question import Question
from reports.register import FORMATS, KINDS, NothingToReport, content, file_name, readable, write

READERS = {"everybody": "给各单位", "statistician": "给统计人员"}
EVERYBODY = frozenset({"leader"})  # sees no single project's booked amount


@st.cache_data(max_entries=32, show_spinner="正在排版…")
def first_page(said: str) -> bytes | None:
    """The first page of a report (as JSON) as PNG; None where this machine has no Chinese face."""
    try:
        return printed.first_page(Report.model_validate_json(said))
    except FontMissing:
        return None


def preview(report: Report) -> None:
    """A letter is shown as its first page, slides and boards by their key table."""
    page = first_page(report.model_dump_json()) if report.has_signature else None
    if page:
        report_preview.first_page(page, f"{report.title}第一页：{report.lead}")
    elif table := next((table for table in report.blocks(Table) if table.rows), None):
        heads = [(column.label, column.align == "right") for column in table.columns]
        report_preview.key_table(table.title, table.units, heads, [[c.text for c in row] for row in table.every_row])


@st.cache_data(max_entries=32, show_spinner="正在计算各项指标…")
def said_by(kind: str, key: tuple[str, ...], _question: Question) -> Report:  # noqa: ARG001
    """What a report says; ``key`` tells questions apart: version of the data, rules, context, reader."""
    return content(kind, _question)


view = context.bar("reports", judges=True)
controls = st.container(horizontal=True, vertical_alignment="center", gap="small")
with controls:
    kind = context.choose(
        "report", {name: known.title for name, known in readable(access.roles()).items()}, label="报告"
    )
    usual = KINDS[kind].format
    titles = {name: FORMATS[name].title for name in (usual, *(name for name in FORMATS if name != usual))}
    made = context.choose("format", titles, label="格式")
    readers = {
        reader: title
        for reader, title in READERS.items()
        if (access.may("see_booked_projects") if reader == "statistician" else kind in readable(EVERYBODY))
    }
    reader = context.choose("reader", readers, label="给谁看") if len(readers) > 1 else next(iter(readers))
question = report_question.of_view(view, EVERYBODY if reader == "everybody" else access.roles())
progress = report_making.begun()
try:
    key = (view.version, view.profile.model_dump_json(), *view.params.values(), reader)
    report = said_by(kind, key, question)
except NothingToReport as error:
    states.nothing(f"{KINDS[kind].title}还不能出", str(error))

words.headline(words.escape(report.lead.partition("。")[0].partition("；")[0]) + "。", words.escape(report.title))
with controls:
    name, media_type = file_name(report, made), FORMATS[made].media_type
    file = report_making.File(report, made, titles[made], name, media_type, partial(write, report, made), FontMissing)
    report_making.offer(file, progress)
with st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        sections = [(section.heading, section.finding) for section in report.sections]
        report_preview.parts(sections, [table.name for table in report.blocks(Table)])
    with grid.cell(), st.container(key="main-picture", gap="xsmall"):
        preview(report)
words.footer(view, *SOURCES, note=f"版本 {view.version}")
