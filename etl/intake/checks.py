"""What is loaded as it stands and should be looked at: unknown names, totals that do not add up, unit slips."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow.compute as pc

from data.largest_project import LARGEST_PROJECT_WAN
from etl.intake.columns import Column
from etl.intake.coverage import Sums, runs
from etl.intake.kinds import reference
from etl.intake.money import CENT, Amounts, amounts
from etl.intake.names import LABELS, LISTS, Names
from etl.intake.parsed import SheetResult
from etl.intake.reading import Context, Table
from etl.intake.rows import Rows, is_figure
from etl.intake.text import shown

UNIT_SLIP = "suspected_unit_slip"  # the kind of a notice
SLIP = Decimal(2000)  # a ratio beyond which amounts of one row stand in different units: 10⁴, less what is not done yet
ONE_SLIP = Decimal(10_000)  # between 元 and 万元, and between 万元 and 亿元
OVER = Decimal("1.2")
ZERO = Decimal(0)


def notice_names(table: Table, result: SheetResult, names: Names, kept: Sequence[int]) -> None:
    """Notice every unit, town and batch that the district's profile does not have; the text is kept."""
    for column in table.header.columns:
        what = table.kind.reads(column.field)
        if what not in LABELS:
            continue
        said = table.said.get(column.field) or table.values(column.field)
        unknown = {text for text in set(said) if text and not names.is_known(what, text)}
        likely = {text: names.nearest(what, text) for text in unknown}
        for place in kept if unknown else ():
            if said[place] in unknown:
                text = f"{shown(column.label.text)}“{said[place]}”不在本区{LABELS[what]}之列，原样载入，"
                text += f"请核对：写错的改原表；确有其名的，由维护人员补进本区{LISTS[what]}"
                known = {"field": column.field, "value": said[place], "suggested": likely[said[place]]}
                result.notice(f"unknown_{what}", text, table.rows[place] + 1, **known)


def notice_units(table: Table, result: SheetResult, context: Context) -> None:
    """Notice amounts whose unit nothing states: they are read as 万元."""
    unstated = [column for column in table.header.columns if is_figure(table.kind, column) and _is_unstated(column)]
    if unstated and not context.unit:
        labels = "、".join(shown(column.label.text) for column in unstated)
        result.notice(
            "unit_assumed", f"没有写明单位，按万元载入：{labels}。请在表头或表注写明单位", table.header.bottom
        )


def _is_unstated(column: Column) -> bool:
    laid_out = column.options.get("column")
    return column.label.unit in (None, "%") and not (laid_out and laid_out.unit)


def notice_totals(rows: Rows, sums: Sequence[Sums], first: int, result: SheetResult) -> None:
    """Notice a 合计 or 小计 that is the sum of no rows it could be of: all, those above, those below.

    Args:
        rows: the table's account, its totals settled.
        sums: its amount columns.
        first: its first row below the header.
        result: takes the notices.
    """
    for one in sums:
        for row, total in one.said.items():
            possible = [one.of(span) for span in runs(rows, row, first)]
            nearest = min(possible, key=lambda amount, total=total: abs(total - amount))  # type: ignore[misc]
            if abs(total - nearest) > one.allowed:
                cell, name = f"{one.column.position}{row + 1}", shown(one.column.label.text)
                text = f"{name}：第{row + 1}行（{cell}）合计为 {total} 万元，各行之和为 {nearest} 万元，请核对"
                result.notice("total_mismatch", text, row + 1, field=one.column.field, value=total)


def notice_amounts(table: Table, result: SheetResult, kept: Sequence[int]) -> None:
    """Notice amounts of one row that cannot both be right, one notice a row, the surest first.

    Nearly ten thousandfold of the plan or total, or so small a part of it: one of the two is in another unit. More than
    1.2 times the total: wrong, or the total is to be adjusted. More than any project of a district costs: asked, too.
    """
    labels = {column.field: column.label.text for column in table.header.columns}
    if "reported_month_wan" in labels:  # a January alone is year to date, too, without a column of its own
        labels.setdefault("reported_ytd_wan", labels["reported_month_wan"])
    suspicions = (
        (UNIT_SLIP, "slips", _far_above, 1 / ONE_SLIP, "与{}相差近一万倍，单位可能写错，请核对"),
        (UNIT_SLIP, "small_slips", _far_below, ONE_SLIP, "与{}相差近一万倍，单位可能写错，请核对"),
        ("over_total", "over_total", _over, None, "超过{}的1.2倍，请核对金额或调整总投资"),
        ("over_whole", "over_whole", _above, None, "超过{}，请核对"),
    )
    noticed = set(range(len(table.rows))).difference(kept)
    for kind, pairs, is_suspect, factor, words in suspicions:
        for field, whole in ((field, whole) for field, wholes in reference()[pairs].items() for whole in wholes):
            if field not in table.fields or whole not in table.fields:
                continue
            parts, wholes = amounts(table.fields[field]), amounts(table.fields[whole])
            for place in _apart(parts, wholes, far=1.0 if kind == "over_whole" else 1.19):
                part, total = parts[place], wholes[place]
                if place not in noticed and is_suspect(part, total):
                    text = f"{labels[field]} {part} 万元{words.format(f'{labels[whole]} {total} 万元')}"
                    better = (part * factor).quantize(CENT) if factor else None
                    result.notice(kind, text, table.rows[place] + 1, field=field, value=part, suggested=better)
                    noticed.add(place)
    for field, label in labels.items():
        if table.kind.reads(field) == "money" and field in table.fields:
            _notice_largest(table, field, label, result, noticed)


def _notice_largest(table: Table, field: str, label: str, result: SheetResult, noticed: set[int]) -> None:
    """Notice amounts above what a project of a district can cost, where the row has no other notice."""
    read = amounts(table.fields[field])
    far = pc.indices_nonzero(pc.fill_null(pc.greater_equal(read.rough, float(LARGEST_PROJECT_WAN)), False)).to_pylist()
    for place in far:
        if read[place] > LARGEST_PROJECT_WAN and place not in noticed:
            text = f"{label} {read[place]} 万元超过一千亿元，一个项目没有这么大的金额，单位可能写错，请核对"
            better = (read[place] / ONE_SLIP).quantize(CENT)
            result.notice(UNIT_SLIP, text, table.rows[place] + 1, field=field, value=read[place], suggested=better)
            noticed.add(place)


def _apart(parts: Amounts, wholes: Amounts, far: float) -> list[int]:
    """Return where two amounts, both said and not zero, stand far enough apart to be looked at exactly."""
    ratio = pc.divide(parts.rough, wholes.rough)
    is_far = pc.or_(pc.greater(ratio, far), pc.less(ratio, 1 / 1999))
    is_said = pc.and_(pc.not_equal(parts.rough, 0), pc.not_equal(wholes.rough, 0))
    return pc.indices_nonzero(pc.fill_null(pc.and_(is_far, is_said), False)).to_pylist()


def _far_above(part: Decimal, total: Decimal) -> bool:
    return part > total * SLIP


def _far_below(part: Decimal, total: Decimal) -> bool:
    return total > part * SLIP > ZERO and part != part.to_integral_value()


def _above(part: Decimal, total: Decimal) -> bool:
    return part > total


def _over(part: Decimal, total: Decimal) -> bool:
    return part > total * OVER
