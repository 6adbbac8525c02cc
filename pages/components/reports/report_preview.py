"""A report before it is made: its parts and their findings in words, its first page or its key table as a picture."""

import base64
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from pages.components import words

ROWS, COLUMNS = 9, 6  # of the key table, before its rest is left to the file


def parts(sections: Iterable[tuple[str, str]], tables: Sequence[str]) -> None:
    """List what the report says, part by part, and the tables in it."""
    said = "".join(
        f"<li><b>{escape(heading)}</b>{'　' if finding else ''}{escape(finding)}</li>" for heading, finding in sections
    )
    words.title("要点", f"{len(tables)} 张表：{'、'.join(tables)}")
    st.html(f'<ul style="list-style:none;margin:0;padding:0;line-height:1.9">{said}</ul>')


def first_page(png: bytes, alt: str) -> None:
    """Show the first page as it will be printed, as high as the first screen has room for."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    look = "display:block;margin:0 auto;max-width:100%;height:520px;object-fit:contain;border:1px solid var(--gt-line)"
    st.html(f'<img src="{source}" alt="{escape(alt)}" style="{look}">')


def key_table(title: str, units: str, heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> None:
    """Show the first rows of the report's key table. ``heads``: label, and whether the column stands to the right."""
    words.title(title, units)
    shown = rows[:ROWS]
    sides = [is_right for _, is_right in heads[:COLUMNS]]
    lines = [_line("th", [label for label, _ in heads], sides), *(_line("td", row, sides) for row in shown)]
    more = f'<p class="gt-note">共 {len(rows)} 行，全部在文件里。</p>' if len(rows) > len(shown) else ""
    look = "width:100%;border-collapse:collapse;font-size:0.9rem"
    st.html(f'<table style="{look}">{"".join(lines)}</table>{more}')


def _line(tag: str, texts: Sequence[str], sides: Sequence[bool]) -> str:
    return f"<tr>{''.join(_cell(tag, text, is_right) for text, is_right in zip(texts, sides, strict=False))}</tr>"


def _cell(tag: str, text: str, is_right: bool) -> str:
    look = "padding:7px 6px;border-bottom:1px solid var(--gt-hair);font-variant-numeric:tabular-nums;"
    side = "right" if is_right else "left"
    return f'<{tag} style="{look}text-align:{side}">{escape(text)}</{tag}>'
