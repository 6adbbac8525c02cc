"""The account of a sheet's rows: what became of each, which are headings, and which say the sum of others."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Total:
    """A row that says the sum of others; rows count from 0.

    Attributes:
        row: where it stands.
        covers: the rows of projects whose sum it says; empty where none could be told.
        is_proven: every amount it says is the sum of those rows, as exactly as the column shows amounts.
        count: how many projects it says it sums: “合计14个项目”.
    """

    row: int
    covers: tuple[int, ...] = ()
    is_proven: bool = False
    count: int | None = None


@dataclass
class Rows:
    """What became of each row, by row number from 0; ``loaded`` are those to be read."""

    outcome: list[str]
    reason: list[str | None]
    loaded: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)  # group rows and their text
    sub_headings: set[int] = field(default_factory=set)  # “（一）…”: part of the group above
    totals: list[Total] = field(default_factory=list)  # from above; what they cover is known once the table is read
    parts: set[int] = field(default_factory=set)  # rows that say a part of the project above: 其中
    doubtful: dict[int, str] = field(default_factory=dict)  # rows that may be something else, and why, in Chinese

    def is_top_heading(self, row: int) -> bool:
        """Tell whether a heading opens a new group (“一、”) and not a part of one (“（一）”)."""
        return row not in self.sub_headings

    @property
    def refused(self) -> list[int]:
        """The rows that were told to be no project's before the table was read."""
        loaded = set(self.loaded)
        return [row for row, what in enumerate(self.outcome) if what == "rejected" and row not in loaded]

    def skip(self, row: int, kind: str) -> None:
        """Account for a row that holds no project."""
        self.outcome[row], self.reason[row] = "skipped", kind

    def reject(self, row: int, reason: str) -> None:
        """Account for a row that should have held a project and cannot be read."""
        self.outcome[row], self.reason[row] = "rejected", reason


def unsorted(count: int) -> Rows:
    """Return the accounting of a sheet before anything is known."""
    return Rows(["loaded"] * count, [None] * count)
