"""One name under several units in one sheet: kept apart as projects of their own, and told."""

from collections import Counter
from collections.abc import Sequence

from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.text import name_key, shown

UNIT = "responsible_unit"


def notice(table: Table, result: SheetResult, kept: Sequence[int]) -> None:
    """Notice each name that stands under different units; rows with project codes of their own are told apart by these.

    Args:
        table: its columns, read.
        result: gets a notice at the second row of each such name.
        kept: places of the rows that load.
    """
    names, units = table.fields.get("project_name"), table.fields.get(UNIT)
    if names is None or units is None:
        return
    several = {name for name, count in Counter(names[place] for place in kept).items() if name and count > 1}
    places: dict[str, list[int]] = {}
    keys = Counter(name_key(name) for name in {names[place] for place in kept if names[place]})
    written = {key for key, count in keys.items() if count > 1}  # the same but for blanks and brackets
    for place in kept if several or written else ():
        if names[place] and (names[place] in several or name_key(names[place]) in written):
            places.setdefault(name_key(names[place]), []).append(place)
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
