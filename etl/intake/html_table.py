"""A web page saved as a workbook: each table that says something is a sheet, with its merged cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree, html

from etl.intake import html_lines, limits, rich_text, text_table
from etl.intake.container import SAVE_AGAIN
from etl.intake.rich_text import Run
from etl.intake.workbook_error import WorkbookError

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f]+")
STRUCK = ("s", "strike", "del")
RAISED = ("sup", "sub")
LARGEST_SPAN = 1000
STYLE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")


@dataclass
class Table:
    """One table: rows of one width, merged cells (from 0), what should be looked at."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notices: list[text_table.Notice] = field(default_factory=list)


def read(path: Path, name: str) -> list[Table]:
    """Return the tables of a page.

    Raises:
        WorkbookError: it has none, or its encoding cannot be read.
    """
    text = _decoded(path.read_bytes(), name)
    text = re.sub(r"<\?xml[^>]*\?>", "", text, count=1)
    try:
        tree = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError):
        raise WorkbookError(f"{name}：是网页，里面的表格读不出来，{SAVE_AGAIN}") from None
    if tree.xpath("//frameset|//frame"):
        raise WorkbookError(f"{name}：是网页的框架，表格在另外的文件里，{SAVE_AGAIN}")
    styles = {found[1]: found[2] for style in tree.iter("style") for found in STYLE.finditer(style.text_content())}
    sheets = _sheet_names(tree)
    tables = [one for one in tree.iter("table") if len(list(one.iter("table"))) == 1]
    lines = html_lines.beside(tree, tables)
    made = []
    for number, table in enumerate(tables):
        stem = Path(name).stem
        called = sheets[number] if len(sheets) == len(tables) else stem if len(tables) == 1 else f"{stem}-{number + 1}"
        one = _table(table, called, name, styles)
        if any(cell != "" for row in one.rows for cell in row):
            made.append(_with_lines(one, *lines[number]))
    if not made:
        raise WorkbookError(f"{name}：是网页，里面没有表格，{SAVE_AGAIN}")
    return made


def _with_lines(table: Table, above: list[str], below: list[str]) -> Table:
    """Return a table with the lines that stand above and below it, each in a row of its own."""
    rest = [""] * (len(table.rows[0]) - 1)
    rows = [[line, *rest] for line in above] + table.rows + [[line, *rest] for line in below]
    down = len(above)
    merged = [(top + down, left, bottom + down, right) for top, left, bottom, right in table.merged]
    notices: list[text_table.Notice] = []
    for kind, row, text in table.notices:
        said = text.replace(f"第 {row} 行", f"第 {(row or 0) + down} 行")
        notices.append((kind, None if row is None else row + down, said))
    return Table(table.name, rows, merged, notices)


def _decoded(raw: bytes, name: str) -> str:
    """Decode by the page's own word where it is true, else by what the bytes are."""
    stated = CHARSET.search(raw[:4096].replace(b"\0", b""))
    encoding = stated[1].decode().lower() if stated else ""
    if encoding in ("gb2312", "gbk", "gb18030", "x-gbk") or encoding in ("big5", "big5-hkscs"):
        try:
            return raw.decode("gb18030" if encoding.startswith(("gb", "x")) else "big5hkscs")
        except UnicodeDecodeError:
            pass
    return text_table.decoded(raw, name)


def _sheet_names(tree: html.HtmlElement) -> list[str]:
    return [
        one.text_content().strip() for one in tree.iter() if isinstance(one.tag, str) and one.tag.endswith("x:name")
    ]


def _table(table: html.HtmlElement, called: str, name: str, styles: dict[str, str]) -> Table:
    made = Table(called, [])
    grid: dict[tuple[int, int], Any] = {}
    taken: set[tuple[int, int]] = set()
    freed: dict[str, int] = {}
    lines = list(table.iter("tr"))
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, right = min(_span(cell, "rowspan"), len(lines) - row), _span(cell, "colspan")
            grid[row, column], of = _value(cell, styles)
            if of:
                freed.setdefault(of, row)
            taken.update((row + i, column + j) for i in range(down) for j in range(right))
            limits.check_cells(name, 1, len(taken))
            if down > 1 or right > 1:
                made.merged.append((row, column, row + down - 1, column + right - 1))
            column += right
    width = 1 + max((column for _, column in taken), default=-1)
    made.rows = [[grid.get((row, column), "") for column in range(width)] for row in range(len(lines))]
    text_table.keep_lost_zeros(made.rows)
    for of, row in freed.items():
        kind, text = rich_text.FREED[of]
        made.notices.append((kind, row + 1, f"第 {row + 1} 行等{text}"))
    return made


def _span(cell: html.HtmlElement, which: str) -> int:
    said = re.match(r"\s*(\d+)", cell.get(which) or "")
    return max(1, min(int(said[1]), LARGEST_SPAN)) if said else 1


def _value(cell: html.HtmlElement, styles: dict[str, str]) -> tuple[Any, str | None]:
    """Return what a cell says; a number stored beside what is shown (x:num) is not asked: the shown one counts."""
    style = _style(cell, styles)
    runs = [run for run in _runs(cell, styles, is_struck="line-through" in style, is_raised=False) if run.text]
    text = SPACES.sub(" ", "".join(run.text for run in runs)) if len(runs) == 1 else "".join(run.text for run in runs)
    of = None
    if rich_text.is_telling(runs):
        text, of = rich_text.read(runs)
    stored = cell.get("x:num")
    shown = text.strip()
    if not shown and stored:
        return float(Decimal(stored)) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", stored) else stored, of
    return shown, of


def _style(element: html.HtmlElement, styles: dict[str, str]) -> str:
    classes = " ".join(styles.get(one, "") for one in (element.get("class") or "").split())
    return f"{classes};{element.get('style') or ''}".lower()


def _runs(element: html.HtmlElement, styles: dict[str, str], *, is_struck: bool, is_raised: bool) -> Iterator[Run]:
    """Yield the texts of an element with their formatting; a line break is one."""
    style = _style(element, styles)
    if re.search(r"display\s*:\s*none", style) or element.tag in ("script", "style"):
        return
    struck = is_struck or element.tag in STRUCK or "line-through" in style
    raised = is_raised or element.tag in RAISED or re.search(r"vertical-align\s*:\s*su[pb]", style) is not None
    yield Run(SPACES.sub(" ", element.text or ""), struck, raised)
    for child in element:
        if child.tag == "br":
            yield Run("\n", struck, raised)
        elif isinstance(child.tag, str):
            yield from _runs(child, styles, is_struck=struck, is_raised=raised)
            if child.tag in ("p", "div"):
                yield Run("\n", struck, raised)
        yield Run(SPACES.sub(" ", child.tail or ""), struck, raised)
