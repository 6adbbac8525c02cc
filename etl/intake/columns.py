"""Which field each column of a table fills: by the aliases of its kind, by a layout, by what stands beside it."""

import dataclasses
import re
from dataclasses import dataclass, replace
from typing import Literal

from etl.intake.heading_words import not_needed
from etl.intake.kinds import Kind
from etl.intake.labels import Label
from etl.intake.layout import Layout
from etl.intake.period import Period
from etl.intake.text import plain
from etl.intake.things import thing_fields

YTD, SINCE_START = "reported_ytd_wan", "cumulative_wan"
BARE = re.compile("累计完成(?:投资)?额?")
OF_THE_YEAR = re.compile("占(?:年度|全年|当年|本年|年)(?:计划|目标|任务|投资)|年度(?:计划|目标)?完成率")
WIDE = frozenset({"reported_month_wan", "planned_ytd_wan"})


@dataclass(frozen=True)
class Column:
    """One column that is read: where it stands, what it says and which field it fills."""

    index: int
    label: Label
    field: str
    quality: float = 1.0
    options: dict = dataclasses.field(default_factory=dict)  # what a layout says beside: values, only_if, as …

    also: tuple[str, ...] = ()  # other fields it may be: the reading wants a proof

    @property
    def position(self) -> str:
        """The letters Excel gives the column."""
        return letters(self.index)

    def period(self, told: Period) -> str | None:
        """Return the period of its figures in words; None where it has none."""
        month, year = self.label.month, self.label.year or told.year
        if month is None:
            return f"{year}年" if self.label.year else None
        return f"{f'{year}年' if year else ''}{'1—' if self.label.is_ytd and month > 1 else ''}{month}月"


@dataclass(frozen=True)
class UnreadColumn:
    """One column that is not read.

    Attributes:
        index: where it stands, from 0.
        label: what its header says.
        reason: why it is not read, in Chinese.
        state: known = understood and not needed; unknown = not understood; contested = of several for one field.
        period: of its figures, in words.
        fields: the fields it may be.
    """

    index: int
    label: Label
    reason: str
    state: Literal["known", "unknown", "contested"]
    period: str | None = None
    fields: tuple[str, ...] = ()


def letters(index: int) -> str:
    """Return Excel's letters of a column counted from 0."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def columns_of(kind: Kind, labels: list[Label], layout: Layout | None = None) -> list[Column]:
    """Return the columns that fill a field of this kind; of several for one field the newest, fullest, leftmost."""
    given = layout.columns_for(labels) if layout else []
    columns = [Column(index, labels[index], field, 2.0, options) for index, field, options in given]
    taken = {column.index for column in columns}
    things = {index: field for index, field in thing_fields(kind, labels).items() if index not in taken}
    columns += [Column(index, labels[index], field) for index, field in things.items()]
    taken |= things.keys()
    filled = {column.field for column in columns}
    best: dict[tuple[str, int | None], Column] = {}
    for index, one in enumerate(labels):
        if index in taken or not one.parts:
            continue
        found = _match(kind, one)
        if not found or found[0] in filled:
            continue
        column = Column(index, one, found[0], found[1])
        slot = (column.field, one.month if column.field in WIDE else None)
        if slot not in best or _rank(column) > _rank(best[slot]):
            best[slot] = column
    return _of_the_year(kind, sorted([*columns, *best.values()], key=lambda column: column.index), labels)


def unread_of(columns: list[Column], labels: list[Label]) -> list[UnreadColumn]:
    """Return the columns that have a header and are not read, each with the reason."""
    read = {column.index for column in columns}
    return [
        UnreadColumn(index, one, *_why_unread(one))
        for index, one in enumerate(labels)
        if one.parts and index not in read
    ]


def _why_unread(one: Label) -> tuple[str, Literal["known", "unknown"]]:
    known = next((reason for part in one.parts[-1:] if (reason := not_needed().get(part.short_key))), None)
    return (f"{known}，不必读", "known") if known else ("列名认不出", "unknown")


def _of_the_year(kind: Kind, columns: list[Column], labels: list[Label]) -> list[Column]:
    """Take a bare “累计完成” for the year's where a column beside gives its share of the year's plan."""
    fields = {column.field for column in columns}
    if YTD not in kind.fields or YTD in fields or not any(OF_THE_YEAR.search(plain(one.text)) for one in labels):
        return columns
    return [
        replace(column, field=YTD) if column.field == SINCE_START and BARE.fullmatch(column.label.keys[-1]) else column
        for column in columns
    ]


def _match(kind: Kind, one: Label) -> tuple[str, float] | None:
    for place, key in enumerate(one.keys):
        field = kind.aliases.get(key)
        if field and kind.wide and field.startswith(f"{kind.wide.cell}:"):
            continue  # it is a thing only where thing_fields says so
        if field and (field not in WIDE or one.month or "{" not in key):
            return field, 1.0 - 0.05 * place
    return None


def _rank(column: Column) -> tuple[float, int, float, int]:
    year, month = column.label.year, column.label.month
    return (year or float("inf"), month or 0, column.quality, -column.index)
