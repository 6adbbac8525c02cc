"""What the browser can do and how large it is: asked once by an unseen component, remembered for the session.

Streamlit does not say how large the window is, and the map needs pixels; a browser without WebGL gets the flat map.
"""

from dataclasses import dataclass

import streamlit as st

KEPT = "guatu_screen"

# says something only where it differs from what the page assumed, so that the usual tablet is drawn once
_PROBE = st.components.v2.component(
    "guatu_screen_probe",
    html="<span></span>",
    js="""
export default function ({ data, setTriggerValue }) {
  const canvas = document.createElement('canvas')
  const webgl = Boolean(canvas.getContext('webgl2'))
  const wide = window.innerWidth >= 1500 ? 'large' : window.innerWidth >= 1000 ? 'tablet' : 'upright'
  const found = { shape: wide, webgl }
  if (found.shape !== data.shape || found.webgl !== data.webgl) setTriggerValue('found', found)
}
""",
)


@dataclass(frozen=True)
class Screen:
    """``shape``: tablet (landscape), upright (portrait) or large; and whether there is WebGL."""

    shape: str = "tablet"
    webgl: bool = True


def screen() -> Screen:
    """Return what is known of the browser; ``?webgl=0`` asks for the flat map whatever it can do."""
    kept: Screen = st.session_state.get(KEPT, Screen())
    return Screen(kept.shape, kept.webgl and st.query_params.get("webgl") != "0")


def probe() -> None:
    """Ask the browser; where the answer differs from what was assumed, the page is drawn again."""
    kept: Screen = st.session_state.get(KEPT, Screen())
    _PROBE(
        key="guatu_probe",
        height=1,
        data={"shape": kept.shape, "webgl": kept.webgl},
        on_found_change=_remember,
    )


def _remember() -> None:
    found = st.session_state["guatu_probe"]["found"]
    if found and found.get("shape") in ("tablet", "upright", "large"):
        st.session_state[KEPT] = Screen(found["shape"], bool(found.get("webgl")))
