"""The map as it fits this screen: with WebGL, else flat; touching a town or a project chooses it."""

import pandas as pd
import streamlit as st

from pages.components.map import map_choice, map_deck, map_flat
from pages.components.map.map_geography import Geography
from pages.components.map.map_scene import scene
from pages.components.screen import Screen
from pages.components.theme import PLOTLY

SIZES = {"tablet": (554, 520), "upright": (770, 560), "large": (684, 720)}  # width, height of the picture in pixels
ALT = "项目地图（示意）：镇街按亮灯着色，项目按亮灯成形，大小为年度计划；右侧列表是同样的内容"


def draw(
    geo: Geography,
    towns: pd.DataFrame,
    points: pd.DataFrame,
    screen: Screen,
    town: str | None,
    project: str | None,
    judged_by: str,
) -> None:
    """Draw the projects that have a place; a touch writes the choice into the URL."""
    width, height = SIZES[screen.shape]
    drawn = scene(geo, towns, points, width=width, height=height, town=town, project=project, judged_by=judged_by)
    if screen.webgl:
        st.pydeck_chart(
            map_deck.deck(drawn),
            width="stretch",
            height=height,
            key="deck_map",
            on_select=lambda: map_choice.read_deck("deck_map"),
            selection_mode="single-object",
            alt=ALT,
        )
        return
    st.plotly_chart(
        map_flat.figure(drawn),
        width="stretch",
        height=height,
        theme=None,
        config=PLOTLY,
        key="flat_map",
        on_select=lambda: map_choice.read_flat("flat_map"),
        selection_mode="points",
        alt=ALT,
    )
