"""Our own lists and boards as Streamlit components: a table role, a style sheet, and a script after the shared one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


def listing(name: str, folder: Path = HERE) -> Callable[..., Any]:
    """Return the component of ``<name>.css`` and ``<name>.js`` in ``folder``, with ``dom.js`` before its own script."""
    files = (folder / f"{name}.css", HERE / "dom.js", folder / f"{name}.js")
    css, shared, own = (file.read_text(encoding="utf-8") for file in files)
    return st.components.v2.component(
        f"guatu_{name}", html=f'<div id="{name}" role="table"></div>\n<!-- {name} -->\n', css=css, js=shared + own
    )
