"""Lists of people and tables laid on their side are refused whole, with the reason; a table is neither one of these nor a card."""

import pytest

from tests.etl.intake.books import field, outcomes, parse_drawn, report


@pytest.mark.parametrize(
    "drawn",
    [
        "2026年9月调度表\n项目名称 | 总投资（万元） | 1-9月完成投资（万元）\n甲厂房 | 4788 | 1227",
        # a column of an unknown name beside the projects; one project; a header with nothing below it
        "2026年9月调度表\n项目名称 | 点位 | 总投资（万元） | 1-9月完成投资（万元）\n甲厂房 | 东 | 4788 | 1227",
        "2026年9月调度表\n项目名称 | 点位 | 总投资（万元） | 1-9月完成投资（万元）",
        # the second row of a header says the name beside periods
        "2026年9月完成情况表（单位：万元）\n序号 | | 责任单位 | 计划完成投资 | | 2026年1-9月累计完成投资额\n | 项目名称 | | 全年 | 1-9月 | \n1 | 甲厂房 | 区住建局 | 900 | 500 | 400\n | 竣工 | | 80 | 50 | 40\n2 | 乙路 | 区住建局 | 80 | 50 | 40",
        # headings that no alias has, understood by their words, with a blank column among them
        "2026年9月进度表（单位：万元）\n编号 | 项目名称 | 2026年投资目标 | 总投资 | 年度累计完成投资 | | 联系电话\n1 | 甲厂房 | 1179 | 5755 | 968 | | 28810002\n2 | 乙路 | 479 | 755 | 68 | | 28810003",
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


LAID_ON_ITS_SIDE = {
    "names first": """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 甲厂扩建 | 乙路改造 | 丙学校
        责任单位 | 区住建局 | 区教育局 | 三门镇
        总投资 | 5000 | 8000 | 3000
        年度计划投资 | 1000 | 2000 | 500
        1-9月完成投资 | 700 | 900 | 200
        """,
    "numbered, two projects, no unit": """
        序号 | 1 | 2
        项目名称 | 甲厂扩建 | 乙路改造
        总投资（万元） | 5000 | 8000
        1-9月完成投资（万元） | 700 | 900
        """,
    "below a group's name, one figure wanting, texts": """
        2026年9月
        基本情况 | 项目名称 | 甲厂扩建 | 乙路改造 | 丙学校
        | 责任单位 | 区住建局 | 区教育局 | 三门镇
        投资 | 总投资 | '5000 | '8000 |
        | 1-9月完成投资 | 700 | | 200
        """,
}


@pytest.mark.parametrize("case", LAID_ON_ITS_SIDE)
def test_projects_in_columns_are_refused_whole_with_the_reason(case):
    parsed = parse_drawn(LAID_ON_ITS_SIDE[case])
    assert parsed.records == {}
    said = report(parsed)
    assert "项目写在各列" in said["message"] and "转置" in said["message"]
    assert said["rejected"] > 2
    assert all("项目写在各列" in one["reason"] for one in said["rejections"])


@pytest.mark.parametrize(
    "drawn",
    [
        "2026年9月项目情况\n项目名称 | 甲厂房\n总投资 | 4788 | 万元\n年度计划投资 | 1837 | 万元\n1-9月完成投资 | 1227 | 万元",
        "2026年9月项目情况\n项目名称 | 甲厂房 | 责任单位 | 高科集团\n总投资 | 4788 | 年度计划投资 | 1837\n1-9月完成投资 | 1227 | 存在问题 | 无",
    ],
    ids=["a card with units behind its figures", "a card with two labels a row"],
)
def test_a_card_is_not_laid_on_its_side(drawn):
    assert "项目写在各列" not in (report(parse_drawn(drawn))["message"] or "")


@pytest.mark.parametrize("below", ["汇总", "合计", "新开工项目", "项目单位"])
def test_a_word_that_heads_columns_below_the_projects_makes_no_card_of_a_table(below):
    """The name's column holds projects, each with its figures: a label among them is a total or a group."""
    parsed = parse_drawn(
        f"""
        2026年7月重点项目进展情况　单位：万元
        编号 | 工程名称 | 项目投资情况 | | | 形象进度
         | | 总投资 | 2026年计划投资 | 1-7月完成投资 |
        1 | 甲厂房 | 3197 | 1393 | 850 | 场平完成
        2 | 乙道路 | 4782 | 1295 | 722 | 桩基完成
         | {below} | 7979 | 2688 | 1572 |
        """
    )
    assert field(parsed, "project_name", "dispatch")[:2] == ["甲厂房", "乙道路"]
    assert field(parsed, "reported_ytd_wan", "dispatch")[:2] == [850, 722]
