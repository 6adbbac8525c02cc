"""Decisions of the office's week."""

from datetime import date
from typing import Literal

from data.decision_kinds.decision import Decision, named
from data.roles import DESK, OFFICER


class MonthClose(Decision):
    """A month is over (定稿), or not after all."""

    KIND = "month_close"
    WRITTEN_BY = DESK
    month: date
    status: Literal["closed", "undone"]

    def _subject(self) -> str:
        return f"month_close:{self.month:%Y-%m}"


class Issue(Decision):
    """An issue raised, handed over, closed or taken up again; only the fields that are given change."""

    KIND = "issue"
    WRITTEN_BY = DESK
    act: str
    on: date
    issue_id: str
    project_id: str | None = None
    issue: str | None = None
    issue_kind: str | None = None
    issue_level: str | None = None
    responsible_unit: str | None = None
    person: str | None = None
    raised_on: date | None = None
    due_on: date | None = None
    closed_on: date | None = None
    evidence: str | None = None

    def _subject(self) -> str:
        return f"issue:{self.issue_id}"


class IssueAnswer(Decision):
    """The answer of the unit that an issue was handed to."""

    KIND = "issue_answer"
    WRITTEN_BY = DESK | OFFICER
    act: str
    on: date
    issue_id: str
    answer: str
    answered_on: date | None = None

    def _subject(self) -> str:
        return f"issue:{self.issue_id}"


class Milestone(Decision):
    """A milestone reached, or its date changed; only the fields that are given change."""

    KIND = "milestone"
    WRITTEN_BY = DESK
    act: str
    on: date
    project_id: str
    milestone: str
    due_on: date | None = None
    done_on: date | None = None
    evidence: str | None = None

    def _subject(self) -> str:
        return f"milestone:{self.project_id}|{self.milestone}"


class ServiceRequest(Decision):
    """A request for service (要素保障) as a form says it; only the fields that are given change."""

    KIND = "service_request"
    WRITTEN_BY = DESK
    on: date
    request_id: str
    project_id: str | None = None
    service_kind: str | None = None
    responsible_unit: str | None = None
    received_on: date | None = None
    limit_days: int | None = None
    paused_days: int | None = None
    done_on: date | None = None
    evidence: str | None = None
    handling: str | None = None
    eia_handling: str | None = None
    open_point: str | None = None
    consulted_on: date | None = None

    def _subject(self) -> str:
        return f"service_request:{self.request_id}"


class WeekDecision(Decision):
    """What a weekly meeting decided; later, what became of it."""

    KIND = "week_decision"
    WRITTEN_BY = DESK
    noted_at: str = named()
    on: date
    text: str | None = None
    responsible_unit: str | None = None
    person: str | None = None
    project_id: str | None = None
    due_on: date | None = None
    week: date | None = None
    status: str | None = None
    done_on: date | None = None

    def _subject(self) -> str:
        return f"week_decision:{self.noted_at}"


class TaskAnswer(Decision):
    """What a unit says of one of its tasks."""

    KIND = "task_answer"
    WRITTEN_BY = DESK | OFFICER
    task: str
    text: str
    unit: str
    part: str | None = None
    project_id: str | None = None

    def _subject(self) -> str:
        return f"task:{self.task}"
