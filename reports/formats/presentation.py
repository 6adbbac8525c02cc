"""A report as slides: one message a slide, native charts and tables that can be edited, the sentences as notes."""

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu, Inches, Length, Pt

from reports.content import Cell, Chart, Report, Table, Text
from reports.formats import fonts, native_charts
from reports.formats.native_charts import GREY, INK

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
ROOM = Emu(WIDTH - 2 * MARGIN)
TOP, BOTTOM = Inches(1.65), Inches(6.85)
ROW, TALL = Inches(0.36), Inches(0.55)
ROWS = 12  # of a table on one slide
SIZES = (14.0, 12.0, 10.5)  # of its type: the largest that fits
LONG = 30  # characters of a title from which it is set smaller
ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
BLUE, LINE, HEAD = RGBColor(0x0B, 0x5C, 0xAD), RGBColor(0xD5, 0xDC, 0xE3), RGBColor(0xEE, 0xF2, 0xF6)
Place = tuple[Length, Length, Length, Length]  # left, top, width, height
BODY: Place = (MARGIN, TOP, ROOM, Emu(BOTTOM - TOP))
BLANK = 6  # the layout without placeholders


def write(report: Report) -> bytes:
    """Write the deck: a title slide, then one a chart and one (or more) a table; texts stand in the notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _theme(deck)
    _cover(deck, report)
    for section in report.sections:
        said = [block.text for block in section.blocks if isinstance(block, Text)]
        shown = [block for block in section.blocks if not isinstance(block, Text)]
        title = section.finding or section.heading
        if not shown and said:
            _texts(_slide(deck, report, section.heading, title), said)
        for block in shown:
            if isinstance(block, Chart) and block.categories:
                slide = _slide(deck, report, _kicker(section.heading, block.title, block.note), title)
                native_charts.draw(slide.shapes, block, BODY)
            elif isinstance(block, Table):
                slide = _tables(deck, report, section.heading, title, block)
            else:
                continue
            _note(slide, said)
            title = ""
    _texts(_slide(deck, report, "", "出处和口径"), list(report.basis))
    deck.core_properties.title, deck.core_properties.author = report.title, "挂图"
    deck.core_properties.comments = report.footer
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _note(slide: Slide, said: list[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(said)


def _theme(deck: Deck) -> None:
    """Name the theme's faces, so that text typed later is set in them, too."""
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    part._blob = part.blob.replace(  # noqa: SLF001  (no API for it)
        b'<a:ea typeface=""/>', f'<a:ea typeface="{fonts.SLIDE}"/>'.encode()
    )


def _cover(deck: Deck, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    _write(slide, report.title_lines, (MARGIN, Inches(2.0), ROOM, Inches(1.7)), 40, bold=True)
    _write(slide, [report.lead], (MARGIN, Inches(3.9), ROOM, Inches(2.0)), 20, colour=INK)
    _foot(slide, report)


def _slide(deck: Deck, report: Report, kicker: str, title: str) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    if kicker:
        _write(slide, [kicker], (MARGIN, Inches(0.35), ROOM, Inches(0.4)), 14, colour=GREY)
    _write(slide, [title], (MARGIN, Inches(0.72), ROOM, Inches(0.8)), 28 if len(title) <= LONG else 22, bold=True)
    _foot(slide, report, len(deck.slides))
    return slide


def _kicker(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def _foot(slide: Slide, report: Report, number: int | None = None) -> None:
    place = (MARGIN, Inches(7.0), ROOM, Inches(0.35))
    _write(slide, [report.footer], place, 11, colour=GREY)
    if number:
        _write(slide, [str(number)], place, 11, colour=GREY, align=PP_ALIGN.RIGHT)


def _texts(slide: Slide, texts: list[str]) -> None:
    _write(slide, texts, BODY, 18, space=10)


def _tables(deck: Deck, report: Report, heading: str, title: str, table: Table) -> Slide:
    """A table on as many slides as its rows need; the total stands on the last. Returns the first slide."""
    rows = list(table.every_row)
    parts = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)] or [[]]
    slides = []
    for at, part in enumerate(parts):
        said = (title or table.title) + ("（续）" if at else "")
        slide = _slide(deck, report, _kicker(heading, table.title if title else "", table.units), said)
        has_total = table.total is not None and at == len(parts) - 1
        _grid(slide, table, part, has_total=has_total)
        if table.note and at == len(parts) - 1:
            _write(slide, [f"注：{table.note}"], (MARGIN, Inches(6.62), ROOM, Inches(0.35)), 11, colour=GREY)
        slides.append(slide)
    return slides[0]


def _grid(slide: Slide, table: Table, rows: list[tuple[Cell, ...]], *, has_total: bool) -> None:
    frame = slide.shapes.add_table(1 + len(rows), len(table.columns), MARGIN, TOP, ROOM, Emu(ROW * (1 + len(rows))))
    grid = frame.table
    grid.first_row, grid.horz_banding = True, False
    whole = sum(column.width for column in table.columns)
    height = Emu(min(TALL, int((BODY[3] - ROW) / (1 + len(rows)))))  # a row of two lines fits where there is room
    size = _size(table, rows)
    for row in grid.rows:
        row.height = height
    for place, column in enumerate(table.columns):
        grid.columns[place].width = Emu(int(ROOM * column.width / whole))
        _fill(grid.cell(0, place), column.label, PP_ALIGN.CENTER, size, bold=True, ground=HEAD)
        align = ALIGN[column.align]
        for at, row in enumerate(rows, 1):
            _fill(grid.cell(at, place), row[place].text, align, size, bold=has_total and at == len(rows))


def _size(table: Table, rows: list[tuple[Cell, ...]]) -> float:
    """The largest size at which the rows fit on a slide, by the room their words need (a Chinese letter is square)."""
    whole = sum(column.width for column in table.columns)
    rooms = [Emu(int(ROOM * column.width / whole)).pt - 9 for column in table.columns]
    for size in SIZES:
        lines = [
            max(-(-_letters(cell.text) * size // room) for cell, room in zip(row, rooms, strict=True)) for row in rows
        ]
        if sum(max(1.3 * size * count + 4, ROW.pt) for count in lines) + ROW.pt <= Emu(BODY[3]).pt:
            return size
    return SIZES[-1]


def _letters(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E7F else 0.56 for letter in text)


def _fill(
    cell: _Cell, text: str, align: PP_ALIGN, size: float, *, bold: bool = False, ground: RGBColor | None = None
) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = ground or RGBColor(0xFF, 0xFF, 0xFF)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    _run(paragraph, text, size, bold=bold)
    _border(cell)


def _border(cell: _Cell) -> None:
    """A thin line below; PowerPoint's own style would stripe the rows."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(LINE)}))
    line.append(fill)
    properties.insert(0, line)


def _write(
    slide: Slide, texts: Sequence[str], place: Place, size: float, *, bold: bool = False,
    colour: RGBColor = INK, align: PP_ALIGN = PP_ALIGN.LEFT, space: float = 0,
) -> None:  # fmt: skip  # noqa: ANN401
    frame = slide.shapes.add_textbox(*place).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for at, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = align, Pt(space)
        _run(paragraph, text, size, bold=bold, colour=colour)


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: RGBColor = INK) -> None:  # noqa: ANN401
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    properties.set("lang", "zh-CN")
    for name in ("a:latin", "a:ea"):
        properties.append(properties.makeelement(qn(name), {"typeface": fonts.SLIDE}))
