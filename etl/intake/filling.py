"""What a row leaves to heading, title and period, filled in: tier, quarter, month of an adjustment, sign of points."""

import re
from datetime import date
from typing import Any

from etl.intake.columns import Column
from etl.intake.completing import by_heading
from etl.intake.names import Names
from etl.intake.quarters import first_said
from etl.intake.reading import Table
from etl.intake.rows import Rows
from etl.intake.text import shown
from etl.intake.tiers import tier_of

SENDER = re.compile(r"(?:填报|报送|上报|谋划|申报)单位[(（]?[^:：]{0,4}[:：]\s*([^\s:：]{2,})")
DEDUCTION = re.compile("扣|减|处罚")


def fill(table: Table, rows: Rows, above: list[str], month: date | None, year: int | None, names: Names) -> None:
    """Fill what the rows of a table leave unsaid.

    Args:
        table: its columns, read.
        rows: the sheet's rows, with the group headings.
        above: title and notes above the table, and the sheet's and file's name.
        month: the month the sheet is about, where it says one.
        year: the year that it is about, where it says one.
        names: of the district's units, for the one that sends the sheet.
    """
    fields = table.kind.fields
    if "tier" in fields:
        _default(table, "tier", by_heading(table, rows, tier_of), next(filter(None, map(tier_of, above)), None))
    if "quarter" in fields:
        quarter = first_said(above) or (date(month.year, (month.month - 1) // 3 * 3 + 1, 1) if month else None)
        _default(table, "quarter", [None] * len(table.rows), quarter)
    if "year" in fields and table.kind.month != "effective":  # a plan's year comes with its effective month
        _default(table, "year", [None] * len(table.rows), year)
    if table.kind.sender:
        sender = next((found[1] for text in above if (found := SENDER.search(text))), None)
        unit = names.reader("unit")(sender) if sender else None
        _default(table, table.kind.sender, [None] * len(table.rows), unit)
    if "points" in fields:
        _sign_points(table)
    if "batch_after" in fields:  # what is no batch of the district stays as said; the mart names it unknown
        _default(table, "effective_month", [None] * len(table.rows), month)


def _default(table: Table, field: str, by_row: list[Any], of_sheet: Any) -> None:  # noqa: ANN401
    faulty = {place for place, column, _, _ in table.faults if column.field == field}
    table.fields[field] = [
        said if said is not None or place in faulty else (near if near is not None else of_sheet)
        for place, (said, near) in enumerate(zip(table.values(field), by_row, strict=True))
    ]


def _sign_points(table: Table) -> None:
    """Put bonus and deduction into one field: points gained are positive, points lost negative."""
    bonus, deduction = table.fields.pop("bonus_points", None), table.fields.pop("deduction_points", None)
    types = table.fields.pop("entry_type", None) or [None] * len(table.rows)
    points = list(table.values("points"))
    items = table.values("item")
    for place, said in enumerate(points):
        if said is None and bonus and bonus[place] is not None:
            said = abs(bonus[place])
        elif said is None and deduction and deduction[place] is not None:
            said = -abs(deduction[place])
        elif said is not None and DEDUCTION.search(types[place] or items[place] or ""):
            said = -abs(said)
        points[place] = said
    table.fields["points"] = points


def refuse_incomplete(table: Table, rows: Rows) -> None:
    """Reject rows that leave out what their kind cannot do without."""
    spread = {column.field.partition(":")[0] for column in table.header.columns if ":" in column.field}
    for group in (group for group in table.kind.needed if not spread.intersection(group)):
        columns = [table.values(field) for field in group]
        for place, row in enumerate(table.rows):
            if rows.outcome[row] == "loaded" and all(column[place] in (None, "") for column in columns):
                rows.reject(row, f"没有写明{_label(table, group)}，请补上后重发")


def _label(table: Table, group: tuple[str, ...]) -> str:
    found: list[Column] = [column for column in table.header.columns if column.field in group]
    if found:
        return "或".join(f"“{shown(column.label.text)}”（{column.position}列）" for column in found)
    return f"“{table.kind.names_of(group[0])[0]}”"
