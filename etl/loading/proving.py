"""Identities with what came before: a total that is known, a plan that is known, this month as the year's growth."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from etl.intake.identities import Identity
from etl.intake.proofs import UNIT, Reading
from etl.loading.earlier_files import Before, Said, find

HALF_A_WAN = Decimal("0.5")
FEWEST = 3  # projects known before, from which a comparison says something
KNOWN = {  # kind → field of this sheet, kind and field known before
    "dispatch": (
        ("total_known", "total_investment_wan", (("annual_plan", "total_investment_wan"), ("dispatch", None))),
        ("plan_known", "annual_plan_wan", (("annual_plan", "annual_plan_wan"), ("dispatch", None))),
        ("last_year_known", "cumulative_last_year_wan", (("dispatch", None),)),
    ),
    "annual_plan": (("total_known", "total_investment_wan", (("dispatch", "total_investment_wan"),)),),
    "statistics_return": (("total_known", "planned_total_wan", (("statistics_return", None),)),),
}
GROWTH = {  # kind → amounts that grow alike from month to month within a year
    "dispatch": ("reported_ytd_wan", "cumulative_wan", "reported_month_wan"),
    "statistics_return": ("booked_ytd_wan", "cumulative_booked_wan", "booked_month_wan"),
}
OF_THE_YEAR = frozenset({"annual_plan_wan", "cumulative_last_year_wan"})  # another one in January
Pair = tuple[Decimal | None, Decimal | None]
Records = Sequence[dict[str, Any]]


def strengthen(reading: Reading, records: Records, month: date | None, before: Before) -> Reading:
    """Return a reading with the identities that only the store can check.

    They prove a column, but none of them alone speaks against a reading, unless most rows disagree: a plan may be
    changed, a total adjusted, a month corrected.
    """
    fields = set(reading.sums) - {"projects"}
    found: list[Identity] = []
    for name, field, sources in KNOWN.get(reading.kind, ()):
        if field in fields:
            found += _known(name, field, sources, records, month, before)
    if reading.kind in GROWTH and month:
        found += _growth(reading.kind, fields, records, month, before)
    proven = {field for one in found if one.verdict == "satisfied" for field in one.fields}
    unproven = [field for field in reading.unproven if field not in proven]
    doubts = dict(reading.doubts)
    if any(one.name in ("total_known", "plan_known") and one.verdict == "satisfied" for one in found):
        doubts.pop(UNIT, None)  # what is known before has the unit
    return replace(reading, identities=[*reading.identities, *found], unproven=unproven, doubts=doubts)


def _known(
    name: str,
    field: str,
    sources: Iterable[tuple[str, str | None]],
    records: Records,
    month: date | None,
    before: Before,
) -> list[Identity]:
    for kind, known in sources:
        said = before.said(kind, _month_before(before, kind, month) if kind == "dispatch" and month else None)
        if field in OF_THE_YEAR and month:
            said = {key: one for key, one in said.items() if _year(one) == month.year}
        of = known or field

        def both(now: dict[str, Any], then: Said, of: str = of) -> Pair:
            return now[field], then.get(of)

        one = _compare(name, (field,), records, said, both)
        if one.checked >= FEWEST:
            return [one]
    return []


def _growth(kind: str, fields: set[str], records: Records, month: date, before: Before) -> list[Identity]:
    """Check this month = year to date − last month's, and that the cumulative grew as the year to date did."""
    ytd, cumulative, own = GROWTH[kind]
    last = _month_before(before, kind, month)
    if last is None or last.year != month.year or ytd not in fields:
        return []
    said, found = before.said(kind, last), []
    if own in fields and (last.month == month.month - 1 or (month.month == 3 and last.month == 2)):  # noqa: PLR2004
        found.append(
            _compare("month", (ytd, own), records, said, lambda r, b: (_sum(r[ytd], _minus(r[own])), b.get(ytd)))
        )
    if cumulative in fields:
        found.append(
            _compare(
                "growth",
                (ytd, cumulative),
                records,
                said,
                lambda r, b: (_sum(r[cumulative], _minus(r[ytd])), _sum(b.get(cumulative), _minus(b.get(ytd)))),
            )
        )
    return [one for one in found if one.checked >= FEWEST]


WORDS = {
    "total_known": "总投资 = 已知的总投资",
    "plan_known": "年度计划 = 已知的年度计划",
    "last_year_known": "上年底累计 = 已知的上年底累计",
    "month": "本月完成 = 本年累计 − 上月报的累计",
    "growth": "自开工累计的增加 = 本年累计的增加",
}


def _compare(
    name: str,
    fields: tuple[str, ...],
    records: Records,
    said: dict[str, Said],
    of: Callable[[dict[str, Any], Said], Pair],
) -> Identity:
    checked, rows = 0, []
    for record in records:
        earlier = find(said, record)
        if earlier is None:
            continue
        now, then = of(record, earlier)
        if now is None or then is None or not (now or then):
            continue
        checked += 1
        if abs(now - then) > HALF_A_WAN:
            rows.append(record["row"])
    agree = checked - len(rows)
    return Identity(name, fields, checked, agree, f"±{HALF_A_WAN} 万元", tuple(rows[:5]), WORDS[name])


def _month_before(before: Before, kind: str, month: date | None) -> date | None:
    return max((one for one in before.months(kind) if month is None or one < month), default=None)


def _year(record: Said) -> int | None:
    return record.get("year") or (record["month"].year if record.get("month") else None)


def _minus(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second
