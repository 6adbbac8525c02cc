"""How a column's cells are written on pages and in Excel: by the dictionary, else by the unit in its name."""

from data import dictionary, formats
from data.dictionary import Entry, Kind

ENDINGS: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("_wan",), "money"),
    (("_rate", "_share", "_progress"), "percent"),
    (("_pp",), "points"),
    (("_months", "_periods", "_days"), "months"),
    (("_month",), "month"),
    (("_date", "_on"), "date"),
    (("light",), "light"),
    (("projects", "due", "waiting", "overdue"), "count"),
)
NUMBERS = ("count", "months", "money", "percent", "points", "number", "score")


def entry(name: str, kind: Kind | None = None, label: str = "", unit: str | None = None) -> Entry:
    """Return how a column is called and written; what is given goes before the dictionary."""
    try:
        known = dictionary.lookup(name)
    except KeyError:
        guessed: Kind = next((kind for ends, kind in ENDINGS if name.endswith(ends)), "text")
        known = Entry(name=name, label=name, kind=guessed, unit=dictionary.UNITS.get(guessed, ""), meaning="")
    given = {"kind": kind, "label": label or None, "unit": unit}
    return known.model_copy(update={key: value for key, value in given.items() if value is not None})


def text(value: object, known: Entry) -> str:
    """Write one cell; “—” where there is no value. A unit stands in the head, not in the cell."""
    written = dictionary.write(known, value)
    return written.removesuffix("%") if known.kind == "percent" and known.unit == "%" else written


def is_number(known: Entry) -> bool:
    """Tell whether the column stands to the right."""
    return known.kind in NUMBERS


def split_money(wan: float | None) -> tuple[str, str]:
    """An amount and its unit apart, for a card: 亿元 with two decimals from 1 亿 up, else 万元."""
    figure, _, unit = formats.money(wan).partition(" ")
    return figure, unit
