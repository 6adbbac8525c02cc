"""One name under several units in one sheet: kept apart as projects of their own, and told."""

from collections import Counter
from collections.abc import Sequence

from data.sheet_kinds import EACH_ROW, SHEET_KINDS
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.text import BETWEEN, shown

UNIT = "responsible_unit"
ALIKE = ((" ", ""), ("\u3000", ""), ("\n", ""), ("（", "("), ("）", ")"))  # names that differ in these only are one


def notice(table: Table, result: SheetResult, kept: Sequence[int]) -> None:
    """Notice each name that stands under different units; rows with project codes of their own are told apart by these.

    Of a kind on which a project may stand in many rows (节点任务, 问题台账, 要素保障) nothing is told: there the unit
    is who does this task, not whose project it is.

    Args:
        table: its columns, read.
        result: gets a notice at the second row of each such name.
        kept: places of the rows that load.
    """
    names, units = table.fields.get("project_name"), table.fields.get(UNIT)
    kind = table.header.kind
    if names is None or units is None or (kind and SHEET_KINDS[kind.id].slot == EACH_ROW):
        return
    keys = _alike([names[place] or "" for place in kept])
    if len(set(keys)) == len(keys):
        return
    several = {key for key, count in Counter(keys).items() if key and count > 1}
    places: dict[str, list[int]] = {}
    for place, key in zip(kept, keys, strict=True):
        if key in several:
            places.setdefault(key, []).append(place)
    codes = table.values("project_code")
    for found in places.values():
        said = list(dict.fromkeys(units[place] for place in found if units[place]))
        known = [codes[place] for place in found if codes[place]]
        if len(said) > 1 and len(set(known)) < len(found):
            rows = "、".join(str(table.rows[place] + 1) for place in found)
            text = (
                f"“{shown(names[found[0]])}”在第 {rows} 行各有一行，责任单位不同（{'、'.join(said)}）："
                "作不同项目分别载入，没有相加，也没有合并。确是同一个项目的，请只留一行"
            )
            result.notice("same_name", text, table.rows[found[1]] + 1)


def _alike(names: list[str]) -> list[str]:
    """Return names without what does not tell them apart, all at once."""
    text = BETWEEN.join(names)
    for written, plain in ALIKE:
        text = text.replace(written, plain)
    return text.split(BETWEEN) if names else []
