"""版本: what did each load change, and how does one go back?"""

from datetime import date

import streamlit as st

from data.warehouse import store_folder
from data.wording.entry_wording import corrected_starts
from etl.versions import publish
from metrics.entry.start_corrections import start_corrections
from metrics.versions.load_changes import load_months, load_rows
from metrics.versions.loads import loads
from pages.components import access, context, words
from pages.components.fetch import fetch
from pages.components.versions import rollback, version_figures, version_lists, version_words


def asked_day(days: list[date]) -> date | None:
    """The day of receipt in the URL, else the newest that changed something."""
    said = st.query_params.get("day", "")
    return next((day for day in days if day.isoformat() == said), None)


def go_back(version: str, reason: str, who: str) -> str:
    """Roll back; return what went wrong in words, "" where it worked."""
    try:
        access.require("load")
        publish.roll_back(None, version, reason, who=who)
    except (*publish.NOT_PUBLISHED, publish.UnknownVersion) as error:
        return str(error)
    return ""


view = context.bar("versions")
with_booked = access.may("see_booked_projects")
received = fetch(loads, view)
day = asked_day([one.date() for one in received.received_on])
months = fetch(load_months, view, received_on=day)
rows = fetch(load_rows, view, received_on=day)
if not with_booked:
    months, rows = months[months.measure != "booked"], rows[rows.measure != "booked"]
shown = day or version_words.newest(received)

words.headline(*version_words.headline(received, months, shown))
with st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell(), st.container(gap="xxsmall"):
        version_lists.days(received, view, shown)
    with grid.cell(), st.container(gap="xxsmall", key="main-picture"):
        version_figures.before_and_after(months)
corrected = access.mine(fetch(start_corrections, view))
words.footer(view, *view.sources, note=corrected_starts(corrected[corrected.received_on.dt.date == shown]))
version_lists.rows(rows, view, shown)

store = store_folder()
rollback.show(
    publish.versions(store),
    publish.received(store),
    publish.set_aside(store),
    on_go=go_back if access.may("load") else None,
)
