"""A sheet that is being damaged, and what its cells mean all the same."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.etl.mutations.kinds import Column


@dataclass
class Row:
    """A row: a project's, or one that means nothing (heading, total, note, blank)."""

    cells: list[Any]
    project: int | None = None
    is_hidden: bool = False
    is_header: bool = False  # says the header again, whatever it says in the end


@dataclass
class Draft:
    """A sheet that is being damaged, and what its cells mean all the same."""

    kind: str
    above: list[str]
    columns: list[Column]
    rows: list[Row]
    meant: dict[tuple[int, str], Any]
    gone: set[tuple[int, str]] = field(default_factory=set)  # cells that can no longer be read
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right; rows of ``rows``
    empty_columns: int = 0  # to the left
    done: list[str] = field(default_factory=list)  # names of the mutations

    def place(self, how: str, chance: Random) -> int | None:
        """Return one of the columns of a sort."""
        places = [place for place, column in enumerate(self.columns) if column.how == how and column.is_known]
        return chance.choice(places) if places else None

    def projects(self) -> list[Row]:
        """Return the rows that hold a project."""
        return [row for row in self.rows if row.project is not None]

    def lines(self) -> tuple[list[list[Any]], list[tuple[int, int, int, int]], dict[int, Row]]:
        """Return the sheet's cells, its merged ranges, and which row stands where (from 0)."""
        header, merged = self._header()
        first = len(self.above) + len(header)
        lines = [[text] for text in self.above] + header
        lines += [[column.header for column in self.columns] if row.is_header else list(row.cells) for row in self.rows]
        merged += [(top + first, left, bottom + first, right) for top, left, bottom, right in self.merged]
        width = len(self.columns) + self.empty_columns
        lines = [[""] * self.empty_columns + line for line in lines]
        lines = [line + [""] * (width - len(line)) for line in lines]
        shift = self.empty_columns
        return (
            lines,
            [(top, left + shift, bottom, right + shift) for top, left, bottom, right in merged],
            {first + place: row for place, row in enumerate(self.rows)},
        )

    def _header(self) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
        """Return the header's lines and merged ranges: a parent over its columns, other labels over both lines."""
        if not any(column.parent for column in self.columns):
            return [[column.header for column in self.columns]], []
        top = len(self.above)
        upper: list[Any] = [column.parent or column.header for column in self.columns]
        lower: list[Any] = [column.header if column.parent else "" for column in self.columns]
        merged: list[tuple[int, int, int, int]] = []
        for place, column in enumerate(self.columns):
            if not column.parent:
                merged.append((top, place, top + 1, place))
            elif place and self.columns[place - 1].parent == column.parent:
                upper[place] = ""
                is_wider = bool(merged) and merged[-1][3] == place - 1 and merged[-1][2] == top
                merged.append((top, merged.pop()[1] if is_wider else place - 1, top, place))
        return [upper, lower], merged
