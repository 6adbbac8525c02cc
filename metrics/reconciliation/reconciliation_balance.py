"""The balance of every group (报统对账): its difference, the amounts that explain it, and since when some is open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from data.profile import Profile
from data.reasons import TOLERATED, UNEXPLAINED, UNLINKED
from data.rules import EntryRule, Tolerance
from metrics.reconciliation import reconciliation_groups
from metrics.reconciliation.reconciliation_case import Case, window_day
from metrics.reconciliation.reconciliation_decisions import decisions
from metrics.reconciliation.reconciliation_following import Held, follow
from metrics.reconciliation.reconciliation_parts import ZERO, Part, left, standing
from metrics.reconciliation.reconciliation_rules import propose

DEFAULT = Tolerance(article="", origin="default")
Series = dict[date, tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class Balance:
    """One group of the compared month."""

    facts: dict[str, Any]
    series: Series  # month → reported and booked year to date
    month: date
    parts: tuple[Part, ...]  # what explains the difference, settled and proposed
    since_month: date | None  # since when some of it is open without a break; None: nothing is
    last_entry: int | None  # of the ledger about this month's difference, undone ones too
    is_outside_tolerance: bool  # the difference, whatever explains it
    in_force: frozenset[int] = frozenset()  # of the ledger, the year's decisions that stand for it

    @property
    def group_id(self) -> str:
        """The group."""
        return str(self.facts["group_id"])

    @property
    def is_dispatched(self) -> bool:
        """Tell whether a dispatch project is in it, so that it belongs to the gap."""
        return bool(self.facts["projects"] > 0)

    @property
    def difference(self) -> Decimal:
        """Reported less booked, year to date."""
        return (self.facts["reported_ytd_wan"] or ZERO) - (self.facts["booked_ytd_wan"] or ZERO)

    @property
    def settled(self) -> Decimal:
        """What is explained: by a person, or by definition."""
        return sum((part.amount for part in self.parts if part.is_settled), ZERO)

    @property
    def proposed(self) -> Decimal:
        """What is proposed and waits for a person."""
        return sum((part.amount for part in self.parts if not part.is_settled), ZERO)

    @property
    def unexplained(self) -> Decimal:
        """What has no reason at all."""
        return left(self.difference, self.parts)

    @property
    def open_gross(self) -> Decimal:
        """What waits for a person, proposed or not."""
        return abs(self.proposed) + abs(self.unexplained)

    @property
    def open_months(self) -> int | None:
        """Months since which some of it is open, the first one counted; None: nothing is."""
        since = self.since_month
        return (self.month.year - since.year) * 12 + self.month.month - since.month + 1 if since else None

    @property
    def amounts(self) -> list[Part]:
        """All of the difference: its parts, and the rest as unexplained."""
        rest = self.unexplained
        return [*self.parts, *([Part(UNEXPLAINED, rest, "rule")] if rest else [])]

    @property
    def status(self) -> str:
        """How far it is: see the dictionary's ``status``."""
        if not self.is_dispatched:
            return "unlinked_return"
        if all(part.reason == TOLERATED for part in self.parts) and not self.unexplained:
            return "within_tolerance"
        if self.settled:
            return "partly_explained" if self.proposed or self.unexplained else "explained"
        if not self.facts["statistics_projects"] and not self.proposed:
            return "unlinked"
        return "proposed" if self.proposed else "unexplained"


def balances(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None = None
) -> tuple[list[date], list[Balance]]:
    """Return the compared months of the year, and the balance of every group in the last of them.

    Args:
        con: connection on the day's tables (``metrics.known.as_known``).
        profile: the district.
        as_of: the last closed month; the last month that both sources have by then is compared.
        known_on: as for every metric.
    """
    months = reconciliation_groups.compared_months(con, profile, as_of, known_on)
    if not months:
        return [], []
    said = decisions(con, profile, months[-1], known_on)
    last = {one.group_id: one.entry_id for one in said if one.month == months[-1]}
    series: dict[str, Series] = {}
    for row in reconciliation_groups.series(con, profile, months, known_on):
        series.setdefault(row["group_id"], {})[row["month"]] = (row["reported_ytd_wan"], row["booked_ytd_wan"])
    facts = reconciliation_groups.groups(con, profile, months[-1], known_on)
    differences = {group: {month: _difference(each, month) for month in months} for group, each in series.items()}
    held = follow(said, {one["group_id"]: members(one) for one in facts}, differences)
    return months, [
        _balance(
            one, series.get(one["group_id"], {}), months, held.get(one["group_id"], {}), last.get(one["group_id"]),
            profile,
        )
        for one in facts
    ]  # fmt: skip


def members(facts: dict[str, Any]) -> frozenset[str]:
    """Return the dispatch projects of a group."""
    return frozenset(facts["project_ids"].split(",")) if facts.get("project_ids") else frozenset()


def _balance(
    facts: dict[str, Any],
    series: Series,
    months: list[date],
    decided: dict[date, Held],
    last_entry: int | None,
    profile: Profile,
) -> Balance:
    month = months[-1]
    if not facts["projects"]:
        amount = -(facts["booked_ytd_wan"] or ZERO)
        parts: tuple[Part, ...] = (Part(UNLINKED, amount, "definition"),) if amount else ()
        return Balance(facts, series, month, parts, None, last_entry, False)
    differences = {each: _difference(series, each) for each in months}
    stands = standing(differences, {each: decision.parts for each, decision in decided.items()})
    tolerance = profile.rule("tolerance", month)
    is_tolerated = {each: _is_tolerated(series, each, tolerance) for each in months}
    in_force = frozenset(entry for one in decided.values() for entry in one.entries)
    if is_tolerated[month] and not (month in decided and decided[month].entries):
        parts = (Part(TOLERATED, differences[month], "definition"),) if differences[month] else ()
        return Balance(facts, series, month, parts, None, last_entry, False, in_force)
    settled = {each: [part for part in stands[each] if part.origin == "person"] for each in months}
    since = _since(months, differences, settled, is_tolerated)
    rest = left(differences[month], stands[month])
    entry = profile.rule("entry_rule", month)
    case = Case(
        facts=facts,
        month=month,
        difference=differences[month],
        reported_before=series.get(months[-2], (None, None))[0] if len(months) > 1 else None,
        window_day=window_day(profile, month),
        minimum_total=Decimal(entry.minimum_total_wan if isinstance(entry, EntryRule) and entry.enabled else 0),
        region=profile.region_code,
        progress_share=Decimal(str((tolerance or DEFAULT).progress_pp)) / 100,
    )
    parts = (*stands[month], *propose(case, rest))
    return Balance(facts, series, month, parts, since, last_entry, not is_tolerated[month], in_force)


def _difference(series: Series, month: date) -> Decimal:
    reported, booked = series.get(month, (None, None))
    return (reported or ZERO) - (booked or ZERO)


def _is_tolerated(series: Series, month: date, rule: Tolerance | None) -> bool:
    """R00: |difference| ≤ max(share of the larger, amount); without a rule only what is equal."""
    reported, booked = series.get(month, (None, None))
    larger = max(abs(reported or ZERO), abs(booked or ZERO))
    most = max(Decimal(str(rule.share)) * larger, Decimal(rule.amount_wan)) if rule and rule.enabled else ZERO
    return abs(_difference(series, month)) <= most


def _since(
    months: list[date],
    differences: dict[date, Decimal],
    settled: dict[date, list[Part]],
    is_tolerated: dict[date, bool],
) -> date | None:
    """Return the month since which some of the difference, of the same sign, has been open without a break."""
    found = None
    sign = differences[months[-1]] > 0
    for month in reversed(months):
        rest = left(differences[month], settled[month])
        if not rest or (rest > 0) != sign or is_tolerated[month] and not settled[month]:
            break
        found = month
    return found
