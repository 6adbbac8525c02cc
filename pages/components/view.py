"""What a page shows: whose figures, until when, as known when, grouped how, from which version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from data.profile import Profile

Row: TypeAlias = Any  # one row of a frame, by itertuples or as a Series: its columns are the metric's


@dataclass(frozen=True)
class View:
    """The settled context of a page; metrics are asked with it, links carry it, source lines name it."""

    profile: Profile
    as_of: date
    known_on: date | None  # None: all that is loaded
    by: str | None
    version: str
    sources: Mapping[str, date] = field(default_factory=dict)  # 数据截至 per kind of sheet
    months: tuple[date, ...] = ()  # with a loaded dispatch, newest first
    is_demo: bool = False
    kept_by: str = ""  # the grouping of other pages, where this one has none
    role: str = ""  # looked on as this role; "": as all that are granted

    @property
    def district(self) -> str:
        """The district's id."""
        return self.profile.id

    @property
    def params(self) -> dict[str, str]:
        """The context as raw query parameters, for links to another page."""
        raw = {"district": self.district, "as_of": f"{self.as_of:%Y-%m}"}
        raw |= {"known_on": self.known_on.isoformat()} if self.known_on else {}
        by = self.by or self.kept_by
        return raw | ({"by": by} if by else {}) | ({"role": self.role} if self.role else {})

    def until(self, kind: str) -> date:
        """Until when a kind of sheet speaks in this view: its last month, never after the view's."""
        return min(self.as_of, self.sources[kind])
