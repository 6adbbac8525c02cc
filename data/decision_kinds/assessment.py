"""Decisions of the assessment and of the quarterly meeting."""

from datetime import date
from typing import Literal

from data.decision_kinds.decision import Decision, named
from data.roles import MEETING


class Score(Decision):
    """An item's rate, or points added or taken off, of a unit in a quarter."""

    KIND = "score"
    WRITTEN_BY = MEETING
    quarter: date
    responsible_unit: str
    item: str
    document_number: str | None = None
    score_rate: str | None = None
    points: str | None = None
    evidence: str | None = None
    status: Literal["undone"] | None = None

    def _subject(self) -> str:
        what = self.item if self.document_number is None else f"加减分|{self.document_number}"
        return f"score:{self.quarter}|{self.responsible_unit}|{what}"


class Exemption(Decision):
    """A unit's exemption by a document (容错免责)."""

    KIND = "exemption"
    WRITTEN_BY = MEETING
    responsible_unit: str
    document_number: str
    exempt_from: date | None = None
    exempt_to: date | None = None
    cause: str | None = None
    evidence: str | None = None
    status: Literal["undone"] | None = None

    def _subject(self) -> str:
        return f"exemption:{self.responsible_unit}|{self.document_number}"


class Measure(Decision):
    """A step of the ladder issued to a unit (温馨提示, 约谈 …)."""

    KIND = "measure"
    WRITTEN_BY = MEETING
    responsible_unit: str
    month: date
    measure: str
    status: Literal["undone"] | None = None

    def _subject(self) -> str:
        return f"measure:{self.month}|{self.responsible_unit}"


class Freeze(Decision):
    """A meeting's show frozen, or its lock lifted."""

    KIND = "freeze"
    WRITTEN_BY = MEETING
    district: str = named()
    what: str
    quarter: str
    hash: str
    as_of: str | None = None
    version: str | None = None
    frozen_on: date | None = None
    status: Literal["undone"] | None = None

    def _subject(self) -> str:
        return f"freeze:{self.what}:{self.district}:{self.quarter}"


class Promise(Decision):
    """What a unit promised in the meeting; later, what became of it."""

    KIND = "promise"
    WRITTEN_BY = MEETING
    note_id: str = named()  # the browser's
    quarter: str | None = None
    text: str | None = None
    responsible_unit: str | None = None
    due_on: date | None = None
    status: str | None = None
    note: str | None = None

    def _subject(self) -> str:
        return f"promise:{self.note_id}"


class MeetingDecision(Promise):
    """What the meeting decided; later, what became of it."""

    KIND = "meeting_decision"
