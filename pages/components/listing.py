"""Our own lists and boards as Streamlit components: a table role, a style sheet, and a script after the shared one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


def listing(name: str) -> Callable[..., Any]:
    """Return the component of ``<name>.css`` and ``<name>.js``, with the words of ``dom.js`` before its own."""
    css, shared, own = ((HERE / file).read_text(encoding="utf-8") for file in (f"{name}.css", "dom.js", f"{name}.js"))
    return st.components.v2.component(
        f"guatu_{name}", html=f'<div id="{name}" role="table"></div>\n<!-- {name} -->\n', css=css, js=shared + own
    )
