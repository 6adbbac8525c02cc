"""Rows that may be no project of their own: the same one twice, figures that run on, parts of the one above.

What is sure is taken out with the reason; what is not is doubtful, and the sheet is asked. Nothing is added up twice
without a word.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from etl.intake.kinds import IDENTITY
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.rows import Rows, is_figure
from etl.intake.text import name_key, shown
from etl.intake.unnamed_totals import item_numbers

ROW_MONTH = "row_month"
PROJECT_A_ROW = frozenset({"dispatch", "annual_plan", "statistics_return"})


def find(table: Table, rows: Rows, columns: list[tuple[Any, ...]], result: SheetResult) -> None:
    """Take out or doubt such rows of a table.

    Args:
        table: its columns, read, and nothing completed yet.
        rows: its account.
        columns: the sheet's cells turned by column.
        result: takes the notices.
    """
    if table.kind.id not in PROJECT_A_ROW or table.kind.identity != IDENTITY or "project_name" not in table.fields:
        return
    seen = _Finder(table, rows, columns, result)
    if seen.numbers:
        seen.run_on()
    if not (table.header.layout and table.header.layout.month_from) and ROW_MONTH not in table.fields:
        seen.twice()


class _Finder:
    def __init__(self, table: Table, rows: Rows, columns: list[tuple[Any, ...]], result: SheetResult) -> None:
        self.table, self.rows, self.result = table, rows, result
        self.names = table.fields["project_name"]
        self.codes = table.values("project_code")
        self.numbers = item_numbers(table, columns)
        self.figures = [
            table.by_month.get(one.field, {}).get(one.label.month or 0) or table.values(one.field)
            for one in table.header.columns
            if is_figure(table.kind, one)
        ]

    def twice(self) -> None:
        """Find the rows of one name and code, or of one name and unit where there is no code.

        Rows of one code and several names are parts of it, as the statistics library keeps them.
        """
        units = self.table.said.get("responsible_unit") or self.table.values("responsible_unit")
        outcome, rows = self.rows.outcome, self.table.rows
        loaded = [place for place, row in enumerate(rows) if outcome[row] == "loaded"]
        whose = [self.codes[place] or units[place] or "" for place in loaded]
        if len(set(whose)) == len(whose):
            return
        keys = [name_key(self.names[place] or "") for place in loaded]
        said = dict(zip(loaded, zip(keys, whose, strict=True), strict=True))
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, key in said.items():
            if self.names[place] or self.codes[place]:
                found[key].append(place)
        for first, *others in found.values():
            for place in others:
                self._is_there(place, first)

    def _is_there(self, place: int, first: int) -> None:
        row, before = self.table.rows[place], self.table.rows[first] + 1
        called = shown(self.names[place] or self.codes[place])
        said = self._said(place)
        if said and said == self._said(first) and self.codes[place]:
            return  # one code is one project: it counts once, and ``sql/notices/identity.sql`` tells it
        if said and said == self._said(first):
            self.rows.reject(row, f"“{called}”与第 {before} 行是同一个项目，数字也一样，没有重复载入。请删去一行")
        else:
            text = f"“{called}”与第 {before} 行是同一个项目，数字不一样。请只留一行，或写明期次、标段、项目代码"
            self._doubt(row, text)

    def run_on(self) -> None:
        """Find the rows without an item number that belong to the project above, in a table that numbers projects."""
        head: int | None = None  # the last row with a number
        parts: list[int] = []
        is_in_parts = False
        if len(self.numbers) == len(self.table.rows):
            return
        for place, row in enumerate(self.table.rows):
            if not self._is_loaded(place):
                continue
            if place not in self.numbers and not self.codes[place] and self._follows_part_of_total(row):
                self._take_for_part_of_total(place)
                continue
            if head is not None and row > self.table.rows[head] + 1 and place and self._follows_part(place):
                is_in_parts = True
            if place in self.numbers or self.codes[place]:
                self._settle_parts(head, parts)
                head, parts, is_in_parts = place, [], False
            elif head is None:
                continue
            elif is_in_parts:
                parts.append(place)
            elif not self._said(head) and self._said(place) and row == self.table.rows[head] + 1:
                number = self.table.rows[head] + 1
                self._doubt(row, f"没有序号，第 {number} 行有序号而没有数字：像是同一个项目写成了两行。请合成一行")
        self._settle_parts(head, parts)

    def _follows_part_of_total(self, row: int) -> bool:
        """Tell whether a row stands directly below a 其中 of a total."""
        above = row - 1
        while above in self.rows.parts:
            above -= 1
        return above < row - 1 and any(total.row == above for total in self.rows.totals)

    def _take_for_part_of_total(self, place: int) -> None:
        row = self.table.rows[place]
        self.rows.skip(row, "total")
        self.rows.parts.add(row)
        text = f"“{shown(self.names[place] or '')}”接在合计的“其中”之下，没有序号，按合计的一部分看待，没有载入"
        self.result.notice("part_of_total", text, row + 1)

    def _follows_part(self, place: int) -> bool:
        """Tell whether a row that says 其中 stands between this row and the one that is loaded before it."""
        before = self.table.rows[place - 1]
        return any(row in self.rows.parts for row in range(before + 1, self.table.rows[place]))

    def _settle_parts(self, head: int | None, parts: Sequence[int]) -> None:
        """Take the rows that go on a 其中 of a project for its parts; of one that is not smaller than it, doubt it."""
        for place in parts if head is not None else ():
            row, above = self.table.rows[place], self.table.rows[head] + 1  # type: ignore[index]
            called = shown(self.names[place] or "")
            if all(self._is_no_more(place, head, column) for column in self.figures):  # type: ignore[arg-type]
                self.rows.skip(row, "total")
                self.result.notice(
                    "part_of_project",
                    f"“{called}”接在“其中”之下，没有序号，按第 {above} 行的一部分看待，没有载入",
                    row + 1,
                )
            else:
                self._doubt(row, f"“{called}”接在“其中”之下，没有序号，不知是不是第 {above} 行的一部分")

    def _is_no_more(self, place: int, head: int, column: Sequence[Decimal | None]) -> bool:
        part, whole = column[place], column[head]
        return part is None or (whole is not None and part <= whole)

    def _doubt(self, row: int, text: str) -> None:
        if row not in self.rows.doubtful:
            self.rows.doubtful[row] = text
            self.result.notice("doubtful_row", text, row + 1)

    def _is_loaded(self, place: int) -> bool:
        return self.rows.outcome[self.table.rows[place]] == "loaded"

    def _said(self, place: int) -> tuple[Decimal | None, ...]:
        """Return the row's amounts; nothing where it says none."""
        amounts = tuple(column[place] for column in self.figures)
        return amounts if any(amount is not None for amount in amounts) else ()
