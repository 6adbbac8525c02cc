"""Whose tasks are shown: an officer sees his unit's, the office chooses a unit."""

import pandas as pd
import streamlit as st

from data.access import is_in_scope
from pages.components import access, context, states

LAST = "guatu_tasks_unit"


def unit(projects: pd.DataFrame) -> str:
    """Return the unit whose tasks are shown; stops the page in words where there is none.

    Args:
        projects: ``projects_found``: those of the district.
    """
    if own := access.unit():
        return own
    names = list(projects.responsible_unit.dropna().value_counts().index)
    names = [name for name in names if name != "—"]
    if not names:
        states.nothing("没有写明责任单位的项目", "年度计划或调度表里有“责任单位”一列，载入以后这里按单位列出。")
    last = st.session_state.get(LAST)
    if last in names:  # a task that was opened is of the same unit
        names.remove(last)
        names.insert(0, last)
    chosen = context.choose(
        "unit", {name: name for name in names}, label="单位", control=st.selectbox, placeholder="选单位"
    )
    st.session_state[LAST] = chosen
    return chosen


def own(projects: pd.DataFrame, of: str) -> set[str]:
    """Return the ids of the projects that a unit answers for or serves."""
    mine = [
        is_in_scope({"officer"}, of, *both)
        for both in zip(projects.responsible_unit, projects.service_unit, strict=True)
    ]
    return set(projects[pd.Series(mine, index=projects.index, dtype=bool)].project_id)
