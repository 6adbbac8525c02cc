"""Decisions on entry and reconciliation."""

from datetime import date
from typing import Any, Literal

from data.decision_kinds.decision import Decision, named
from data.roles import STATISTICIAN


class Link(Decision):
    """A project and a statistics project are one, or are not; or how much of it belongs to the project."""

    KIND = "link"
    WRITTEN_BY = STATISTICIAN
    REMAKES = "links"
    project_id: str = named()
    statistics_id: str = named()
    status: Literal["confirmed", "rejected", "undone"]
    share: str | None = None

    def _subject(self) -> str:
        return f"link:{self.project_id}|{self.statistics_id}"


class Reason(Decision):
    """Why booked differs from reported: amounts by reason. It follows the projects it was made about."""

    KIND = "reason"
    WRITTEN_BY = STATISTICIAN
    group_id: str = named()
    as_of: date  # the compared month
    project_ids: str  # of the group now, comma-separated
    statistics_ids: str = ""
    parts: list[dict[str, Any]] = []  # reason, amount_wan, note and evidence each
    status: Literal["undone"] | None = None

    def _subject(self) -> str:
        return f"reason:{self.group_id}:{self.as_of:%Y-%m}"


class SignOff(Decision):
    """A month's reconciliation signed off (签认), with the list as it stood."""

    KIND = "sign_off"
    WRITTEN_BY = STATISTICIAN
    district: str = named()
    status: Literal["undone"] | None = None
    as_of: date | None = None
    groups: dict[str, dict[str, str]] = {}
    hash: str | None = None
    version: str | None = None

    def _subject(self) -> str:
        return f"sign_off:{self.district}:{self.as_of:%Y-%m}"


class Readiness(Decision):
    """A material for entering the library, as a person registers it."""

    KIND = "readiness"
    WRITTEN_BY = STATISTICIAN
    project_id: str = named()
    material: str = named()
    status: str
    document_number: str | None = None
    dated: str | None = None
    evidence: str | None = None

    def _subject(self) -> str:
        return f"readiness:{self.project_id}:{self.material}"
