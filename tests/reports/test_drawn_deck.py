"""The show as PowerPoint: every slide in order, every word of the drawing, nothing outside the page."""

import io
import re

from pptx import Presentation

from pages.components.meeting.slides.drawing import box, canvas, figure, line, mark, path, text
from reports.formats import drawn_deck

NAME = '<b>& "甲"'


def slide(title: str) -> dict:
    body = text(80, 168, title, 64, bold=True) + text(1840, 300, "1.37 亿元", 40, anchor="end")
    body += figure(80, 500, "67.2", "%") + box(80, 600, 300, 40, "#7dbdff") + line(80, 700, 1840, 700)
    body += mark(100, 800, "▼", 30, "#ff8f73") + mark(140, 800, "○", 30, "#b4c0cc")
    body += path(((10, 10), (60, 10), (60, 60)), fill="#343f4a") + text(80, 900, NAME)
    return {"title": title, "svg": canvas(body, title)}


def test_every_slide_and_word_is_there_in_order():
    made = [slide("一"), slide("二"), slide("三")]
    deck = Presentation(io.BytesIO(drawn_deck.write(made)))
    assert len(deck.slides) == 3
    for page, one in zip(deck.slides, made, strict=True):
        said = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame and shape.text_frame.text]
        assert said == [one["title"], "1.37 亿元", "67.2 %", NAME]
        assert page.notes_slide.notes_text_frame.text == one["title"]


def test_shapes_lie_where_they_were_drawn():
    deck = Presentation(io.BytesIO(drawn_deck.write([slide("一")])))
    shapes = list(deck.slides[0].shapes)
    drawn = re.findall(r"<(rect|line|circle|path|text)\b", slide("一")["svg"])
    assert len(shapes) == len(drawn)
    bar = next(shape for shape in shapes if round(shape.width / drawn_deck.PIXEL) == 300)
    assert (round(bar.left / drawn_deck.PIXEL), round(bar.top / drawn_deck.PIXEL)) == (80, 600)
    right = next(shape for shape in shapes if shape.has_text_frame and shape.text_frame.text == "1.37 亿元")
    assert round((right.left + right.width) / drawn_deck.PIXEL) == 1840
