"""What the rules of reasons (报统对账) go by: one group's facts in one month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from data.profile import Profile
from metrics.reconciliation.reconciliation_parts import ZERO

Facts = Mapping[str, Any]
Found = tuple[Decimal, str] | None  # the most that a rule could explain [万元], and the evidence


@dataclass(frozen=True)
class Case:
    """One group in one month, with what the rules go by."""

    facts: Facts
    month: date
    difference: Decimal
    reported_before: Decimal | None  # year to date of the month compared before, None in the year's first
    window_day: int | None  # the day on which a month's entry window closes
    minimum_total: Decimal  # 万元; what is smaller is out of scope
    region: str  # the district's own 行政区划代码
    progress_share: Decimal  # physical progress and share of the total further apart than this do not match

    @property
    def reported(self) -> Decimal:
        """Reported year to date, 0 where nothing was."""
        return self.facts["reported_ytd_wan"] or ZERO

    @property
    def booked(self) -> Decimal:
        """Booked year to date, 0 where nothing was."""
        return self.facts["booked_ytd_wan"] or ZERO

    @property
    def is_outside(self) -> bool:
        """More is reported than booked, and none of it stands in the month's return."""
        return self.difference > 0 and self.facts["returned_projects"] == 0

    @property
    def is_inside(self) -> bool:
        """More is reported than booked, and it stands in the month's return."""
        return self.difference > 0 and self.facts["returned_projects"] > 0

    @property
    def booked_share(self) -> Decimal:
        """Booked since the start as a share of the statistics' total, 0 where nothing is booked."""
        cumulative, total = self.facts["cumulative_booked_wan"], self.facts["statistics_total_wan"]
        return cumulative / total if cumulative and total else ZERO


def window_day(profile: Profile, month: date) -> int | None:
    """Return the day on which the month's entry window closes, None where the district has none of its own month."""
    rule = profile.rule("entry_window", month)
    return rule.day if rule and rule.enabled and rule.month_offset == 0 else None
