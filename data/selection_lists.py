"""What a district's profile says of selecting and of the reserve on a day: its lists by title, its tiers."""

from datetime import date

from data.profile import Profile
from data.rules import ListRule
from data.selection_rules import Reserve, ReserveTier

BARS, KINDS = "不得列为重点项目", "项目类别"  # titles of the lists in the profile


def listed(profile: Profile, title: str, on: date) -> ListRule | None:
    """Return the district's list with this title that is in force, None where its text has none."""
    found = [rule for rule in profile.lists if rule.title == title and rule.enabled and rule.holds_at(on)]
    return found[-1] if found else None


def reserve_rule(profile: Profile, on: date) -> Reserve | None:
    """Return the district's rule of the reserve in force, None where it has none."""
    rule = profile.rule("reserve", on)
    return rule if rule is not None and rule.enabled else None


def tier_rules(profile: Profile, on: date) -> dict[str, ReserveTier]:
    """Return the rule of each tier, the nearest to the plan first."""
    rule = reserve_rule(profile, on)
    return {tier.tier: tier for tier in rule.tiers} if rule else {}
