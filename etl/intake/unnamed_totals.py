"""Rows that say the sum of others under any name: units, towns, groups, 全区. They are no projects.

Which rows could be sums is told by binary numbers for all rows at once; each of these few is then added up exactly.
What arithmetic and name say together decides. A row that looks like a project and is a sum all the same is doubtful.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import Any

from etl.intake.kinds import IDENTITY, words
from etl.intake.labels import part
from etl.intake.money import amounts
from etl.intake.names import Names
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.row_words import count_in, names_a_group
from etl.intake.rows import Rows, Total, is_figure
from etl.intake.run_sums import AmountColumn, candidates, reach
from etl.intake.text import as_text, shown
from etl.intake.workbook import is_blank

ZERO = Decimal(0)
MOST_LEVELS = 5
LEAST_SURPRISE = 10_000  # one against so many that a project equals a run beside it by chance
NUMBERED = 0.6  # so large a part of the rows with an item number: a row without one is none of them


def find(table: Table, rows: Rows, columns: list[tuple[Any, ...]], names: Names, result: SheetResult) -> None:
    """Skip the rows of a table that say the sum of others, and say of which it is doubtful.

    Args:
        table: its columns, read, and nothing completed yet.
        rows: its account; new totals and headings are written into it.
        columns: the sheet's cells turned by column.
        names: of the district's units, towns and batches.
        result: takes the notices.
    """
    if table.kind.identity != IDENTITY or "project_name" not in table.fields:
        return
    seen = _Finder(table, rows, columns, names, result)
    for _ in range(MOST_LEVELS):
        if not seen.take_sums():
            break
    seen.take_groups_without_sum()
    rows.totals.sort(key=lambda total: total.row)


class _Finder:
    def __init__(
        self, table: Table, rows: Rows, columns: list[tuple[Any, ...]], names: Names, result: SheetResult
    ) -> None:
        self.table, self.rows, self.names, self.result = table, rows, names, result
        self.called = list(table.fields["project_name"])
        self.codes = table.values("project_code")
        self.amounts = list(_amounts_of(table))
        self.columns = columns
        self.group = {text for text in names.may_be_groups(set(filter(None, self.called))) if names.group(text)}
        self.taken: set[int] = set()
        self.fences = sorted({*rows.headings, *(total.row for total in rows.totals)})

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The places that have an item number."""
        return item_numbers(self.table, self.columns)

    @cached_property
    def described(self) -> set[int]:
        """The places that say more of a project than its name and amounts."""
        return _described(self.table, self.columns)

    def take_sums(self) -> bool:
        """Take the rows that are sums of rows not taken yet; tell whether there were any."""
        found = False
        for place in candidates(self.amounts):
            if place in self.taken or self.codes[place]:
                continue
            run = self._run(place)
            if run is not None and self._is_sum(place, run):
                self._take(place)
                found = True
        return found

    def _run(self, place: int) -> range | None:
        """Return the places of which a row is the exact sum: the run below it, the one above it, or all others."""
        said = [(one, one.exact[place] or ZERO, one.allowed(place)) for one in self.amounts if one.is_said[place]]
        count = len(self.called)
        below = reach(range(place + 1, count), said)
        if below:
            return range(place + 1, place + 1 + below)
        above = reach(range(place - 1, -1, -1), said)
        if above:
            return range(place - above, place)
        others = all(
            abs(sum((a for a in one.exact if a is not None), ZERO) - 2 * amount) <= off for one, amount, off in said
        )
        return range(count) if others and count > 2 else None

    def _is_sum(self, place: int, run: range) -> bool:
        """Tell whether a row that is the sum of a run is no project; where only arithmetic says so, notice it."""
        said = [one for one in self.amounts if one.exact[place]]
        alone = len([each for each in run if each != place and each not in self.taken]) < 2
        has_groups = bool(self.group) or not alone  # a unit above its only project, where other units are groups, too
        if self._named(place) in self.group or (has_groups and names_a_group(self._named(place))):
            return not self._is_described_as_project(place)
        if alone or len(said) < 2:
            return False
        is_numbered = place in self.numbers
        if self.numbers and not is_numbered:
            return True
        surprise = self._surprise(place, said)
        if surprise < LEAST_SURPRISE:
            return False
        if is_numbered and run[0] == place + 1 and self._take_parts(place, run):
            return False
        is_project = is_numbered or self._is_described_as_project(place)
        self._doubt(place, run, is_project=is_project)
        return not is_project

    def _take_parts(self, whole: int, run: range) -> bool:
        """Take the rows below a numbered project, which add up to it, for its parts; not where they are projects.

        A part has no number and no code; rows that say more of themselves than the one above are projects of a group.
        """
        parts = [place for place in run if place not in self.taken]
        if any(place in self.numbers or self.codes[place] for place in parts):
            return False
        if whole not in self.described and not self.described.isdisjoint(parts):
            return False
        for place in parts:
            row, above = self.table.rows[place], self.table.rows[whole] + 1
            self.taken.add(place)
            for one in self.amounts:
                one.clear(place)
            self.rows.skip(row, "total")
            said = (
                f"“{shown(self._named(place))}”没有序号，与相邻各行加起来正是第 {above} 行，按它的一部分看待，没有载入"
            )
            self.result.notice("part_of_project", said, row + 1)
        return True

    def _is_described_as_project(self, place: int) -> bool:
        return bool(self.described) and place in self.described and place in self.numbers

    def _surprise(self, place: int, said: list[AmountColumn]) -> Decimal:
        chance = Decimal(1)
        for one in said:
            chance *= max(Decimal(1), abs(one.exact[place] or ZERO) / one.step)
        return chance / len(self.called)

    def _doubt(self, place: int, run: range, *, is_project: bool) -> None:
        row = self.table.rows[place]
        first, last = self.table.rows[run[0]] + 1, self.table.rows[run[-1]] + 1
        of_which = "其余各行" if place in run else f"第 {first}—{last} 行"
        taken = "按项目载入，可能重复计算" if is_project else "按合计行跳过"
        text = f"第 {row + 1} 行“{self._named(place)}”的各项金额都等于{of_which}之和，{taken}，请核对它是不是项目"
        if row not in self.rows.doubtful:
            self.rows.doubtful[row] = text
            self.result.notice("equals_sum", text, row + 1)

    def take_groups_without_sum(self) -> None:
        """Take rows with a unit's or group's name and no figures, or figures that are no sum."""
        for place in [place for place, text in enumerate(self.called) if text in self.group] if self.group else ():
            row = self.table.rows[place]
            if place in self.taken or self.codes[place] or self.rows.outcome[row] != "loaded":
                continue
            has_figures = any(one.is_said[place] for one in self.amounts)
            if self._is_described_as_project(place) or (place in self.numbers and not has_figures):
                continue
            if has_figures and not self._heads_projects(place):
                said = shown(self._named(place))
                self.rows.reject(row, f"“{said}”是单位或分组的名称，不是项目，它下面也没有项目，没有载入")
                continue
            self._take(place)

    def _heads_projects(self, place: int) -> bool:
        """Tell whether the next row is a project's."""
        after = place + 1
        return after < len(self.called) and after not in self.taken and self.called[after] not in self.group

    def _take(self, place: int) -> None:
        row, text = self.table.rows[place], self._named(place)
        has_figures = any(one.is_said[place] for one in self.amounts)
        self.taken.add(place)
        for one in self.amounts:
            one.clear(place)
        if text in self.group:
            self.rows.skip(row, "group")
            self.rows.headings[row] = text
            if self.names.batch_of_heading(text) is None:
                self.rows.sub_headings.add(row)  # a batch above goes on
        else:
            self.rows.skip(row, "total")
        if has_figures:
            self.rows.totals.append(Total(row, count=count_in(text)))

    def _named(self, place: int) -> str:
        return self.called[place] or ""


def _amounts_of(table: Table) -> Iterator[AmountColumn]:
    for column in table.header.columns:
        values = table.of(column)
        if is_figure(table.kind, column) and values is not None and len(values):
            read = amounts(values)
            if read.exact.null_count < len(read):
                yield AmountColumn(column, read)


def item_numbers(table: Table, columns: list[tuple[Any, ...]]) -> frozenset[int]:
    """Return the places that have an item number; none where most rows have none."""
    known = {column.index for column in table.header.columns}
    for index, label in enumerate(table.header.labels):
        if index not in known and label.parts and part(label.text).key in words("item_numbers"):
            cells = columns[index]
            found = frozenset(place for place, row in enumerate(table.rows) if _has_digit(cells[row]))
            return found if len(found) >= NUMBERED * len(table.rows) else frozenset()
    return frozenset()


def _has_digit(cell: Any) -> bool:  # noqa: ANN401
    if type(cell) is float or type(cell) is int:
        return isfinite(cell)
    return any(map(str.isdigit, as_text(cell)))


def _described(table: Table, columns: list[tuple[Any, ...]]) -> set[int]:
    """Return the places that say something in a column of texts, where most do: whose a project is, where, of what."""
    found: set[int] = set()
    for column in table.header.columns:
        if column.field not in IDENTITY and table.kind.reads(column.field) in {"text", "unit", "town", "batch"}:
            found.update(place for place, row in enumerate(table.rows) if not is_blank(columns[column.index][row]))
    return found if len(found) >= NUMBERED * len(table.rows) else set()
