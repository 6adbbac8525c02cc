"""What a report is about and whom it asks: district, month, state of knowledge, role, and the way to the metrics."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from data import access
from data.loaded import until_words
from data.profile import Profile
from data.quarter_sources import quarter_title
from data.quarters import quarter_before

Ask = Callable[..., pd.DataFrame]  # (metric, **options) → the metric's frame
_LOOSE = re.compile(r"(?<=[0-9%])\u0020(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\u0020(?=[−+0-9])")


@dataclass(frozen=True)
class Question:
    """The settled question. ``ask`` gives a metric's answer for it; options (``as_of``, ``by``) go before its own."""

    profile: Profile
    as_of: date
    known_on: date | None
    roles: frozenset[str]  # of whoever will read it
    version: str
    ask_metric: Ask
    sources: Mapping[str, date] = field(default_factory=dict)  # 数据截至 per kind of sheet
    months: tuple[date, ...] = ()  # with a loaded dispatch
    is_demo: bool = False
    _answers: dict[tuple[object, ...], pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        access.require("make_report", self.roles)

    def ask(self, metric: Callable[..., pd.DataFrame], **options: Any) -> pd.DataFrame:  # noqa: ANN401
        """Ask a metric, each question once; without ``as_of`` it is the report's month."""
        given = {"as_of": self.as_of, "known_on": self.known_on} | options
        key = (metric, *sorted(given.items()))
        if key not in self._answers:
            self._answers[key] = self.ask_metric(metric, **given)
        return self._answers[key]

    def require(self, act: str) -> None:
        """Raise ``NotAllowed`` unless the reader may do this, one of ``access.ACTS``."""
        access.require(act, self.roles)

    @property
    def sees_projects_booked(self) -> bool:
        """Tell whether booked amounts of single projects, and of few of them, may be shown."""
        return access.may("see_booked_projects", self.roles)

    @property
    def quarter(self) -> str:
        """The quarter of the month: 2026年第三季度; one that is not over, or lacks a source, says so."""
        until = f"（截至{self.as_of.month}月）" if self.as_of.month % 3 else ""
        return f"{quarter_title(self.as_of, self.sources)}{until}"

    @property
    def unranked(self) -> frozenset[str]:
        """The units that are never ranked."""
        return frozenset(unit.name for unit in self.profile.units if not unit.is_ranked)

    @property
    def quarter_before(self) -> date | None:
        """The last month of the quarter before, where it lies in the same year and its dispatch is loaded."""
        before = quarter_before(self.as_of)
        return before if before.year == self.as_of.year and before in self.months else None

    def until(self, *kinds: str) -> str:
        """数据截至 of these kinds of sheet, as every page words it."""
        return until_words(kinds, self.sources, self.as_of, self.known_on)

    def at(self, as_of: date) -> "Question":
        """The same question of another month."""
        return replace(self, as_of=as_of)


def tight(text: str) -> str:
    """Write a sentence as a bulletin does: no blanks between figures and Chinese."""
    return _LOOSE.sub("", text)
