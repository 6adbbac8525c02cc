"""What kinds of sheets there are: their fields from the schema, how they are told, what their columns are called."""

import dataclasses
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pyarrow as pa

from data.sheet_kinds import SHEET_LABELS

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "etl" / "schema.sql"
KINDS = ROOT / "data" / "reference" / "sheet_kinds.toml"
ALIASES = ROOT / "data" / "reference" / "header_aliases.toml"
GIVEN_BY_THE_BUILD = {
    "row_id", "project_id", "statistics_id", "issue_id", "request_id", "incident_id", "known_from", "district"
}  # fmt: skip
ARROW = {
    "varchar": pa.string(),
    "date": pa.date32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "integer": pa.int32(),
    "decimal(18, 2)": pa.decimal128(18, 2),
}
READ_AS = {
    "decimal(18, 2)": "money",
    "date": "date",
    "double": "number",
    "boolean": "yes_no",
    "varchar": "text",
    "integer": "whole",
}
TABLE = re.compile(r"create table raw\.(\w+) \((.*?)\n\);", re.DOTALL)
COLUMN = re.compile(r"^\s*(\w+) (varchar|date|double|boolean|integer|bigint|decimal\(18, 2\))", re.MULTILINE)
IDENTITY = ("project_name", "project_code", "join_id")  # what tells whose a row is
# Columns that are read but are no field of their own; what they give is worked out by schedule.py and rows.py.
HELPERS = {
    "start_and_finish": "text",
    "start_either": "date",
    "coordinates": "text",
    "row_month": "row_month",  # of kinds whose records have a month
    "planned_ytd_wan": "money",
    "bonus_points": "number",
    "deduction_points": "number",
    "entry_type": "text",
    "check_cumulative_wan": "money",  # not kept: only held against the total (layouts)
}


@dataclass(frozen=True)
class Wide:
    """How a kind looks that has a column a thing: a field of such a column is “cell:thing” or “cell:thing:part”."""

    cell: str  # how a bare cell under a thing's name is read
    name: str  # the field that the thing's name fills
    parents: frozenset[str] = frozenset()  # whatever stands under these is a thing
    parts: tuple[str, ...] = ()  # fields that may have a column of their own under a thing
    bare: tuple[str, ...] = ()  # what a bare cell says: a column of this name under a thing is the thing's own
    least: int = 2  # so many things make such a sheet
    not_beside: frozenset[str] = frozenset()  # keys of columns beside which it is none


@dataclass(frozen=True)
class Kind:
    """A kind of sheet."""

    id: str
    label: str
    month: Literal["required", "effective", "optional", "none"]
    title_words: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    fields: dict[str, pa.DataType]  # as they stand in the records, in the schema's order, join_id first
    read_as: dict[str, str]  # field, helpers too → money, date, percent …
    aliases: dict[str, str]  # key of a label → field
    fill_merged: tuple[str, ...] = ()
    identity: tuple[str, ...] = IDENTITY  # a row with one of these says something
    # a field → words of a title that spare its column
    title_gives: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    needed: tuple[tuple[str, ...], ...] = ()  # a row without one of each group is refused
    starts: dict[str, str] | None = None
    finish: str | None = None
    wide: Wide | None = None
    sender: str | None = None  # the field that “填报单位：…” above the table fills
    rows_of_done: bool = False  # of a project's several rows (计划, 完成) only what is done is read

    def reads(self, field: str) -> str:
        """Return how a column's cells are read, also one that stands for a thing."""
        if field in self.read_as:
            return self.read_as[field]
        cell, _, thing = field.partition(":")
        return self.read_as[thing.partition(":")[2]] if ":" in thing else cell

    def names_of(self, field: str) -> list[str]:
        """Return what a column of this field may be called, the commonest first."""
        return [alias for alias, known in self.aliases.items() if known == field]


@cache
def reference() -> dict:
    """Return sheet_kinds.toml as it is written."""
    return tomllib.loads(KINDS.read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of sheet_kinds.toml."""
    return tuple(reference()["words"][name])


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of sheet for which the schema has a raw table, by id."""
    tables = dict(TABLE.findall(SCHEMA.read_text(encoding="utf-8")))
    aliases = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    return {id: _kind(id, tables[id], aliases) for id in reference() if id in tables}


def _kind(id: str, table: str, aliases: dict[str, dict[str, list[str]]]) -> Kind:
    values = reference()[id]
    sql = {name: type for name, type in COLUMN.findall(_one_a_line(table)) if name not in GIVEN_BY_THE_BUILD}
    types = reference()["types"] | values.get("types", {})
    fields = {"join_id": pa.string()} | {name: ARROW[type] for name, type in sql.items()}
    read_as = (
        {"join_id": "identifier"}
        | HELPERS
        | {name: types.get(name, READ_AS[type]) for name, type in sql.items() if types.get(name) != "none"}
    )
    known: dict[str, str] = {}
    for cell, things in values.get("cells", {}).items():  # a column a thing
        for thing, also in things.items():
            read_as[f"{cell}:{thing}"] = cell
            known |= dict.fromkeys((thing, *also), f"{cell}:{thing}")
    for names in (aliases.get(id, {}), aliases["common"]):
        for field, texts in names.items():
            if field in read_as:
                for text in texts:
                    known.setdefault(text, field)
    return Kind(
        id=id,
        label=SHEET_LABELS[id],
        month=values["month"],
        title_words=tuple(values["title_words"]),
        required=tuple(tuple(group) for group in values["required"]),
        fields=fields,
        read_as=read_as,
        aliases=known,
        fill_merged=tuple(values.get("fill_merged", ())),
        identity=(*values.get("identity", IDENTITY), "join_id") if "identity" in values else IDENTITY,
        title_gives={name: tuple(words) for name, words in values.get("title_gives", {}).items()},
        needed=tuple(tuple(group) for group in values.get("needed", ())),
        starts=values.get("starts"),
        finish=values.get("finish"),
        sender=values.get("sender"),
        rows_of_done=values.get("rows_of_done", False),
        wide=_wide(values["wide"], aliases) if "wide" in values else None,
    )


def _wide(values: dict, aliases: dict[str, dict[str, list[str]]]) -> Wide:
    barred = values.get("not_beside", ())
    return Wide(
        cell=values["cell"],
        name=values["name"],
        parents=frozenset(values.get("parents", ())),
        parts=tuple(values.get("parts", ())),
        bare=tuple(values.get("bare", ())),
        least=values.get("least", 2),
        not_beside=frozenset(key for names in aliases.values() for field in barred for key in names.get(field, ())),
    )


def _one_a_line(table: str) -> str:
    return re.sub(r",(?! \d)", ",\n", re.sub(r"--.*", "", table))
