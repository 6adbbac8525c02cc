"""A note that contradicts the figures is a reason to ask; one that explains them is none."""

import pytest

from tests.etl.intake.books import notices, parse_drawn

PROVEN = """
{title}（单位：万元）
{above}
项目名称 | 总投资 | 年度计划 | 1-9月完成 | 完成率（%） {more}
甲 | 5000 | 1000 | 500 | 50 {a}
乙 | 9000 | 2000 | 800 | 40 {b}
丙 | 8000 | 3000 | 900 | 30 {c}
合计 | 22000 | 6000 | 2200 | 36.7 {d}
{note}
"""
PLAIN = {"title": "2026年9月重点项目调度表", "above": "", "more": "", "a": "", "b": "", "c": "", "d": ""}
LAST_YEAR = PLAIN | {"more": "| 去年同期完成", "a": "| 400", "b": "| 700", "c": "| 800", "d": "| 1900"}

NOTES = {  # note → the reason, or None where it contradicts nothing
    "注：以上为预计数": "预计或计划",
    "备注：1.投资额为含税价；2.完成投资为预计数。": "预计或计划",
    "说明：表中数据为全年预计完成投资": "预计或计划",
    "注：本表完成额按目标数填列": "预计或计划",
    "备注：完成投资为2025年同期数": "别的年份",
    "注：本表数据为上年同期数": "别的年份",
    "注：以上数据系2024年数": "别的年份",
    "注：以上为2026年数": None,  # the sheet's own year
    "注：本表数据截至8月底": "写的是8月，本表是9月",
    "注：本表数据截至2026年9月底": None,
    "注：数据截至10月8日": None,  # the day on which it was gathered
    "注：以上为8月份数据": "写的是8月，本表是9月",
    "注：总投资为估算数": None,
    "说明：本表统计范围为计划总投资500万元及以上项目；1月免报。": None,
    "注：本表按计划进度排序": None,
    "注：年度计划为预计数": None,
    "注：完成投资较上年同期数增长12.5%": None,
    "注：本表由各责任单位填报。": None,
    "注：1.投资额均为含税价；2.不含征拆费用。": None,
    "注：完成投资为自2025年开工以来的累计数": None,
    "备注：下列项目计划年底前开工": None,
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_contradicts_leaves_a_proven_sheet_asked(note):
    parsed = parse_drawn(PROVEN.format(note=note, **PLAIN))
    [reading] = parsed.readings["Sheet1"]
    assert reading.is_proven is (NOTES[note] is None), reading.doubts
    if NOTES[note]:
        assert NOTES[note] in reading.doubts["note"] and note[:20] in reading.doubts["note"]
        assert "note_doubt" in {kind for _, kind in notices(parsed)}


def test_a_note_above_the_table_is_one_too():
    parsed = parse_drawn(PROVEN.format(note="", **PLAIN | {"above": "说明：以下完成投资均为预计数"}))
    assert not parsed.readings["Sheet1"][0].is_proven


def test_a_note_on_last_year_explains_the_column_of_last_year():
    parsed = parse_drawn(PROVEN.format(note="注：去年同期完成数为2025年数", **LAST_YEAR))
    assert parsed.readings["Sheet1"][0].is_proven
