"""The board that stands on a project's site, as PDF."""

from functools import partial

from pages.components import access
from pages.components.reports import report_button, report_question
from pages.components.view import View
from reports.kinds.site_board import site_board


def show(view: View, project_id: str) -> None:
    """Draw the button, where the reader may take reports away."""
    if access.may("make_report"):
        question = report_question.of_view(view, access.roles())
        report_button.show("工地公示牌（PDF，A3）", partial(site_board, question, project_id), "pdf")
