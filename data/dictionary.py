"""The dictionary: every shown column is defined once, with label, unit and meaning (``reference/dictionary.toml``)."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from data import formats
from data.sheet_kinds import SHEET_LABELS

PATH = Path(__file__).parent / "reference" / "dictionary.toml"
FIGURES = PATH.with_name("figures.toml")  # by name: what stands in sentences only
QUANTITIES = PATH.with_name("quantities.toml")  # by metric and column: where its scope gives the column another name

Kind = Literal[
    "text",
    "count",
    "months",
    "money",
    "percent",
    "points",
    "month",
    "date",
    "flag",
    "light",
    "number",
    "score",
    "quarter",
]
UNITS = {"money": "万元", "percent": "%", "points": "百分点", "months": "个月", "score": "分"}


class Entry(BaseModel):
    """One column: how it is called, written and read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""  # in the header: 个, 万元, %, 百分点 …
    meaning: str
    scope: str = ""  # whose figure it is, where one metric counts others than the rest do
    good: Literal["up", "down", ""] = ""  # the direction that is good
    adds_up: bool = False  # the groups' values add up to the total's
    made_of: list[str] = []  # the figures whose cells it is made of: 完成率 of 上报 and 年度计划
    said_in: list[str] = []  # of a unit: the sheets and fields it is read from: milestone.due_on
    counted_by: list[
        str
    ] = []  # of a group: the columns that, by project, say who counts: 及时率 by 按时入统 and 应入统
    read_from: list[str] = []  # of a project: the fields whose cells it is worked out from, where it is not said itself
    withheld: bool = False  # of a single project only the statistician may see it
    compares: bool = False  # a place: worked out by comparing the units' scores
    also: list[str] = []  # further wordings of the same quantity: in a sentence, in a narrow head
    words: dict[str, str] = {}  # how its codes are written: counted → 在计划

    @property
    def who_counts(self) -> list[str]:
        """The columns that, asked by project, say who counts in a group's figure: of a count itself."""
        return self.counted_by or ([self.name] if self.kind == "count" and self.adds_up else [])

    @property
    def heading(self) -> str:
        """Label and unit as they stand in a table's header: 年度计划（万元）."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """Read the dictionary, by column name.

    Raises:
        pydantic.ValidationError: an entry has an unknown key or lacks its label or meaning.
    """
    values = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {
        name: Entry(name=name, **{"unit": UNITS.get(value.get("kind", "text"), ""), **value, **_words(value)})
        for name, value in values.items()
    }


def _words(value: dict[str, Any]) -> dict[str, Any]:
    """Return the words of codes that are declared elsewhere."""
    return {"words": SHEET_LABELS} if value.get("words") == "sheet_kinds" else {}


@lru_cache(maxsize=1)
def withheld() -> frozenset[str]:
    """Return the fields of which only the statistician may see a single project's figure."""
    return frozenset(name for name, entry in entries().items() if entry.withheld)


@lru_cache(maxsize=1)
def quantities() -> dict[str, dict[str, dict[str, str]]]:
    """Read the names of columns whose scope differs: by metric, by column, ``label`` and ``scope``."""
    return tomllib.loads(QUANTITIES.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def figures() -> dict[str, str]:
    """Read the figures that stand in sentences only: name and meaning."""
    return tomllib.loads(FIGURES.read_text(encoding="utf-8"))


def lookup(name: str, of: str = "") -> Entry:
    """Return a column's entry, with its own name where the metric ``of`` counts by another scope.

    Raises:
        KeyError: the column is not defined; says where to define it.
    """
    try:
        return entries()[name].model_copy(update=quantities().get(of, {}).get(name, {}))
    except KeyError:
        raise KeyError(f"column {name!r} is not in {PATH.name}: add its label, unit and meaning there") from None


def write(known: Entry, cell: Any) -> str:  # noqa: ANN401
    """Write a cell of the column: its word where it has codes, else as its kind says."""
    return known.words.get(str(cell)) or formats.write(cell, known.kind)


def label(name: str, of: str = "") -> str:
    """Return a column's Chinese label, as the metric ``of`` has it."""
    return lookup(name, of).label


def labels(of: str) -> dict[str, str]:
    """Return the labels of the columns that have a name of their own in the metric ``of``."""
    return {name: lookup(name, of).label for name in quantities().get(of, {})}
