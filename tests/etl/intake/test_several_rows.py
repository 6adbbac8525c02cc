"""A project over several rows: what was done is read, what was planned is told and never taken for it."""

from tests.etl.intake.books import field, notices, outcomes, parse_drawn, report

TWO_ROWS = """
        重点项目推进情况表（2026年9月）
        序号 | 项目名称 | 责任单位 | 指标 | 总投资（万元） | 1-9月（万元）
        1 | 甲项目 | 区住建局 | 计划投资 | 5000 | 1200
          |        |         | 完成投资 |      | 800
        2 | 乙项目 | 区教育局 | 计划投资 | 6000 | 2200
          |        |         | 完成投资 |      | 1800
        合计 | | | 计划投资 | 11000 | 3400
             | | | 完成投资 |       | 2600
"""
MERGED = [
    (3, 1, 4, 1),
    (3, 2, 4, 2),
    (3, 3, 4, 3),
    (3, 5, 4, 5),
    (5, 2, 6, 2),
    (5, 3, 6, 3),
    (5, 5, 6, 5),
    (7, 1, 8, 1),
]


def test_only_what_was_done_is_read():
    parsed = parse_drawn(TWO_ROWS, merged=MERGED)
    assert field(parsed, "project_name") == ["甲项目", "乙项目"]
    assert field(parsed, "reported_ytd_wan") == [800, 1800]
    assert field(parsed, "responsible_unit") == ["区住建局", "区教育局"]
    assert field(parsed, "total_investment_wan") == [5000, 6000]  # merged over both rows
    assert outcomes(parsed) == [
        "title", "header", "measure", "loaded", "measure", "loaded", "total", "total"
    ]  # fmt: skip
    [said] = parsed.notices.to_pylist()  # the total of what was done, 2600, is the sum of what was done
    assert (said["row"], said["kind"]) == (2, "measure_rows")
    assert "计划投资 2 行没有读" in said["text"]
    sheet = report(parsed)
    assert sheet["rows_total"] == 8 == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]


def test_a_total_is_held_against_what_was_done():
    assert (8, "total_mismatch") in notices(parse_drawn(TWO_ROWS.replace("2600", "2700"), merged=MERGED))


def test_unmerged_blanks_belong_to_the_project_above_but_no_figure_does():
    parsed = parse_drawn(TWO_ROWS)
    assert field(parsed, "reported_ytd_wan") == [800, 1800]
    assert field(parsed, "responsible_unit") == ["区住建局", "区教育局"]
    assert field(parsed, "total_investment_wan") == [None, None]


def test_a_name_repeated_in_each_row_is_one_project_too():
    parsed = parse_drawn(
        """
        2026年9月调度表
        项目名称 | 类别 | 1-9月完成投资（万元）
        甲项目 | 目标任务 | 1200
        甲项目 | 实际完成 | 800
        甲项目 | 完成率 | 0.67
        乙项目 | 目标任务 | 2200
        乙项目 | 实际完成 | 1800
        乙项目 | 完成率 | 0.82
        """
    )
    assert field(parsed, "reported_ytd_wan") == [800, 1800]
    assert outcomes(parsed).count("measure") == 4


def test_a_column_of_states_parts_no_project():
    drawn = """
        2026年9月调度表
        项目名称 | 状况 | 1-9月完成投资（万元）
        甲项目 | 计划 | 10
        乙项目 | 完成 | 20
        丙项目 | 计划 | 30
        """
    assert field(parse_drawn(drawn), "reported_ytd_wan") == [10, 20, 30]
    other_words = TWO_ROWS.replace("完成投资 ", "省级重点 ")
    assert (
        outcomes(parse_drawn(other_words, merged=MERGED)).count("loaded") == 2
    )  # as it stood: nobody says which is which
