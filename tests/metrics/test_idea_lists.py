"""Lists of ideas: who owes one each month and did not send it, by hand and against a plain recount."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.data_health.idea_lists import idea_lists
from tests.metrics.generated import refill
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
OWING = [unit for unit in PROFILE.units if unit.is_ranked and unit.kind in ("镇（街道）", "区直部门", "区属国企")]
CON = warehouse()
CON.execute("set threads = 1")
COLUMNS = ["district", "project_id", "month", "known_from", "known_to", "responsible_unit", "total_investment_wan"]


def test_who_sent_no_list_this_month():
    con = warehouse(idea_list="""
        district | project_id | month      | known_from | known_to   | responsible_unit | total_investment_wan
        tianyuan | P1         | 2026-09-01 | 2026-09-20 |            | 三门镇           | 3000
        tianyuan | P2         | 2026-09-01 | 2026-09-20 |            | 三门镇           | 1500.5
        tianyuan | P3         | 2026-09-01 | 2026-09-20 |            | 栗雨街道办       |           # 别称；没写总投资
        tianyuan | P4         | 2026-08-01 | 2026-08-20 |            | 群丰镇           | 900       # 上月报过
        tianyuan | P5         | 2026-10-01 | 2026-10-20 |            | 雷打石镇         | 900       # 下月的
        tianyuan | P6         | 2026-09-01 | 2026-09-20 | 2026-10-01 | 马家河街道       | 900       # 后来撤回
        tianyuan | P7         | 2026-09-01 | 2026-09-20 |            | 区统计局         | 900       # 不要求
        jingyang | P8         | 2026-09-01 | 2026-09-20 |            | 泰山路街道       | 900       # 别的区
    """)  # fmt: skip
    told = idea_lists(con, profile=PROFILE, as_of=SEPTEMBER)
    assert len(told) == len(OWING)
    assert_table(
        told[told.last_list_month.notna()],
        """
        responsible_unit | has_list | ideas | total_investment_wan | last_list_month
        群丰镇           | false    | 0     |                      | 2026-08-01
        栗雨街道         | true     | 1     |                      | 2026-09-01
        三门镇           | true     | 2     | 4500.50              | 2026-09-01
        """,
    )
    assert "区统计局" not in set(told.responsible_unit)
    then = idea_lists(con, profile=PROFILE, as_of=SEPTEMBER, known_on=date(2026, 9, 30))
    assert set(then[then.has_list].responsible_unit) == {"三门镇", "栗雨街道", "马家河街道"}  # not yet withdrawn
    assert not idea_lists(con, profile=PROFILE, as_of=SEPTEMBER, known_on=date(2026, 9, 19)).has_list.any()


def test_a_district_whose_text_does_not_ask_owes_none():
    assert idea_lists(warehouse(), profile=load_profile("jingyang"), as_of=SEPTEMBER).empty


said = st.tuples(
    st.sampled_from([name for unit in OWING[:4] for name in (unit.name, *unit.aliases)]),
    st.integers(7, 10).map(lambda month: date(2026, month, 1)),
    st.none() | st.integers(1, 9),
)


@settings(max_examples=25)
@given(st.lists(said, max_size=8))
def test_agrees_with_a_plain_recount(rows):
    lists = [
        [PROFILE.id, str(number), month, month, None, unit, money] for number, (unit, month, money) in enumerate(rows)
    ]
    refill(CON, "idea_list", COLUMNS, lists)
    told = idea_lists(CON, profile=PROFILE, as_of=SEPTEMBER).set_index("responsible_unit")
    for unit in OWING:
        own = [
            (month, money) for name, month, money in rows if name in (unit.name, *unit.aliases) and month <= SEPTEMBER
        ]
        now = [money for month, money in own if month == SEPTEMBER]
        row = told.loc[unit.name]
        assert (bool(row.has_list), row.ideas) == (bool(now), len(now))
        assert (row.last_list_month or None) == max((month for month, _ in own), default=None)
        wanted = sum(money for money in now if money)
        assert (row.total_investment_wan or 0) == wanted or not wanted
