"""What a report says, as data: sentences, tables and charts. Every format writes the same content, figure for figure.

A cell carries its words, as ``data/formats.py`` wrote them, and the number behind them. All of it goes to JSON and
back unchanged, so that a frozen report can be written again by the same functions.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from data.dictionary import Kind

B = TypeVar("B", bound="Model")


class Model(BaseModel):
    """Base of all content: immutable, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Model):
    """One cell: its words, and the number behind them, unrounded (money in 万元, shares as fractions)."""

    text: str
    value: float | None = None


class Column(Model):
    """One column of a table: ``width`` is its share of the table's, ``kind`` how its figures are written."""

    field: str
    label: str
    unit: str = ""
    kind: Kind = "text"
    width: float = 1.0
    align: Literal["left", "center", "right"] = "left"

    @property
    def is_number(self) -> bool:
        """Tell whether the column holds figures."""
        return self.kind in ("count", "months", "money", "percent", "points", "number", "score")


class Table(Model):
    """A table. ``name`` is short (a sheet's tab), ``total`` the last row, ``note`` what must be known to read it."""

    block: Literal["table"] = "table"
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""

    @property
    def units(self) -> str:
        """The line above the table: 单位：个、万元."""
        units = dict.fromkeys(column.unit for column in self.columns if column.unit not in ("", "%"))
        return f"单位：{'、'.join(units)}" if units else ""

    @property
    def every_row(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the total below them where there is one."""
        return self.rows + ((self.total,) if self.total else ())


class Series(Model):
    """One series of a chart; ``tones`` colour its single marks (ahead, normal, slow, behind), where they differ."""

    name: str
    cells: tuple[Cell, ...]
    tone: str = "ahead"
    tones: tuple[str, ...] = ()


class Chart(Model):
    """A picture of figures that a table holds, too. ``kind`` says how its values are written on the marks."""

    block: Literal["chart"] = "chart"
    title: str
    form: Literal["bars", "stacked", "lines"]
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""


class Text(Model):
    """A paragraph."""

    block: Literal["text"] = "text"
    text: str


Block = Annotated[Text | Table | Chart, Field(discriminator="block")]


class Section(Model):
    """A part of the report. ``level`` 1 is 一、 and 2 is （一）; ``finding`` says in a line what it found."""

    heading: str
    level: Literal[1, 2] = 1
    finding: str = ""
    blocks: tuple[Block, ...] = ()
    starts_page: bool = False  # on paper


class Report(Model):
    """A whole report, complete by itself: nothing more is asked when it is written."""

    name: str  # of the file
    title: str
    district: str
    period: str  # 2026年9月, 2026年第三季度
    reference: str = ""  # 文号, left to be filled in
    addressees: str = ""  # 主送
    lead: str = ""
    sections: tuple[Section, ...]
    basis: tuple[str, ...]  # 出处和口径
    until: str  # 数据截至
    version: str
    audience: str = ""  # who may read it, where that is not everybody
    is_demo: bool = False
    has_signature: bool = True  # a place for 发文单位 and date
    paper: Literal["a4", "a3"] = "a4"  # on which it is printed; A3 lies across

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as it is set: the district above, what it is below."""
        rest = self.title.removeprefix(self.district)
        return (self.district, rest) if rest != self.title else (self.title,)

    @property
    def footer(self) -> str:
        """What stands at the foot of every page, beside its number."""
        parts = [self.until, f"版本 {self.version}", self.audience, "演示数据" if self.is_demo else ""]
        return "　".join(part for part in parts if part)

    def blocks(self, kind: type[B]) -> Iterator[B]:
        """All blocks of one kind, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, kind))
