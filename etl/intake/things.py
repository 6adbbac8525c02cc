"""Columns that stand for a thing (an approval, a milestone, an item): which they are, by name or by what stands above.

Three ways of saying it are understood: a known name alone, any name under a parent that says what the columns are
(“关键节点·主体封顶”), and a name over or under a part of it (“主体封顶·完成时限”, “完成时限·主体封顶”).
"""

from collections import Counter
from collections.abc import Sequence

from etl.intake.kinds import IDENTITY, Kind, words
from etl.intake.labels import PLACEHOLDER, Label


def thing_fields(kind: Kind, labels: Sequence[Label]) -> dict[int, str]:
    """Return the columns that stand for a thing, and the field each fills: “cell:thing” or “cell:thing:part”.

    Too few things are none, unless the other columns say already that it is such a sheet; so are things beside columns
    that such a sheet does not have.
    """
    wide = kind.wide
    if wide is None or any(key in wide.not_beside for one in labels for key in one.keys):
        return {}
    repeated, shared = _repeated_parts(kind, labels), _shared_parts(kind, labels)
    parents = wide.parents - _above_projects(kind, labels)
    found: dict[int, str] = {}
    for place, one in enumerate(labels):
        field = _field(kind, one, repeated, parents)
        if field and (place_of_thing := _below_part(kind, one)) and place_of_thing not in shared:
            continue  # a row of data below a plain header
        if field and field not in found.values():
            found[place] = field
    others = {kind.aliases.get(key) for place, one in enumerate(labels) if place not in found for key in one.keys}
    least = 1 if all(others.intersection(group) for group in kind.required) else wide.least
    return found if len({field.split(":")[1] for field in found.values()}) >= least else {}


def _field(kind: Kind, one: Label, repeated: frozenset[str], parents: frozenset[str]) -> str | None:
    wide = kind.wide
    keys = [part.short_key for part in one.parts if part.short_key]
    if wide is None or not keys:
        return None
    if len(keys) == 1:
        known = kind.aliases.get(keys[0], "")
        return known if known.startswith(f"{wide.cell}:") else None
    above, below = keys[-2], keys[-1]
    if _is_known(kind, above) and kind.aliases.get(below) in wide.bare:
        return _named(kind, above)
    if (part := _part(kind, below)) and (_is_known(kind, above) or above in repeated):
        return f"{_named(kind, above)}:{part}"
    if (part := _part(kind, above)) and _may_be_thing(below) and not _part(kind, below):
        return f"{_named(kind, below)}:{part}"
    if above in parents and _may_be_thing(below) and (_is_known(kind, below) or below not in kind.aliases):
        return _named(kind, below)
    return None


def _above_projects(kind: Kind, labels: Sequence[Label]) -> set[str]:
    """Return what stands above the column of the projects or units, too: a title, which is nobody's parent."""
    whose = {*kind.identity, *IDENTITY, "responsible_unit"} - {kind.wide.name if kind.wide else ""}
    keys = ([part.short_key for part in one.parts if part.short_key] for one in labels)
    return {above for *_, above, below in (one for one in keys if len(one) > 1) if kind.aliases.get(below) in whose}


def _repeated_parts(kind: Kind, labels: Sequence[Label]) -> frozenset[str]:
    """Return the parents under which the same part stands again: each is a thing, whatever its name."""
    parents: dict[str, set[str]] = {}
    for one in labels:
        keys = [part.short_key for part in one.parts if part.short_key]
        if len(keys) > 1 and (part := _part(kind, keys[-1])) and _may_be_thing(keys[-2]) and not _part(kind, keys[-2]):
            parents.setdefault(part, set()).add(keys[-2])
    return frozenset(parent for found in parents.values() if len(found) > 1 for parent in found)


def _below_part(kind: Kind, one: Label) -> tuple[str, str] | None:
    """Return part and thing of a label that has a thing of no known name below the part: “完成时限·幕墙安装”."""
    keys = [part.short_key for part in one.parts if part.short_key]
    part = _part(kind, keys[-2]) if len(keys) > 1 else None
    return (part, keys[-1]) if part and not _part(kind, keys[-1]) and not _is_known(kind, keys[-1]) else None


def _shared_parts(kind: Kind, labels: Sequence[Label]) -> set[tuple[str, str]]:
    """Return parts and unknown things below them, where one part has several things or one thing several parts."""
    pairs = {found for one in labels if (found := _below_part(kind, one))}
    parts, things = Counter(part for part, _ in pairs), Counter(thing for _, thing in pairs)
    return {(part, thing) for part, thing in pairs if parts[part] > 1 or things[thing] > 1}


def _part(kind: Kind, key: str) -> str | None:
    field = kind.aliases.get(key)
    return field if kind.wide and field in kind.wide.parts else None


def _is_known(kind: Kind, key: str) -> bool:
    return kind.wide is not None and kind.aliases.get(key, "").startswith(f"{kind.wide.cell}:")


def _may_be_thing(key: str) -> bool:
    return not PLACEHOLDER.search(key) and key not in words("not_things") and not key.endswith(words("total"))


def _named(kind: Kind, key: str) -> str:
    known = kind.aliases.get(key, "")
    cell = kind.wide.cell if kind.wide else ""
    return known if known.startswith(f"{cell}:") else f"{cell}:{key}"
