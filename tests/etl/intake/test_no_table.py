"""Lists of people are refused whole, with the reason; a table is neither one of these nor a card."""

import pytest

from tests.etl.intake.books import outcomes, parse_drawn, report


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
