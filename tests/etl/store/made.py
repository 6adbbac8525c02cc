"""A store made by hand: archived files from text tables, published by the build itself."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from data.warehouse import connect
from etl import archive, store
from etl.intake.columns import letters
from etl.versions import publish
from tests.tables import read_table

DISTRICT = "jingyang"
SHEET = "表"


class Made:
    """A store to which files are added as tables, as if they had been parsed."""

    def __init__(self, folder: Path) -> None:
        self.store = store.prepare(folder)
        self.pending: list[tuple[Path, archive.Entry]] = []
        self.last = max(archive.entries(self.store), default=0)

    def file(self, kind: str, text: str, *, received: str, month: str | None = None, **facts) -> "Made":
        """Add a file with one sheet of a kind; ``facts``: year, effective (month), title, district, monthly_plan, snapshot_on."""
        self.last += 1
        records = read_table(text)
        given = typed(kind, records)
        rows = given.select(["sheet", "row"]).group_by(["sheet", "row"]).aggregate([])
        sheets = rows.group_by("sheet", use_threads=False).aggregate([([], "count_all")])
        tables = {
            "sheets": pa.Table.from_pylist(
                [
                    {
                        "sheet": sheet["sheet"],
                        "kind": kind,
                        "title": facts.get("title"),
                        "month": day(month),
                        "year": facts.get("year"),
                        "effective_month": None,
                        "snapshot_on": date.fromisoformat(facts["snapshot_on"]) if "snapshot_on" in facts else None,
                        "is_hidden": False,
                        "rows_total": sheet["count_all"],
                    }
                    for sheet in sheets.to_pylist()
                ]
            ),
            "columns": pa.table(
                {
                    "sheet": [SHEET] * len(given.column_names),
                    "position": [letters(place) for place in range(len(given.column_names))],
                    "header": given.column_names,
                    "field": given.column_names,
                }
            ),
            "rows": rows.append_column("outcome", pa.array(["loaded"] * rows.num_rows)),
            kind: given,
        }
        if "monthly_plan" in facts:
            tables["monthly_plan"] = typed("monthly_plan", read_table(facts["monthly_plan"]))
        effective = facts.get("effective") or (f"{facts['year']}-01" if kind == "annual_plan" else None)
        entry = archive.Entry(
            file_id=self.last,
            district=facts.get("district", DISTRICT),
            name=f"{self.last}.xlsx",
            sha256=hashlib.sha256(f"{kind}{text}{received}{self.last}".encode()).hexdigest(),
            received_on=date.fromisoformat(received),
            loaded_at=datetime(2026, 1, 1),
            is_demo=False,
            kinds=(kind,),
            effective_months={SHEET: f"{effective}-01"} if effective else {},
        )
        source = self.store / "inbox" / "any.xlsx"
        source.write_bytes(b"-")
        self.pending.append((archive.lay_down(self.store, entry, source, tables), entry))
        return self

    def publish(self) -> str:
        """Publish what was added; return the version."""
        version = publish.publish(self.store, self.pending)
        self.pending = []
        return version

    def built(self) -> duckdb.DuckDBPyConnection:
        """Publish what was added and return a cursor on it."""
        self.publish()
        return connect(self.store).cursor()


def day(text: str | None) -> date | None:
    """Return the first day of a month written 2026-09, or the day as written."""
    return date.fromisoformat(f"{text}-01" if len(text) == 7 else text) if text else None


def typed(kind: str, records) -> pa.Table:
    """Return a text table as the archive's records of a kind; the row number is the line's unless it is given."""
    columns = archive.record_columns(kind)
    made: dict[str, list] = {"sheet": [SHEET] * len(records), "row": list(range(1, len(records) + 1))}
    for name in records:
        texts = [None if cell is None else str(cell) for cell in records[name]]
        made[name] = [None if text is None else _value(text, columns[name].lower()) for text in texts]
    return pa.table({name: pa.array(values, archive.arrow_type(columns[name])) for name, values in made.items()})


def _value(text: str, kind: str) -> object:
    if kind == "date":
        return day(text)
    if kind in ("integer", "bigint"):
        return int(text)
    if kind == "double":
        return float(text)
    if kind == "boolean":
        return text == "true"
    return Decimal(text) if kind.startswith("decimal") else text
