"""What is true of a district: its projects, the plans and their changes, what was reported.

All sheets are written from the story, and the planted figures are computed from it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from data.profile import Profile
from etl.demo.months import month
from etl.demo.projects import Project
from etl.demo.words import Setting


@dataclass
class PlanLine:
    """One project in one version of a year's plan."""

    project: Project
    batch: str
    yardstick: str
    annual_plan: int
    monthly: list[int] | None  # 倒排计划, cumulative
    planned_start: date
    planned_finish: date
    adjustment: str | None = None
    previous: int | None = None  # plan before the adjustment
    previous_batch: str | None = None


@dataclass
class Change:
    """One adjustment of the year's plan."""

    effective: date
    received: date
    lines: list[PlanLine]


@dataclass
class LibraryProject:
    """One project of the statistics library (统计入库), key project or not, and what is booked for it."""

    number: int
    project: Project | None  # the key project it truly is (a part of)
    name: str
    code: str | None
    address: str
    industry_code: str
    method: str
    nature: str
    total: Decimal
    start: date | None
    entry: date | None  # 入库: stands in the returns from this month
    figures: date | None = None  # 入统: the first month with figures
    part: float = 1.0  # of the key project's investment, in a bundle
    leaves: date | None = None  # first month in which it stands no longer
    finish: date | None = None
    booked: dict[date, Decimal] = field(default_factory=dict)  # 本年完成投资 where it stands in the return
    opening: dict[int, Decimal] = field(default_factory=dict)  # year → booked by the end of the year before
    declared: date | None = None  # the ledger's months; all None where the ledger does not have it
    ledger_entry: date | None = None
    ledger_figures: date | None = None
    return_reason: str | None = None

    @property
    def is_in_ledger(self) -> bool:
        """Tell whether the ledger holds a row of it."""
        return self.declared is not None


@dataclass
class Story:
    """Everything that happened in one district."""

    profile: Profile
    setting: Setting
    seed: int
    projects: list[Project]
    plans: dict[int, list[PlanLine]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    dropped: dict[int, int] = field(default_factory=dict)  # key → first year in whose plan it no longer stands
    opening: dict[tuple[int, int], Decimal] = field(default_factory=dict)  # (key, year) → 至上年底完成
    ytd: dict[tuple[int, date], Decimal | None] = field(default_factory=dict)  # no key: no row; None: empty amount
    library: list[LibraryProject] = field(default_factory=list)
    lost: set[tuple[int, date]] = field(default_factory=set)  # rows that cannot be read: the project is silent
    first_said: dict[tuple[int, date], Decimal] = field(
        default_factory=dict
    )  # what a first issue said, sent again later
    first_booked: dict[tuple[int, date], Decimal] = field(default_factory=dict)
    planted: dict[str, Any] = field(default_factory=dict)  # fault → what was planted
    said: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)  # (key, sheet) → cells said otherwise

    def lines_at(self, at: date) -> dict[int, PlanLine]:
        """Return the plan in force in a month, by project key; what was taken out is not in it."""
        lines = {line.project.key: line for line in self.plans[at.year]}
        for change in self.changes:
            if change.effective.year == at.year and change.effective <= at:
                lines |= {line.project.key: line for line in change.lines}
        return {key: line for key, line in lines.items() if line.adjustment != "调出"}

    def removed_at(self, at: date) -> dict[int, PlanLine]:
        """Return what the year's adjustments had taken out by a month."""
        return {
            line.project.key: line
            for change in self.changes
            if change.effective.year == at.year and change.effective <= at
            for line in change.lines
            if line.adjustment == "调出"
        }

    def first_month(self, key: int) -> date:
        """Return the first month any plan or dispatch speaks of a project."""
        planned = [date(year, 1, 1) for year, lines in self.plans.items() if any(ln.project.key == key for ln in lines)]
        taken_in = [change.effective for change in self.changes if any(ln.project.key == key for ln in change.lines)]
        return min(planned + taken_in + [at for (who, at) in self.ytd if who == key])

    def outside_at(self, at: date) -> list[Project]:
        """Return the projects that report without standing in any plan of the year."""
        return [p for p in self.projects if p.route == "outside" and p.start_month <= at]

    def carried(self, key: int, at: date) -> Decimal | None:
        """Return the last reported year to date of this year."""
        months = [month(at.year, n) for n in range(1, at.month + 1)]
        said = [self.ytd.get((key, each)) for each in months if (key, each) not in self.lost]
        spoken = [amount for amount in said if amount is not None]
        return spoken[-1] if spoken else None

    def amount(self, key: int, at: date) -> Decimal:
        """Return what a project reported in a month; nothing where it was silent."""
        return self.ytd.get((key, at)) or Decimal(0)

    def dispatch_keys(self, at: date) -> list[int]:
        """Return the projects that have a row in a month's dispatch."""
        return [project.key for project in self.projects if (project.key, at) in self.ytd]
