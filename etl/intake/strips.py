"""Tables side by side on one sheet: each becomes a sheet of its own, its cells where they stood.

The first keeps the sheet's name, a further one adds its columns: “调度[F:J]”, as no sheet in Excel may be called.
Each accounts for every row of the sheet; rows in which only its neighbour says something are blank to it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from etl.intake.columns import letters
from etl.intake.header import Header, find_header
from etl.intake.header_rows import SEARCHED_ROWS, is_unit_note
from etl.intake.kinds import IDENTITY
from etl.intake.layout import Layout
from etl.intake.tables import HEADER_WORD
from etl.intake.text import as_text, name_key, plain
from etl.intake.workbook import Sheet, is_blank

CODE_WORD = "代码"
Span = tuple[int, int]  # first and last column, from 0


def strips(sheet: Sheet, title: str, layouts: list[Layout]) -> list[Sheet]:
    """Return the sheet as it is, or its tables that stand side by side, from left to right.

    Columns are parted where one is empty, or where a header begins anew; a part that neither names projects nor has a
    title of its own, or that only says the same projects again, belongs to the table on its left. A part of no known
    kind is parted all the same: its figures must not be read as its neighbour's.

    Args:
        sheet: its cells.
        title: sheet and file name, for title words.
        layouts: layouts to try before the aliases.
    """
    groups = _groups(sheet)
    if len(groups) < 2 and not _says_twice(sheet):
        return [sheet]
    headers: dict[Span, Header | None] = {}

    def header_of(span: Span) -> Header | None:
        if span not in headers:
            headers[span] = find_header(_cut(sheet, span), title, layouts)
        return headers[span]

    found: list[Span] = []
    parts_of = [part for one in groups for part in _repetitions(one, header_of(one))]
    tops = [header.top for part in parts_of if (header := header_of(part))]
    titles = range(min(tops, default=0))
    for group in parts_of:
        stand = [_stands_alone(sheet, span, header_of(span), titles) for span in (*found[-1:], group)]
        if found and not all(stand):
            found[-1] = found[-1][0], group[1]
        else:
            found.append(group)
    headed = [(span, header) for span in found if (header := header_of(span))]
    if len(headed) < 2 or not any(header.kind for _, header in headed) or _is_one_table(sheet, headed):
        return [sheet]
    parts = []
    for place, (span, header) in enumerate(headed):
        name = f"{sheet.name}[{letters(span[0])}:{letters(span[1])}]" if place else sheet.name
        parts.append(_with_title(sheet, _cut(sheet, span, name), span, header))
    return parts


def _groups(sheet: Sheet) -> list[Span]:
    """Return the runs of columns in which something stands."""
    groups: list[Span] = []
    is_open = False
    for place in range(len(sheet.rows[0]) if sheet.rows else 0):
        if all(is_blank(row[place]) for row in sheet.rows):
            is_open = False
        elif is_open:
            groups[-1] = groups[-1][0], place
        else:
            groups.append((place, place))
            is_open = True
    return groups


def _says_twice(sheet: Sheet) -> bool:
    """Tell whether some row near the top names the project's column twice: its name, or its code."""
    for row in sheet.rows[:SEARCHED_ROWS]:
        words = [plain(cell) for cell in row if type(cell) is str and HEADER_WORD.search(cell)]
        codes = sum(CODE_WORD in word for word in words)
        if max(codes, len(words) - codes) > 1:
            return True
    return False


def _repetitions(group: Span, header: Header | None) -> list[Span]:
    """Return the equal parts of which a header consists, or the whole where it says nothing twice."""
    width = group[1] - group[0] + 1
    if header and header.kind:
        texts = [plain(one.text) for one in header.labels[group[0] : group[1] + 1]]
        for part in range(2, width // 2 + 1):
            if width % part == 0 and texts == texts[:part] * (width // part) and HEADER_WORD.search("|".join(texts)):
                return [(left, left + part - 1) for left in range(group[0], group[1], part)]
    return [group]


def _stands_alone(sheet: Sheet, span: Span, header: Header | None, titles: range) -> bool:
    """Tell whether a part is a table of its own: it has a header, and names its projects or has its own title."""
    if header is None:
        return False
    names_projects = _place_of_names(span, header) is not None
    above = range(header.top) if header.kind else titles  # what is of no kind may be columns below a parent
    return names_projects or any(_is_title(sheet.rows[row][span[0] : span[1] + 1]) for row in above)


def _is_title(cells: list[Any]) -> bool:
    """Tell whether a part's row above its header is its title: it begins the part, else it is a parent heading."""
    if not cells or is_blank(cells[0]) or is_unit_note([cells[0]]):
        return False
    others = [cell for cell in cells[1:] if not is_blank(cell)]
    return not others or is_unit_note(others)


def _is_one_table(sheet: Sheet, headed: Sequence[tuple[Span, Header]]) -> bool:
    """Tell whether all parts name the same projects row by row: then they are one table that says the names twice."""
    names = [_names(sheet, span, header) for span, header in headed]
    return all(names) and all(one == names[0] for one in names)


def _names(sheet: Sheet, span: Span, header: Header) -> dict[int, str]:
    place = _place_of_names(span, header)
    if place is None:
        return {}
    rows = enumerate(sheet.rows[header.bottom :], start=header.bottom)
    return {number: name_key(as_text(row[place])) for number, row in rows if not is_blank(row[place])}


def _place_of_names(span: Span, header: Header) -> int | None:
    """Return the column of a part's projects, also where its kind is not known."""
    known = (column.index for column in header.columns if column.field in IDENTITY)
    worded = (place for place in range(span[0], span[1] + 1) if HEADER_WORD.search(header.labels[place].text))
    return next(known, None) if header.kind else next(known, next(worded, None))


def _cut(sheet: Sheet, span: Span, name: str | None = None) -> Sheet:
    """Return a sheet in which only some columns say anything; they stand where they stood."""
    left, right = span
    width = len(sheet.rows[0])
    before, behind = [""] * left, [""] * (width - right - 1)
    rows: list[list[Any]] = [before + row[left : right + 1] + behind for row in sheet.rows]
    merged = [one for one in sheet.merged if left <= one[1] and one[3] <= right]
    notices = sheet.notices if left == 0 else ()  # said once
    return replace(sheet, name=name or sheet.name, rows=rows, merged=merged, notices=notices)


def _with_title(sheet: Sheet, part: Sheet, span: Span, header: Header) -> Sheet:
    """Let a part that says nothing above its header hear what stands there to its left: title and unit of the sheet."""
    above = range(header.top)
    if any(not is_blank(cell) for row in above for cell in part.rows[row]):
        return part
    for row in above:
        said = next((cell for cell in sheet.rows[row][: span[0]] if not is_blank(cell)), "")
        part.rows[row][span[0]] = said
    return part
