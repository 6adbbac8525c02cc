"""Which rows of a sheet may be a header together: what is merged, what stands below a parent, what is only a unit."""

import re
from collections.abc import Iterator

from etl.intake.heading import meaning
from etl.intake.labels import MONEY_UNIT, part
from etl.intake.text import as_text, plain
from etl.intake.workbook import Sheet, is_blank

SEARCHED_ROWS = 40
MOST_HEADER_ROWS = 4
MOST_COLUMNS = 400
FIGURE = re.compile(r"(?!20\d\d\.\d{1,2}\.\d{1,2}$)[-+]?[\d.,]+%?")  # 2026.9.1 is a day
ENOUGH_TO_BE_A_HEADER = 2
UNIT_ALONE = re.compile(
    "[(（【]?(?:(?:计量|金额|货币|统计|数据)?单位[:：]|(?:亿|千万|百万|万)?(?:美?元)[)）])"
)  # no title
UNIT_BESIDE = re.compile("[(（]?计?量?单位[:：]?"), re.compile("[(（]?(?:亿|千万|百万|万|千)?元[)）]?")  # in two cells
MAY_NAME = frozenset(range(1, 41)) | frozenset(range(2000, 2100))  # a month, a year, a column's own number


def is_row_of_units(sheet: Sheet, row: int) -> bool:
    """Tell whether a row below a header says nothing but units: they belong to the columns above."""
    said = [as_text(cell) for cell in sheet.rows[row] if not is_blank(cell)] if row < len(sheet.rows) else []
    parts = [part(text) for text in said]
    return bool(parts) and all(one.unit and not one.key for one in parts)


def is_row_of_parents(cells: list, first: int) -> bool:
    """Tell whether a row above a header says of which period or measure some columns are: 去年同期, 计划, 1-9月.

    What stands above the header's ``first`` named column, or left of it, is the title.
    """
    said = [(at, cell) for at, cell in enumerate(cells[:MOST_COLUMNS]) if not is_blank(cell)]
    if any(not isinstance(cell, str) or FIGURE.fullmatch(plain(cell)) for _, cell in said):
        return False
    meanings = [meaning([part(cell).key]) for at, cell in said if at > first]
    return any(not one.rest and (one.measures or one.periods) for one in meanings)


def with_children(sheet: Sheet, top: int, bottom: int) -> int:
    """Return where a header ends whose cells are merged: over the next row, or over several columns with children."""
    for _ in range(MOST_HEADER_ROWS - 1):
        merged = [one for one in sheet.merged if top <= one[0] < bottom]
        reaches = any(last >= bottom for _, _, last, _ in merged)
        is_parent = any(last == bottom - 1 and right > left for _, left, last, right in merged)
        if not (reaches or is_parent) or bottom - top >= MOST_HEADER_ROWS:
            break
        bottom += 1
    return min(bottom, len(sheet.rows))


def blocks(sheet: Sheet, start: int) -> Iterator[tuple[int, int]]:
    """Yield every run of rows, up to MOST_HEADER_ROWS, that could be a header: mostly text."""
    end = min(len(sheet.rows), start + SEARCHED_ROWS)
    worded = [
        sum(isinstance(cell, str) and not is_blank(cell) for cell in row[:MOST_COLUMNS])
        for row in sheet.rows[start:end]
    ]
    figures = [is_of_figures(row) for row in sheet.rows[start:end]]
    for top in range(start, end):
        if not worded[top - start] or is_unit_note(sheet.rows[top]):
            continue
        for bottom in range(top + 1, min(top + MOST_HEADER_ROWS, end) + 1):
            if figures[bottom - 1 - start]:
                break
            if max(worded[top - start : bottom - start]) >= ENOUGH_TO_BE_A_HEADER:
                yield top, bottom


def is_of_figures(cells: list) -> bool:
    """Tell whether a row has figures, and not fewer than words: it holds a project or a total, no names of columns.

    A text file writes figures as texts.
    """
    said = [cell for cell in cells[:MOST_COLUMNS] if not is_blank(cell)]
    texts = [cell for cell in said if isinstance(cell, str)]
    written = [cell for cell in texts if FIGURE.fullmatch(cell)]
    figures = sum(isinstance(cell, int | float) and cell not in MAY_NAME for cell in said)
    figures += sum(not cell.isdecimal() or int(cell) not in MAY_NAME for cell in written)
    return figures > 1 and figures >= len(texts) - len(written)


def begins_with_title(sheet: Sheet, top: int, bottom: int) -> bool:
    """Tell whether the first of several rows says one thing at or left of where the rows below begin: a title."""
    said = [at for at, cell in enumerate(sheet.rows[top][:MOST_COLUMNS]) if not is_blank(cell)]
    below = [at for row in sheet.rows[top + 1 : bottom] for at, cell in enumerate(row) if not is_blank(cell)]
    return len(said) == 1 and bool(below) and said[0] <= min(below)


def is_unit_note(cells: list) -> bool:
    """Tell whether a row says nothing but the unit of the amounts below: it stands above the header."""
    said = [plain(cell) if isinstance(cell, str) else "" for cell in cells if not is_blank(cell)]
    if len(said) == len(UNIT_BESIDE) and all(one.fullmatch(text) for one, text in zip(UNIT_BESIDE, said, strict=True)):
        return True
    notes = [text for text in said if UNIT_ALONE.match(text) and MONEY_UNIT.search(text)]
    return 0 < len(said) == len(notes) <= ENOUGH_TO_BE_A_HEADER


def reaches_down(sheet: Sheet, top: int, bottom: int) -> bool:
    """Tell whether a cell of these rows is merged with the row below them: that is a row of the same header."""
    return any(top <= first < bottom <= last for first, _, last, _ in sheet.merged)


def is_named_above(sheet: Sheet, top: int, bottom: int, start: int, unnamed: set[int]) -> bool:
    """Tell whether columns of figures that a header leaves without a name have theirs in the row above it.

    Args:
        sheet: the cells.
        top: the header's first row.
        bottom: the row after its last one.
        start: the first row that may belong to the table.
        unnamed: columns of which the header says nothing.
    """
    above, below = top - 1, bottom
    if above < start or below >= len(sheet.rows):
        return False
    named = [at for at, cell in enumerate(sheet.rows[above][:MOST_COLUMNS]) if isinstance(cell, str) and plain(cell)]
    if len(named) < ENOUGH_TO_BE_A_HEADER:
        return False
    figures = sheet.rows[below : below + 2]
    return any(isinstance(row[at], int | float) for row in figures for at in unnamed.intersection(named))


def has_children_below(sheet: Sheet, top: int, bottom: int) -> bool:
    """Tell whether the row below says nothing but words, some of them right of a parent that nobody merged.

    Such a row says what the columns below the parent are: “1-9月 | ” over “计划 | 完成”. A row of few words may stand
    between, the parents' own children.
    """
    for row in sheet.rows[bottom : top + MOST_HEADER_ROWS]:
        said = {at: cell for at, cell in enumerate(row[:MOST_COLUMNS]) if not is_blank(cell)}
        if not said or any(not isinstance(cell, str) or FIGURE.fullmatch(plain(cell)) for cell in said.values()):
            return False
        named = [at for at in range(len(row)) if any(not is_blank(line[at]) for line in sheet.rows[top:bottom])]
        if named and any(at not in named and named[0] < at for at in said):
            return True
        if 2 * len(said) > len(named):
            return False
    return False
