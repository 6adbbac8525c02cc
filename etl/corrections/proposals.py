"""Proposals: what intake and build suspect, for a person to accept, refuse or leave; nothing changes by itself."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from data.decision_kinds import DECISIONS, CellProposal, Correction, Decision, Refusal, Withdrawal, cell
from data.ledger import Entry, open_ledger
from data.warehouse import connect
from etl.corrections import correcting, corrections, withdrawals

REFUSED = Refusal.KIND
OFFERED = CellProposal.KIND  # by a unit, for a cell of its own projects
LABELS = {  # kinds of notices that a person decides on
    "suspected_unit_slip": "单位可能写错",
    "over_total": "超过总投资",
    "future_date": "日期晚于本月",
    "duplicate_project": "可能重复",
    "ambiguous_project": "同名难分",
    "code_elsewhere": "外区代码",
    "suspected_date": "日期可疑",
    "suspected_duplicate": "疑为一个项目两个代码",
    "unknown_project": "名单里没有的项目",
    "missing_row": "新表缺行",
    "cell": "更正的一格",
    "offered": "单位提的更正",
}
STATES = {
    "open": "待定",
    "accepted": "已接受",
    "refused": "不改",
    "source_changed": "来源已改，更正停用",
    "mended": "来源已改，不必更正",
}

NOTICES = """
select
    notice.kind, file.sha256, file.name as file, cast(file.received_on as varchar) as received_on,
    notice.sheet, notice.row, sheet.kind as sheet_kind, col.position, col.header,
    notice.project_id, coalesce(project.project_name, booked.project_name, listed.project_name) as project_name,
    notice.text, notice.field, notice.value, notice.suggested, cast(wide.month as varchar) as month
from source.notice as notice
inner join source.file as file on file.file_id = notice.file_id
left join source.sheet as sheet on sheet.file_id = notice.file_id and sheet.sheet = notice.sheet
left join source.row as origin
    on origin.file_id = notice.file_id and origin.sheet = notice.sheet and origin.row = notice.row
-- of columns of months the one that says this
left join raw.dispatch as wide
    on notice.field = 'reported_month_wan'
    and wide.row_id = origin.row_id
    and cast(wide.reported_month_wan as varchar) = notice.value
left join source.column as col
    on col.file_id = notice.file_id
    and col.sheet = notice.sheet
    and col.field = notice.field
    and (wide.month is null or col.month = wide.month)
    and notice.row between coalesce(col.first_row, 1) and coalesce(col.last_row, notice.row)
left join mart.project as project on project.district = file.district and project.project_id = notice.project_id
left join raw.statistics_return as booked on booked.row_id = origin.row_id and booked.project_name is not null
left join mart.statistics_project as listed
    on listed.district = file.district and listed.statistics_id = notice.project_id
where file.district = $district and notice.row is not null and notice.kind in (select unnest($kinds))
-- of columns of months, and of tables side by side, the first is named
qualify row_number() over (
    partition by notice.file_id, notice.sheet, notice.row, notice.kind, notice.field, notice.text, notice.value
    order by length(col.position), col.position
) = 1
order by file.received_on desc, notice.file_id desc, notice.sheet, notice.row
"""
MISSING = """
select
    'missing_row' as kind, before.name as file, cast(now.received_on as varchar) as received_on,
    origin.sheet, origin.row,
    missing.kind as sheet_kind, missing.id as project_id,
    coalesce(project.project_name, statistics.project_name, missing.id) as project_name,
    '“' || now.name || '”里没有上一份表第' || origin.row || '行的这个项目' as text,
    cast(missing.month as varchar) as month
from source.missing_row as missing
inner join source.file as now on now.file_id = missing.file_id
inner join source.row as origin on origin.row_id = missing.row_before
inner join source.file as before on before.file_id = origin.file_id
left join mart.project as project on project.district = missing.district and project.project_id = missing.id
left join mart.statistics_project as statistics
    on statistics.district = missing.district
    and statistics.statistics_id = missing.id
    and missing.kind = 'statistics_return'
where missing.district = $district
order by now.received_on desc, missing.file_id desc, origin.row
"""
CORRECTED = """
select
    'cell' as kind, file.sha256, file.name as file, cast(file.received_on as varchar) as received_on,
    origin.sheet, origin.row, correction.kind as sheet_kind, col.position, col.header,
    cast(null as varchar) as project_id, cast(null as varchar) as project_name,
    '有人更正的一格' as text, correction.field, nullif(correction.expected, '') as value, correction.value as suggested,
    cast(correction.month as varchar) as month, decision.subject
from source.correction as correction
inner join mart.decision as decision using (entry_id)
inner join source.row as origin on origin.row_id = correction.row_id
inner join source.file as file on file.file_id = origin.file_id
left join source.column as col
    on col.file_id = origin.file_id
    and col.sheet = origin.sheet
    and col.field = correction.field
    and (col.month is null or correction.month is null or col.month = correction.month)
    and origin.row between coalesce(col.first_row, 1) and coalesce(col.last_row, origin.row)
where correction.district = $district and decision.subject like 'cell:' || left(file.sha256, 16) || '|%'
qualify row_number() over (partition by correction.entry_id order by length(col.position), col.position) = 1
"""
PLACE = """
select
    file.name as file, cast(file.received_on as varchar) as received_on, col.position, col.header
from source.file as file
left join source.column as col
    on col.file_id = file.file_id
    and col.sheet = $sheet
    and col.field = $field
    and ($month is null or col.month is null or cast(col.month as varchar) = $month)
    and $row between coalesce(col.first_row, 1) and coalesce(col.last_row, $row)
where file.sha256 = $sha256
order by file.file_id desc, length(col.position), col.position
limit 1
"""
COLUMNS = (
    "subject", "kind", "label", "state", "file", "received_on", "sheet", "row", "position", "header", "project_id",
    "project_name", "text", "value", "suggested", "can_correct", "sheet_kind", "field", "month", "step", "sha256",
    "entry_id", "who", "at", "reason", "decided_value", "found",
)  # fmt: skip


def proposals(store: Path | str | None, district: str) -> list[dict[str, Any]]:
    """Return a district's proposals with what was decided on them, the newest file first (COLUMNS).

    Raises:
        WarehouseMissing, WarehouseBroken: there is nothing to read.
    """
    with open_ledger(store) as ledger:
        entries = ledger.entries(district=district)
    with connect(store).cursor() as con:
        found = [_of_notice(con, row) for row in rows(con, NOTICES, district=district, kinds=list(LABELS))]
        found += [_of_missing(row) for row in rows(con, MISSING, district=district)]
        noticed = {one["subject"] for one in found}
        corrected = [row | {"can_correct": True, "state": "open"} for row in rows(con, CORRECTED, district=district)]
        found += [one for one in corrected if one["subject"] not in noticed]
        found += _offered(con, entries, {one["subject"] for one in found})
        stopped = _stopped(con, district)
    return decided({one["subject"]: one for one in reversed(found)}.values(), entries, stopped)[::-1]


def _offered(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry], listed: set[str | None]) -> list[dict[str, Any]]:
    """Return the cells that units want corrected, beside those listed already; each by the last that was said."""
    last = {entry.subject: entry for entry in entries if entry.kind == OFFERED and entry.subject not in listed}
    found = []
    for subject, entry in last.items():
        said = entry.payload
        place = rows(con, PLACE, **{name: said[name] for name in ("sha256", "sheet", "row", "field", "month")})
        if not place:
            continue  # its file is set aside
        found.append(
            said
            | place[0]
            | {"subject": subject, "kind": "offered", "sheet_kind": said["kind"], "value": said["expected"]}
            | {"suggested": said["value"], "text": _why(entry), "can_correct": True, "state": "open"}
        )
    return found


def _why(entry: Entry) -> str:
    return f"{entry.payload.get('unit') or ''}{entry.who}提出：{entry.reason or '（没有写理由）'}"


def open_ones(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those that wait for a person."""
    return [one for one in found if one["state"] == "open"]


def rows(con: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[dict[str, Any]]:
    """Return a query's rows by column name."""
    found = con.execute(sql, values)
    names = [name for name, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _of_notice(con: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    field = row["field"]
    can_correct = bool(row["value"]) and corrections.can_correct(con, row["sheet_kind"], field)
    if field:
        about = cell(row["sha256"], row["sheet"], row["row"], field, row["month"])
    else:  # of a project once, however many files say it again
        where = row["project_id"] or f"{row['sha256'][:16]}|{row['sheet']}|{row['row']}"
        about = f"notice:{row['kind']}|{where}"
    is_mended = can_correct and correcting.is_mended(
        con,
        {
            "sha256": row["sha256"],
            "sheet": row["sheet"],
            "row": row["row"],
            "kind": row["sheet_kind"],
            "field": field,
            "month": row["month"],
            "expected": row["value"],
        },
    )
    return row | {"subject": about, "can_correct": can_correct, "state": "mended" if is_mended else "open"}


def _of_missing(row: dict[str, Any]) -> dict[str, Any]:
    about = Withdrawal(status="accepted", kind=row["sheet_kind"], id=row["project_id"], month=row["month"])
    return row | {"subject": about.subject, "can_correct": False, "state": "open"}


def _stopped(con: duckdb.DuckDBPyConnection, district: str) -> dict[int, str]:
    """Return what the source says now, of corrections that stopped because it was mended: entry → value."""
    return dict(
        con.execute(
            "select entry_id, any_value(found) from source.correction"
            " where district = ? and state = 'source_changed' group by entry_id",
            [district],
        ).fetchall()
    )


def decided(
    found: Iterable[dict[str, Any]], entries: Iterable[Entry], stopped: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """Return proposals (COLUMNS) with the last word on each; ``stopped``: what the source says of corrections now."""
    stopped = stopped or {}
    kinds = (corrections.KIND, withdrawals.KIND, REFUSED, OFFERED)
    last = {entry.subject: entry for entry in entries if entry.kind in kinds}
    result = []
    for one in found:
        entry = last.get(one["subject"])
        said = dict.fromkeys(COLUMNS) | one | {"label": LABELS[one["kind"]]}
        if entry:
            said |= {"entry_id": entry.id, "who": entry.who, "at": f"{entry.at:%Y-%m-%d %H:%M}", "reason": entry.reason}
            if entry.kind == OFFERED:  # of what is listed for another reason, too: now somebody wants it changed
                said |= {"kind": "offered", "label": LABELS["offered"], "state": "open", "can_correct": True}
                said |= {"suggested": entry.payload["value"], "text": _why(entry)}
            elif entry.payload.get("status") != "undone":
                said["state"] = "refused" if entry.kind == REFUSED else "accepted"
                said["decided_value"] = entry.payload.get("value")
            if entry.id in stopped and said["state"] == "accepted":
                said |= {"state": "source_changed", "found": stopped[entry.id]}
        result.append({name: said[name] for name in COLUMNS})
    return result


def acceptance(one: Mapping[str, Any], value: str | None) -> Correction | Withdrawal:
    """Return the decision by which a person accepts a proposal."""
    if one["kind"] == "missing_row":  # a row, not a cell
        return Withdrawal(status="accepted", kind=one["sheet_kind"], id=one["project_id"], month=one["month"])
    return Correction(about=one["subject"], status="accepted", value=str(value), **of_cell(one))


def of_cell(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return which cell a proposal is about, and what it says, as the fields of a decision on a cell."""
    named = {name: one.get(name) for name in ("sha256", "sheet", "row", "field", "month", "step")}
    return named | {"kind": one["sheet_kind"], "expected": one["value"]}


def refusal(one: Mapping[str, Any]) -> Refusal:
    """Return the decision by which a person says that nothing is to be changed."""
    return Refusal(about=one["subject"], status="refused", notice=one["kind"], value=one["value"])


def undo(one: Mapping[str, Any], entries: Iterable[Entry]) -> Decision:
    """Return the decision that takes the last one back."""
    last = next(entry for entry in entries if entry.id == one["entry_id"])
    return DECISIONS[last.kind](**last.payload | {"about": last.subject, "status": "undone"})
