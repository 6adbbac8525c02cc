"""The faults of the monthly dispatch: silence, corrections, slips, months sent again, totals outrun."""

from datetime import date
from decimal import Decimal
from typing import Any

from etl.demo.faults import MODEST_WAN, Picker, picker, running
from etl.demo.months import LAST, MONTHS, between, later, month
from etl.demo.projects import Project
from etl.demo.story import Story


def plant_in_dispatch(story: Story) -> None:
    """Silence, corrections, unit slips, re-sends, totals outrun, a row that cannot be read."""
    picks = picker(story, "dispatch")
    old = [p for p in running(story, until=month(2026, 3)) if (story.carried(p.key, LAST) or 0) > 500]
    plans = {key: line.annual_plan for key, line in story.lines_at(LAST).items()}
    modest = [p for p in old if plans[p.key] < MODEST_WAN]
    older = [p for p in modest if p.start_month < month(2025, 9) and p.unit not in story.setting.behind]
    estimate = picks.pick(1, [p for p in running(story) if p.estimate and (story.carried(p.key, LAST) or 0) > 500])[0]
    outrun = picks.pick(2, sorted(older, key=lambda p: _built(story, p) / p.total)[-9:])
    empty, absent, never = picks.pick(4, modest), picks.pick(3, modest), picks.pick(1, older)
    for n, p in enumerate(empty):  # since one month, two …
        for back in range(1 + n % 3):
            story.ytd[p.key, later(LAST, -back)] = None
    for n, p in enumerate(absent):
        for back in range(1 + n):
            del story.ytd[p.key, later(LAST, -back)]
    for at in MONTHS[-9:]:
        story.ytd[never[0].key, at] = None
    steady = [
        p
        for p in story.projects
        if all((story.ytd.get((p.key, month(2025, n))) or 0) > 100 for n in range(3, 10))
        and p.finish_month > month(2025, 9)
    ]
    lost = picks.pick(1, [p for p in steady if (p.key, month(2025, 8)) in story.ytd])[0]
    story.lost.add((lost.key, month(2025, 8)))
    story.said[lost.key, "dispatch 2025-08"] = {"项目代码": None, "项目名称": None}
    bad = picks.pick(1, old)[0]
    story.said[bad.key, "dispatch 2026-07"] = {"实际竣工": "2026年6月31日"}
    story.planted["bad_dates"].append([bad.key, "dispatch 2026-07", "2026年6月31日"])
    story.planted |= {
        "silent_empty": {p.key: 1 + n % 3 for n, p in enumerate(empty)},
        "silent_absent": {p.key: 1 + n for n, p in enumerate(absent)},
        "never_reported_this_year": [p.key for p in never],
        "rejected_row": [lost.key, "2025-08"],
        "duplicate_row": [picks.pick(1, steady)[0].key, "2025-05"],
        "negative_corrections": [
            _correct(story, p, at)
            for at, number in ((month(2025, 9), 1), (month(2026, 5), 1), (LAST, 2))
            for p in picks.pick(number, [p for p in (old if at.year == LAST.year else steady) if _grew(story, p, at)])
        ],
        "unit_slips": [_slip(story, picks.pick(1, steady)[0], month(2025, 5), is_sent_again=False)],
        "over_total": [_outrun(story, p, share) for p, share in zip(outrun, (1.06, 1.25), strict=True)],
        "over_estimate": [_over_estimate(story, estimate)],
    }
    story.planted["unit_slips"].append(_slip(story, picks.pick(1, old)[0], month(2026, 8), is_sent_again=True))
    story.planted["sent_again"] = [
        _say_less_first(story, picks.pick(1, [p for p in story.projects if _grew(story, p, at)])[0], at)
        for at in (month(2025, 11), month(2026, 6))
    ] + [_book_less_first(story, picks, month(2026, 4))]


def _built(story: Story, p: Project) -> Decimal:
    return story.opening[p.key, LAST.year] + (story.carried(p.key, LAST) or 0)


def _grew(story: Story, p: Project, at: date) -> bool:
    if p.actual_start is None:
        return False
    now, before = story.ytd.get((p.key, at)), story.ytd.get((p.key, later(at, -1)))
    return bool(
        now and before and story.ytd.get((p.key, later(at, -2))) and now > before > 0 and between(p.start_month, at) > 2
    )


def _correct(story: Story, p: Project, at: date) -> list[Any]:
    """Report too much in the two months before, and take it back."""
    growth = story.amount(p.key, at) - story.amount(p.key, later(at, -1))
    too_much = (growth * 3).quantize(Decimal(1)) + 100
    for before in (later(at, -1), later(at, -2)):
        story.ytd[p.key, before] = story.amount(p.key, before) + too_much
    return [p.key, f"{at:%Y-%m}", str(growth - too_much)]


def _slip(story: Story, p: Project, at: date, *, is_sent_again: bool) -> list[Any]:
    """Type 元 for 万元: sent again with the right figure, or right again only the month after."""
    right = story.amount(p.key, at)
    if is_sent_again:
        story.first_said[p.key, at] = right * 10000
    else:
        story.ytd[p.key, at] = right * 10000
    return [p.key, f"{at:%Y-%m}", str(right * 10000), str(right), is_sent_again]


def _outrun(story: Story, p: Project, share: float) -> list[Any]:
    """Let the investment since the start outrun the planned total this year."""
    year = LAST.year
    need = Decimal(int(p.total * share)) - story.opening[p.key, year]
    now = story.amount(p.key, LAST)
    for at in MONTHS[-9:]:
        story.ytd[p.key, at] = (story.amount(p.key, at) * need / now).quantize(
            Decimal("0.01") if p.has_decimals else Decimal(1)
        )
    return [p.key, str(_built(story, p)), str(p.total)]


def _over_estimate(story: Story, p: Project) -> list[Any]:
    """Let the approved estimate be less than what was built."""
    p.estimate = int(_built(story, p) * Decimal("0.96"))
    return [p.key, p.estimate]


def _say_less_first(story: Story, p: Project, at: date) -> list[Any]:
    """Send a month again: the first issue said less."""
    right = story.amount(p.key, at)
    story.first_said[p.key, at] = (right * Decimal("0.8")).quantize(Decimal(1))
    return ["dispatch", p.key, f"{at:%Y-%m}", str(story.first_said[p.key, at]), str(right)]


def _book_less_first(story: Story, picks: Picker, at: date) -> list[Any]:
    """Send a return again: the first one said less."""
    own = {each.project.key: each for each in story.library if each.project and each.booked.get(at, 0) > 100}
    p = picks.pick(1, [p for p in story.projects if p.key in own])[0]
    right = own[p.key].booked[at]
    story.first_booked[own[p.key].number, at] = (right * Decimal("0.9")).quantize(Decimal("0.01"))
    return ["statistics_return", p.key, f"{at:%Y-%m}", str(story.first_booked[own[p.key].number, at]), str(right)]
