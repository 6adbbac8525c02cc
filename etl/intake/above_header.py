"""What every row above a table's header is: a title, a unit, or one that belongs to no table that could be read."""

from typing import Any

from etl.intake.header import Header
from etl.intake.header_rows import FIGURE
from etl.intake.row_words import HEADING, UNIT_NOTE
from etl.intake.rows import Rows
from etl.intake.text import as_text, plain
from etl.intake.values import code
from etl.intake.workbook import Sheet, is_blank

ENOUGH_TO_BE_A_ROW = 4  # cells that say something


def rows_of_figures(sheet: Sheet, start: int, end: int) -> frozenset[int]:
    """Return the rows that say as much as a table's would; one alone is no table."""
    found = [row for row in range(start, end) if _says_figures(sheet.rows[row])]
    return frozenset(found if len(found) > 1 else ())


def _says_figures(cells: list[Any]) -> bool:
    """Tell whether a row has a word, two figures and something more; a text file writes figures as texts."""
    said = [cell for cell in cells if not is_blank(cell)]
    texts = [cell.strip() for cell in said if isinstance(cell, str)]
    words = [text for text in texts if not FIGURE.fullmatch(text)]
    figures = sum(isinstance(cell, int | float) for cell in said) + len(texts) - len(words)
    return len(said) >= ENOUGH_TO_BE_A_ROW and figures > 1 and bool(words)


def above_header(sheet: Sheet, rows: Rows, header: Header, start: int) -> None:
    """Account for what stands above a header, and the header."""
    of_another = rows_of_figures(sheet, start, header.top)
    for row in range(start, header.top):
        texts = [as_text(cell) for cell in sheet.rows[row] if not is_blank(cell)]
        if not texts:
            rows.skip(row, "blank")
        elif _is_of_a_project(sheet.rows[row], header):
            rows.reject(row, "在表头以上，没有载入：请把表头移到数据之上，或拆成几张表")
        elif row in of_another:
            rows.reject(
                row, "像是另一张表的数据，它的列认不出，没有载入。请改列名，或指认列名（命令行：--mapping 对照文件）"
            )
        elif any(UNIT_NOTE.search(plain(text)) for text in texts) and not any("表" in text for text in texts):
            rows.skip(row, "unit")
        else:
            rows.skip(row, "title")
    for row in range(header.top, header.bottom):
        rows.skip(row, "header")
    nearest = next((row for row in reversed(range(start, header.top)) if rows.reason[row] != "blank"), None)
    if nearest is not None and rows.reason[nearest] == "title" and nearest > start:
        texts = [plain(as_text(cell)) for cell in sheet.rows[nearest] if not is_blank(cell)]
        if len(texts) == 1 and (heading := HEADING.fullmatch(texts[0])):  # “一、续建项目” with the header below it
            rows.skip(nearest, "group")
            rows.headings[nearest] = heading["text"]


def _is_of_a_project(cells: list[Any], header: Header) -> bool:
    """Tell whether a row above the header is a project's: it has a project's code where the codes stand."""
    places = [column.index for column in header.columns if column.field == "project_code"]
    return any(type(cell) is str and cell and type(code(cell)) is str for cell in (cells[place] for place in places))
