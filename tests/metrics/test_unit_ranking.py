"""Unit ranking over two quarters: who is carded, who remembers what, and what another rule would give."""

from datetime import date

import pandas as pd
import pytest

from data.assessment_rules import Leagues
from data.profile import ONE_LIST, ProfileError, load_profile
from metrics.ranking.quarter_scores import ITEMS, quarter_scores
from metrics.ranking.ranking_simulation import ranking_simulation
from metrics.ranking.unit_ranking import NO_CITY_HONOUR, NO_HONOUR, REPORTS, SPEAKS, WRITES, unit_ranking
from tests.metrics.quarters import Q2, Q3, TIANYUAN, in_plan, quarters
from tests.metrics.test_places import replace_unit
from tests.tables import assert_table

TOWNS = ("嵩山路街道", "泰山路街道", "栗雨街道", "马家河街道", "群丰镇", "雷打石镇", "三门镇")
TYPED = [item for item in ITEMS if item != "形象进度"]  # 形象进度 is 1 in September: 900 of 1200, 75 % of the plan due


def typed(quarter: date, rates: dict[str, float]) -> str:
    """Type every item of each unit at one rate, so that its score is (100 + 5·rate) ÷ 6."""
    first = quarter.replace(month=quarter.month - 2)
    return "\n".join(f"{first} | {unit} | {item} | {rate}" for unit, rate in rates.items() for item in TYPED)


def ranked(q2: dict[str, float], q3: dict[str, float], *, as_of=Q3, profile=TIANYUAN, plan=TOWNS, **tables):
    """Rank towns by what was typed for them in two quarters."""
    entries = "\n".join(["quarter | responsible_unit | item | score_rate", typed(Q2, q2), typed(Q3, q3)])
    con = quarters(project_month=in_plan(*plan), score_entry=entries, **tables)
    rows = unit_ranking(con, profile=profile, as_of=as_of)
    return rows[rows["rank"].notna()]


def rates(*values: int) -> dict[str, float]:
    """Give the towns, in order, these rates in percent."""
    return {unit: value / 100 for unit, value in zip(TOWNS, values, strict=True)}


FALLING = rates(95, 90, 85, 80, 75, 70, 65)  # 末三位：群丰镇、雷打石镇、三门镇


def test_two_quarters_running():
    q3 = rates(60, 95, 90, 85, 80, 55, 50)  # 嵩山路跌到末三位；雷打石、三门连续两季；群丰脱离
    assert_table(ranked(FALLING, q3), f"""
        league     | rank | responsible_unit | score | card   | duty      | margin | rank_before | was_among_last
        镇（街道） | 1    | 泰山路街道       | 95.83 |        |           | 29.16  | 2           | false
        镇（街道） | 2    | 栗雨街道         | 91.67 |        |           | 25.00  | 3           | false
        镇（街道） | 3    | 马家河街道       | 87.50 |        |           | 20.83  | 4           | false
        镇（街道） | 4    | 群丰镇           | 83.33 |        |           | 16.66  | 5           | true
        镇（街道） | 5    | 嵩山路街道       | 66.67 | yellow | {WRITES}  | -16.66 | 1           | false
        镇（街道） | 6    | 雷打石镇         | 62.50 | red    | {REPORTS} | -20.83 | 6           | true
        镇（街道） | 7    | 三门镇           | 58.33 | red    | {REPORTS} | -25.00 | 7           | true
    """)  # fmt: skip


def test_the_first_loaded_quarter_remembers_nothing():
    rows = ranked(FALLING, {}, as_of=Q2)
    assert list(rows.card.dropna()) == ["yellow"] * 3
    assert list(rows.duty.dropna()) == [WRITES, WRITES, SPEAKS]
    assert rows.rank_before.isna().all()


EXEMPT = """
    document_number | responsible_unit | project_id | exempt_from | exempt_to
    天办〔2026〕{n}号 | {unit}        | {project}  | {start}     | {end}
"""


@pytest.mark.parametrize(
    ("start", "end", "project", "card"),
    [
        ("2026-07-01", "2026-09-30", "", None),  # 本季容错：不亮牌
        ("2026-04-01", "2026-06-30", "", "yellow"),  # 上季容错：不连续，重新从黄牌起
        ("2026-10-01", "", "", "red"),  # 季后才起
        ("2026-09-30", "", "", None),  # 季内最后一天起
        ("2026-01-01", "2026-07-01", "", None),  # 跨两季
        ("2026-07-01", "2026-09-30", "P1", "red"),  # 只是一个项目的
    ],
)
def test_exemptions(start, end, project, card):
    rows = ranked(FALLING, FALLING, exemption=EXEMPT.format(n=3, unit="三门镇", project=project, start=start, end=end))
    row = rows.set_index("responsible_unit").loc["三门镇"]
    assert row["rank"] == 7  # 名次照排
    assert (None if pd.isna(row.card) else row.card) == card
    others = rows[rows.responsible_unit != "三门镇"]
    assert list(others[others.card.notna()].responsible_unit) == ["群丰镇", "雷打石镇"]  # 不顺延


def test_a_quarter_unranked_breaks_the_run():
    absent = {unit: rate for unit, rate in FALLING.items() if unit != "三门镇"}
    row = ranked(absent, FALLING).set_index("responsible_unit").loc["三门镇"]
    assert row.card == "yellow"


def test_memory_goes_with_the_unit_into_another_league():
    halves = {"街道": TOWNS[:4], "镇": TOWNS[4:]}
    one = Leagues(members={"全部": TOWNS}, article="细则", origin="given", valid_to=date(2026, 7, 1))
    two = Leagues(members=halves, article="细则", origin="given", valid_from=date(2026, 7, 1))
    profile = TIANYUAN.model_copy(update={"leagues": (one, two)})
    # 三家的组取一位；上季在“全部”组末三位的三门镇，本季在“镇”组末位
    assert_table(ranked(FALLING, FALLING, profile=profile), """
        league | rank | responsible_unit | card
        街道   | 1    | 嵩山路街道       |
        街道   | 2    | 泰山路街道       |
        街道   | 3    | 栗雨街道         | yellow
        街道   | 4    | 马家河街道       | yellow
        镇     | 1    | 群丰镇           |
        镇     | 2    | 雷打石镇         |
        镇     | 3    | 三门镇           | red
    """)  # fmt: skip


def test_a_merged_unit_keeps_its_memory():
    merged = replace_unit(TIANYUAN, "雷打石镇", predecessors=("三门镇",))
    q3 = {unit: rate for unit, rate in rates(95, 90, 85, 80, 75, 40, 0).items() if unit != "三门镇"}
    before = rates(95, 90, 70, 65, 80, 85, 60)  # 雷打石上季不在末三位，三门在
    row = ranked(before, q3, profile=merged).set_index("responsible_unit").loc["雷打石镇"]
    assert row.card == "red"


# 三门镇 has 80 % of the other items: with the whole of 形象进度 it stands fourth, 83.33
SMALL = rates(95, 90, 85, 74, 73, 72, 80)


def plans(small_q2: tuple[str, str], small_q3: tuple[str, str]) -> str:
    """Give 三门镇 a plan and a figure of its own in both quarters; the others are on pace."""
    return "\n".join(
        [in_plan(*TOWNS[:-1])]
        + [
            f"P-三门镇 | {month} | 三门镇 | continuing | true | true | {plan} | {done}"
            for month, (plan, done) in ((Q2, small_q2), (Q3, small_q3))
        ]
    )


def ranked_small(q2: tuple[str, str], q3: tuple[str, str], profile, typed_q3=SMALL):
    entries = "\n".join(["quarter | responsible_unit | item | score_rate", typed(Q2, SMALL), typed(Q3, typed_q3)])
    con = quarters(project_month=plans(q2, q3), score_entry=entries)
    return unit_ranking(con, profile=profile, as_of=Q3).set_index("responsible_unit")


def by_trifling_gap(way: str):
    return TIANYUAN.model_copy(update={"cards": (TIANYUAN.cards[0].model_copy(update={"trifling_gap": way}),)})


ON_PACE = ("1200", "600")


@pytest.mark.parametrize(
    ("plan", "done", "is_trifling"),
    [
        ("1200", "300", True),  # 计划 1200 不到 3000，缺口 600
        ("3000", "1250", False),  # 正好计划 3000、缺口 1000
        ("3000", "1250.01", True),  # 缺口 999.99
        ("2999.99", "1000", True),  # 计划差一分
        ("40000", "10000", False),
    ],
)
def test_who_is_among_the_last_only_for_a_small_gap(plan, done, is_trifling):
    row = ranked_small(ON_PACE, (plan, done), TIANYUAN).loc["三门镇"]
    assert (row["rank"], row.is_among_last, row.card) == (7, True, "yellow")  # T21 goes by place
    assert row.is_trifling == is_trifling
    assert row.shortfall_wan == pytest.approx(0.75 * float(plan) - float(done))
    spared = ranked_small(ON_PACE, (plan, done), by_trifling_gap("spared"))
    assert spared["rank"].equals(ranked_small(ON_PACE, (plan, done), TIANYUAN)["rank"])
    assert pd.isna(spared.card["三门镇"]) == is_trifling
    assert list(spared.index[spared.card.notna()])[:2] == ["群丰镇", "雷打石镇"]  # 不顺延


def test_who_is_among_the_last_for_other_items_is_carded_whatever_its_gap():
    """With 60 % of the other items it is last with the whole of 形象进度, too."""
    rows = ranked_small(ON_PACE, ("1200", "300"), by_trifling_gap("spared"), rates(95, 90, 85, 74, 73, 72, 60))
    assert (rows.is_trifling["三门镇"], rows.card["三门镇"]) == (False, "yellow")


@pytest.mark.parametrize(("way", "card"), [("carded", "red"), ("spared", "yellow")])
def test_a_spared_quarter_is_not_remembered(way, card):
    rows = ranked_small(("1200", "100"), ("40000", "20000"), by_trifling_gap(way))
    assert rows.card["三门镇"] == card


def test_the_simulator_shows_both_ways_of_a_small_gap():
    entries = "\n".join(["quarter | responsible_unit | item | score_rate", typed(Q2, SMALL), typed(Q3, SMALL)])
    con = quarters(project_month=plans(ON_PACE, ("1200", "300")), score_entry=entries)
    for way, card in (("rule", "yellow"), ("carded", "yellow"), ("spared", None)):
        rows = ranking_simulation(con, profile=TIANYUAN, as_of=Q3, trifling=way).set_index("responsible_unit")
        assert (None if pd.isna(rows.trial_card["三门镇"]) else rows.trial_card["三门镇"]) == card


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("is_silent\nP | 2026-09-01 | 三门镇 | true | true | 4000 | 3000 | true", "未报项目的计划额超过限度"),
        ("is_silent\nP | 2026-09-01 | 三门镇 | true | true | 10 | 101 | false", "上报含疑似单位错，待核"),
        ("is_silent\nP | 2026-09-01 | 三门镇 | true | true | 10 | 100 | false", None),  # exactly ten times is none
    ],
)
def test_why_a_score_is_provisional(table, why):
    head = "project_id | month | responsible_unit | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan | "
    entries = f"quarter | responsible_unit | item | score_rate\n{typed(Q3, {'三门镇': 0.9})}"
    con = quarters(project_month=head + table, score_entry=entries)
    for metric in (unit_ranking, quarter_scores):
        row = metric(con, profile=TIANYUAN, as_of=Q3).set_index("responsible_unit").loc["三门镇"]
        assert row.is_provisional == (why is not None)
        assert (None if pd.isna(row.provisional_because) else row.provisional_because) == why


def test_cards_are_off_where_the_text_has_none():
    jingyang = load_profile("jingyang")
    units = [unit.name for unit in jingyang.units if unit.league == "镇（街道）"][:7]
    entries = typed(Q3, dict.fromkeys(units, 0.5))
    con = quarters("jingyang", project_month=in_plan(*units), score_entry=f"quarter | responsible_unit | item | score_rate\n{entries}")  # fmt: skip
    rows = unit_ranking(con, profile=jingyang, as_of=Q3)
    assert rows["rank"].notna().sum() == 7
    assert rows[["card", "duty", "margin", "card_rule"]].isna().all(axis=None)


def test_red_and_incidents_bar_the_years_honours():
    rows = ranked(FALLING, FALLING, incident="""
        incident_id | responsible_unit | occurred_on | kind | document_number
        E1          | 嵩山路街道       | 2026-02-01  | 安全 | 天安〔2026〕1号   # 当年早些时候
        E2          | 泰山路街道       | 2025-12-31  | 安全 | 天安〔2025〕9号   # 去年
        E3          | 栗雨街道         | 2026-10-01  | 舆情 |                   # 截至月之后
    """).set_index("responsible_unit")  # fmt: skip
    assert rows.bars["嵩山路街道"] == f"{NO_CITY_HONOUR}（2026-02-01 安全 天安〔2026〕1号）"
    assert rows.bars["三门镇"] == f"{NO_HONOUR}（本季红牌）"
    assert pd.isna(rows.bars["泰山路街道"])
    assert pd.isna(rows.bars["栗雨街道"])


def test_the_card_rule_of_the_day_is_used():
    changed = TIANYUAN.cards[0].model_copy(update={"last_places": 1, "valid_from": date(2026, 7, 1)})
    profile = TIANYUAN.model_copy(update={"cards": (*TIANYUAN.cards, changed)})
    rows = ranked(FALLING, FALLING, profile=profile)
    assert list(rows.card.dropna()) == ["red"]  # 上季末三位、本季末一位
    assert rows.card_rule.iloc[0] == "天元第二十一条（2026-07-01 起）"


def test_a_statistics_bureau_cannot_be_ranked(tmp_path):
    folder = tmp_path / "tianyuan"
    folder.mkdir()
    folder.joinpath("profile.toml").write_text(
        TIANYUAN.folder.joinpath("profile.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    folder.joinpath("units.csv").write_text("name,kind,league,is_ranked\n区统计局,区直部门,甲,true\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="统计局不参加排名"):
        load_profile("tianyuan", tmp_path)


# ---------------------------------------------------------------- the simulator


def simulated(**options):
    entries = "\n".join(["quarter | responsible_unit | item | score_rate", typed(Q2, FALLING), typed(Q3, FALLING)])
    con = quarters(
        project_month=in_plan(*TOWNS),
        score_entry=entries,
        exemption=EXEMPT.format(n=3, unit="三门镇", project="", start="2026-07-01", end="2026-09-30"),
        milestone="""
            project_id  | milestone | responsible_unit | due_on     | done_on
            P-三门镇    | 桩基      | 三门镇           | 2026-08-01 | 2026-08-04
        """,
    )
    return ranking_simulation(con, profile=TIANYUAN, as_of=Q3, **options).set_index("responsible_unit")


def test_the_rule_in_force_changes_nothing():
    rows = simulated()
    assert not rows.is_changed.any()
    assert (rows.score.dropna() == rows.trial_score.dropna()).all()


def test_without_exemptions_the_card_comes_back():
    row = simulated(exempting="without").loc["三门镇"]
    assert pd.isna(row.card)
    assert (row.trial_card, row.trial_duty, row.is_changed) == ("red", REPORTS, True)


def test_one_list_of_all_units_gives_three_cards():
    units = [unit.name for unit in TIANYUAN.units if unit.is_ranked]
    scores = {unit: 1 - place / 100 for place, unit in enumerate(units)}
    entries = "\n".join(["quarter | responsible_unit | item | score_rate", typed(Q2, {}), typed(Q3, scores)])
    con = quarters(project_month=in_plan(*units), score_entry=entries)
    rows = ranking_simulation(con, profile=TIANYUAN, as_of=Q3, grouping="one_list").set_index("responsible_unit")
    assert list(rows.trial_rank) == list(range(1, len(units) + 1))
    assert list(rows.index[rows.trial_card.notna()]) == units[-3:]
    by_league = {unit.league for unit in TIANYUAN.units if unit.is_ranked}
    assert rows.card.notna().sum() == sum(
        3 if size >= 6 else size // 2
        for size in ([unit.league for unit in TIANYUAN.units].count(league) for league in by_league)
    )
    switched = TIANYUAN.model_copy(update={"leagues": (Leagues(article="细则", origin="default", one_list=True),)})
    assert set(unit_ranking(con, profile=switched, as_of=Q3).league.dropna()) == {ONE_LIST}


def test_no_rule_of_exemption_spares_nobody():
    off = TIANYUAN.model_copy(update={"exemption": ()})
    paper = EXEMPT.format(n=3, unit="三门镇", project="", start="2026-07-01", end="2026-09-30")
    rows = ranked(FALLING, FALLING, profile=off, exemption=paper).set_index("responsible_unit")
    assert rows.card["三门镇"] == "red"
    assert pd.isna(rows.exemption["三门镇"])


def test_without_the_rule_of_honours_nothing_bars():
    off = TIANYUAN.model_copy(update={"honours": ()})
    assert ranked(FALLING, FALLING, profile=off).bars.isna().all()
    assert NO_HONOUR in ranked(FALLING, FALLING).bars.dropna().iloc[0]


def test_a_rule_without_a_known_start_shows_none():
    assert set(ranked(FALLING, FALLING).card_rule) == {"天元第二十一条"}


def test_days_of_grace_bring_a_late_milestone_in_time():
    assert simulated(grace_days=2).trial_score_change["三门镇"] == 0
    # one case of one: (0 + 1) / 3 becomes (1 + 1) / 3, a sixth of the weight
    assert simulated(grace_days=3).trial_score_change["三门镇"] == pytest.approx(100 / 3 / 6, abs=0.01)
    assert simulated(grace_days=3, few="without").trial_score["三门镇"] - simulated(few="without").trial_score[
        "三门镇"
    ] == pytest.approx(100 / 6, abs=0.01)


def test_other_weights():
    rows = simulated(weights="形象进度=0")
    assert rows.trial_score["嵩山路街道"] == 95.0
    assert rows.score["嵩山路街道"] == 95.83


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": "节点=2"}, "没有考核项“节点”"),
        ({"weights": "节点任务=两"}, "不是权重"),
        ({"weights": "节点任务=-1"}, "不能小于零"),
        ({"weights": ",".join(f"{item}=0" for item in ITEMS)}, "至少一项大于零"),
        ({"grace_days": -1}, "小于零"),
    ],
)
def test_what_cannot_be_tried_is_said(options, words):
    with pytest.raises(ValueError, match=words):
        simulated(**options)
