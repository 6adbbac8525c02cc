"""Places and cards by hand: every case is a small league a statistician can check, with the reason beside it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.ranking.league_places import Contender, last_places, places
from metrics.ranking.scoring import Part, half_up, score
from metrics.ranking.unit_ranking import REPORTS, SPEAKS, WRITES, Quarter, cards, duty
from tests.tables import read_table

TIANYUAN = load_profile("tianyuan")
RULE = TIANYUAN.cards[0]


def league(text: str) -> list[Contender]:
    """Units of a text table: unit | score, and where given league, completion and on_time as fractions."""
    rows = read_table(text).to_dict("records")
    return [
        Contender(row["unit"], row.get("league") or "甲组", Decimal(row["score"]),
                  *(Fraction(row[name]) if row.get(name) else None for name in ("completion", "on_time")))
        for row in rows
    ]  # fmt: skip


def assert_places(text: str, rule=RULE, **options) -> None:
    """Compare the places of a text table's units with what stands in its other columns."""
    found = places(league(text), rule, **options)
    for row in read_table(text).to_dict("records"):
        place = found[row["unit"]]
        seen = {"rank": str(place.rank), "last": "是" if place.is_among_last else None,
                "margin": None if place.margin is None else str(place.margin),
                "above": None if place.gap_to_above is None else str(place.gap_to_above)}  # fmt: skip
        for name in seen.keys() & row.keys():
            assert seen[name] == row[name], f"{row['unit']}: {name}"


def test_six_units_have_three_last_places():
    assert_places("""
        unit | score | rank | last | margin | above
        甲   | 95.00 | 1    |      | 13.00  |       # 距末位线：减末三位中的最高分 82.00
        乙   | 90.50 | 2    |      | 8.50   | 4.50
        丙   | 82.40 | 3    |      | 0.40   | 8.10
        丁   | 82.00 | 4    | 是   | -0.40  | 0.40  # 末三位自身：减线外最低分 82.40，差 0.40 分
        戊   | 78.50 | 5    | 是   | -3.90  | 3.50
        己   | 76.30 | 6    | 是   | -6.10  | 2.20
    """)


def test_five_units_give_half_rounded_down():
    assert_places("""
        unit | score | rank | last
        甲   | 95    | 1    |
        乙   | 90    | 2    |
        丙   | 85    | 3    |        # 五家取两位
        丁   | 80    | 4    | 是
        戊   | 75    | 5    | 是
    """)


@pytest.mark.parametrize(("ranked", "k"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (7, 3), (30, 3)])
def test_how_many_places_are_last(ranked, k):
    assert last_places(ranked, RULE) == k
    assert last_places(ranked, RULE.model_copy(update={"enabled": False})) == 0


def test_a_single_unit_is_first_and_never_last():
    assert_places("unit | score | rank | last | margin\n甲 | 10 | 1 | | ")


def test_a_tie_across_the_line_takes_all_of_them_in():
    assert_places("""
        unit | score | rank | last
        甲   | 95    | 1    |
        乙   | 90    | 2    |
        丙   | 80    | 3    | 是     # 丙、丁并列：严格低于它们的只有两家
        丁   | 80    | 3    | 是
        戊   | 75    | 5    | 是     # 并列后空出第四名
        己   | 70    | 6    | 是
    """)


def test_three_tied_last_leave_the_one_above_outside():
    assert_places("""
        unit | score | rank | last
        甲   | 95    | 1    |
        乙   | 90    | 2    |
        丙   | 85    | 3    |        # 严格低于丙的已有三家
        丁   | 70    | 4    | 是
        戊   | 70    | 4    | 是
        己   | 70    | 4    | 是
    """)


def test_tied_for_first_are_never_last():
    assert_places("""
        unit | score | rank | last | margin
        甲   | 88    | 1    |      |        # 六家同分：没有末位，也没有末位线
        乙   | 88    | 1    |      |
        丙   | 88    | 1    |      |
        丁   | 88    | 1    |      |
        戊   | 88    | 1    |      |
        己   | 88    | 1    |      |
    """)


def test_five_tied_for_first_leave_only_the_last():
    assert_places("""
        unit | score | rank | last
        甲   | 88    | 1    |        # 低于它们的只有一家，但它们并列第一
        乙   | 88    | 1    |
        丙   | 88    | 1    |
        丁   | 88    | 1    |
        戊   | 88    | 1    |
        己   | 70    | 6    | 是
    """)


def test_ties_are_broken_by_completion_then_by_on_time_entry():
    assert_places("""
        unit | score | completion | on_time | rank
        甲   | 90    | 4/5        | 1/2     | 1
        乙   | 90    | 3/4        | 1       | 2     # 完成率低于甲，入统再好也在后
        丙   | 90    | 3/4        | 1/2     | 3
        丁   | 90    | 3/4        |         | 4     # 没有应入统的排在有的后面
        戊   | 90    |            | 1       | 5     # 没有计划的排在最后
        己   | 90    |            | 1       | 5     # 全部相同：并列
    """)


def test_equal_scores_can_share_a_place_in_a_trial():
    assert_places("""
        unit | score | completion | rank
        甲   | 90    | 4/5        | 1
        乙   | 90    | 3/4        | 1
        丙   | 80    | 1          | 3
    """, tie_rule="shared")  # fmt: skip


def test_each_league_is_ranked_by_itself():
    assert_places("""
        unit | league | score | rank | last
        甲   | 镇街   | 60    | 1    |
        乙   | 镇街   | 50    | 2    | 是     # 两家的组取一位
        丙   | 部门   | 40    | 1    |        # 分低于乙，但在另一组居首
        丁   | 部门   | 30    | 2    | 是
    """)


def carded(text: str, before: set[str] = frozenset(), exempt: set[str] = frozenset(), profile=TIANYUAN) -> dict:
    """Return unit → (card, duty) of a quarter, after a quarter in which ``before`` were warned."""
    found = places(league(text), RULE)
    now = Quarter((), found, dict.fromkeys(exempt), RULE)
    given = cards(now, set(before), profile)
    return {unit: (given.get(unit), duty(given.get(unit), place)) for unit, place in found.items()}


SIX = """
    unit | score
    甲   | 95
    乙   | 90
    丙   | 85
    丁   | 80
    戊   | 75
    己   | 70
"""


def test_the_last_speaks_and_the_other_two_write():
    assert carded(SIX) == {
        "甲": (None, None), "乙": (None, None), "丙": (None, None),
        "丁": ("yellow", WRITES), "戊": ("yellow", WRITES), "己": ("yellow", SPEAKS),
    }  # fmt: skip


def test_all_tied_last_speak():
    given = carded(SIX.replace("75", "70"))
    assert given["戊"] == given["己"] == ("yellow", SPEAKS)
    assert given["丁"] == ("yellow", WRITES)


def test_red_stands_in_place_of_yellow_for_two_quarters_running():
    given = carded(SIX, before={"丁", "甲"})
    assert given["丁"] == ("red", REPORTS)
    assert given["甲"] == (None, None)  # 上季末三位、本季不是：无牌
    assert given["己"] == ("yellow", SPEAKS)


def test_an_exempt_unit_gets_no_card_and_its_place_is_not_passed_on():
    given = carded(SIX, exempt={"己"})
    assert given["己"] == (None, None)
    assert given["丙"] == (None, None)  # 不顺延
    assert given["戊"] == ("yellow", WRITES)  # 末位仍是己，戊是倒数第二


def test_an_exempt_quarter_is_not_remembered():
    spared = Quarter((), places(league(SIX), RULE), {"己": None}, RULE)
    assert spared.warned == {"丁", "戊"}


def test_a_merged_unit_remembers_what_its_parts_were_warned_of():
    unit = TIANYUAN.units[0]
    merged = replace_unit(TIANYUAN, unit.name, predecessors=("旧甲街道", "旧乙街道"))
    text = SIX.replace("己 ", unit.name)
    assert carded(text, before={"旧乙街道"}, profile=merged)[unit.name] == ("red", REPORTS)
    assert carded(text, before={"旧丙街道"}, profile=merged)[unit.name] == ("yellow", SPEAKS)


def replace_unit(profile, name, **changes):
    units = tuple(unit.model_copy(update=changes) if unit.name == name else unit for unit in profile.units)
    return profile.model_copy(update={"units": units})


# ---------------------------------------------------------------- scores


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(81845, 1000), "81.85"),  # 恰好一半：进
        (Fraction(81845, 1000) - Fraction(1, 10**9), "81.84"),  # 差一点：舍，二进制小数会弄错
        (Fraction(200, 3), "66.67"),
        (Fraction(-1005, 1000), "-1.01"),  # 负数的一半离零远
        (Fraction(100), "100.00"),
    ],
)
def test_scores_are_rounded_half_up(value, rounded):
    assert str(half_up(value)) == rounded


def part(done, due) -> Part:
    return Part(Fraction(done), Fraction(due), 1)


WEIGHTS = {"节点任务": Fraction(1), "形象进度": Fraction(2), "要素保障": Fraction(1)}


def test_missing_items_scale_the_others():
    result = score({"节点任务": part(1, 2), "形象进度": part(3, 4)}, WEIGHTS)
    assert result.value == Decimal("66.67")  # (50 + 2×75) ÷ 3
    assert result.weight_share == Fraction(3, 4)
    assert sum(result.shares.values()) == Fraction(200, 3)


def test_half_of_the_weight_is_enough_and_less_is_not():
    assert score({"形象进度": part(1, 1)}, WEIGHTS).is_enough  # 权重 2 ÷ 4
    assert not score({"节点任务": part(1, 1)}, WEIGHTS).is_enough  # 1 ÷ 4
    assert score({}, WEIGHTS).value is None


def test_progress_ahead_of_plan_counts_as_one_and_nothing_due_is_no_case():
    assert score({"形象进度": part(5, 4), "节点任务": part(0, 0)}, WEIGHTS).value == 100
    assert score({"形象进度": part(0, 0)}, WEIGHTS).value is None


# ---------------------------------------------------------------- a plain recount

rates = st.none() | st.sampled_from([Fraction(1, 2), Fraction(3, 4), Fraction(1)])
units = st.lists(
    st.tuples(st.sampled_from(["甲组", "乙组"]), st.integers(60, 66), rates, rates), min_size=1, max_size=14
)


@given(units, st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)), st.integers(1, 4))
def test_cards_and_places_recounted_plainly(drawn, warned, exempt, k):
    """Sort, walk down, count: no shared code with the metric but the data."""
    rule = RULE.model_copy(update={"last_places": k, "full_league": 2 * k})
    contenders = [Contender(str(n), *row[:1], Decimal(row[1]), *row[2:]) for n, row in enumerate(drawn)]
    found = places(contenders, rule)
    given = cards(Quarter((), found, dict.fromkeys(map(str, exempt)), rule), set(map(str, warned)), TIANYUAN)
    for name in {contender.league for contender in contenders}:
        order = sorted(
            (contender for contender in contenders if contender.league == name),
            key=lambda unit: (unit.score, -1 if unit.completion is None else unit.completion,
                              -1 if unit.on_time is None else unit.on_time),
            reverse=True,
        )  # fmt: skip
        stands = [(unit.score, unit.completion, unit.on_time) for unit in order]
        wanted_k = k if len(order) >= 2 * k else len(order) // 2
        last = [
            unit for unit, stand in zip(order, stands, strict=True)
            if len(order) - 1 - max(n for n, other in enumerate(stands) if other == stand) < wanted_k
            and stands.index(stand) > 0
        ]  # fmt: skip
        for unit, stand in zip(order, stands, strict=True):
            place = found[unit.unit]
            assert place.rank == stands.index(stand) + 1
            assert place.is_among_last == (unit in last)
            if last:
                line = [other.score for other in order if (other in last) != (unit in last)]
                assert place.margin == unit.score - (min(line) if unit in last else max(line))
            number = int(unit.unit)
            expected = None if unit not in last or number in exempt else "red" if number in warned else "yellow"
            assert given.get(unit.unit) == expected


def test_the_order_of_the_units_does_not_matter():
    units = league(SIX)
    assert places(reversed(units), RULE) == places(units, RULE)
    assert places([replace(unit, league="乙组") for unit in units], RULE) == places(units, RULE)
