"""What is suspected, and any cell of a sheet: a person's word on it."""

from functools import partial

import streamlit as st

from data.decision_kinds import Decision
from data.ledger import open_ledger
from data.warehouse import connect, store_folder
from etl import archive
from etl.corrections import correctable_cell as cells
from etl.corrections import corrections, proposals
from pages.components import context, decide, states
from pages.components.intake import intake_proposals
from pages.components.intake.intake_proposals import Proposal
from pages.components.view import View


@st.cache_data(max_entries=8, show_spinner="正在查找疑点…")
def _found(store: str, version: str, district: str, decisions: int) -> list[dict]:  # noqa: ARG001  (they are the key)
    """The district's proposals as of a version and a number of decisions."""
    return proposals.proposals(store, district)


def waiting(view: View) -> list[dict]:
    """Return the district's proposals, decided ones too."""
    with open_ledger(store_folder()) as ledger:
        return _found(str(store_folder()), view.version, view.district, ledger.count())


def proposing(view: View, found: list[dict]) -> None:
    """What is suspected, and a person's word on one of it."""
    wanted = st.query_params.get("proposal")
    one = next((one for one in found if intake_proposals.token(one) == wanted), None)
    if one:
        deciding(view, one)
    intake_proposals.show(found, proposals.STATES, view)


def deciding(view: View, one: Proposal) -> None:
    """A person's word on one proposal, or on a cell."""

    def decided(one: Proposal, decision: Decision, reason: str) -> None:
        then = partial(context.put, "proposal", "")
        decide.write(decision, view=view, after=one["entry_id"], reason=reason, then=then)

    def undo(one: Proposal, _: str, reason: str) -> None:
        with open_ledger(store_folder()) as ledger:
            decision = proposals.undo(one, ledger.entries(district=view.district))
        decided(one, decision, reason)

    def is_readable(value: str) -> bool:
        with connect(store_folder()).cursor() as con:
            return corrections.readable(con, one["sheet_kind"], one["field"], value)

    intake_proposals.card(
        one,
        proposals.STATES,
        is_readable=is_readable,
        accept=lambda one, value, reason: decided(one, proposals.acceptance(one, value), reason),
        refuse=lambda one, _, reason: decided(one, proposals.refusal(one), reason),
        undo=undo,
    )


def correcting(view: View, entry: archive.Entry, sheet: str) -> None:
    """Any cell of a sheet, put right by a person."""
    address = intake_proposals.ask_cell()
    if not address:
        return
    try:
        deciding(view, cells.find(store_folder(), entry.file_id, sheet, address))
    except cells.NoSuchCell as error:
        states.note(str(error))
