"""A later sheet that contradicts the months before: it waits with the comparison, also when its layout is confirmed.

Nothing is said of a correction (更正), of January, of fewer than ``FEWEST`` projects in common, and of one unit's sheet
where others report as well.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from data import clock
from data.profile import Profile
from data.rules import Contradiction
from etl.loading.comparing import Comparison, Record
from etl.loading.earlier_files import Before

CORRECTION = re.compile("更正|订正|修正|修订")
DONE = {
    "dispatch": ("reported_ytd_wan", "reported_month_wan"),
    "statistics_return": ("booked_ytd_wan", "booked_month_wan"),
}
PLAN = "annual_plan_wan"
FEWEST = 5  # projects in common, below which nothing is said
FEWEST_MONTHS = 3  # months whose growth is known, below which no growth is too large
NAMED = 5  # rows named in a sentence
HALF_A_WAN = Decimal("0.5")
DEFAULT = Contradiction(article="", origin="default")


def reasons(
    names: Sequence[str],
    kind: str,
    records: Sequence[Record],
    month: date | None,
    compared: Comparison | None,
    before: Before,
    profile: Profile,
) -> list[str]:
    """Say in words what contradicts the months before; nothing where nothing does, or little is known.

    Args:
        names: of file, sheet and title: one of them may say that it corrects.
        kind: the sheet's.
        records: what it says.
        month: its month; of a plan None.
        compared: it beside the month before.
        before: what came earlier.
        profile: the district, for its rule ``contradiction``.
    """
    if compared is None or len(compared.pairs) < FEWEST or any(map(CORRECTION.search, names)):
        return []
    day = month or next((date(one["year"], 12, 1) for one in records if one.get("year")), clock.today())
    rule = profile.rule("contradiction", day) or DEFAULT
    if not rule.enabled or _is_one_of_several_units(compared, kind, before):
        return []
    if kind not in DONE:  # a plan: one of a few adjusted projects is no plan with the others gone
        return _plan(compared, rule)
    if not (month and compared.last and compared.last.year == month.year):
        return []  # the year begins anew
    return [
        *_done(kind, compared, compared.last, month, before, rule),
        *_gone(compared, rule),
        *_plan(compared, rule),
        *_changed(kind, records, compared, compared.last, month, rule),
    ]


def reasons_again(
    names: Sequence[str],
    kind: str,
    month: date | None,
    compared: Comparison | None,
    before: Before,
    profile: Profile,
) -> list[str]:
    """Say in words that a month sent again takes back too much, or in too many rows; a correction by its name may.

    Rises alone are a later state of the same month.
    """
    if compared is None or month is None or kind not in DONE:
        return []
    rule = profile.rule("contradiction", month) or DEFAULT
    is_passed = len(compared.pairs) < FEWEST or any(map(CORRECTION.search, names)) or not rule.enabled
    if is_passed or _is_one_of_several_units(compared, kind, before):
        return []
    ytd = DONE[kind][0]
    change = compared.change(ytd)
    if change is None:
        return []
    if change.share is not None and change.share < -_exact(rule.done_falls):
        return [f"{month.month}月已经报过，同一批项目的{change.words(compared.called)}"]
    both = [(now, then) for now, then in compared.pairs if None not in (now.get(ytd), then.get(ytd))]
    changed = [(now, then) for now, then in both if abs(now[ytd] - then[ytd]) > HALF_A_WAN]
    if change.now >= change.then:
        changed = [(now, then) for now, then in changed if now[ytd] < then[ytd]]
    if len(both) < FEWEST or len(changed) <= len(both) * _exact(rule.last_month_changed):
        return []
    named = "、".join(str(now["row"]) for now, _ in changed[:NAMED])
    how = "改了" if change.now < change.then else "改小了"
    rows = f"查 {len(both)} 行，{len(changed)} 行{how}，如第 {named} 行"
    return [f"{month.month}月已经报过，完成投资与先前报的不同：{rows}"]


def _is_one_of_several_units(compared: Comparison, kind: str, before: Before) -> bool:
    if not compared.is_of_one_unit:
        return False
    units = {one.get("responsible_unit") for one in before.said(kind, compared.last).values()} - {None}
    return len(units) > 1


def _done(kind: str, compared: Comparison, last: date, month: date, before: Before, rule: Contradiction) -> list[str]:
    ytd = DONE[kind][0]
    change = compared.change(ytd)
    if change is None or change.share is None or change.then < 0:
        return []
    if change.share < -_exact(rule.done_falls):
        return [f"同一批项目的{change.words(compared.called)}"]
    earlier = [one for one in _growths(kind, last, before) if one > 0]
    months = month.month - last.month
    if len(earlier) >= FEWEST_MONTHS and change.now - change.then > max(earlier) * months * _exact(rule.done_rises):
        limit = f"以往任何一个月增加的（最多 {max(earlier):.2f} 万元）"
        times = "都多" if rule.done_rises == 1 else f"的 {_exact(rule.done_rises).normalize():f} 倍还多"
        return [f"同一批项目的{change.words(compared.called)}，比{limit}{times}"]
    return []


def _growths(kind: str, until: date, before: Before) -> list[Decimal]:
    """Return by how much the year to date grew a month up to a month, of the projects that both months name."""
    ytd = DONE[kind][0]
    found = []
    for earlier, later in pairwise(one for one in before.months(kind) if one <= until):
        if later.year == earlier.year:
            grown = before.grown(kind, ytd, earlier, later)
            found.append(grown / (later.month - earlier.month))
    return found


def _gone(compared: Comparison, rule: Contradiction) -> list[str]:
    missing = len(compared.gone)
    if compared.known and missing >= compared.known * _exact(rule.projects_gone):
        return [f"{compared.called}的 {compared.known} 个项目，这次没有其中 {missing} 个"]
    return []


def _plan(compared: Comparison, rule: Contradiction) -> list[str]:
    change = compared.change(PLAN)
    if change and change.then > 0 and change.now >= change.then * _exact(rule.plan_grows):
        return [f"同一批项目的{change.words(compared.called)}"]
    return []


def _changed(
    kind: str,
    records: Sequence[Record],
    compared: Comparison,
    last: date,
    month: date,
    rule: Contradiction,
) -> list[str]:
    """Compare what the sheet says of last month with what came last month: its months added, or year less month."""
    ytd, of_month = DONE[kind]
    is_next = last.month == month.month - 1
    earlier: dict[tuple[Any, Any], list[Record]] = {}
    for record in records:
        if record.get("month") and record["month"] <= last and record.get(of_month) is not None:
            earlier.setdefault((record["sheet"], record["row"]), []).append(record)
    checked, rows = 0, []
    for now, then in compared.pairs:
        months = earlier.get((now["sheet"], now["row"]), [])
        if len({one["month"] for one in months}) == last.month:
            said = sum((one[of_month] for one in months), Decimal(0))
        elif is_next and now.get(ytd) is not None and now.get(of_month) is not None:
            said = now[ytd] - now[of_month]
        else:
            continue
        if then.get(ytd) is not None:
            checked += 1
            rows += [now["row"]] if abs(said - then[ytd]) > HALF_A_WAN else []
    if checked >= FEWEST and len(rows) > checked * _exact(rule.last_month_changed):
        named = "、".join(map(str, rows[:NAMED]))
        return [f"{compared.called}的完成投资与当时报的不同：查 {checked} 行，{len(rows)} 行改了，如第 {named} 行"]
    return []


def _exact(share: float) -> Decimal:
    return Decimal(repr(share))
