"""Projects of which the rows below are parts (“1”, then “1.1” and “1.2”) with the same amounts: counted twice."""

import re
from collections.abc import Sequence
from typing import Any

from etl.intake.columns import Column
from etl.intake.kinds import words
from etl.intake.labels import part
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.rows import is_figure
from etl.intake.text import as_text, shown

WHOLE = re.compile(r"\d{1,4}[、.．]?")
PART = re.compile(r"[(（]?\d{1,4}[-—.．]\d{1,3}[)）]?|[(（]\d{1,3}[)）]|[①-⑳]|\d{1,3}[)）]")


def notice(table: Table, result: SheetResult, kept: Sequence[int], columns: list[tuple[Any, ...]]) -> None:
    """Notice each row whose amount is the sum of the parts below it.

    Args:
        table: its columns, read.
        result: takes the notice; nothing is changed.
        kept: places in ``table.rows`` of the rows that are loaded.
        columns: the sheet's cells turned by column.
    """
    known = {column.index for column in table.header.columns}
    named = [place for place, label in enumerate(table.header.labels) if part(label.text).key in words("item_numbers")]
    for index in (place for place in named if place not in known):
        others = [cell for cell in set(columns[index]) if type(cell) is not float or not cell.is_integer()]
        if not any(PART.fullmatch(as_text(cell).strip()) for cell in others):
            continue
        numbers = {place: as_text(columns[index][table.rows[place]]).strip() for place in kept}
        for whole, parts in _families(kept, numbers):
            _notice_sum(table, result, whole, parts)


def _families(kept: Sequence[int], numbers: dict[int, str]) -> list[tuple[int, list[int]]]:
    """Return each row with a whole number and the parts that follow it."""
    found: list[tuple[int, list[int]]] = []
    for place in kept:
        if WHOLE.fullmatch(numbers[place]):
            found.append((place, []))
        elif found and PART.fullmatch(numbers[place]):
            found[-1][1].append(place)
    return [(whole, parts) for whole, parts in found if parts]


def _notice_sum(table: Table, result: SheetResult, whole: int, parts: list[int]) -> None:
    for column in (column for column in table.header.columns if is_figure(table.kind, column)):
        if column.field in table.fields and _is_sum(table, column, whole, parts):
            rows = "、".join(str(table.rows[place] + 1) for place in parts)
            value = table.fields[column.field][whole]
            text = (
                f"{column.position}{table.rows[whole] + 1}“{shown(column.label.text)}” {value} 万元是第 {rows} 行之和，"
            )
            text += "项目和它的子项都载入了，会算两次。请只报一级"
            result.notice("sub_items", text, table.rows[whole] + 1, field=column.field, value=value)
            return


def _is_sum(table: Table, column: Column, whole: int, parts: list[int]) -> bool:
    values = table.fields[column.field]
    amounts = [values[place] for place in parts]
    return bool(values[whole]) and all(amount is not None for amount in amounts) and sum(amounts) == values[whole]
