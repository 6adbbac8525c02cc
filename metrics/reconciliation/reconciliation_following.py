"""How decisions follow the projects they were made about (报统对账), when links merge groups and split them again.

A decision is about the dispatch projects that its group held when it was made. It stands for a group as long as all of
them are in it: amounts decided for groups that a link has merged stand side by side, and the first decision about the
merged group speaks instead of them. A decision about more than the group stands no longer; where no decision of the
group's own is about the same projects, its amounts are proposed, shared out over the groups that its projects are in
now, in proportion to their differences of the amount's sign. So a group that is split again has back what was decided
for itself. Whatever comes together here, ``reconciliation_parts`` never lets it exceed the difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from metrics.reconciliation.reconciliation_decisions import Decision
from metrics.reconciliation.reconciliation_parts import CENT, ZERO, Part

Differences = Mapping[str, Mapping[date, Decimal]]  # group → month → reported less booked


@dataclass(frozen=True)
class Held:
    """What decisions say about a group in a month."""

    parts: tuple[Part, ...]  # in the order in which they were written
    entries: tuple[int, ...]  # the ledger's entries that stand; without any, all parts are proposed


def follow(
    said: Iterable[Decision], members: Mapping[str, frozenset[str]], differences: Differences
) -> dict[str, dict[date, Held]]:
    """Return what decisions say now: group → month → amounts and the entries that stand.

    Args:
        said: decisions of one year in the order in which they were written, those that take back among them.
        members: the groups as they are now, with their dispatch projects.
        differences: by group and month, of the groups as they are now.
    """
    home = {project: group for group, projects in members.items() for project in projects}
    by_month: dict[date, list[Decision]] = {}
    for one in said:
        by_month.setdefault(one.month, []).append(one)
    found: dict[str, dict[date, Held]] = {}
    for month, entries in by_month.items():
        for group in sorted({home[project] for one in entries for project in one.projects if project in home}):
            here = [one for one in entries if one.projects & members[group]]
            own = _last_words(one for one in here if one.projects <= members[group])
            spoken_for = {project for one in own for project in one.projects}
            wider = _last_words(one for one in here if not one.projects <= members[group])
            wider = [one for one in wider if not one.projects & spoken_for]
            parts = [part for one in own for part in one.parts]
            parts += [part for one in wider for part in _share_of(one, group, home, differences)]
            if own or parts:
                found.setdefault(group, {})[month] = Held(tuple(parts), tuple(one.entry_id for one in own))
    return found


def _last_words(entries: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that stand: the last one about each project, unless it was taken back."""
    standing: list[Decision] = []
    for entry in entries:
        standing = [one for one in standing if not one.projects & entry.projects]
        if not entry.is_undone:
            standing.append(entry)
    return standing


def _share_of(one: Decision, group: str, home: Mapping[str, str], differences: Differences) -> list[Part]:
    """Return a group's share of the amounts of a decision about more than it, to the cent; all shares add up."""
    groups = sorted({home[project] for project in one.projects if project in home})
    found = []
    for part in one.parts:
        weights = [_carries(differences, each, one.month, part.amount) for each in groups]
        place, whole = groups.index(group), sum(weights, ZERO)
        if weights[place]:
            # a share is an interval of the whole, rounded at its ends
            low, high = (_cents(part.amount * sum(weights[:end], ZERO) / whole) for end in (place, place + 1))
            found.append(replace(part, amount=high - low, origin="regrouped"))
    return found


def _carries(differences: Differences, group: str, month: date, amount: Decimal) -> Decimal:
    difference = differences.get(group, {}).get(month, ZERO)
    return abs(difference) if difference * amount > 0 else ZERO


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
