"""A store with one annual plan and one statistics return, made of plain rows: what linking is measured on."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.profile import load_profile
from etl import archive, store
from etl.build.build import build

SHEET = "表"
STEP = "整理历史，关联统计项目"
PROJECT, STATISTICS = "annual_plan", "statistics_return"
RECEIVED = {PROJECT: date(2026, 1, 20), STATISTICS: date(2026, 4, 15)}


def build_warehouse(folder: Path, district: str, rows: Mapping[str, Sequence[dict[str, Any]]]) -> tuple[Path, float]:
    """Lay rows down as accepted files and build a warehouse of them.

    Args:
        folder: of the store, made if missing.
        district: id of a profile.
        rows: kind → the archive's records of it; what a record lacks is empty.

    Returns:
        the warehouse file, and the seconds that linking took, with the histories that are told beside it.
    """
    place = store.prepare(folder)
    source = place / "inbox" / "any.xlsx"
    source.write_bytes(b"-")
    files = {}
    for number, (kind, records) in enumerate(rows.items(), start=1):
        entry = _entry(number, kind, district)
        files[archive.lay_down(place, entry, source, _tables(kind, records))] = entry
    steps: list[tuple[str, float]] = []
    path = place / "versions" / "measured.duckdb"
    build(path, files, [load_profile(district)], progress=lambda step: steps.append((step, time.perf_counter())))
    number = [step for step, _ in steps].index(STEP)
    return path, steps[number + 1][1] - steps[number][1]


def _entry(number: int, kind: str, district: str) -> archive.Entry:
    return archive.Entry(
        file_id=number,
        district=district,
        name=f"{kind}.xlsx",
        sha256=hashlib.sha256(kind.encode()).hexdigest(),
        received_on=RECEIVED[kind],
        loaded_at=datetime(2026, 4, 15),
        is_demo=False,
        kinds=(kind,),
        effective_months={SHEET: "2026-01-01"} if kind == PROJECT else {},
    )


def _tables(kind: str, records: Sequence[dict[str, Any]]) -> dict[str, pa.Table]:
    sheet = {
        "sheet": SHEET,
        "kind": kind,
        "title": None,
        "month": None if kind == PROJECT else date(2026, 3, 1),
        "year": 2026,
        "effective_month": None,
        "is_hidden": False,
        "rows_total": len(records),
    }
    types = archive.record_columns(kind)
    numbers = list(range(1, len(records) + 1))
    said = {"sheet": pa.array([SHEET] * len(records)), "row": pa.array(numbers, pa.int32())}
    for column in {column for record in records for column in record}:
        cells = [record.get(column) for record in records]
        cells = [Decimal(str(cell)) if isinstance(cell, int | float) else cell for cell in cells]
        said[column] = pa.array(cells, archive.arrow_type(types[column]))
    if kind == PROJECT:
        said["year"] = pa.array([2026] * len(records), archive.arrow_type(types["year"]))
    rows = pa.table({"sheet": said["sheet"], "row": said["row"], "outcome": ["loaded"] * len(records)})
    return {"sheets": pa.Table.from_pylist([sheet]), "rows": rows, kind: pa.table(said)}
