"""Decisions before a project starts: the way of a declaration, and next year's draft plan."""

from datetime import date
from typing import Literal

from data.decision_kinds.decision import Decision
from data.roles import DESK


class DeclarationReview(Decision):
    """What the review (初审) found of a declared project: its threshold and its bars, on evidence."""

    KIND = "declaration_review"
    WRITTEN_BY = DESK
    on: date
    project_id: str
    year: int
    size_class: Literal["infrastructure", "exempt", "other"] | None = None
    bars: str | None = None  # 不得列入情形, parted by ；; 无: none of them
    evidence: str

    def _subject(self) -> str:
        return f"declaration_review:{self.year}|{self.project_id}"


class DeclarationStep(Decision):
    """A step of a declaration on its way into the plan: handed to whom, done when; null: not done after all."""

    KIND = "declaration_step"
    WRITTEN_BY = DESK
    on: date
    project_id: str
    year: int
    step: str
    done_on: date | None = None
    responsible_unit: str | None = None
    evidence: str | None = None

    def _subject(self) -> str:
        return f"declaration_step:{self.year}|{self.project_id}|{self.step}"


class DraftPlan(Decision):
    """A project put into next year's draft plan or taken out, its amount or batch; only what is given changes."""

    KIND = "draft_plan"
    WRITTEN_BY = DESK
    on: date
    project_id: str
    year: int
    is_in: bool | None = None
    annual_plan_wan: str | None = None
    batch: str | None = None

    def _subject(self) -> str:
        return f"draft_plan:{self.year}|{self.project_id}"
