"""Decisions on how sheets are read and what they say."""

from typing import Any, Literal

from data.decision_kinds.decision import Decision, named
from data.roles import OFFICER, STATISTICIAN


class HeaderMapping(Decision):
    """How a layout's columns are read (表头对照): the keys of a layout file."""

    KIND = "mapping"
    WRITTEN_BY = STATISTICIAN
    fingerprint: str = named()
    status: Literal["kept", "undone"]
    name: str | None = None
    kind: str | None = None
    match: dict[str, Any] = {}
    columns: list[dict[str, Any]] = []
    unit: str | None = None

    def _subject(self) -> str:
        return f"mapping:{self.fingerprint}"


class ConfirmedReading(Decision):
    """A reading of a sheet that nothing proves, confirmed, not loaded, or settled of one file (待确认)."""

    KIND = "reading"
    WRITTEN_BY = STATISTICIAN
    status: Literal["confirmed", "dropped", "settled"]
    kind: str | None = None
    columns: list[list[str | None]] = []
    sheet: str | None = None
    file: str | None = None
    sha256: str | None = None
    contradicts: list[str] = []  # what of the file earlier months contradict


class CellDecision(Decision):
    """A decision on one cell of a sheet."""

    sha256: str
    sheet: str
    row: int
    kind: str
    field: str
    month: str | None = None  # of a column by month
    step: str | None = None  # of a column by step (前期手续)
    expected: str | None = None  # what it says, as loaded; None: nothing, or nothing that could be read
    value: str = ""  # what it should say

    @property
    def payload(self) -> dict[str, Any]:
        """What the ledger keeps: every field, since an empty cell is a value, too."""
        return self.model_dump(mode="json")

    def _subject(self) -> str:
        return cell(self.sha256, self.sheet, self.row, self.field, self.month, self.step)


def cell(  # noqa: PLR0913
    sha256: str, sheet: str, row: int, field: str, month: str | None = None, step: str | None = None
) -> str:
    """Return the ledger's subject of a cell: what a proposal, its refusal and its correction are about."""
    within = [part for part in (month, step) if part]
    return "|".join([f"cell:{sha256[:16]}", sheet, str(row), field, *within])


class Correction(CellDecision):
    """A cell put right: which cell, the value it must still have, and the new one."""

    KIND = "correction"
    WRITTEN_BY = STATISTICIAN
    REMAKES = "everything"
    status: Literal["accepted", "undone"]


class CellProposal(CellDecision):
    """A unit's wish that a cell of its own projects be put right; the statistician decides."""

    KIND = "cell_proposal"
    WRITTEN_BY = OFFICER
    status: Literal["proposed", "undone"]
    unit: str
    project_id: str | None = None
    project_name: str | None = None
    header: str | None = None


class Refusal(Decision):
    """Nothing is to be changed of what was suspected."""

    KIND = "proposal_refused"
    WRITTEN_BY = STATISTICIAN
    status: Literal["refused", "undone"]
    notice: str
    value: str | None = None


class Withdrawal(Decision):
    """A row that a newer edition leaves out ends (撤回)."""

    KIND = "withdrawal"
    WRITTEN_BY = STATISTICIAN
    REMAKES = "everything"
    status: Literal["accepted", "undone"]
    kind: str
    id: str
    month: str

    def _subject(self) -> str:
        return f"withdrawal:{self.kind}|{self.id}|{self.month}"
