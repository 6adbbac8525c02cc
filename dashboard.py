"""Entry: registers every page on every run, puts the look on, runs the page. No data access."""

import streamlit as st

from accounts.serving.app import parts as app_parts
from api.routes import routes as api_routes
from metrics.batches.batch_flows import batch_flow_projects
from metrics.completion.why_changed import why_changed_projects
from metrics.entry.entry_readiness import entry_materials
from metrics.projects.project_file import project_facts, projects_found
from metrics.provenance.entry_cells import entry_cells
from metrics.provenance.figure_cells import figure_cells
from metrics.provenance.figure_projects import figure_projects
from metrics.provenance.material_cells import material_cells
from metrics.provenance.source_cells import source_cells
from metrics.provenance.unit_cells import unit_cells
from metrics.ranking.carry_over import carry_over
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.ranking.unit_ranking import unit_ranking
from metrics.ranking.year_scores import year_score_cases, year_scores
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from pages.components import access, header, registry, states, theme, warm_up
from pages.components import not_found as lost_page
from pages.components.provenance import dialog

ANSWERS = (  # what “数据出处” asks, since components ask no metric by themselves
    figure_cells, figure_projects, source_cells, entry_cells, material_cells, entry_materials, unit_cells,
    unit_ranking, score_parts, score_cases, year_scores, year_score_cases, why_changed_projects, project_facts,
    batch_flow_projects, reconciliation, reconciliation_amounts, carry_over,
)  # fmt: skip


def main() -> None:
    """Draw the frame and the page that the visitor asked for."""
    st.set_page_config(page_title="挂图", page_icon="static/icon.png", layout="wide")
    known = registry.shown(is_served=access.is_served())
    groups = {group: [_registered(spec) for spec in specs] for group, specs in known.items()}
    if lost := lost_page.page({spec.url_path for specs in known.values() for spec in specs}):
        groups["总览"].append(lost)
    page = st.navigation(groups, position="hidden")
    theme.apply()
    try:
        name = next((spec.name for specs in known.values() for spec in specs if spec.url_path == page.url_path), "")
        header.land(name)
        header.draw(name, projects_found)
        page.run()
        dialog.answer(*ANSWERS)
    except Exception as error:  # whatever it is: the reader is told in words, the log has where
        states.failed(error)


def _registered(spec: registry.PageSpec) -> st.Page:
    return st.Page(
        spec.path,
        title=spec.title,
        url_path=spec.url_path,
        default=spec.name == "overview",
        visibility="hidden" if spec.is_hidden else "visible",
    )


if __name__ == "__main__":  # a visitor's run
    main()
else:  # the server's own import, before it opens the port
    warm_up.before_visitors()
    app = st.App(__file__, **app_parts(api_routes))
