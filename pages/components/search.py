"""The search in the head of every page: a project, a unit, a town or a page, by a part of its name or code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data import warehouse
from pages.components import access, context, fetch, registry
from pages.components.view import View

HERE = Path(__file__).parent
MOST = 8  # projects listed; as many units, towns and pages as fit the text
TEXT = "guatu_search"
_BOX = st.components.v2.component(
    "guatu_search",
    html=(HERE / "search.html").read_text(encoding="utf-8"),
    css=(HERE / "search.css").read_text(encoding="utf-8"),
    js="".join((HERE / name).read_text(encoding="utf-8") for name in ("dom.js", "search.js")),
)


@st.fragment
def box(projects_found: Callable[..., pd.DataFrame]) -> None:
    """Draw the field; what is typed is looked up here without drawing the page again.

    Args:
        projects_found: the metric that finds projects by name or code.
    """
    text = st.session_state.get(TEXT, "")
    rows = found(text, projects_found) if text else []
    _BOX(
        key="search_box",
        data={"text": text, "rows": [{name: row[name] for name in ("kind", "name", "note", "href")} for row in rows]},
        on_asked_change=_ask,
        on_opened_change=lambda: _open(rows),
    )


def found(text: str, projects_found: Callable[..., pd.DataFrame]) -> list[dict[str, Any]]:
    """Return what the text finds, pages first, then units, towns and projects: kind, name, note, page, params, href."""
    rows = [
        _row("页", spec.title, spec.question, spec.name, {})
        for specs in registry.GROUPS.values()
        for spec in specs
        if not spec.is_hidden and text in spec.title and access.opens(spec.acts)
    ]
    view = _view()
    if view is None:
        return [row | {"href": registry.page(row["page"]).url_path} for row in rows]
    for kind, by, names in (
        ("单位", "responsible_unit", [unit.name for unit in view.profile.units]),
        ("镇街", "town", [town.name for town in view.profile.towns]),
    ):
        rows += [
            _row(kind, name, "投资完成", "investment_completion", {"by": by, "group": name})
            for name in names
            if text.lower() in name.lower()
        ]
    projects = access.mine(fetch.fetch(projects_found, view, text=text))
    rows += [
        _row("项目", row.project_name, row.responsible_unit, "project", {"project": row.project_id})
        for row in projects.head(MOST).itertuples()
    ]
    return [row | {"href": context.link(view, row["page"], **row["params"])} for row in rows]


def _row(kind: str, name: str, note: object, page: str, params: dict[str, str]) -> dict[str, Any]:
    return {"kind": kind, "name": name, "note": note if isinstance(note, str) else "", "page": page, "params": params}


def _view() -> View | None:
    """The context that the address names; None where nothing is loaded."""
    try:
        if not warehouse.current_version():
            return None
    except warehouse.WarehouseBroken:
        return None
    raw = context.read_address()
    profile = context.find_district(raw)
    standing = fetch.stand(fetch.version(), profile)
    if not standing.months:
        return None
    months = standing.months
    as_of = next((month for month in months if f"{month:%Y-%m}" == raw.get("as_of")), standing.last_month or months[0])
    return View(profile, as_of, None, raw.get("by", ""), fetch.version(), role=access.chosen())


def _ask() -> None:
    st.session_state[TEXT] = str(st.session_state["search_box"].asked or "").strip()[:60]


def _open(rows: list[dict[str, Any]]) -> None:
    """Go to the row that was touched; the field is empty again."""
    row = rows[int(st.session_state["search_box"].opened)]
    st.session_state[TEXT] = ""
    view = _view()
    if view is None:
        st.switch_page(registry.page(row["page"]).path)
    else:
        context.go(view, row["page"], **row["params"])
