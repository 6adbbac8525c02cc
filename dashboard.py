"""Entry: registers every page on every run, puts the look on, runs the page. No data access."""

import streamlit as st

from metrics.figure_cells import figure_cells
from metrics.provenance import source_cells, unit_cells
from pages.components import lost as lost_page
from pages.components import provenance, registry, states, theme, warm_up


def main() -> None:
    """Draw the frame and the page that the visitor asked for."""
    st.set_page_config(page_title="挂图", page_icon="static/icon.png", layout="wide")
    st.logo("static/logo.svg", size="medium")
    groups = {group: [_registered(spec) for spec in specs] for group, specs in registry.GROUPS.items()}
    if lost := lost_page.page({spec.url_path for specs in registry.GROUPS.values() for spec in specs}):
        groups["总览"].append(lost)
    page = st.navigation(groups, position="top")
    theme.apply(next((place for place, pages in enumerate(groups.values()) if page in pages), 0))
    try:
        page.run()
        provenance.answer(figure_cells, source_cells, unit_cells)
    except Exception as error:  # whatever it is: the reader is told in words, the log has where
        states.failed(error)


def _registered(spec: registry.PageSpec) -> st.Page:
    return st.Page(
        spec.path,
        title=spec.title,
        url_path=spec.url_path,
        default=spec.name == "overview",
        visibility="hidden" if spec.is_hidden else "visible",
        help=spec.question,
    )


if __name__ == "__main__":  # a visitor's run
    main()
else:  # the server's own import, before it opens the port
    warm_up.before_visitors()
    app = st.App(__file__)
