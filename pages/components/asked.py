"""“这是哪几个单元格”: while the reader asks, figures are buttons; which figure was asked about stands in the URL.

``?cells=pick`` asks; ``?cells=<field>`` with ``cells_by``, ``cells_id`` and ``cells_month`` names the figure.
"""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data import dictionary
from data.dictionary import Entry
from pages.components import states

PICK = "pick"
NAMES = ("cells", "cells_by", "cells_id", "cells_month")
LINKED = "group_id"  # a group of projects that share statistics projects
# whose figures can be asked about: of one project, one group of linked ones, one value of a grouping
WHOSE = (
    "project", LINKED, "responsible_unit", "unit_kind", "batch", "town", "special_area", "industry", "project_level",
    "funding", "contact_leader", "",
)  # fmt: skip
VIEW = "guatu_view"  # of the page that is shown


@dataclass(frozen=True)
class Asked:
    """One figure: a column, of whom (a project, a group, "" for the district), and of which month if not the view's."""

    field: str
    by: str = ""
    who: str = ""
    month: date | None = None


def is_on() -> bool:
    """Tell whether figures are to be asked about on this page."""
    return bool(st.query_params.get("cells"))


def switch() -> None:
    """Draw the switch that turns figures into buttons; it stands in the context bar of every page."""
    st.button(
        "看完了" if is_on() else "出处",
        type="primary" if is_on() else "secondary",
        key="context_cells",
        on_click=toggle,
        help="这是哪几个单元格：点开以后，点任一个数字",
    )


def hint() -> None:
    """Say what to do while figures are buttons."""
    if is_on():
        states.note("这是哪几个单元格？点带虚线的数字，列出它的文件、表、行、列和原文。")


def button(field: str, by: str = "", who: str = "", label: str = "哪几个单元格") -> None:
    """Draw a button that asks about one figure, while the reader asks; for figures that are not in a list."""
    if is_on():
        st.button(label, key=f"cells_of_{field}", type="tertiary", on_click=ask, args=(field, by, who))


def toggle() -> None:
    """Begin or end asking."""
    _write({} if is_on() else {"cells": PICK})


def ask(field: str, by: str = "", who: str = "", month: str = "") -> None:
    """Ask about one figure; call it from a callback."""
    _write({"cells": field, "cells_by": by, "cells_id": who, "cells_month": month})


def close() -> None:
    """Let go of the figure; the next one can be touched."""
    _write({"cells": PICK})


def question() -> Asked | None:
    """The figure asked about, None where there is none or the address makes no sense."""
    said = {name: st.query_params.get(name, "") for name in NAMES}
    if said["cells"] in ("", PICK) or entry(said["cells"]) is None:
        return None
    try:
        month = date.fromisoformat(said["cells_month"]) if said["cells_month"] else None
    except ValueError:
        return None
    return Asked(said["cells"], said["cells_by"], said["cells_id"], month)


def entry(field: str) -> Entry | None:
    """The dictionary's entry of a column, None where it has none."""
    try:
        return dictionary.lookup(field)
    except KeyError:
        return None


def can_be_asked(field: str, by: str) -> bool:
    """Of a project every figure and date can be asked about; of others only what is known to be made of cells."""
    known = entry(field)
    if known is None or by not in WHOSE:
        return False
    if by == "project":
        return known.kind not in ("text", "flag", "light")
    return bool(known.made_of) or (by == "responsible_unit" and bool(known.said_in))


def _write(said: dict[str, str]) -> None:
    for name in NAMES:
        if said.get(name):
            st.query_params[name] = said[name]
        elif name in st.query_params:
            del st.query_params[name]
