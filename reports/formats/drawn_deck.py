"""The show's slides as a PowerPoint file: each drawing's shapes and words as shapes and words that can be edited.

The drawings are our own SVG of 1920 × 1080 (texts, rectangles, lines, paths, circles): what the hall saw is what is
taken away, slide by slide in the same order, and no row is lost.
"""

import io
import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from reports.formats import fonts

PIXEL = 6350  # EMU: 1920 pixels are 13.333 inches
BLANK = 6  # the layout without placeholders
ASCENT, LINE = 1.12, 1.45  # of a line's height in its type's size: above the baseline, and in all
ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
SVG = "{http://www.w3.org/2000/svg}"


def write(slides: Sequence[dict[str, Any]]) -> bytes:
    """Write the deck.

    Args:
        slides: each with ``title`` and ``svg``, in the order of the show.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(1920 * PIXEL), Emu(1080 * PIXEL)
    for one in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
        slide.name = one["title"][:60]
        _draw(slide, ElementTree.fromstring(one["svg"]), 0.0)  # noqa: S314  (our own drawing)
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = one["title"]
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _draw(slide: Slide, parent: ElementTree.Element, turned: float) -> None:
    for element in parent:
        kind = element.tag.removeprefix(SVG)
        if kind == "g":
            turn = re.match(r"rotate\((-?[\d.]+)", element.get("transform", ""))
            _draw(slide, element, float(turn[1]) if turn else turned)
        elif kind in _SHAPES:
            shape = _SHAPES[kind](slide, element)
            if shape is not None and turned:
                shape.rotation = turned


def _number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, 0))


def _px(value: float) -> Emu:
    return Emu(round(value * PIXEL))


def _rectangle(slide: Slide, element: ElementTree.Element) -> Any:  # noqa: ANN401
    x, y, w, h = (_number(element, name) for name in ("x", "y", "width", "height"))
    if w <= 0 or h <= 0:
        return None
    round_ = _number(element, "rx")
    shape = slide.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE if round_ else MSO_SHAPE.RECTANGLE, _px(x), _px(y), _px(w), _px(h)
    )
    if round_:
        shape.adjustments[0] = min(0.5, round_ / min(w, h))
    return _painted(shape, element)


def _circle(slide: Slide, element: ElementTree.Element) -> Any:  # noqa: ANN401
    x, y, r = (_number(element, name) for name in ("cx", "cy", "r"))
    return _painted(slide.shapes.add_shape(MSO_SHAPE.OVAL, _px(x - r), _px(y - r), _px(2 * r), _px(2 * r)), element)


def _line(slide: Slide, element: ElementTree.Element) -> None:
    ends = (_px(_number(element, name)) for name in ("x1", "y1", "x2", "y2"))
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    shape.line.color.rgb = RGBColor.from_string(element.get("stroke", "#000000").lstrip("#"))
    shape.line.width = _px(_number(element, "stroke-width"))


def _path(slide: Slide, element: ElementTree.Element) -> Any:  # noqa: ANN401
    way = element.get("d", "")
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", way)]
    if len(points) < 2:
        return None
    left, top = (round(10 * value) for value in points[0])
    builder = slide.shapes.build_freeform(left, top, scale=PIXEL / 10)
    builder.add_line_segments([(round(10 * x), round(10 * y)) for x, y in points[1:]], close=way.endswith("Z"))
    return _painted(builder.convert_to_shape(), element)


def _text(slide: Slide, element: ElementTree.Element) -> None:
    size, anchor = _number(element, "font-size"), element.get("text-anchor", "start")
    runs = [
        (element.text or "", size, element),
        *((part.text or "", _number(part, "font-size"), part) for part in element),
    ]
    wide = 1.35 * sum(_letters(said) * at for said, at, _ in runs) + size  # a face may be wider: no line is broken
    left = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    box = slide.shapes.add_textbox(
        _px(_number(element, "x") - left), _px(_number(element, "y") - ASCENT * size), _px(wide), _px(LINE * size)
    )
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = ALIGN[anchor]
    for said, at, part in runs:
        run = paragraph.add_run()
        run.text = f" {said}" if part is not element else said
        run.font.size, run.font.bold = Pt(at / 2), part.get("font-weight") == "700"
        run.font.color.rgb = RGBColor.from_string(part.get("fill", "#000000").lstrip("#"))
        properties = run._r.get_or_add_rPr()  # noqa: SLF001  (no API for the East Asian face)
        properties.set("lang", "zh-CN")
        for name in ("a:latin", "a:ea"):
            properties.append(properties.makeelement(qn(name), {"typeface": fonts.SLIDE}))


def _letters(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in text)


def _painted(shape: Any, element: ElementTree.Element) -> Any:  # noqa: ANN401
    fill, edge = element.get("fill", "none"), element.get("stroke", "none")
    if fill == "none":
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill.lstrip("#"))
    if edge == "none" or not _number(element, "stroke-width"):
        shape.line.fill.background()
    else:
        shape.line.color.rgb = RGBColor.from_string(edge.lstrip("#"))
        shape.line.width = _px(_number(element, "stroke-width"))
    shape.shadow.inherit = False
    return shape


_SHAPES = {"rect": _rectangle, "circle": _circle, "line": _line, "path": _path, "text": _text}
