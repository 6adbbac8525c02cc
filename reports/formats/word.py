"""A report as a Word file, set as GB/T 9704 sets an official document: A4, 仿宋, tables that repeat their heads."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as Book
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.content import Chart, Report, Section, Table, Text
from reports.formats import fonts

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
WIDTH_MM = 156.0  # of the type area: 210 − 28 − 26
GREY = RGBColor(0x44, 0x4F, 0x5A)
PAGE_NUMBER = ("PAGE", "NUMPAGES")


def write(report: Report) -> bytes:
    """Write the report; charts are left out, since a table beside each holds its figures."""
    book = Document()
    _page(book)
    _styles(book)
    for line in report.title_lines:
        _line(book, line, fonts.TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER, after=3)
    if report.reference:
        _line(book, report.reference, fonts.BODY, 16, align=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    if report.addressees:
        _line(book, report.addressees, fonts.BODY, 16)
    if report.lead:
        _text(book, report.lead)
    for section in report.sections:
        _section(book, section)
    if report.has_signature:
        unit = _line(book, "（发文单位）", fonts.BODY, 16, align=WD_ALIGN_PARAGRAPH.RIGHT, before=14)
        unit.paragraph_format.keep_with_next = True
        _line(book, f"{report.period[:4]}年　月　日", fonts.BODY, 16, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _basis(book, report)
    _footer(book, report)
    _properties(book, report)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _page(book: Book) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(32)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(18)


def _styles(book: Book) -> None:
    """Set the default faces, and name for each what to take where it is missing."""
    style = book.styles["Normal"]
    style.font.name, style.font.size = fonts.LATIN, Pt(16)
    _east_asian(style.element.get_or_add_rPr(), fonts.BODY)
    for level, face in ((1, fonts.HEADING), (2, fonts.SUBHEADING)):
        heading = book.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.bold = fonts.LATIN, Pt(16), False
        heading.font.color.rgb = RGBColor(0, 0, 0)
        _east_asian(heading.element.get_or_add_rPr(), face)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
    part = next(rel.target_part for rel in book.part.rels.values() if rel.reltype.endswith("/fontTable"))
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/></w:font>'
        for name, others in fonts.ALTERNATIVES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{listed}</w:fonts>".encode())  # noqa: SLF001  (no API for it)


def _section(book: Book, section: Section) -> None:
    paragraph = book.add_heading("", level=section.level)
    _run(paragraph, section.heading, fonts.HEADING if section.level == 1 else fonts.SUBHEADING, 16)
    _spaced(paragraph, indent=True)
    paragraph.paragraph_format.page_break_before = section.starts_page
    for block in section.blocks:
        if isinstance(block, Text):
            _text(book, block.text)
        elif isinstance(block, Table):
            _table(book, block)
        else:
            assert isinstance(block, Chart)  # noqa: S101  (its table follows)


def _text(book: Book, text: str) -> None:
    paragraph = book.add_paragraph()
    _run(paragraph, text, fonts.BODY, 16)
    _spaced(paragraph, indent=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _line(
    book: Book, text: str, face: str, size: float, *, align: WD_ALIGN_PARAGRAPH | None = None,
    before: float = 0, after: float = 0,
) -> Paragraph:  # fmt: skip
    paragraph = book.add_paragraph()
    _run(paragraph, text, face, size)
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _spaced(paragraph: Paragraph, *, indent: bool) -> None:
    """28 pt from line to line, two characters in."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = Pt(32) if indent else None


def _run(paragraph: Paragraph, text: str, face: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = fonts.LATIN, Pt(size), bold
    _east_asian(run._element.get_or_add_rPr(), face)  # noqa: SLF001


def _east_asian(properties: Any, face: str) -> None:  # noqa: ANN401  (an rPr element)
    names = properties.find(qn("w:rFonts"))
    if names is None:
        names = OxmlElement("w:rFonts")
        properties.insert(0, names)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        names.attrib.pop(qn(f"w:{theme}"), None)
    names.set(qn("w:eastAsia"), face)
    names.set(qn("w:hint"), "eastAsia")


def _table(book: Book, table: Table) -> None:
    """Title, unit line, table, note; heads repeat on every page, rows are never cut."""
    title = _line(book, table.title, fonts.HEADING, 12, align=WD_ALIGN_PARAGRAPH.CENTER, before=8)
    title.paragraph_format.keep_with_next = True
    if table.units:
        units = _line(book, table.units, fonts.TABLE, 10, align=WD_ALIGN_PARAGRAPH.RIGHT)
        units.paragraph_format.keep_with_next = True
    rows = table.every_row
    grid = book.add_table(rows=1 + len(rows), cols=len(table.columns))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.width for column in table.columns)
    widths = [Mm(WIDTH_MM * column.width / whole) for column in table.columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _margins(grid)
    heads = list(_cells(grid, 0))
    for cell, column, width in zip(heads, table.columns, widths, strict=True):
        _fill(cell, column.label, WD_ALIGN_PARAGRAPH.CENTER, width, face=fonts.HEADING)
    _mark(grid.rows[0]._tr, "w:tblHeader")  # noqa: SLF001
    for at, row in enumerate(rows, 1):
        is_total = table.total is not None and at == len(rows)
        for cell, said, column, width in zip(_cells(grid, at), row, table.columns, widths, strict=True):
            _fill(cell, said.text, ALIGN[column.align], width, bold=is_total)
        if len(rows) - 2 <= at < len(rows):  # so that a total never stands alone on a page
            for cell in _cells(grid, at):
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        _mark(grid.rows[at]._tr, "w:cantSplit")  # noqa: SLF001
        grid.rows[at].height, grid.rows[at].height_rule = Cm(0.62), WD_ROW_HEIGHT_RULE.AT_LEAST
    note = table.note or ("没有这样的项目。" if not rows else "")
    below = _line(book, f"注：{note}" if note else "", fonts.TABLE, 9, before=2, after=6)
    below.paragraph_format.line_spacing = Pt(12)


def _cells(grid: Grid, row: int) -> Iterator[_Cell]:
    """The cells of a row; python-docx finds them anew for every cell asked, which is slow."""
    return (_Cell(element, grid) for element in grid.rows[row]._tr.tc_lst)  # noqa: SLF001


def _fill(
    cell: _Cell, text: str, align: WD_ALIGN_PARAGRAPH, width: Length, *, face: str = fonts.TABLE, bold: bool = False
) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    _run(paragraph, text, face, 10, bold=bold)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _margins(grid: Grid) -> None:
    """Little room at the sides of cells, so that figures fit."""
    properties = grid._tbl.tblPr  # noqa: SLF001
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), "60")
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties.append(margins)


def _mark(row: Any, name: str) -> None:  # noqa: ANN401  (a trPr element's owner)
    properties = row.get_or_add_trPr()
    for mark in {name, "w:cantSplit"}:
        properties.append(OxmlElement(mark))


def _basis(book: Book, report: Report) -> None:
    paragraph = _line(book, "出处和口径", fonts.HEADING, 12, before=16, after=2)
    paragraph.paragraph_format.keep_with_next = True
    for text in report.basis:
        _line(book, text, fonts.TABLE, 10, after=2)


def _footer(book: Book, report: Report) -> None:
    """Version and 数据截至 on every page, and its number."""
    paragraph = book.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, f"{report.footer}　第", fonts.TABLE, 8)
    _field(paragraph, PAGE_NUMBER[0])
    _run(paragraph, "页　共", fonts.TABLE, 8)
    _field(paragraph, PAGE_NUMBER[1])
    _run(paragraph, "页", fonts.TABLE, 8)
    for run in paragraph.runs:
        run.font.color.rgb = GREY


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word counts itself."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(8)
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.text = f" {code} "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)  # noqa: SLF001


def _properties(book: Book, report: Report) -> None:
    properties = book.core_properties
    properties.title, properties.author, properties.subject = report.title, "挂图", report.footer
    properties.language = "zh-CN"
