"""The kinds of decisions that people write into the ledger: what each says, what it is about, who may write it.

One model a kind. Its fields are the ledger's payload: flat, English keys, money as text of exact decimals, dates as ISO
text; a field that is not given is not kept. ``about`` is the subject of an earlier decision that this one follows.
"""

from data.decision_kinds.assessment import Exemption, Freeze, Measure, MeetingDecision, Promise, Score
from data.decision_kinds.decision import Decision
from data.decision_kinds.entry import Link, Readiness, Reason, SignOff
from data.decision_kinds.selection import DeclarationReview, DeclarationStep, DraftPlan
from data.decision_kinds.sheets import (
    CellProposal,
    ConfirmedReading,
    Correction,
    HeaderMapping,
    Refusal,
    Withdrawal,
    cell,
)
from data.decision_kinds.week import Issue, IssueAnswer, Milestone, MonthClose, ServiceRequest, TaskAnswer, WeekDecision

DECISIONS: dict[str, type[Decision]] = {
    model.KIND: model
    for model in (
        HeaderMapping,
        ConfirmedReading,
        Correction,
        CellProposal,
        Refusal,
        Withdrawal,
        Link,
        Reason,
        SignOff,
        Readiness,
        Score,
        Exemption,
        Measure,
        Freeze,
        Promise,
        MeetingDecision,
        MonthClose,
        Issue,
        IssueAnswer,
        Milestone,
        ServiceRequest,
        WeekDecision,
        TaskAnswer,
        DeclarationReview,
        DeclarationStep,
        DraftPlan,
    )
}
__all__ = [
    "CellProposal",
    "ConfirmedReading",
    "Correction",
    "DECISIONS",
    "Decision",
    "DeclarationReview",
    "DeclarationStep",
    "DraftPlan",
    "Exemption",
    "Freeze",
    "HeaderMapping",
    "Issue",
    "IssueAnswer",
    "Link",
    "Measure",
    "MeetingDecision",
    "Milestone",
    "MonthClose",
    "Promise",
    "Readiness",
    "Reason",
    "Refusal",
    "Score",
    "ServiceRequest",
    "SignOff",
    "TaskAnswer",
    "WeekDecision",
    "Withdrawal",
    "cell",
]
