"""资金: financing needs in three groups, and funds for preliminary work; each recounted from its rows."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.funds.financing_needs import financing_needs, financing_summary
from metrics.funds.preliminary_funds import preliminary_funds
from tests.etl.intake.books import field, parse_drawn, report
from tests.tables import assert_table, insert, warehouse

PROFILE = load_profile("jingyang")
ASKED = {"profile": PROFILE, "as_of": date(2026, 9, 1)}
NEEDS = """
    district | project_id | financing_way | known_from | known_to   | financing_group | financing_need_wan | financed_wan | published_on
    jingyang | A          | 银行贷款      | 2026-07-01 | 2026-08-01 | 集中攻关一批    | 9000               |              | 2026-07-01    # 以后改了
    jingyang | A          | 银行贷款      | 2026-08-01 |            | 集中攻关一批    | 5000               | 2000         | 2026-08-01
    jingyang | A          | 专项债        | 2026-08-01 |            | 集中攻关        | 1000               | 1200         | 2026-08-01    # 多落实的不冲抵
    jingyang | B          | —             | 2026-08-01 |            | 加快前期一批    | 800.50             |              |               # 没有写日期，按收到日
    jingyang | F          | —             | 2026-10-09 |            | 集中攻关        | 3                  |              |               # 没有写日期，10月收到
    jingyang | C          | —             | 2026-08-01 |            | 谋划储备        |                    |              | 2026-08-01    # 没有写金额
    jingyang | D          | —             | 2026-08-01 |            | 待定            | 10                 | 10           | 2026-09-30    # 别的分类，当日
    jingyang | E          | —             | 2026-10-09 |            | 集中攻关        | 7                  |              | 2026-10-01    # 以后发布
"""
PROJECTS = "district | project_id | project_name | responsible_unit\njingyang | A | 甲 | 双东镇"


def test_needs_in_their_groups_the_largest_gap_first():
    con = warehouse(financing_need=NEEDS, project=PROJECTS)
    assert_table(
        financing_needs(con, **ASKED),
        """
        project_id | responsible_unit | financing_group | financing_way | financing_need_wan | financing_gap_wan
        A          | 双东镇           | focus           | 银行贷款      | 5000               | 3000
        A          | 双东镇           | focus           | 专项债        | 1000               | 0
        B          | —                | early           | —             | 800.5              | 800.5
        C          | —                | reserve         | —             |                    |
        D          | —                | unsaid          | —             | 10                 | 0
        """,
    )
    assert set(financing_needs(con, **ASKED, on=date(2026, 10, 1)).project_id) == set("ABCDE")
    assert set(financing_needs(con, **ASKED, on=date(2026, 10, 9)).project_id) == set("ABCDEF")
    assert financing_needs(con, **ASKED, known_on=date(2026, 7, 31)).financing_need_wan.tolist() == [9000]


def test_groups_add_up_to_the_district():
    con = warehouse(financing_need=NEEDS, project=PROJECTS)
    assert_table(
        financing_summary(con, **ASKED, by="financing_group"),
        """
        financing_group | needing_projects | financing_need_wan | financed_wan | financing_gap_wan | financed_beyond_wan | financed_share
        focus           | 1                | 6000               | 3200         | 3000              | 200                 | 1/2
        early           | 1                | 800.5              | 0            | 800.5             | 0                   | 0
        reserve         | 1                |                    | 0            |                   |                     |
        unsaid          | 1                | 10                 | 10           | 0                 | 0                   | 1
        """,
    )
    assert_table(
        financing_summary(con, **ASKED),
        "needing_projects | financing_need_wan | financed_wan | financing_gap_wan\n4 | 6810.5 | 3210 | 3800.5",
    )
    with pytest.raises(ValueError, match="town"):
        financing_summary(con, **ASKED, by="town")


def test_a_later_list_changes_no_earlier_month():
    """Both lists stand in the history: on the day between them the first one speaks, with all that came later loaded."""
    later = NEEDS + "    jingyang | A | 银行贷款 | 2026-10-28 | | 谋划储备一批 | 9999 | | 2026-10-28\n"
    before, after = (warehouse(financing_need=needs, project=PROJECTS) for needs in (NEEDS, later))
    assert financing_needs(after, **ASKED).equals(financing_needs(before, **ASKED))
    [need] = financing_needs(after, **ASKED, on=date(2026, 10, 28)).query("financing_way == '银行贷款'").itertuples()
    assert (need.financing_group, need.financing_need_wan) == ("reserve", 9999)


def test_funds_for_preliminary_work_are_of_the_year():
    con = warehouse(
        project=PROJECTS,
        preliminary_funds="""
            district | project_id | year | purpose | known_from | preliminary_funds_wan | preliminary_paid_wan
            jingyang | A          | 2026 | 可研    | 2026-02-01 | 50                    | 20
            jingyang | A          | 2026 | 初设    | 2026-02-01 | 80                    |                       # 没有写支付
            jingyang | A          | 2025 | 可研    | 2025-02-01 | 70                    | 70                    # 去年
        """,
    )
    assert_table(
        preliminary_funds(con, **ASKED),
        """
        purpose | preliminary_funds_wan | preliminary_paid_wan | preliminary_paid_share
        初设    | 80                    |                      |
        可研    | 50                    | 20                   | 2/5
        """,
    )


@pytest.mark.parametrize(
    ("year", "read"),
    [("2026", 2026), ("2026年", 2026), ("2026年度", 2026), ("26", None), ("2026.5", None), ("一年", None)],
)
def test_the_year_of_the_funds(year, read):
    parsed = parse_drawn(
        f"重点项目前期工作经费安排表\n项目名称 | 年度 | 用途 | 前期工作经费（万元）\n甲 | {year} | 可研 | 50\n"
    )
    assert parsed.kinds == ("preliminary_funds",)
    found = field(parsed, "year", "preliminary_funds")
    assert found == ([] if read is None else [read])
    assert len(report(parsed)["rejections"]) == (1 if read is None else 0)


def test_the_titles_year_stands_where_no_column_says_it():
    parsed = parse_drawn("2026年前期工作经费安排表\n项目名称 | 前期工作经费（万元）\n甲 | 50\n")
    assert field(parsed, "year", "preliminary_funds") == [2026]


@pytest.mark.parametrize(
    ("sheet", "kinds"),
    [
        (
            "中央预算内投资下达表\n项目名称 | 下达金额（万元） | 文号\n甲 | 50 | 1号\n",
            (),
        ),  # no word of preliminary work
        (
            "项目要素保障需求表\n项目名称 | 用地需求 | 资金需求 | 用电需求\n甲 | 3亩 | 缺500万元 | 无\n",
            ("service_request",),
        ),
        ("融资需求清单\n项目名称 | 融资需求（万元） | 对接银行\n甲 | 50 | 农行\n", ("financing_need",)),
    ],
)
def test_other_amounts_are_no_funds(sheet, kinds):
    assert parse_drawn(sheet).kinds == kinds


amounts = st.none() | st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
rows = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["集中攻关", "加快前期", "储备", None]), amounts, amounts),
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_sums_recounted_plainly(drawn):
    con = warehouse()
    insert(
        con, "financing_need",
        ["district", "project_id", "financing_way", "known_from", "row_id", "financing_group", "financing_need_wan",
         "financed_wan"],
        [["jingyang", project, f"方式{n}", date(2026, 1, 1), n, *rest] for n, (project, *rest) in enumerate(drawn)],
    )  # fmt: skip
    plain = defaultdict(lambda: [set(), Decimal(0), Decimal(0)])
    for project, group, need, done in drawn:
        name = {"集中攻关": "focus", "加快前期": "early", "储备": "reserve", None: "unsaid"}[group]
        plain[name][0].add(project)
        plain[name][1] += need or 0
        plain[name][2] += max(need - (done or 0), 0) if need is not None else 0
    found = financing_summary(con, **ASKED, by="financing_group").set_index("financing_group")
    assert set(found.index) == set(plain)
    for name, (projects, need, gap) in plain.items():
        assert found.needing_projects[name] == len(projects)
        assert float(found.financing_need_wan.fillna(0)[name]) == pytest.approx(float(need))
        assert float(found.financing_gap_wan.fillna(0)[name]) == pytest.approx(float(gap))
