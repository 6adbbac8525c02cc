"""Rules of what comes before a project starts: declaring, selecting, the reserve's tiers."""

from typing import Literal

from pydantic import Field

from data.rules import Model, Rule

Tier = Literal["ready_1y", "prepare_3y", "idea_5y"]


class SelectionStep(Model):
    """One step on the way from declaration to plan, and who has it."""

    name: str
    who: str


class Declarations(Rule):
    """When next year's projects are declared (申报), and the steps that follow."""

    from_month: int = Field(7, ge=1, le=12)  # declared from this month on: for next year; earlier: for this year
    before_month: int | None = None  # declared in this month or later: 逾期申报; None: the text sets no limit
    steps: tuple[SelectionStep, ...] = ()


class ReserveTier(Model):
    """A tier of the reserve: how long a project may wait there, and what it must have to enter."""

    tier: Tier
    name: str
    within_years: int
    standards: tuple[str, ...]  # any one of them lets a project in
    approvals: tuple[str, ...] = ()  # approval steps that prove a standard
    signed_is_enough: bool = False  # a signed agreement (招商台账) proves a standard


class Reserve(Rule):
    """The reserve (储备库): its tiers, and whether a project must have stood in it to be planned."""

    is_required: bool = False  # 未入库的原则上不列入计划
    tiers: tuple[ReserveTier, ...] = ()
