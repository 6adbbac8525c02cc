"""What a page asks a report: its view, and for whom the report is."""

from collections.abc import Collection

from pages.components.fetch import fetch
from pages.components.view import View
from reports.question import Question


def of_view(view: View, roles: Collection[str]) -> Question:
    """Return the question of this view for readers with these roles.

    Raises:
        data.access.NotAllowed: they may read no report.
    """
    return Question(
        profile=view.profile,
        as_of=view.as_of,
        known_on=view.known_on,
        roles=frozenset(roles),
        version=view.version,
        ask_metric=lambda metric, **options: fetch(metric, view, **options),
        sources=view.sources,
        months=view.months,
        is_demo=view.is_demo,
    )
