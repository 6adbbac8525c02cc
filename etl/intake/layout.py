"""A layout: data that tells how a sheet is to be read that no alias explains, or for which a person decided.

```toml
name = "重点项目库导出"                # shown in messages
kind = "annual_plan"
year = 2018                           # where the sheet names none
effective_month = "2018-01"           # of the plan; default: what the title says
amounts = "monthly"                   # or "cumulative": how amounts by month are meant
first_month = "2018-03"               # rows of earlier months are skipped as before_first_month
month_from = "date"                   # the column whose date says to which month a row belongs
unit = "万元"
[match]
columns = ["pid", "invest_plan"]      # a header with all of these is of this layout
[[columns]]
header = "pid"
field = "join_id"                     # the number by which other sheets name the project
[[columns]]
header = "online"
field = "adjustment"
values = { "0" = "调出", "1" = "" }    # what the cell says → what is meant; others stay
effective_month = "2018-10"           # holds from this month only: a second record of the same row
[[columns]]
header = "actual_start"
field = "actual_start_date"
only_if = { phase = ["开工", "完工"] } # else the cell is passed over
nth = 2                               # of several columns with this header the second from the left
```
Columns that the layout does not name are matched by alias as in any sheet.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl.intake.labels import Label, part
from etl.intake.text import name_key


class LayoutError(ValueError):
    """A layout file that cannot be read; says which key and what to do."""


class LayoutColumn(BaseModel):
    """One column of a layout."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: str
    field: str
    unit: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    only_if: dict[str, list[str]] = Field(default_factory=dict)
    effective_month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    nth: int | None = Field(None, ge=1, repr=False)


class _Match(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    match: _Match
    columns: tuple[LayoutColumn, ...] = ()
    name: str = ""
    year: int | None = None
    effective_month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    amounts: Literal["monthly", "cumulative"] | None = None
    first_month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    month_from: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Layout:
    """A layout file, read."""

    name: str
    kind: str
    match: tuple[str, ...]
    columns: tuple[LayoutColumn, ...]
    year: int | None = None
    effective_month: date | None = None
    amounts: str | None = None
    first_month: date | None = None
    month_from: str | None = None
    unit: str | None = None

    def matches(self, labels: list[Label]) -> bool:
        """Tell whether the header has every column that identifies this layout."""
        return self.knows([one.text for one in labels])

    def knows(self, headers: Sequence[str]) -> bool:
        """Tell whether these headers have every column that identifies this layout."""
        if {name_key(header) for header in self.match} <= {name_key(header) for header in headers}:
            return True
        return {header_key(header) for header in self.match} <= {header_key(header) for header in headers}

    @property
    def digest(self) -> str:
        """What tells whether a layout still says the same, whatever it is called."""
        chosen = [(column.header, column.nth) for column in self.columns if column.nth]
        said = repr(replace(self, name="")) + (repr(chosen) if chosen else "")
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def find(self, labels: list[Label], header: str, nth: int | None = None) -> int | None:
        """Return where a column stands; one whose label names a period is found in another period's sheet, too.

        Args:
            labels: of all columns.
            header: the column's.
            nth: which of several columns with this header, from 1.
        """
        exact = [index for index, one in enumerate(labels) if name_key(one.text) == name_key(header)]
        alike = exact or [index for index, one in enumerate(labels) if header_key(one.text) == header_key(header)]
        if nth:
            return alike[nth - 1] if nth <= len(alike) else None
        return exact[0] if exact else alike[0] if len(alike) == 1 else None

    def columns_for(self, labels: list[Label]) -> list[tuple[int, str, dict[str, Any]]]:
        """Return index, field and options of each column of the layout that the header has."""
        places = [(self.find(labels, column.header, column.nth), column) for column in self.columns]
        return [(index, column.field, {"column": column}) for index, column in places if index is not None]


def reads(headers: Sequence[str], layouts: Iterable[Layout]) -> str | None:
    """Return the digest of the layout by which a table with these headers is read; None: by the aliases."""
    return next((layout.digest for layout in layouts if layout.knows(headers)), None)


def read_layout(path: Path) -> Layout:
    """Read a layout file.

    Raises:
        LayoutError: it is not TOML, or has a key that does not exist, or lacks one.
    """
    path = Path(path)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"{path.name}：读不出（{error}），请检查文件") from None
    return layout_of(values, path.name)


def layout_of(values: Mapping[str, Any], name: str) -> Layout:
    """Read a layout from its values, as they stand in a file or in the ledger.

    Args:
        values: the keys of a layout file.
        name: where they come from, for messages.

    Raises:
        LayoutError: it has a key that does not exist, or lacks one.
    """
    from etl.intake.kinds import kinds

    try:
        said = _File(**values)
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, fault['loc']))}：{fault['msg']}" for fault in error.errors())
        raise LayoutError(
            f"{name}：{faults}。列名对照写得不对，请交维护人员改正（写法见 etl/intake/layout.py 开头）"
        ) from None
    if said.kind not in kinds():
        raise LayoutError(f"{name}，kind：“{said.kind}”不是表类，可用：{'、'.join(kinds())}")
    allowed = set(kinds()[said.kind].read_as)
    unknown = {column.field for column in said.columns} - allowed
    if unknown:
        raise LayoutError(f"{name}：没有字段“{'、'.join(sorted(unknown))}”，可用：{'、'.join(sorted(allowed))}")
    return Layout(
        name=said.name or name.removesuffix(".toml"),
        kind=said.kind,
        match=said.match.columns,
        columns=said.columns,
        year=said.year,
        effective_month=month_of(said.effective_month),
        amounts=said.amounts,
        first_month=month_of(said.first_month),
        month_from=said.month_from,
        unit=said.unit,
    )


def header_key(text: str) -> str:
    """Return a flattened header without its periods, units and blanks: what stays the same from month to month."""
    return "·".join(part(piece).key for piece in text.split("·"))


def month_of(text: str | None) -> date | None:
    """Return the first day of a month written 2026-09."""
    return date(int(text[:4]), int(text[5:7]), 1) if text else None


def layouts_of(folder: Path) -> list[Layout]:
    """Return the layouts of a district's folder, by file name."""
    return [read_layout(path) for path in sorted(folder.glob("layouts/*.toml"))]
