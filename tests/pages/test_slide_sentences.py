"""Each sentence over a slide is read a second time, plainly, on generated quarters: what it says must hold."""

import re
from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.ranking.league_places import Contender, last_places, places
from pages.components.meeting.slides import behind, cards, ranking, required, slowest, well

RULE = load_profile("tianyuan").rule("cards", pd.Timestamp(2026, 9, 1).date())
COUNT = {"末位": 1, "末两位": 2, "末三位": 3}
NAMES = [f"单位{letter}" for letter in "甲乙丙丁戊己庚辛壬"]
PARTS = pd.DataFrame(columns=["responsible_unit", "item", "item_points", "item_rate", "item_weight"])
scores = st.integers(4000, 9900).map(lambda cents: Decimal(cents) / 100) | st.sampled_from([Decimal("70.00")])
money = st.integers(-5_000_00, 50_000_00).map(lambda cents: cents / 100)
quick = settings(max_examples=60, deadline=None)


def league(given_scores: list[Decimal], rates: list[int]) -> pd.DataFrame:
    """Units of one league as ``unit_ranking`` has them."""
    names = NAMES[: len(given_scores)]
    found = places([Contender(n, "甲组", s) for n, s in zip(names, given_scores, strict=True)], RULE)
    rows = [
        {
            "responsible_unit": name, "league": "甲组", "rank": found[name].rank, "score": float(score),
            "margin": None if found[name].margin is None else float(found[name].margin),
            "is_among_last": found[name].is_among_last, "last_places": last_places(len(names), RULE),
            "last_places_before": 3, "card": "yellow" if found[name].is_among_last else None, "rank_before": None,
            "investment_completion_rate": rate / 100, "exemption": None, "provisional_because": None, "is_trifling": False,
        }
        for name, score, rate in zip(names, given_scores, rates, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows).sort_values("rank", kind="stable").reset_index(drop=True)


def outside(given_scores: list[Decimal], k: int) -> list[Decimal]:
    """The scores that are not among the last k: k or more stand lower, or nobody stands higher."""
    best = max(given_scores)
    return [one for one in given_scores if sum(other < one for other in given_scores) >= k or one == best]


leagues = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        st.lists(scores, min_size=n, max_size=n), st.lists(st.integers(0, 100), min_size=n, max_size=n, unique=True)
    )
)


@quick
@given(leagues)
def test_the_rankings_sentence(drawn):
    given_scores, rates = drawn
    units = league(given_scores, rates)
    title = ranking._title(units, units[units.is_among_last], "甲组", is_only=True)
    by_name = dict(zip(NAMES, given_scores, strict=False))
    best, lowest = max(given_scores), min(given_scores)
    if said := re.fullmatch(r"(\d+) 家单位得分相同", title):
        assert best == lowest and int(said[1]) == len(given_scores)
        return
    assert by_name[re.match(r"(单位.)", title)[1]] == best
    if also := re.search(r"等 (\d+) 家并列居首", title):
        assert given_scores.count(best) == int(also[1])
    elif "居首" in title:
        assert given_scores.count(best) == 1
    if said := re.search(r"；(单位.)在(末.?.?位)，差 ([\d.]+) 分出\2$", title):
        k = COUNT[said[2]]
        mine = by_name[said[1]]
        assert k == (3 if len(given_scores) >= 6 else len(given_scores) // 2)
        assert sum(score < mine for score in given_scores) < k
        assert min(outside(given_scores, k)) - mine == Decimal(said[3])
    if said := re.search(r"，(单位.).*居末", title):
        assert by_name[said[1]] == lowest


@quick
@given(leagues)
def test_the_cards_reasons(drawn):
    units = league(*drawn)
    scored = dict(zip(NAMES, drawn[0], strict=False))
    for row in units[units.card.notna()].itertuples():
        said = re.fullmatch(r"甲组：差 ([\d.]+) 分出(末.?.?位)", cards.why(row))
        assert said or "同分" in cards.why(row)
        if said:
            k = COUNT[said[2]]
            assert min(outside(list(scored.values()), k)) - scored[row.responsible_unit] == Decimal(said[1])


def test_a_red_cards_reason_names_the_league_and_both_quarters():
    units = league([Decimal(90), Decimal(80), Decimal(70), Decimal(60)], [50, 40, 30, 20])
    row = next(units.assign(card="red", last_places_before=2).tail(1).itertuples())
    assert cards.why(row) == "甲组：连续两季在末两位"
    row = next(units.assign(card="red", last_places_before=3).tail(1).itertuples())
    assert cards.why(row) == "甲组：上季末三位，本季末两位"


@quick
@given(leagues)
def test_who_is_high_by_score_and_slowest_gets_a_sentence(drawn):
    given_scores, rates = drawn
    units = league(given_scores, rates)
    said = ranking.why_high_but_slow(units, PARTS)
    slowest_one = NAMES[rates.index(min(rates))]
    rank = 1 + sum(score > given_scores[rates.index(min(rates))] for score in given_scores)
    is_high = len(rates) >= 3 and rank <= max(2, len(rates) // 3)
    assert bool(said) == is_high
    assert not said or said.startswith(f"{slowest_one}得分第 {rank}、完成率本组最低")


sums = st.lists(st.tuples(money, money, money | st.none()), min_size=1, max_size=9)


@quick
@given(sums)
def test_where_the_gap_lies(drawn):
    units = pd.DataFrame(
        [{"responsible_unit": n, "shortfall_wan": gap} for n, (gap, *_) in zip(NAMES, drawn, strict=False)]
    )
    short = units[units.shortfall_wan > 0].sort_values(["shortfall_wan", "responsible_unit"], ascending=[False, True])
    if short.empty:
        return
    title = behind._title(short)
    gaps = sorted((Decimal(str(gap)) for gap, *_ in drawn if gap > 0), reverse=True)
    assert title.startswith(f"{len(gaps)} 家单位有净缺口，合计 ")
    named = re.search(r"；(.*?)(最大|$)", title)[1].split("、")
    by_name = {n: Decimal(str(gap)) for n, (gap, *_) in zip(NAMES, drawn, strict=False)}
    assert sorted((by_name[name] for name in named), reverse=True) == gaps[:2]
    if share := re.search(r"占 (\d+)%", title):
        assert abs(100 * sum(gaps[:2]) / sum(gaps) - int(share[1])) <= Decimal("0.5")


@quick
@given(sums)
def test_how_many_must_speed_up(drawn):
    rows = [
        {"responsible_unit": n, "required_run_rate_wan": max(need, 0), "last_three_months_wan": mean}
        for n, (_, need, mean) in zip(NAMES, drawn, strict=False)
    ]
    units = pd.DataFrame(rows)
    asked = units[units.required_run_rate_wan > 0]
    faster = sum(required.must_speed_up(row) for row in asked.itertuples())
    plain = sum(max(need, 0) > 0 and mean is not None and max(need, 0) > mean for _, need, mean in drawn)
    assert faster == plain
    title = required._title(units.iloc[0], faster)
    assert (f"，{plain} 家单位须提速" in title) == (plain > 0)


@quick
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=12))
def test_how_many_are_slow_and_what_share_the_first_five_have(drawn):
    rows = sorted(drawn, reverse=True)
    title = slowest._title(pd.DataFrame({"shortfall_wan": [float(gap) for gap in rows]}))
    assert title.startswith(f"{len(rows)} 个项目进度偏慢或滞后")
    share = int(re.search(r"前 (\d+) 个占 (\d+)%", title)[2])
    assert abs(100 * sum(rows[:5]) / sum(rows) - share) <= 0.5


@quick
@given(st.lists(st.tuples(st.integers(50, 160), st.booleans(), st.booleans()), min_size=1, max_size=9))
def test_who_went_well(drawn):
    """A unit that is provisional or suspected of a slip is not praised, and the best one is named."""
    units = pd.DataFrame(
        [
            {
                "responsible_unit": n, "task_rate": rate / 100, "light": "ahead" if rate >= 100 else "slow",
                "is_provisional": unsure, "suspect_projects": int(odd), "investment_completion_rate": 0.5,
                "pace_gap_pp": 1.0, "annual_plan_wan": 1.0, "reported_ytd_wan": float(rate), "planned_ytd_wan": 100.0,
            }
            for n, (rate, unsure, odd) in zip(NAMES, drawn, strict=False)
        ]
    )  # fmt: skip
    batches = pd.DataFrame(columns=["batch", "yardstick", "done"])
    projects = pd.DataFrame(columns=["responsible_unit", "plan_status", "task_rate"])
    made = well.draw(units, batches, batches, projects)
    praised = [rate for rate, unsure, odd in drawn if rate >= 100 and not unsure and not odd]
    assert made.is_empty == (not praised)
    if praised:
        assert made.title.startswith(f"{len(praised)} 家单位达到项目计划，")
        assert f"最高（{max(praised)}.0%）" in made.title
        unsure = sum(rate >= 100 and (unsure or odd) for rate, unsure, odd in drawn)
        assert (f"；另 {unsure} 家数字暂定" in made.title) == (unsure > 0)
