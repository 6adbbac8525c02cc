"""What a file came to: tables as the archive keeps them, and the report of what was loaded, skipped and refused."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.intake.kinds import kinds
from etl.intake.text import as_shown

if TYPE_CHECKING:
    from etl.intake.proofs import Reading

ABOUT: dict[str, dict[str, pa.DataType]] = {
    "rows": {
        "sheet": pa.string(),
        "row": pa.int32(),
        "outcome": pa.string(),
        "reason": pa.string(),
        "is_hidden": pa.bool_(),
    },
    "columns": {
        "sheet": pa.string(),
        "position": pa.string(),
        "header": pa.string(),
        "field": pa.string(),
        "month": pa.date32(),
        "unit": pa.string(),
        "first_row": pa.int32(),
        "last_row": pa.int32(),
        "period": pa.string(),
        "reason": pa.string(),
        "is_amount": pa.bool_(),
    },
    "sheets": {
        "sheet": pa.string(),
        "kind": pa.string(),
        "title": pa.string(),
        "month": pa.date32(),
        "year": pa.int32(),
        "effective_month": pa.date32(),
        "is_hidden": pa.bool_(),
        "rows_total": pa.int32(),
        "message": pa.string(),
        "snapshot_on": pa.date32(),
    },
    "faults": {
        "sheet": pa.string(),
        "row": pa.int32(),
        "position": pa.string(),
        "header": pa.string(),
        "value": pa.string(),
        "reason": pa.string(),
    },
    "notices": {
        "sheet": pa.string(),
        "row": pa.int32(),
        "kind": pa.string(),
        "text": pa.string(),
        "field": pa.string(),
        "value": pa.string(),
        "suggested": pa.string(),
    },
}
MONTHLY_PLAN = {
    "sheet": pa.string(),
    "row": pa.int32(),
    "month": pa.date32(),
    "planned_ytd_wan": pa.decimal128(18, 2),
    "planned_month_wan": pa.decimal128(18, 2),
}


@dataclass
class SheetResult:
    """One sheet, read: rows of each table of ABOUT, and its records by column."""

    name: str
    about: dict[str, list[tuple]] = field(default_factory=lambda: {table: [] for table in ABOUT})
    records: dict[str, list[pa.Table]] = field(default_factory=dict)  # by kind, one a table of the sheet
    monthly_plan: list[tuple] = field(default_factory=list)
    headings: list[dict[str, Any]] = field(default_factory=list)
    readings: list["Reading"] = field(default_factory=list)  # one a table that was read

    def fault(self, row: int, position: str, header: str, value: Any, reason: str) -> None:  # noqa: ANN401
        """List a cell that could not be read."""
        self.about["faults"].append((self.name, row, position, header, as_shown(value)[:200], reason))

    def notice(
        self,
        kind: str,
        text: str,
        row: int | None = None,
        *,
        field: str | None = None,
        value: Any = None,  # noqa: ANN401
        suggested: Any = None,  # noqa: ANN401
    ) -> None:
        """List something that is loaded as it stands and should be looked at, and what it might be instead."""
        said = None if value is None else str(value)
        better = None if suggested is None else str(suggested)
        self.about["notices"].append((self.name, row, kind, text, field, said, better))


@dataclass(frozen=True)
class ParsedFile:
    """A file, read.

    Attributes:
        name: the file's name.
        sheets, rows, columns, faults, notices: what was read how; row numbers as in Excel.
        records: one table a sheet kind, with the fields of ``raw.<kind>`` and join_id, sheet, row.
        monthly_plan: the back-scheduled plan, cumulative in the year, and the month alone where the sheet says that.
        headings: of each table its sheet, labels and layout (a digest; None: read by the aliases).
        readings: sheet → how each of its tables was read, and what proves it (``proofs.Reading``).
    """

    name: str
    sheets: pa.Table
    rows: pa.Table
    columns: pa.Table
    faults: pa.Table
    notices: pa.Table
    records: dict[str, pa.Table]
    monthly_plan: pa.Table
    headings: list[dict[str, Any]] = field(default_factory=list)
    readings: dict[str, list["Reading"]] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of sheets in it."""
        return tuple(self.records)

    def tables(self) -> dict[str, pa.Table]:
        """Return every table under the name of its file in the archive."""
        about = {name: getattr(self, name) for name in ABOUT}
        plan = {"monthly_plan": self.monthly_plan} if "annual_plan" in self.records else {}
        return about | self.records | plan

    def without(self, sheets: set[str]) -> "ParsedFile":
        """Return the file as if these sheets were not in it; what is said of their rows stays."""
        left = {kind: _of_others(table, sheets) for kind, table in self.records.items()}
        return replace(
            self,
            records={kind: table for kind, table in left.items() if table.num_rows},
            monthly_plan=_of_others(self.monthly_plan, sheets),
            headings=[one for one in self.headings if one["sheet"] not in sheets],
            **{name: _of_others(getattr(self, name), sheets) for name in ABOUT},
        )

    def to_json(self) -> dict[str, Any]:
        """Return the file's report: rows_total = loaded + all skipped + rejected, sheet by sheet."""
        rejected = self.rows.filter(pc.equal(self.rows["outcome"], "rejected"))
        said = [_by_sheet(table) for table in (rejected, self.faults, self.notices, self.columns)]
        counted = self.rows.group_by(["sheet", "outcome", "reason"], use_threads=False)
        counts = _by_sheet(counted.aggregate([([], "count_all"), ("is_hidden", "sum")]))
        held = {kind: set(table["sheet"].unique().to_pylist()) for kind, table in self.records.items()}
        return {
            "file": self.name,
            "sheets": [
                _sheet_report(sheet, counts[sheet["sheet"]], *(found[sheet["sheet"]] for found in said))
                | {
                    "kinds": [kind for kind in held if sheet["sheet"] in held[kind]],
                    "readings": (told := [one.to_json() for one in self.readings.get(sheet["sheet"], ())]),
                    "proofs": [proof for one in told for proof in one["proofs"]],
                }
                for sheet in self.sheets.to_pylist()
            ],
        }


def _of_others(table: pa.Table, sheets: set[str]) -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table["sheet"], pa.array(sorted(sheets), pa.string()))))


def _by_sheet(table: pa.Table) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = defaultdict(list)
    for row in table.to_pylist():
        found[row["sheet"]].append(row)
    return found


def _sheet_report(
    sheet: dict, counts: list[dict], rejected: list[dict], faults: list[dict], notices: list[dict], columns: list[dict]
) -> dict[str, Any]:
    outcomes = Counter[str]()
    for count in counts:
        outcomes[count["outcome"]] += count["count_all"]
    return {
        "sheet": sheet["sheet"],
        "kind": sheet["kind"],
        "month": f"{sheet['month']:%Y-%m}" if sheet["month"] else None,
        "message": sheet["message"],
        "is_hidden": sheet["is_hidden"],
        "hidden_rows": sum(count["is_hidden_sum"] for count in counts),
        "rows_total": sheet["rows_total"],
        "loaded": outcomes["loaded"],
        "skipped": {count["reason"]: count["count_all"] for count in counts if count["outcome"] == "skipped"},
        "rejected": outcomes["rejected"],
        "rejections": [{"row": row["row"], "column": None, "value": None, "reason": row["reason"]} for row in rejected],
        "cell_faults": [
            {
                "row": fault["row"],
                "column": fault["position"],
                "header": fault["header"],
                "value": fault["value"],
                "reason": fault["reason"],
            }
            for fault in faults
        ],
        "notices": [{key: notice[key] for key in ABOUT["notices"] if key != "sheet"} for notice in notices],
        "columns": [
            {"column": column["position"]}
            | {key: column[key] for key in ("header", "field", "period", "unit", "reason", "is_amount")}
            for column in columns
        ],
    }


def gather(name: str, results: list[SheetResult]) -> ParsedFile:
    """Put the sheets of one file together."""
    about = {
        table: _table([row for result in results for row in result.about[table]], columns)
        for table, columns in ABOUT.items()
    }
    records = {
        kind: pa.concat_tables([part for result in results for part in result.records.get(kind, [])])
        for kind in kinds()
        if any(kind in result.records for result in results)
    }
    plan = _table([row for result in results for row in result.monthly_plan], MONTHLY_PLAN)
    headings = [heading for result in results for heading in result.headings]
    readings = {result.name: result.readings for result in results}
    return ParsedFile(name=name, records=records, monthly_plan=plan, headings=headings, readings=readings, **about)


def _table(rows: list[tuple], columns: dict[str, pa.DataType]) -> pa.Table:
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pa.table({name: pa.array(values, type) for (name, type), values in zip(columns.items(), cells, strict=True)})
