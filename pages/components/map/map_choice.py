"""What the reader has chosen on the map, all of it in the URL: ?town= or ?project=, ?batch= and ?light= (several)."""

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from pages.components.words import LIGHTS, NOT_DUE

_ORDER = ("behind", "slow", "normal", "ahead", "doubtful", "unreported")
LIGHT_WORDS = {name: str(LIGHTS[name]) for name in _ORDER} | {"none": str(NOT_DUE)}
LIGHT_WORDS |= {"not_counted": str(LIGHTS["not_counted"])}


def light_words(points: pd.DataFrame) -> dict[str, str]:
    """Return the states a project on the map can have; of 今年未报 and 此前月份未载入 a month has only one."""
    if not points.light.eq("unknown_before").any():
        return LIGHT_WORDS
    renamed = {"unreported": "unknown_before"}
    return {
        renamed.get(name, name): str(LIGHTS[renamed[name]]) if name in renamed else said
        for name, said in LIGHT_WORDS.items()
    }


def chosen(
    points: pd.DataFrame, towns: pd.DataFrame, names: Iterable[str], judged_by: str
) -> tuple[str | None, str | None]:
    """Return (town, project) of the URL, as far as they exist; without either the worst town by ``judged_by``."""
    project = st.query_params.get("project")
    if project in set(points.project_id):
        return None, project
    town = st.query_params.get("town")
    if town in set(towns.town):
        return town, None
    timed = towns[towns[judged_by].notna() & towns.town.isin(list(names))]
    return (timed.sort_values(judged_by).town.iloc[0] if len(timed) else towns.town.iloc[0]), None


def choose(kind: str, name: str) -> None:
    """Write a choice into the URL, in place of the one before."""
    other = {"town": "project", "project": "town"}[kind]
    if other in st.query_params:
        del st.query_params[other]
    st.query_params[kind] = name


def read_deck(key: str) -> None:
    """Take the object touched on the WebGL map; a second touch on it, which deselects, changes nothing."""
    objects = st.session_state[key]["selection"]["objects"]
    if objects.get("projects"):
        choose("project", objects["projects"][0]["id"])
    elif objects.get("towns"):
        choose("town", objects["towns"][0]["properties"]["town"])


def read_flat(key: str) -> None:
    """Take the point touched on the flat map."""
    points = st.session_state[key]["selection"]["points"]
    if points:
        kind, name = points[0]["customdata"]
        choose(kind, name)


def several(name: str, options: Mapping[str, str], label: str) -> list[str]:
    """Pills of which several may be chosen, kept in the URL under ``name``; none chosen means all."""
    key = f"map_{name}"
    st.session_state[key] = [value for value in st.query_params.get_all(name) if value in options]
    st.pills(
        label,
        list(options),
        format_func=options.__getitem__,
        selection_mode="multi",
        key=key,
        label_visibility="collapsed",
        on_change=lambda: _put_all(name, st.session_state[key]),
    )
    return list(st.session_state[key])


def _put_all(name: str, values: list[str]) -> None:
    if values:
        st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]


def filtered(points: pd.DataFrame, batches: list[str], lights: list[str]) -> pd.DataFrame:
    """The projects that pass both filters."""
    light = points.light.where(points.light.isin(list(LIGHTS)), "none").fillna("none")
    passes = light.isin(lights or list(light_words(points))) & points.batch.isin(batches or list(points.batch))
    return points[passes]
