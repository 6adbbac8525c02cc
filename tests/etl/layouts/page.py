"""One drawn sheet: its cells, how they look, and on which of them which project's figures stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Range = tuple[int, int, int, int]
Place = tuple[int, int]


@dataclass(frozen=True)
class Run:
    """A part of a cell's text: plain, super (a raised mark) or struck."""

    text: str
    look: str = ""


@dataclass
class Page:
    """One drawn sheet, and where on it which project's figures stand."""

    name: str
    cells: list[list[Any]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    percents: set[Place] = field(default_factory=set)
    scaled: dict[Place, int] = field(default_factory=dict)  # stored times ten to this power, by a format shown as drawn
    rich: dict[Place, list[Run]] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)  # never calculated
    figures: list[tuple[int, int, str, str]] = field(default_factory=list)  # row, column, project, role
    month: int | None = None  # where it is another than the workbook's
    is_hidden: bool = False
    said: list[str] = field(default_factory=list)  # how it was drawn, in words
    has_proof: bool = False

    @property
    def needs_a_file(self) -> bool:
        """Whether cells alone do not say what the file says."""
        return bool(self.percents or self.formulas or self.scaled or self.rich)

    @property
    def needs_a_workbook(self) -> bool:
        """Whether only xlsx says it."""
        return bool(self.formulas or self.scaled or self.rich)

    def add(self, row: Sequence[Any]) -> int:
        """Write one row; return its number from 0."""
        self.cells.append(list(row))
        return len(self.cells) - 1

    def beside(self, other: "Page") -> None:
        """Put another page right of this one, an empty column between."""
        width = max(map(len, self.cells)) + 1
        height = max(len(self.cells), len(other.cells))
        far = max(map(len, other.cells))
        for row in range(height):
            left = self.cells[row] if row < len(self.cells) else []
            right = other.cells[row] if row < len(other.cells) else []
            line = [*left, *[""] * (width - len(left)), *right, *[""] * (far - len(right))]
            self.cells[row : row + 1] = [line]
        self.merged += [(top, left + width, bottom, right + width) for top, left, bottom, right in other.merged]
        self.percents |= {(row, at + width) for row, at in other.percents}
        self.scaled |= {(row, at + width): power for (row, at), power in other.scaled.items()}
        self.figures += [(row, at + width, name, role) for row, at, name, role in other.figures]
        self.has_proof = self.has_proof and other.has_proof
        self.said += other.said
