"""What two names must share to be one: marks, filling words, owners, slips of typing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build.link import marks
from etl.build.link.compare import Side, compare
from etl.build.link.marks import number, take
from etl.build.link.names import is_typing_slip, read
from etl.build.link.rules import judge

PREFIXES = ("德阳市旌阳区", "旌阳区", "德阳市")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("黄许镇污水处理厂二期工程", "黄许镇污水处理厂（Ⅱ期）建设项目"),
        ("黄许镇污水处理厂贰期", "德阳市旌阳区黄许镇污水处理厂第2期"),
        ("四川省德阳市旌阳区旌湖公园", "旌湖公园项目"),
        ("旌湖〔东〕公园", "旌湖(东)公园"),
        ("标准厂房\n及  配套", "标准厂房、配套"),
        ("年产３万吨负极材料", "年产30000吨负极材料工程"),
        ("二环路改造", "2环路改造"),
        ("首期厂房", "一期厂房"),
        ("第三标段堤防", "堤防叁标段"),
        ("岷江１２#楼", "岷江十二号楼"),
        ("凯江公寓1栋", "凯江公寓一号楼"),
        ("凯江公寓Ａ座", "凯江公寓A栋"),
        ("国道108线大修", "G108大修"),
        ("旌湖220千伏输变电", "旌湖220kV输变电"),
        ("二〇二五年农田", "农田（2025）"),
        ("纵一路", "纵1路"),
    ],
)
def test_one_name_in_two_spellings(one, other):
    assert read(one, PREFIXES).core == read(other, PREFIXES).core
    assert read(one, PREFIXES).marks == read(other, PREFIXES).marks


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("旌湖一期", "旌湖二期", "期次"),
        ("市域铁路二号线", "市域铁路3号线", "线路"),
        ("S210线改造", "S211线改造", "线路"),
        ("堤防一标段", "堤防2标", "标段"),
        ("2024年小区改造", "2025年小区改造", "年度"),
        ("农田（第一批）", "农田（第二批）", "批次"),
        ("旌东安置房A地块", "旌东安置房B地块", "编号"),
        ("管网（东片区）", "管网（西片区）", "方位"),
        ("石亭江左岸堤防", "石亭江右岸堤防", "位置"),
        ("中学扩建", "中学迁建", "性质"),
        ("基地（主体工程）", "基地（配套工程）", "部分"),
        ("年产3万吨", "年产5万吨", "数量"),
        ("2号桥3号路", "3号桥2号路", "编号"),
        ("纵一路", "纵二路", "编号"),
        ("凯江公寓甲区", "凯江公寓乙区", "编号"),
        ("智造产业园二", "智造产业园三", "编号"),
        ("快速路K3+200段", "快速路K3+800段", "桩号"),
        ("大桥左幅", "大桥右幅", "位置"),
        ("广场地上停车场", "广场地下停车场", "位置"),
        ("农田（2024）", "农田（2025）", "年度"),
        ("旌东街道南路", "旌东街道北路", "方位"),
    ],
)
def test_marks_that_contradict_forbid_a_link_whatever_else_agrees(one, other, kind):
    sides = [
        Side((name,), owner="某公司", town="黄许镇", total_wan=1000.0) if name == one else
        Side((name,), owner="某公司", town="黄许镇", total_wan=1000.0)
        for name in (one, other)
    ]  # fmt: skip
    evidence = compare(*sides)
    assert evidence.marks == "conflict"
    assert kind in evidence.marks_differ
    assert not judge(evidence).is_kept


def test_a_letter_of_direction_in_the_name_of_a_town_is_no_mark():
    towns = ("旌东街道", "城北街道")
    assert read("旌东街道玉珠苑改造", PREFIXES, towns).marks == read("玉珠苑改造", PREFIXES, towns).marks
    assert read("旌东街道东路", PREFIXES, towns).marks == (("方位", ("东",)),)
    assert read("城北公园", PREFIXES, towns).marks == (("方位", ("北",)),)
    evidence = compare(Side(("旌东街道便民中心",)), Side(("城北街道便民中心",)), PREFIXES, towns)
    assert judge(evidence).claim is None


def test_namesakes_of_another_size_and_start_are_for_a_person():
    def verdict(total: float, start: date):
        one = Side(("源岑骞卫生院改扩建（一期）",), town="柏隆镇", total_wan=44215.0, start=date(2020, 12, 1))
        return judge(compare(one, Side(one.names, town="柏隆镇", total_wan=total, start=start)))

    assert verdict(40006.0, date(2020, 6, 1)).claim is None
    assert "开工又相差6个月" in verdict(40006.0, date(2020, 6, 1)).doubts[0]
    assert verdict(40006.0, date(2020, 11, 1)).claim == "name"  # the start agrees
    assert verdict(44000.0, date(2020, 6, 1)).claim == "name"  # the total agrees


def test_a_slip_of_typing_wants_the_same_start_too():
    """Of equal sound, place and money two works may still be two."""
    one, other = (
        Side((name,), town="孝泉镇", total_wan=120.0, start=start)
        for name, start in (("花圆里便民服务站新建", date(2025, 3, 1)), ("华园里便民服务站新建", date(2025, 8, 1)))
    )
    assert compare(one, other).grade == "slip"
    assert judge(compare(one, other)).claim is None
    assert judge(compare(one, replace(other, start=one.start))).claim == "rule"


def test_a_mark_on_one_side_only_leaves_the_pair_to_a_person():
    verdict = judge(
        compare(Side(("旌湖公园",), town="甲", total_wan=9.0), Side(("旌湖公园一期",), town="甲", total_wan=9.0))
    )
    assert verdict.is_kept
    assert verdict.claim is None
    assert verdict.doubts == ("区别标志只有一方写明：期次 无／1",)


def test_a_renamed_phase_does_not_answer_for_the_old_one():
    """The key project was 一期 once and is 二期 now; a statistics project 一期 is not it by itself."""
    now = Side(("旌湖公园二期", "旌湖公园一期"), town="甲", total_wan=9.0)
    assert judge(compare(now, Side(("旌湖公园一期",), town="甲", total_wan=9.0))).claim is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("瀚禾调味品数字工厂", "翰禾调味品数字工厂", True),  # 同音
        ("己方物流中心仓库", "已方物流中心仓库", True),  # 形近
        ("光伏组件智能制造", "光伏组件智能造制", True),  # 颠倒
        ("大型铸造车间技改", "大型锻造车间技改", False),
        ("旌东幼儿园综合楼", "旌冬幼儿园综合楼", False),  # 方位字不当作错字
        ("永丰村提灌站维修", "永峰村提灌站维修", False),  # 两个村都可能有
        ("甲乙丙", "甲已丙", False),  # 太短
        ("光伏组件智能制造", "光伏组件智能制造", False),
    ],
)
def test_slips_of_typing(one, other, expected):
    assert is_typing_slip(one, other) is expected


@pytest.mark.parametrize(
    ("numeral", "expected"), [("二", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("07", 7)]
)
def test_numerals(numeral, expected):
    assert number(numeral) == expected


def test_letters_that_number_stay_as_they_are():
    assert take("堤防A标段")[1] == (("标段", ("A",)),)


@pytest.mark.parametrize("name", ["", "项目", "（）", "一", "建设工程"])
def test_names_without_content_are_read_and_never_linked(name):
    side = Side((name,), town="甲", total_wan=9.0)
    read(name, PREFIXES)
    assert judge(compare(side, Side(("旌湖公园",), town="甲", total_wan=9.0))).claim is None


@pytest.mark.parametrize(
    ("name", "expected"), [("老旧小区改造项目", True), ("玉泉苑老旧小区改造", False), ("污水处理厂提标改造工程", True)]
)
def test_a_name_that_names_nothing_is_generic(name, expected):
    assert read(name).is_generic is expected


@given(st.text("一二十3第首期阶段标准分包合同GSXA号#线20年度批次(楼栋组)壹Ⅱ万", max_size=12))
def test_no_mark_stands_in_a_name_that_lacks_what_it_needs(name):
    for kind, pattern, needed in marks._NUMBERED_RE:
        assert not needed or not needed.isdisjoint(name) or not pattern.search(name), kind
