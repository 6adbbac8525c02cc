"""Chinese type: faces for east-asian text are named, heads repeat, and a machine without Chinese says which package."""

import io
import re
import zipfile

import pytest

from reports.content import Table
from reports.formats import fonts
from reports.register import content, write
from tests.reports.asked import question


@pytest.fixture(scope="module")
def asked(demo_store):
    return question(demo_store, "tianyuan")


def part(written: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        return book.read(name).decode()


def test_every_run_of_word_names_its_east_asian_face(asked):
    report = content("monthly", asked)
    written = write(report, "docx")
    text = part(written, "word/document.xml")
    runs = re.findall(r"<w:r>.*?</w:r>", text, flags=re.DOTALL)
    assert [run for run in runs if "w:eastAsia=" not in run] == []
    assert {fonts.TITLE, fonts.BODY, fonts.HEADING, fonts.SUBHEADING, fonts.TABLE} <= set(
        re.findall(r'w:eastAsia="([^"]+)"', text)
    )
    assert all(
        f'<w:font w:name="{name}"><w:altName' in part(written, "word/fontTable.xml") for name in fonts.ALTERNATIVES
    )
    tables = list(report.blocks(Table))
    assert text.count("<w:tblHeader/>") == len(tables)
    assert text.count("<w:cantSplit/>") == len(tables) + sum(len(table.every_row) for table in tables)


def test_every_run_of_a_slide_names_its_east_asian_face(asked):
    written = write(content("slides", asked), "pptx")
    with zipfile.ZipFile(io.BytesIO(written)) as deck:
        drawn = {
            name: deck.read(name).decode()
            for name in deck.namelist()
            if re.search(r"(slides/slide|charts/chart)\d+\.xml$", name)
        }
    assert any("chart" in name for name in drawn)
    for name, text in drawn.items():
        properties = re.findall(r"<a:(?:rPr|defRPr)\b.*?</a:(?:rPr|defRPr)>", text, flags=re.DOTALL)
        assert properties, name
        assert [run for run in properties if f'<a:ea typeface="{fonts.SLIDE}"' not in run] == [], name


def test_a_machine_without_chinese_names_the_package(asked, monkeypatch):
    monkeypatch.setattr(fonts, "_families", lambda: frozenset({"DejaVu Sans", "Noto Sans CJK"}))
    fonts.faces.cache_clear()
    report = content("monthly", asked)
    with pytest.raises(fonts.FontMissing, match="fonts-noto-cjk"):
        write(report, "pdf")
    assert write(report, "docx")  # the reader's machine draws it
    fonts.faces.cache_clear()


def test_a_pdf_carries_its_faces(asked):
    written = write(content("monthly", asked), "pdf")
    assert b"CJK" in written or b"FangSong" in written
