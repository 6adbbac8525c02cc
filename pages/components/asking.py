"""“数据出处”: while the reader asks, figures are buttons; which figure was asked about stands in the URL.

``?cells=pick`` asks; ``?cells=<field>`` with ``cells_by``, ``_id``, ``_month`` and ``_of`` names the figure.
An answer can be asked on (a count's projects, a project's dates): the questions before it are kept to go back to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from data import dictionary, formats
from data.dictionary import Entry
from pages.components import states

PICK = "pick"
NAMES = ("cells", "cells_by", "cells_id", "cells_month", "cells_of")
LINKED = "group_id"  # a group of projects that share statistics projects
# whose figures can be asked about: of one project, one group of linked ones, one value of a grouping
WHOSE = (
    "project", LINKED, "responsible_unit", "unit_kind", "batch", "town", "special_area", "industry", "project_level",
    "funding", "contact_leader", "start_year", "cohort_month", "step", "flow",
    "reason", "indicator", "",
)  # fmt: skip
WHOLE = ("reconciliation", "year_summary")  # metrics all of whose figures lead on
VIEW = "guatu_view"  # of the page that is shown
_BEFORE = "guatu_asked_before"  # questions that led to the one that is answered


@dataclass(frozen=True)
class Asked:
    """One figure: a column, of whom (a project, a group, "" for the district), of which month if not the view's."""

    field: str
    by: str = ""
    who: str = ""
    month: date | None = None
    of: str = ""  # the metric that shows it, where several have a figure of this name


def is_on() -> bool:
    """Tell whether figures are to be asked about on this page."""
    return bool(st.query_params.get("cells"))


def switch() -> None:
    """Draw the switch that turns figures into buttons; it stands in the context bar of every page."""
    st.button(
        "结束查询" if is_on() else "出处",
        type="primary" if is_on() else "secondary",
        key="context_cells",
        on_click=toggle,
        help="点开以后，点任一个数字，看它出自哪些文件和单元格",
    )


def hint() -> None:
    """Say what to do while figures are buttons."""
    if is_on():
        states.note("点带虚线的数字，列出它的文件、表、行、列和原文。")


def button(field: str, by: str = "", who: str = "", label: str = "出处", of: str = "") -> None:
    """Draw a button that asks about one figure, while the reader asks; for figures that are not in a list."""
    if is_on():
        key = f"cells_of_{'_'.join(part for part in (of, who, field) if part)}" if of else f"cells_of_{field}"
        st.button(label, key=key, type="tertiary", on_click=ask, args=(field, by, who, "", of))


def figures(row: Any, fields: Sequence[str], *, of: str = "", by: str = "", who: str = "") -> None:  # noqa: ANN401
    """Draw the figures of a picture or a sentence as buttons, while the reader asks; those without one, or zero, not.

    Args:
        row: holds the figures by their columns' names.
        fields: the columns, in order; those that nobody can ask about are left out.
        of: the metric that the row is of.
        by: whose figures they are: a grouping, "" for the district.
        who: the value of ``by``.
    """
    if not is_on():
        return
    asked = [(field, entry(field)) for field in fields if can_be_asked(field, by, of)]
    with st.container(horizontal=True, gap="small", key=f"asked-figures-{of}-{who}"):
        for field, known in asked:
            if known and not formats.is_missing(row[field]) and row[field] != 0:
                button(field, by, who, f"{known.label} {_with_unit(known, row[field])}", of or "page")


def _with_unit(known: Entry, value: float) -> str:
    if known.kind == "money":
        return formats.money(value)
    unit = "" if known.kind == "percent" else f" {known.unit}"
    return f"{dictionary.write(known, value)}{unit}".rstrip()


def toggle() -> None:
    """Begin or end asking."""
    _write({} if is_on() else {"cells": PICK})


def ask(field: str, by: str = "", who: str = "", month: str = "", of: str = "") -> None:
    """Ask about one figure; call it from a callback. A question that is being answered can be gone back to."""
    before = {name: st.query_params.get(name, "") for name in NAMES} if question() else None
    st.session_state[_BEFORE] = [*st.session_state.get(_BEFORE, []), before] if before else []
    _write({"cells": field, "cells_by": by, "cells_id": who, "cells_month": month, "cells_of": of})


def has_before() -> bool:
    """Tell whether another question led to this one."""
    return bool(st.session_state.get(_BEFORE)) and question() is not None


def back() -> None:
    """Return to the question before."""
    *earlier, before = st.session_state[_BEFORE]
    st.session_state[_BEFORE] = earlier
    _write(before)


def close() -> None:
    """Let go of the figure; the next one can be touched."""
    st.session_state[_BEFORE] = []
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
    of = "" if said["cells_of"] == "page" else said["cells_of"]
    return Asked(said["cells"], said["cells_by"], said["cells_id"], month, of)


def entry(field: str) -> Entry | None:
    """The dictionary's entry of a column, None where it has none."""
    try:
        return dictionary.lookup(field)
    except KeyError:
        return None


def can_be_asked(field: str, by: str, of: str = "") -> bool:
    """Of a project any figure or date can be asked about; of others what is known to be made of cells or projects."""
    known = entry(field)
    if known is None or by not in WHOSE:
        return False
    if by == "project":
        return known.kind not in ("text", "flag", "light") or bool(known.read_from)
    if by == "responsible_unit" and (known.said_in or known.compares):
        return True
    if of in WHOLE:
        return known.kind not in ("text", "flag", "light")
    return bool(of and known.who_counts) or any(figure.endswith("_wan") for figure in known.made_of)


def _write(said: dict[str, str]) -> None:
    for name in NAMES:
        if said.get(name):
            st.query_params[name] = said[name]
        elif name in st.query_params:
            del st.query_params[name]
