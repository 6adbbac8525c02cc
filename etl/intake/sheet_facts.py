"""What a file says of its cells beyond their values: hidden, never calculated, shown otherwise than stored."""

from dataclasses import dataclass, field

from etl.intake import number_format
from etl.intake.rich_text import Run


@dataclass(frozen=True)
class Look:
    """How a cell's style shows it."""

    code: str = "General"  # the number format
    is_struck: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether it changes what the cell says."""
        return self.is_struck or number_format.is_telling(self.code)


@dataclass(frozen=True)
class SheetFacts:
    """Rows and columns from 0.

    Attributes:
        hidden_rows: rows that nobody sees.
        uncalculated: cells of formulas whose result was never calculated.
        looks: the style of cells whose style changes what they say.
        texts: texts with formatting inside, where the formatting changes what they say.
        last_row: the last row of the data, where cells far below it stand alone.
        strays: those cells.
        errors: cells whose formula failed, with what Excel shows in them: #N/A.
    """

    hidden_rows: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    texts: dict[tuple[int, int], list[Run]] = field(default_factory=dict)
    last_row: int | None = None
    strays: tuple[tuple[int, int], ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
