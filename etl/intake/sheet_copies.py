"""Two visible sheets of a file that say the same table twice: a copy is never added to the original in silence.

The copy is set aside where both say the same; where they contradict each other the one named as a copy is refused, or
both where no name tells which counts. Of hidden copies see ``copies``.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from etl.intake.parsed import SheetResult
from etl.intake.text import name_key

COPY_NAME = re.compile(
    r"[(（]\d+[)）]\s*$|副本|备份|旧|原稿|草稿|初稿|作废|备用|历史|\bcopy\b|\bold\b|\bbak\b|backup", re.IGNORECASE
)
COLUMN_SPAN = re.compile(r"\[[A-Z]+:[A-Z]+\]$")  # behind the name of a table beside another on one sheet
MOSTLY = 0.6  # of the smaller sheet's projects
NAMED = 3  # sums told
SAYS = {
    "total_investment_wan": "总投资",
    "annual_plan_wan": "年度计划",
    "reported_ytd_wan": "本年完成",
    "booked_ytd_wan": "本年完成",
}


def settle(results: Sequence[SheetResult]) -> None:
    """Compare the sheets of one file with each other and set copies aside, in place."""
    seen = [result for result in results if len(result.records) == 1 and _said(result)]
    out: set[int] = set()
    for place, second in enumerate(seen):
        for first in seen[:place]:
            if not out & {id(first), id(second)} and _is_same_table(first, second):
                out |= {id(one) for one in _settle(first, second)}


def _said(result: SheetResult) -> tuple[Any, ...] | None:
    """Return kind, month, year and effective month of a sheet."""
    if not result.about["sheets"]:
        return None
    _, kind, _, month, year, effective = result.about["sheets"][0][:6]
    return (kind, month, year, effective) if kind else None


def _is_same_table(first: SheetResult, second: SheetResult) -> bool:
    if _said(first) != _said(second):
        return False
    if COLUMN_SPAN.sub("", first.name) == COLUMN_SPAN.sub("", second.name):
        return False
    ours, theirs = _projects(first), _projects(second)
    common = len(ours.keys() & theirs.keys())
    return common > 0 and common >= MOSTLY * min(len(ours), len(theirs)) and bool(_amounts(first) & _amounts(second))


def _table(result: SheetResult) -> pa.Table:
    return pa.concat_tables(next(iter(result.records.values())))


def _amounts(result: SheetResult) -> set[str]:
    """Return the fields of money that the sheet says anything of."""
    table = _table(result)
    return {name for name in table.column_names if name.endswith("_wan") and table[name].null_count < len(table)}


def _projects(result: SheetResult) -> dict[str, dict[str, Any]]:
    """Return the sheet's rows by their project; of one that stands twice, the first."""
    table = _table(result)
    if "project_name" not in table.column_names:
        return {}
    names = [name_key(name or "") for name in table["project_name"].to_pylist()]
    columns = {field: table[field].to_pylist() for field in table.column_names if field.endswith("_wan")}
    found: dict[str, dict[str, Any]] = {}
    for place, name in enumerate(names):
        if name:
            found.setdefault(name, {field: column[place] for field, column in columns.items()})
    return found


def _contradict(first: SheetResult, second: SheetResult) -> bool:
    ours, theirs = _projects(first), _projects(second)
    fields = _amounts(first) & _amounts(second)
    return any(ours[name][field] != theirs[name][field] for name in ours.keys() & theirs.keys() for field in fields)


def _settle(first: SheetResult, second: SheetResult) -> list[SheetResult]:
    """Decide between two sheets of one table; return those of which nothing is kept."""
    both = f"“{first.name}”{sums(first)}；“{second.name}”{sums(second)}"
    named = [one for one in (first, second) if COPY_NAME.search(one.name)]
    if not _contradict(first, second):
        if _amounts(first) != _amounts(second) or _projects(first).keys() != _projects(second).keys():
            return []  # each says something of its own
        copy = named[0] if len(named) == 1 else second
        _set_aside(copy, "copy")
        _tell(
            f"“{first.name}”与“{second.name}”是同一张表，数字一样，只载入一张，“{copy.name}”没有重复载入", first, second
        )
        return [copy]
    refused = named if len(named) == 1 else [first, second]
    which = f"“{refused[0].name}”像是副本，没有载入" if len(refused) == 1 else "分不清以哪张为准，两张都没有载入"
    text = f"“{first.name}”与“{second.name}”是同一张表，数字却不一样，{which}（{both}）。请只留一张后重发"
    for one in refused:
        _set_aside(one, text, outcome="rejected")
        if len(refused) > 1:
            line = one.about["sheets"][0]
            one.about["sheets"][0] = (*line[:8], text, *line[9:])
    _tell(text, first, second)
    return refused


def sums(result: SheetResult) -> str:
    """Return a sheet's number of rows and the sums of its main amounts, in words."""
    table = _table(result)
    said = [f"{len(table)} 行"]
    for field in [field for field in SAYS if field in _amounts(result)][:NAMED]:
        total = sum((value for value in table[field].to_pylist() if value is not None), Decimal(0))
        said.append(f"{SAYS[field]} {total:.2f} 万元")
    return "、".join(said)


def _set_aside(result: SheetResult, reason: str, outcome: str = "skipped") -> None:
    result.records.clear()
    result.monthly_plan.clear()
    result.readings.clear()
    result.about["rows"] = [
        (sheet, row, outcome, reason, *rest) if was == "loaded" else (sheet, row, was, why, *rest)
        for sheet, row, was, why, *rest in result.about["rows"]
    ]


def _tell(text: str, *results: SheetResult) -> None:
    for result in results:
        result.notice("sheet_copy", text)
