"""The day that working lists are about: today, of a month gone by its last day, of demo data the last day received."""

from calendar import monthrange
from datetime import date

from data import clock
from pages.components import fetch
from pages.components.view import View


def on(view: View) -> date:
    """Return the day: what is dated later is not seen.

    The newest month, and one that is still open, is worked on until today. Looked at from another month, or with
    another day of knowledge, the lists stand as at that month's end.
    """
    last = view.as_of.replace(day=monthrange(view.as_of.year, view.as_of.month)[1])
    standing = fetch.stand(view.version, view.profile, view.known_on)
    newest = standing.last_month
    if view.known_on:
        return view.known_on
    if newest is None or view.as_of < newest:
        return last
    today = max(standing.received, default=clock.today()) if view.is_demo else clock.today()
    return max(last, today)
