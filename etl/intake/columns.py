"""Which field each column of a table fills: by the aliases of its kind, by a layout, by what stands beside it."""

import dataclasses
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from etl.intake.kinds import Kind, kinds
from etl.intake.labels import Label
from etl.intake.layout import Layout
from etl.intake.matching import State, is_figure_field, match
from etl.intake.period import Period
from etl.intake.text import plain
from etl.intake.things import thing_fields

YTD, SINCE_START = "reported_ytd_wan", "cumulative_wan"
LAST_YEAR = "cumulative_last_year_wan"
BARE = re.compile("累计完成(?:投资)?额?")
OF_THE_YEAR = re.compile("占(?:年度|全年|当年|本年|年)(?:计划|目标|任务|投资)|年度(?:计划|目标)?完成率")


@dataclass(frozen=True)
class Column:
    """One column that is read: where it stands, what it says and which field it fills."""

    index: int
    label: Label
    field: str
    quality: float = 1.0
    options: dict = dataclasses.field(default_factory=dict)  # what a layout says beside: values, only_if, as …

    also: tuple[str, ...] = ()  # other fields it may be: the reading wants a proof
    plus: int | None = None  # another column, whose amounts are added: 1-9月 and 10月

    @property
    def position(self) -> str:
        """The letters Excel gives the column."""
        return letters(self.index)

    def period(self, told: Period) -> str | None:
        """Return the period of its figures in words; None where it has none."""
        month, year = self.label.month, self.label.year or told.year
        if self.field == LAST_YEAR:
            return f"至{year - 1}年底" if year else None
        if month is None:
            return f"{year}年" if self.label.year else None
        more = "" if self.plus is None else f"，加 {letters(self.plus)} 列"
        return f"{f'{year}年' if year else ''}{'1—' if self.label.is_ytd and month > 1 else ''}{month}月{more}"


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
    state: State
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
    """Return the columns that fill a field of this kind: of texts and dates one a field, the fullest, leftmost.

    Of amounts and percents all are returned that name a field; ``settle`` chooses once the sheet's period is known.
    """
    return read_labels(kind, labels, layout)[0]


def read_labels(
    kind: Kind, labels: list[Label], layout: Layout | None = None
) -> tuple[list[Column], list[UnreadColumn]]:
    """Return the columns that fill a field of this kind, and those that fill none, with the reason."""
    if layout is None:
        columns, unread = _by_aliases(kind.id, tuple(labels))
        return list(columns), list(unread)
    return _read(kind, labels, layout)


@lru_cache(maxsize=1024)
def _by_aliases(kind_id: str, labels: tuple[Label, ...]) -> tuple[list[Column], list[UnreadColumn]]:
    """Return ``read_labels`` without a layout; a sheet's header is looked at several times."""
    return _read(kinds()[kind_id], list(labels), None)


def _read(kind: Kind, labels: list[Label], layout: Layout | None) -> tuple[list[Column], list[UnreadColumn]]:
    given = layout.columns_for(labels) if layout else []
    columns = [Column(index, labels[index], field, 2.0, options) for index, field, options in given]
    taken = {column.index for column in columns}
    things = {index: field for index, field in thing_fields(kind, labels).items() if index not in taken}
    columns += [Column(index, labels[index], field) for index, field in things.items()]
    taken |= things.keys()
    filled = {column.field for column in columns}
    best: dict[str, Column] = {}
    unread: list[UnreadColumn] = []
    for index, one in enumerate(labels):
        if index in taken or not one.parts:
            continue
        found = match(kind, one)
        if not found.field:
            unread.append(UnreadColumn(index, one, found.reason, found.state, fields=found.fields))
            continue
        column = Column(index, one, found.field, found.quality, also=found.fields)
        if found.field in filled:
            unread.append(_is_read_elsewhere(column, "对照文件指定的列"))
        elif is_figure_field(kind, found.field):
            columns.append(column)
        elif found.field not in best:
            best[found.field] = column
        else:
            better, other = sorted((best[found.field], column), key=_rank, reverse=True)
            best[found.field] = better
            unread.append(_is_read_elsewhere(other, f"{better.position} 列"))
    columns = sorted([*columns, *best.values()], key=lambda column: column.index)
    return _of_the_year(kind, columns, labels), unread


def _is_read_elsewhere(column: Column, where: str) -> UnreadColumn:
    reason = f"同一项内容已读{where}，不必读"
    return UnreadColumn(column.index, column.label, reason, "known", fields=(column.field,))


def _of_the_year(kind: Kind, columns: list[Column], labels: list[Label]) -> list[Column]:
    """Take a bare “累计完成” for the year's where a column beside gives its share of the year's plan."""
    fields = {column.field for column in columns}
    if YTD not in kind.fields or YTD in fields or not any(OF_THE_YEAR.search(plain(one.text)) for one in labels):
        return columns
    return [
        replace(column, field=YTD, also=())
        if column.field == SINCE_START and BARE.fullmatch(column.label.keys[-1])
        else column
        for column in columns
    ]


def _rank(column: Column) -> tuple[float, int, float, int]:
    year, month = column.label.year, column.label.month
    return (year or float("inf"), month or 0, column.quality, -column.index)
