"""The look in one place: colours, the plotly template, and the CSS that .streamlit/config.toml cannot say."""

from pathlib import Path

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

INK, MUTED, FAINT, LINE, HAIR = "#18222d", "#5a6673", "#9aa5b1", "#cfd6de", "#e6eaef"
BLUE, STEEL, AMBER, LATE = "#0b5cad", "#ccd5de", "#9c5f00", "#a8420f"
AMBER_FILL = "#e8b04b"  # an amber light enough to carry ink
WASH = "rgba(11,92,173,0.12)"  # between two lines of which one is done
FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
CSS = (Path(__file__).parent / "theme.css").read_text(encoding="utf-8")
# one finger scrolls the page: a figure must not catch it, and nothing depends on a tool bar or on hovering
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False, "locale": "zh-CN"}

pio.templates["guatu"] = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [BLUE, INK, MUTED, LATE],
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"color": MUTED}, "ticks": ""},
        "yaxis": {"gridcolor": HAIR, "zeroline": False, "fixedrange": True, "tickfont": {"color": MUTED}, "ticks": ""},
        "showlegend": False,
        "dragmode": False,
        "barmode": "overlay",
        "annotationdefaults": {"showarrow": False},
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": HAIR, "font": {"family": FONT, "size": 13, "color": INK}},
    }
)


def apply() -> None:
    """Put the look on the page."""
    colours = {
        "ink": INK,
        "muted": MUTED,
        "faint": FAINT,
        "line": LINE,
        "hair": HAIR,
        "blue": BLUE,
        "late": LATE,
        "amber": AMBER,
    }
    variables = " ".join(f"--gt-{name}: {value};" for name, value in colours.items())
    st.html(f"<style>:root {{ {variables} }}\n{CSS}</style>")


def figure(fig: go.Figure, *, height: int, alt: str, key: str | None = None) -> None:
    """Draw a plotly figure in the house's look. ``alt`` says in a sentence what a reader of the picture would see."""
    fig.update_layout(template="guatu", height=height)
    st.plotly_chart(fig, theme=None, height=height, config=PLOTLY, alt=alt, key=key)


def clickable(fig: go.Figure, *, height: int, alt: str, key: str) -> list[dict]:
    """Draw a figure whose bars or points can be chosen, and return the chosen ones; heatmap cells cannot be."""
    fig.update_layout(template="guatu", height=height, clickmode="event+select")
    state = st.plotly_chart(
        fig, theme=None, height=height, config=PLOTLY, alt=alt, key=key, on_select="rerun", selection_mode="points"
    )
    return list(state["selection"]["points"])
