"""The head of every page: a tab a group that opens the group's first page, the group's pages beside it, the search."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.components import access, context, registry, search

ARRIVED = "guatu_arrived"
FIRST_PAGES = {  # role → the page that whoever has it alone lands on
    "leader": "leader_projects",
    "officer": "unit_tasks",
    "statistician": "reconciliation",
    "office": "weekly",
    "meeting": "meeting",
}


def draw(current: str, projects_found: Callable[..., pd.DataFrame]) -> None:
    """Draw the head; only pages that the reader may open stand in it.

    Args:
        current: module name of the page that is shown, "" for an address that no page has.
        projects_found: the metric that finds projects by name or code.
    """
    raw = context.read_address()
    access.look_as(raw.get("role", ""))
    kept = {name: raw[name] for name in context.NAMES if raw.get(name)}
    groups = open_groups()
    here = next((group for group, specs in groups.items() if current in [spec.name for spec in specs]), "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        with st.container(horizontal=True, gap=None, width="content", key="head-tabs"):
            for group, specs in groups.items():
                with st.container(width="content", key=f"head-tab{'-here' if group == here else ''}-{specs[0].name}"):
                    st.page_link(specs[0].path, label=group, query_params=kept)
        with st.container(horizontal=True, gap=None, key="head-pages"):
            for spec in groups.get(here, []):
                with st.container(
                    width="content", key=f"head-page{'-here' if spec.name == current else ''}-{spec.name}"
                ):
                    st.page_link(spec.path, label=spec.title, query_params=kept)
        if access.opens(("read",)):
            search.box(projects_found)


def land(current: str) -> None:
    """Lead whoever comes to the first page to theirs: without figures always, who has one role alone on arrival."""
    is_arrival = not st.session_state.get(ARRIVED) and not st.query_params
    st.session_state[ARRIVED] = True
    if is_arrival and current == "overview" and "各区" in open_groups():
        st.switch_page(registry.page("districts").path)
    if current != "overview" or not access.is_served():
        return
    if not access.opens(("read",)):
        own = [spec for specs in open_groups().values() for spec in specs]
        if own:
            st.switch_page(own[0].path)
    elif is_arrival and (page := _own_first_page()):
        st.switch_page(registry.page(page).path)


def _own_first_page() -> str:
    """Return the page that whoever has one role alone works on, "" for everybody else."""
    if len(access.roles()) != 1:
        return ""
    [role] = access.roles()
    is_known = {"leader": access.leader(), "officer": access.unit()}.get(role, True)  # by name, by unit
    return FIRST_PAGES.get(role, "") if is_known else ""


def open_groups() -> dict[str, list[registry.PageSpec]]:
    """Return the groups with the pages that the reader may open, without those that are reached from rows."""
    may = {
        group: [spec for spec in specs if not spec.is_hidden and access.opens(spec.acts)]
        for group, specs in registry.shown(is_served=access.is_served()).items()
    }
    return {group: specs for group, specs in may.items() if specs}
