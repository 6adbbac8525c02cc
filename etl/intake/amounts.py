"""Amounts by month: the back-scheduled plan (倒排计划) of a plan sheet, the months side by side of a dispatch."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Literal

from etl.intake.kinds import words
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.text import plain

Form = Literal["cumulative", "monthly"]
ZERO = Decimal(0)
EMPTY_FAULTS: frozenset[int] = frozenset()


def stated_form(table: Table, said: str) -> Form | None:
    """Return what layout, header, title or notes say of the plan's months: 累计, or 当月/分月."""
    if table.header.layout and table.header.layout.amounts:
        return table.header.layout.amounts  # type: ignore[return-value]
    labels = "".join(column.label.text for column in table.header.columns if column.field == "planned_ytd_wan")
    notes = "".join(part for part in plain(said).split("\n") if "计划" in part or "倒排" in part)
    for text in (plain(labels), notes):
        if any(word in text for word in words("monthly_amounts")):
            return "monthly"
        if any(word in text for word in words("cumulative_amounts")):
            return "cumulative"
    return None


def monthly_plan(table: Table, kept: list[int], result: SheetResult, year: int, form: Form | None) -> None:
    """Write the plan by month, cumulative in the year.

    A form that nobody states is told row by row: cumulative where it never falls and ends at the annual plan, monthly
    where the months add up to it; the rest as most rows of the sheet, else cumulative, with a notice.
    """
    by_month = table.by_month.get("planned_ytd_wan")
    if not by_month:
        return
    months = sorted(by_month)
    faulty = {(place, column.label.month) for place, column, _, _ in table.faults if column.field == "planned_ytd_wan"}
    plans = table.values("annual_plan_wan")
    rows = list(zip(*(by_month[month] for month in months), strict=True))
    forms = [form or _form_of(row, plan) for row, plan in zip(rows, plans, strict=True)]
    usual: Form = Counter(one for one in forms if one).most_common(1)[0][0] if any(forms) else "cumulative"
    unsure = []
    for place in kept:
        row, one = rows[place], forms[place]
        if all(amount is None for amount in row):
            continue
        if one is None:
            unsure.append(table.rows[place] + 1)
        bad = {month for month in months if (place, month) in faulty} if faulty else EMPTY_FAULTS
        for month, *planned in _cumulative(months, row, one or usual, bad):
            result.monthly_plan.append((result.name, table.rows[place] + 1, date(year, month, 1), *planned))
    if unsure:
        word = "累计数" if usual == "cumulative" else "分月数"
        text = f"倒排计划未写明累计或分月，{len(unsure)} 行与年度计划对不上，按{word}载入，请在表头写明"
        result.notice("monthly_plan_form", text, unsure[0])
        if not any(forms):
            table.doubts["monthly_plan"] = text


def _form_of(row: tuple[Decimal | None, ...], plan: Decimal | None) -> Form | None:
    amounts = [amount for amount in row if amount is not None]
    if not amounts or plan is None:
        return None
    never_falls = all(later >= earlier for earlier, later in zip(amounts, amounts[1:], strict=False))
    if never_falls and amounts[-1] == plan and row[-1] is not None:
        return "cumulative"
    return "monthly" if sum(amounts) == plan else None


def _cumulative(
    months: list[int], row: tuple[Decimal | None, ...], form: Form, faulty: set[int] | frozenset[int]
) -> list[tuple[int, Decimal, Decimal | None]]:
    """Return months with their sum in the year, and with the month alone where that is what the row says."""
    if form == "cumulative":
        return [(month, amount, None) for month, amount in zip(months, row, strict=True) if amount is not None]
    known = months.index(min(faulty)) if faulty else len(months)  # after a cell that cannot be read no sum is known
    alone = [amount or ZERO for amount in row[:known]]
    return list(zip(months[:known], accumulate(alone), alone, strict=True))
