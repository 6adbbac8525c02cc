"""What all kinds of sheets have in common: a select a kind (etl/sql/kinds), put together as a view or in a model."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from data.sheet_kinds import ALL, NOTHING, History, SheetKind

NAMELESS = f"cast({NOTHING} as varchar)"
FOLDER = Path(__file__).parents[1] / "sql" / "kinds"


def _elsewhere(kind: SheetKind) -> dict[str, str]:
    unit, total_wan = ("responsible_unit", "total_investment_wan") if kind.describes else (NOTHING, NOTHING)
    return {"slot": kind.slot or NOTHING, "unit": f"cast({unit} as varchar)", "total_wan": total_wan}


def _named(kind: SheetKind) -> dict[str, str]:
    return {"mentions": ", ".join(("project_name", *(kind.mentions or ())))}


def about(history: History) -> dict[str, str]:
    """Return, over a statement called said, what it is about: its id, month and step."""
    step = ", ".join(f"said.{column}" for column in history.step)
    return {
        "id": f"said.{history.id}",
        "month": f"said.{history.month}" if history.month else NOTHING,
        "step": f"concat_ws('|', {step})" if len(history.step) > 1 else step or NAMELESS,
    }


def _stated(kind: SheetKind) -> dict[str, str]:
    history = kind.history
    return {"kind": history.retold_as or kind.name, "statements": kind.statements or f"{{raw}}.{kind.name}"} | about(
        history
    )


def _record(kind: SheetKind) -> dict[str, str]:
    return {
        "id": f"{kind.universe}_id" if kind.universe else NAMELESS,
        "project_id": "project_id" if kind.universe == "project" else NAMELESS,
        "loaded_month": kind.loaded_month or NOTHING,
        "snapshot_on": "snapshot_on" if kind.name == "dispatch" else f"cast({NOTHING} as date)",
    }


def has_mart_table(kind: SheetKind) -> bool:
    """Tell whether the kind's history is a table of mart as it is: plan and dispatch are told in several steps."""
    return (FOLDER.parent / "mart" / f"{kind.history.table}.sql").exists()


def _history_key(kind: SheetKind) -> dict[str, str]:
    history = kind.history
    is_named = kind.universe == "project" and kind.is_project
    return {"table": history.table, "project_id": "said.project_id" if is_named else NAMELESS} | about(history)


Parts = tuple[Callable[[SheetKind], bool], Callable[[SheetKind], dict[str, str]]]
# name → the kinds that are in it, and what is put into the places of a kind's select
VIEWS: dict[str, Parts] = {
    "written": (lambda kind: kind.universe is not None, lambda _: {}),
    "elsewhere": (lambda kind: kind.slot is not None, _elsewhere),
    "history_key": (has_mart_table, _history_key),
    "record": (lambda _: True, _record),
}
PLACES: dict[str, Parts] = {  # {name} in a model
    "named": (lambda kind: kind.mentions is not None, _named),
    "stated": (lambda _: True, _stated),
}


@cache
def union(name: str, kinds: Iterable[SheetKind] = ALL) -> str:
    """Return the SQL of a view or place: its kinds' selects, one below the other."""
    is_in, places = (VIEWS | PLACES)[name]
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    selects = []
    for kind in (kind for kind in kinds if is_in(kind)):
        select = text
        for place, value in ({"kind": kind.name} | places(kind)).items():
            select = select.replace(f"{{{place}}}", value)
        selects.append(select)
    return "union all by name\n".join(selects)
