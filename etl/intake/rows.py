"""What every row of a table is: a project's, or a header, unit, group, total, note or blank one.

Rows with a project are the many and are told by columns; only the others, and those with a telling word, are looked at
one by one. Nothing here parses a figure.
"""

from decimal import Decimal
from typing import Any

from etl.intake.columns import Column
from etl.intake.header import Header
from etl.intake.kinds import IDENTITY, Kind, words
from etl.intake.labels import part
from etl.intake.money import money_reader
from etl.intake.row_account import Rows, Total, unsorted
from etl.intake.row_words import (
    COLUMN_NAMES,
    COUNTED,
    DAY_ALONE,
    HEADING,
    ORDINAL,
    SUB_ORDINAL,
    TELLING,
    TELLING_NAME,
    UNIT_NOTE,
    UNIT_ROW,
    count_in,
    counts_up,
    is_note,
    is_part_or_average,
    is_total,
    may_tell,
)
from etl.intake.text import DOUBTFUL, as_text, is_marker, plain, shown, texts_of
from etl.intake.values import Fault, code, name, read_one
from etl.intake.values import text as read_text
from etl.intake.workbook import Sheet, is_blank

__all__ = ["Rows", "Total", "below_header", "is_figure", "unsorted"]

AMOUNT = money_reader()
LONG_NOTE = 30
LONG_TEXTS = frozenset(
    {"progress_text", "problem", "coordination", "next_month_plan", "return_reason", "document_number"}
)


def below_header(sheet: Sheet, rows: Rows, header: Header, end: int, columns: list[tuple[Any, ...]]) -> None:
    """Account for every row of a table; ``columns`` are the sheet's cells turned by column."""
    sorter = _Sorter(sheet, rows, header, columns)
    first = header.bottom
    is_named = [False] * (end - first)
    for place in sorter.identity:
        cells = columns[place][first:end]
        is_named = [
            already or (type(cell) is str and cell != "") for already, cell in zip(is_named, cells, strict=True)
        ]
    odd = sorter.odd_rows(first, end)
    for row, is_plain in enumerate(is_named, start=first):
        if is_plain and row not in odd:
            rows.loaded.append(row)
        else:
            sorter.sort(row)


class _Sorter:
    def __init__(self, sheet: Sheet, rows: Rows, header: Header, columns: list[tuple[Any, ...]]) -> None:
        self.sheet, self.rows, self.header, self.columns = sheet, rows, header, columns
        kind = header.kind
        at = {column.field: column.index for column in header.columns}
        self.identity = [at[field] for field in (kind.identity if kind else IDENTITY) if field in at]
        self.name, self.code, self.join_id = (at.get(field) for field in IDENTITY)
        self.figures = [column.index for column in header.columns if kind and is_figure(kind, column)]
        self.described = [
            column.index
            for column in header.columns
            if kind
            and column.field not in {*kind.identity, "batch"}
            and kind.reads(column.field) in {"text", "unit", "town"}
        ]
        known = {column.index for column in header.columns}
        long = {column.index for column in header.columns if column.field in LONG_TEXTS}
        unread = {place for place in range(len(columns)) if place not in known}
        self.last_identity = max(self.identity, default=0)
        self.telling = [  # where a 合计 may stand: not in remarks and long texts
            place
            for place in range(len(columns))
            if place not in long
            and place not in self.figures
            and (place not in unread or place <= self.last_identity + 1)
        ]
        self.header_keys = {one.text for one in header.labels} | {
            as_text(cell) for line in sheet.rows[header.top : header.bottom] for cell in line if not is_blank(cell)
        }
        self.wide_merges = {
            row
            for top, left, bottom, right in sheet.merged
            if right > left and (self.name is None or left <= self.name <= right or left == 0)
            for row in range(top, bottom + 1)
            if top >= header.bottom
        }
        self.parts_of = {  # rows over which a project's name is merged, below its first
            row: top
            for top, left, bottom, right in sheet.merged
            if self.name is not None and left <= self.name <= right and top >= header.bottom
            for row in range(top + 1, bottom + 1)
        }

    def odd_rows(self, first: int, end: int) -> set[int]:
        """Return the rows that have a telling word in a telling column, or no text where the project stands."""
        odd: set[int] = set(self.wide_merges)
        for place in self.telling:
            cells = self.columns[place][first:end]
            texts = set(texts_of(cells))
            suspects = may_tell(texts, is_name=place == self.name) | (texts & self.header_keys)
            telling = {text for text in suspects if self._tells(text, place)}
            if telling:
                odd.update(row for row, cell in enumerate(cells, start=first) if cell in telling)
        return odd

    def _tells(self, cell: str, place: int) -> bool:
        if cell in self.header_keys or is_marker(cell):
            return True
        is_name = place == self.name
        if not (TELLING_NAME if is_name else TELLING).search(cell) or (len(cell) > 60 and not is_name):
            return False
        if is_total(cell, may_name=place <= self.last_identity):
            return True
        if not is_name and place >= self.last_identity:
            return False
        text = plain(cell)
        patterns = (HEADING, ORDINAL, COUNTED, COLUMN_NAMES, UNIT_ROW)
        is_odd = not text or any(pattern.fullmatch(text) for pattern in patterns) or is_note(text)
        return is_odd or (is_name and type(read_one(cell, name)) is not str)

    def sort(self, row: int) -> None:
        """Account for one row that is not plainly a project's."""
        rows = self.rows
        cells = {place: cell for place, cell in enumerate(self.sheet.rows[row]) if not is_blank(cell)}
        if not cells:
            rows.skip(row, "blank")
            return
        texts = {place: plain(cell) for place, cell in cells.items() if type(cell) is str}
        has_figures = any(isinstance(read_one(cells.get(place), AMOUNT), Decimal) for place in self.figures)
        has_code = self.code in cells and not isinstance(code(cells[self.code]), Fault | None)
        is_bare = not any(place in cells for place in self.described) and not has_code
        alone = "".join(texts.values()) if len(texts) == len(cells) == 1 else ""
        if UNIT_ROW.fullmatch(alone) and UNIT_NOTE.search(alone):
            rows.skip(row, "unit")
        elif self._repeats_header(cells):
            rows.skip(row, "header")
        elif not has_code and self._is_total(texts):
            rows.skip(row, "total")
            if any(text.startswith(words("part_of_total")) for text in texts.values()):
                rows.parts.add(row)
            if not any(map(is_part_or_average, texts.values())):
                rows.totals.append(Total(row, count=next(filter(None, map(count_in, texts.values())), None)))
        elif is_bare and (heading := self._heading(texts)):
            rows.skip(row, "group")
            rows.headings[row] = heading
            if any(SUB_ORDINAL.match(text) for text in texts.values()):
                rows.sub_headings.add(row)
            if has_figures:
                rows.totals.append(Total(row, count=count_in(heading)))
        elif not has_figures and any(UNIT_NOTE.search(text) for text in texts.values()) and len(cells) <= 3:
            rows.skip(row, "unit")
        elif not has_code and self._is_note(cells, row, has_figures=has_figures):
            rows.skip(row, "note")
        elif self._has_project(cells):
            rows.loaded.append(row)
        elif self.name in cells and type(fault := read_one(cells[self.name], name)) is Fault:
            rows.reject(row, f"项目名称“{as_text(cells[self.name])[:40]}”{fault}")
        else:
            rows.reject(row, self._missing(row))

    def _is_total(self, texts: dict[int, str]) -> bool:
        named = ((place, text) for place, text in texts.items() if place in self.telling)
        return any(is_total(text, may_name=place <= self.last_identity) for place, text in named)

    def _repeats_header(self, cells: dict[int, Any]) -> bool:
        texts = [as_text(cell) for cell in cells.values()]
        if len(texts) >= 2 and sum(text in self.header_keys for text in texts) * 2 > len(texts):
            return True
        names = [plain(text) for text in texts]  # 栏次：甲 乙 1 2 3
        is_row_of_numbers = len(names) >= 3 and all(COLUMN_NAMES.fullmatch(text) for text in names)
        units = [part(text).key == "" and part(text).unit for text in texts]
        if all(units):
            return True
        return is_row_of_numbers and (any(not text.isdigit() for text in names) or counts_up(names))

    def _heading(self, texts: dict[int, str]) -> str | None:
        """Return a group heading's text: “一、续建项目（45个）”, or “一” in one column and the text in the next."""
        places = [place for place in texts if place in self.telling]
        for place in places:
            if found := HEADING.fullmatch(texts[place]):
                return found["text"]
        ordinal = next((place for place in places if ORDINAL.fullmatch(texts[place])), None)
        if ordinal is not None:
            return next((texts[place] for place in places if place > ordinal), None)
        return next((texts[place] for place in places if COUNTED.fullmatch(texts[place]) and len(places) == 1), None)

    def _is_note(self, cells: dict[int, Any], row: int, *, has_figures: bool) -> bool:
        place, first = next(iter(cells.items()))
        named = cells.get(self.name) if self.name is not None else None
        said = [plain(cell) for cell in (first, named) if type(cell) is str]
        if any(is_note(text) and (not has_figures or ":" in text) for text in said):
            return True
        if has_figures or type(first) is not str:
            return False
        is_odd = place != self.name or len(plain(first)) > LONG_NOTE or row in self.wide_merges
        return len(cells) == 1 and (is_odd or DAY_ALONE.fullmatch(plain(first)) is not None)

    def _has_project(self, cells: dict[int, Any]) -> bool:
        if self.join_id in cells or (self.code in cells and type(code(cells[self.code])) is str):
            return True
        if self.name in cells and type(cells[self.name]) is str and type(read_one(cells[self.name], name)) is str:
            return True
        others = (place for place in self.identity if place not in (self.name, self.code, self.join_id))
        return any(place in cells and read_one(cells[place], read_text) not in (None, "") for place in others)

    def _missing(self, row: int) -> str:
        marked = [cell for place in self.identity if isinstance(cell := self.sheet.rows[row][place], str)]
        if doubt := next((found for cell in marked if (found := DOUBTFUL.fullmatch(cell))), None):
            return f"“{shown(doubt[2])}”{doubt[1]}"
        if row in self.parts_of:
            first = self.parts_of[row] + 1
            merged = f"与第 {first} 行是同一个项目（项目名称合并），金额只读了第 {first} 行的"
            return f"{merged}。请一个项目只占一行，或各行写明名称"
        if self.header.kind and self.header.kind.identity == IDENTITY:
            return "没有项目名称，也没有项目代码，请补上后重发"
        return f"没有写明{'、'.join(shown(self.header.labels[place].text) for place in self.identity)}，请补上后重发"


def is_figure(kind: Kind, column: Column) -> bool:
    """Tell whether a column holds amounts."""
    return kind.reads(column.field) == "money"
