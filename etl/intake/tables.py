"""The tables of a sheet: one after the other, of one kind or several, each with its own title and header."""

import re
from dataclasses import replace
from functools import cache

from etl.intake.above_header import rows_of_figures
from etl.intake.header import Header, find_header, flatten
from etl.intake.header_rows import is_unit_note
from etl.intake.kinds import kinds
from etl.intake.layout import Layout
from etl.intake.period import said_in
from etl.intake.row_words import is_note
from etl.intake.text import as_text, plain, texts_of
from etl.intake.units import stated_units
from etl.intake.workbook import Sheet, is_blank

HEADER_WORD = re.compile(r"(?:项目|工程)\s*名\s*称|项\s*目\s*代\s*码")
OWN_HEADER_WORD = re.compile(rf".{{0,6}}(?:{HEADER_WORD.pattern})")  # 重点项目名称, 建设项目名称
NUMBERED_TABLE = re.compile(r"[(（]?附?[表件][一二三四五六七八九十\d]+")
HEADER_LETTERS = ("名称", "代码")  # every such word has one of these pairs
FIRST_COLUMNS = 3  # where a header without a project's name begins
INDENTED = 8  # up to here it may begin where nothing stands left of it
DATED_CELLS = 2
ENOUGH_WORDS = 2  # a row of no more is no header
LONGEST_OPENING = 24  # letters, blanks among them
ORDINALS = frozenset({"序号", "编号", "序 号"})


def find_tables(sheet: Sheet, columns: list[tuple], title: str, layouts: list[Layout]) -> list[Header]:
    """Return the headers of all tables of a sheet, from above; a header that only repeats itself is none of its own.

    A further header of which no kind is told ends the table above it all the same: its figures are not the other's.
    """
    first = find_header(sheet, title, layouts)
    if first is None or first.kind is None:
        return [first] if first else []
    found = [first]
    above = _texts_above(sheet, first.top, 0)
    titled = _below_titles(sheet, first.bottom)
    for row in sorted({*_rows_with_header_words(columns, first.bottom), *titled}):
        if row <= found[-1].bottom:
            continue
        own = _texts_above(sheet, row, found[-1].bottom)
        is_new = _begins_anew(own, above)
        if not is_new and _repeats(sheet, row, found[-1]):
            continue
        said = title + "".join(own or above)
        header = find_header(sheet, said, layouts, max(row - 2, found[-1].bottom + 1))
        if header and header.kind and header.top <= row < header.bottom:
            if is_new or not _is_the_same(header, found[-1]):
                found.append(header)
                above = own or above
        elif _is_header(sheet.rows[row]) or (row in titled and _are_names(sheet, row)):
            found.append(Header(row, row + 1, flatten(sheet, row, row + 1), None, []))
    return found


def _texts_above(sheet: Sheet, row: int, first: int) -> list[str]:
    """Return what the rows of one text each say that stand above a header, blank rows and units among them."""
    said: list[str] = []
    while row > first:
        row -= 1
        texts = [cell for cell in sheet.rows[row] if not is_blank(cell)]
        if len(_without_units(texts)) > 1 and not _is_date(texts):
            break
        said = [plain(as_text(text)) for text in texts] + said
    return said


def _without_units(texts: list) -> list:
    """Return what a row says beside units: a title with its unit at the right says one thing."""
    return [] if is_unit_note(texts) else [text for text in texts if not is_unit_note([text])]


def _begins_anew(own: list[str], before: list[str]) -> bool:
    """Tell whether what stands above a header that says the one before again gives it another unit or month."""
    units, months = stated_units(own), {said.month for text in own if (said := said_in("标题", text)) and said.month}
    of_before = {said.month for text in before if (said := said_in("标题", text)) and said.month}
    return bool(units and units != stated_units(before)) or bool(months and months != of_before)


def unknown_above(sheet: Sheet, first: Header, title: str) -> Header | None:
    """Return the header of a table of no kind that stands above the first that is known; None where there is none."""
    if not rows_of_figures(sheet, 0, first.top):
        return None
    merged = [one for one in sheet.merged if one[2] < first.top]
    above = replace(sheet, rows=sheet.rows[: first.top], merged=merged)
    return find_header(above, title, [])


def spans(sheet: Sheet, tables: list[Header]) -> list[tuple[int, int]]:
    """Return each table's rows: from its title, which stands above its header, to the next one's."""
    starts = [0, *(_title_row(sheet, before, table) for before, table in zip(tables, tables[1:], strict=False))]
    return list(zip(starts, [*starts[1:], len(sheet.rows)], strict=True))


def _title_row(sheet: Sheet, before: Header, table: Header) -> int:
    """Return where a table begins: at its title, below which notes (“填报单位：…”) may stand."""
    row = _below_gap(sheet, before, table)
    while row > before.bottom + 1 and _may_be_title(sheet.rows[row - 1], before, table):
        row -= 1
    return row


def _below_gap(sheet: Sheet, before: Header, table: Header) -> int:
    """Return the first of the lone texts between a blank row and a header, where one of them is a title.

    A text that is no note is one where nothing but notes stands between it and the header: no project stands there.
    """
    row, has_title, has_gap = table.top, False, False
    while row > before.bottom + 1:
        row -= 1
        cells = [cell for cell in sheet.rows[row] if not is_blank(cell)]
        said = _without_units(cells)
        if not cells and has_title:
            return row + 1
        if (cells and not said) or _is_date(cells):
            continue
        if len(said) > 1:
            break
        has_gap = has_gap or not said
        if said and not has_gap:
            has_title = has_title or (type(said[0]) is str and not is_note(plain(said[0])))
        elif said:
            has_title = has_title or _may_be_title(sheet.rows[row], before, table)
    return table.top


def _is_date(said: list) -> bool:
    """Tell whether a row says of which day the table is, in two cells: 数据截至 | 2026-02-28."""
    return (
        len(said) == DATED_CELLS
        and type(said[0]) is str
        and is_note(plain(said[0]))
        and not isinstance(said[1], int | float)
    )


def _may_be_title(cells: list, before: Header, table: Header) -> bool:
    """Tell whether a row is blank, a unit, or says one thing that is neither note nor a project of the table before."""
    said = [(place, cell) for place, cell in enumerate(cells) if not is_blank(cell)]
    if is_unit_note(cells) or _is_date([cell for _, cell in said]):
        return True
    said = [(place, cell) for place, cell in said if not is_unit_note([cell])]
    if not said:
        return True
    place, text = said[0]
    if len(said) > 1 or type(text) is not str or is_note(plain(text)):
        return False
    kinds_own = before.kind.identity if before.kind else ()
    is_identity = any(column.index == place and column.field in kinds_own for column in before.columns)
    if not is_identity or NUMBERED_TABLE.match(plain(text)):
        return True
    period = said_in("标题", text)
    is_dated = period is not None and period.year is not None and period.month is not None
    return is_dated or any(word in text for word in (table.kind.title_words if table.kind else ()))


@cache
def _openings() -> frozenset[str]:
    """Return the words with which the header of a sheet may open that need not name a project."""
    return ORDINALS | {
        alias
        for kind in kinds().values()
        for alias, field in kind.aliases.items()
        if field in {*kind.identity, *(field for group in kind.required for field in group)} and len(alias) > 1
    }


def _below_titles(sheet: Sheet, first: int) -> set[int]:
    """Return the rows of words only that stand below a blank row and a title: headers, whatever their words."""
    found = set()
    for gap in (row for row, has_any in enumerate(map(any, sheet.rows[first:]), start=first) if not has_any):
        row = gap + 1
        while row < len(sheet.rows) and sum(not is_blank(cell) for cell in sheet.rows[row]) == 1:
            row += 1
        said = [cell for cell in sheet.rows[row] if not is_blank(cell)] if gap + 1 < row < len(sheet.rows) else []
        if len(said) > ENOUGH_WORDS and all(type(cell) is str for cell in said):
            found.add(row)
    return found


def _are_names(sheet: Sheet, row: int) -> bool:
    """Tell whether more than half of what a row says are names of columns."""
    labels = [one for one in flatten(sheet, row, row + 1) if one.parts]
    known = [one for one in labels if any(key in kind.aliases for kind in kinds().values() for key in one.keys)]
    return 2 * len(known) > len(labels)


def _is_opening(text: str) -> bool:
    """Tell whether a text with a blank or line break in it is one of the openings."""
    return len(text) < LONGEST_OPENING and len(text.split()) > 1 and plain(text) in _openings()


def _rows_with_header_words(columns: list[tuple], first: int) -> list[int]:
    rows: set[int] = set()
    for place, column in enumerate(columns):
        cells = column[first:]
        texts = set(texts_of(cells))
        said = "".join(texts)  # looked through at once: hardly any column has such letters below its header
        openings = _openings() & texts if place < INDENTED else set()
        if place < INDENTED and len(said.split(None, 1)) > 1:
            openings |= set(filter(_is_opening, texts))
        if openings:
            found = [row for row, cell in enumerate(cells, start=first) if type(cell) is str and cell in openings]
            rows.update(
                row for row in found if place < FIRST_COLUMNS or all(is_blank(left[row]) for left in columns[:place])
            )
        if not any(all(letter in said for letter in pair) for pair in HEADER_LETTERS):
            continue
        words = {text for text in texts if 3 < len(text) < 16 and HEADER_WORD.search(text)}
        if words:
            rows.update(row for row, cell in enumerate(cells, start=first) if cell in words)
    return sorted(rows)


def _repeats(sheet: Sheet, row: int, header: Header) -> bool:
    """Tell whether a row says the header again, label by column; another unit or column heads another table."""
    lines = sheet.rows[header.top : header.bottom]
    known = {(place, as_text(cell)) for line in lines for place, cell in enumerate(line)}
    said = [(place, as_text(cell)) for place, cell in enumerate(sheet.rows[row]) if not is_blank(cell)]
    return all(one in known for one in said)


def _is_the_same(header: Header, before: Header) -> bool:
    """Tell whether a header reads nothing but columns of the one before, as the same fields in the same units.

    A column that the one before reads and that is headed by another word now holds something else: another table's.
    A word that nobody understands may be a slip in a header said once more, unless most of it is said otherwise.
    """
    read = [{(one.index, one.field, one.label.unit) for one in of.columns} for of in (header, before)]
    if header.kind is not before.kind or not read[0] <= read[1]:
        return False
    others = {index for index, *_ in read[1] - read[0] if header.labels[index].text}
    understood = {one.index for one in header.columns} | {one.index for one in header.unread if one.state == "known"}
    return not others & understood and 2 * len(others) < len(read[1])


def _is_header(cells: list) -> bool:
    """Tell whether a row says nothing but names of columns, one of them the projects'."""
    said = [cell for cell in cells if not is_blank(cell)]
    return (
        len(said) > ENOUGH_WORDS
        and all(type(cell) is str for cell in said)
        and any(OWN_HEADER_WORD.fullmatch(plain(cell)) for cell in said)
    )
