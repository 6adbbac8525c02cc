"""One cell of an accepted file, as it was loaded: what a person corrects who looks at a sheet, without a proposal."""

import re
from pathlib import Path
from typing import Any

import duckdb

from data.decision_kinds import cell as cell_subject
from data.ledger import open_ledger
from data.warehouse import connect
from etl.corrections import corrections, proposals

ADDRESS = re.compile(r"\s*([A-Za-z]{1,3})\s*([0-9]{1,7})\s*")
BY_STEP = "step_cell:"  # a column a step holds the day on which it was completed
CELL = """
select
    file.sha256, file.name as file, cast(file.received_on as varchar) as received_on, file.district,
    origin.row_id, origin.sheet, origin.row, col.position, col.header, col.field, cast(col.month as varchar) as month
from source.file as file
inner join source.row as origin on origin.file_id = file.file_id
inner join source.column as col
    on col.file_id = file.file_id
    and col.sheet = origin.sheet
    and origin.row between coalesce(col.first_row, 1) and coalesce(col.last_row, origin.row)
where file.file_id = $file_id
    and origin.sheet = $sheet
    and ((origin.row = $row and col.position = $position) or col.position = $address)  -- of a card: its very cell
    and origin.outcome = 'loaded'
"""


class NoSuchCell(ValueError):  # noqa: N818
    """A cell that was not loaded, or that says who or when the row is about; says which and why."""


def find(store: Path | str | None, file_id: int, sheet: str, address: str) -> dict[str, Any]:
    """Return a cell as a proposal without a suggestion (``proposals.COLUMNS``), to be decided like any other.

    Args:
        store: the store.
        file_id: the accepted file.
        sheet: its sheet.
        address: as Excel writes it, F12.

    Raises:
        NoSuchCell: it was not loaded, or cannot be corrected.
    """
    place = ADDRESS.fullmatch(address)
    if place is None:
        raise NoSuchCell(f"“{address}”不是一格，写法：F12。")
    position, row = place[1].upper(), int(place[2])
    with connect(store).cursor() as con:
        given = {"file_id": file_id, "sheet": sheet, "row": row, "position": position, "address": f"{position}{row}"}
        found = proposals.rows(con, CELL, **given)
        if not found:
            raise NoSuchCell(f"{position}{row} 没有载入：不是数据行，或这一列没有读。请看“逐表的账”。")
        cell = found[0] | {"step": None}
        if cell["field"].startswith(BY_STEP):
            cell |= {"step": cell["field"].removeprefix(BY_STEP), "field": "completed_on"}
        kind = next((kind for kind in corrections.KEYS if _says(con, kind, cell)), None)
        if kind is None or not corrections.can_correct(con, kind, cell["field"]):
            raise NoSuchCell(f"{position}{row}（{cell['header']}）{_why_not(cell['field'])}")
        table = corrections.table(kind, cell["field"])
        cell |= {"sheet_kind": kind, "value": _value(con, table, cell), "text": _text(con, table, cell)}
    within = {"month": cell["month"] if "month" in corrections.KEYS[table] else None, "step": cell["step"]}
    about = cell_subject(cell["sha256"], sheet, cell["row"], cell["field"], **within)
    cell |= within | {"subject": about, "kind": "cell", "can_correct": True, "state": "open"}
    with open_ledger(store) as ledger:
        return proposals.decided([cell], ledger.entries(district=cell["district"]))[0]


def of_row(store: Path | str | None, file_id: int, sheet: str, row: int) -> list[dict[str, Any]]:
    """Return the cells of a row that can be corrected, in the order of the columns; none where it was not loaded."""
    with connect(store).cursor() as con:
        sql = (
            "select distinct position from source.column where file_id = ? and sheet = ? and field is not null"
            " and ? between coalesce(first_row, 1) and coalesce(last_row, ?) order by length(position), position"
        )
        positions = [position for (position,) in con.execute(sql, [file_id, sheet, row, row]).fetchall()]
    found = []
    for position in positions:
        try:
            found.append(find(store, file_id, sheet, position if position[-1].isdigit() else f"{position}{row}"))
        except NoSuchCell:
            continue
    return found


def _why_not(field: str) -> str:
    """Return why a cell cannot be corrected by itself, and what to do instead."""
    if field == corrections.MONTHLY_PLAN[1]:
        return "是空的，或没有读成数，没有载入，不能单独更正。请在原表里填好，再传一次。"
    if field in corrections.FIXED or any(field in keys for keys in corrections.KEYS.values()):
        return (
            "说的是哪个项目、哪个单位或哪个月，整行都靠它认定，不能单独更正。请在原表里改好，再传一次，从那天起记到对的项目，"
            "以前各日不变；原来那个项目少了的一行，会在“建议”里列为“新表缺行”，请接受撤回。"
        )
    return "一格里写了几件事，不能单独更正。请在原表里改好，再传一次，以后传的为准。"


def _text(con: duckdb.DuckDBPyConnection, table: str, cell: dict[str, Any]) -> str:
    """Return what is said beside the value."""
    if table != "monthly_plan":
        return "载入的值如下；改后仍可撤销"
    sql = "select bool_or(is_by_month) from raw.monthly_plan where row_id = ?"
    [(is_by_month,)] = con.execute(sql, [cell["row_id"]]).fetchall()
    if is_by_month:
        return "倒排计划，这一行是分月数：改一个月，以后各月的累计一同改；改后仍可撤销"
    return "倒排计划，这一行是累计数；改后仍可撤销"


def _says(con: duckdb.DuckDBPyConnection, kind: str, cell: dict[str, Any]) -> bool:
    """Say whether the cell's row is of a kind that has its field: a sheet may hold tables of two kinds."""
    if not corrections.has_field(con, kind, cell["field"]):
        return False
    table = corrections.table(kind, cell["field"])
    within = {"month": cell["month"]} if table == "monthly_plan" else {}
    where = "".join(f" and cast({name} as varchar) = ${name}" for name in within)
    sql = f"select 1 from raw.{table} where row_id = $row_id {where} limit 1"  # noqa: S608  (our own schema's)
    return bool(con.execute(sql, {"row_id": cell["row_id"]} | within).fetchone())


def _value(con: duckdb.DuckDBPyConnection, table: str, cell: dict[str, Any]) -> str | None:
    """Return what the cell says as it was loaded; None where it is empty or could not be read."""
    within = {name: cell[name] for name in ("month", "step") if cell[name] and name in corrections.KEYS[table]}
    where = "".join(f" and cast({name} as varchar) = ${name}" for name in within)
    sql = f"""
        select cast({cell["field"]} as varchar)
        from raw.{table}
        where row_id = $row_id {where}
        order by known_from, {cell["field"]} is null
        limit 1
    """  # noqa: S608
    found = con.execute(sql, {"row_id": cell["row_id"]} | within).fetchone()
    return found[0] if found else None
