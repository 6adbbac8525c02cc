"""What is no table of projects is refused whole, with the reason, and never read as a table."""

import pytest

from tests.etl.intake.books import outcomes, parse_drawn, report

CARDS = [
    """
    重点项目作战图（2026年9月）
    项目名称 | 甲厂房 | 总投资（万元） | 4788.14 | 年度计划投资（万元） | 1837.45
    责任单位 | 高科集团 | 1-9月完成投资（万元） | 1227.04 | 累计完成投资（万元） | 2519.23
    存在问题 | 无
    """,
    """
    2026年9月项目情况
    项目名称： | 甲厂房
    总投资（万元）： | 4788
    年度计划投资（万元）： | 1837
    1-9月完成投资（万元）： | 1227
    """,
    """
    2026年9月作战图
    责任单位 | 高科集团 | 项目名称 | 甲厂房
    建设性质 | 新建 | 行业 | 制造业
    总投资（万元） | 年度计划投资（万元） | 1-9月完成投资（万元） | 累计完成投资（万元）
    4788 | 1837 | 1227 | 2519
    """,
    """
    2026年9月项目卡
    项目名称 | 甲厂房 | 总投资（万元） | 4788
    责任单位 | 高科集团 | 1-9月完成投资（万元） | 1227

    项目名称 | 乙厂房 | 总投资（万元） | 500
    责任单位 | 高科集团 | 1-9月完成投资（万元） | 100
    """,
]


@pytest.mark.parametrize("drawn", CARDS)
def test_a_card_is_refused_whole(drawn):
    parsed = parse_drawn(drawn)
    assert parsed.records == {}
    assert report(parsed)["loaded"] == 0
    assert "项目卡片" in report(parsed)["message"]


@pytest.mark.parametrize(
    "drawn",
    [
        "2026年9月调度表\n项目名称 | 总投资（万元） | 1-9月完成投资（万元）\n甲厂房 | 4788 | 1227",
        # a column of an unknown name beside the projects; one project; a header with nothing below it
        "2026年9月调度表\n项目名称 | 点位 | 总投资（万元） | 1-9月完成投资（万元）\n甲厂房 | 东 | 4788 | 1227",
        "2026年9月调度表\n项目名称 | 点位 | 总投资（万元） | 1-9月完成投资（万元）",
        "2026年9月调度表\n项目名称 | 序号 | 总投资（万元） | 1-9月完成投资（万元）\n项目名称 | 序号 | 总投资（万元） | 1-9月完成投资（万元）\n甲 | 1 | 5 | 4",
        "2026年9月调度表\n项目名称 | 投资 | | 进度\n | 总投资（万元） | 1-9月完成投资（万元） | 形象进度\n甲厂房 | 4788 | 1227 | 封顶",
    ],
)
def test_a_table_is_none(drawn):
    parsed = parse_drawn(drawn)
    assert parsed.kinds == ("dispatch",)


@pytest.mark.parametrize(
    "header", ["序号 | 姓名 | 职务 | 联系电话 | 工作单位", "单位 | 联系人 | 手机号码", "项目名称 | 联系人 | 联系方式"]
)
def test_a_list_of_people_is_refused_with_its_reason(header):
    parsed = parse_drawn(f"联系人名单\n{header}\n1 | 张某 | 13812345678 | 13812345678 | 区住建局")
    assert parsed.records == {}
    assert outcomes(parsed)[-1] == "rejected"
    assert "通讯录" in report(parsed)["message"]
