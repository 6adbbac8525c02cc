"""Rows with a text where the projects' names stand and nothing else: remarks are none, any other is doubted."""

import pytest

from tests.etl.intake.books import field, outcomes, parse_drawn

TEXTS = [  # the text, what becomes of its row
    ("以下为新增项目", "note"),
    ("以上为市级重点", "note"),
    ("（以下项目由区属国企实施）", "note"),
    ("——以下空白——", "note"),
    ("下列项目正在办理用地手续", "note"),
    ("（续建）", "note"),
    ("丙道路", "loaded"),
    ("以下塘村道路", "loaded"),  # a place called so
]


@pytest.mark.parametrize(("text", "outcome"), TEXTS)
def test_a_lone_text_between_projects(text, outcome):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 总投资 | 1-9月完成投资
        甲厂房 | 3000 | 100
        {text} | |
        乙道路 | 2000 | 200
        合计 | 5000 | 300
        """
    )
    assert outcomes(parsed)[3] == outcome
    assert field(parsed, "project_name") == ["甲厂房", *([text] if outcome == "loaded" else []), "乙道路"]
    assert parsed.readings["Sheet1"][0].is_proven is (outcome == "note")


def test_names_alone_are_nothing_odd_where_hardly_any_row_has_figures():
    parsed = parse_drawn(
        "2026年9月重点项目调度表（单位：万元）\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | |\n乙道路 | |\n丙学校 | 2000 | 200\n"
    )
    assert field(parsed, "project_name") == ["甲厂房", "乙道路", "丙学校"]
    assert "rows" not in parsed.readings["Sheet1"][0].doubts


@pytest.mark.parametrize(("text", "is_note"), [("以下为新增项目", True), ("（续建）", False)])
def test_a_remark_is_one_also_where_hardly_any_row_has_figures(text, is_note):
    parsed = parse_drawn(
        f"2026年9月重点项目调度表（单位：万元）\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | |\n{text} | |\n丙学校 | 2000 | 200\n"
    )
    assert (outcomes(parsed)[3] == "note") is is_note
