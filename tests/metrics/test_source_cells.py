"""Which cells is this? Files, sheets, rows and columns behind a project's figures."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.provenance.source_cells import source_cells
from metrics.provenance.unit_cells import unit_cells
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")


@pytest.fixture
def con():
    return warehouse(
        source_file="""
        file_id | district | name            | received_on
        1       | tianyuan | 年度计划.xlsx   | 2026-01-20
        2       | tianyuan | 9月调度.xlsx    | 2026-10-05
        3       | tianyuan | 9月调度更正.xlsx | 2026-10-08
        4       | tianyuan | 9月206表.xlsx   | 2026-10-10
        """,
        source_row="""
        row_id | file_id | sheet | row | outcome | is_hidden
        11     | 1       | 计划  | 6   | loaded  | false
        21     | 2       | 调度  | 7   | loaded  | true
        31     | 3       | 调度  | 7   | loaded  | false
        41     | 4       | 206   | 5   | loaded  | false
        22     | 2       | 调度  | 8   | loaded  | false
        """,
        source_column="""
        file_id | sheet | position | header                 | field             | month
        1       | 计划  | F        | 年度计划投资           | annual_plan_wan   |
        1       | 计划  | T        | 倒排计划·6月           | planned_ytd_wan   | 2026-06-01
        1       | 计划  | U        | 倒排计划·7月           | planned_ytd_wan   | 2026-07-01
        2       | 调度  | G        | 1～9月完成投资·完成投资 | reported_ytd_wan  |
        2       | 调度  | H        | 到位资金               | funds_in_place_wan |
        3       | 调度  | G        | 1～9月完成投资·完成投资 | reported_ytd_wan  |
        4       | 206   | E        | 本年完成投资           | booked_ytd_wan    |
        """,
        raw_annual_plan="row_id | district | project_id | known_from | year | effective_month | annual_plan_wan\n"
        "11 | tianyuan | P1 | 2026-01-20 | 2026 | 2026-01-01 | 1200.50",
        monthly_plan="""
        district | project_id | effective_month | month      | known_from | row_id | planned_ytd_wan
        tianyuan | P1         | 2026-01-01      | 2026-06-01 | 2026-01-20 | 11     | 600
        tianyuan | P1         | 2026-01-01      | 2026-07-01 | 2026-01-20 | 11     | 700
        """,
        raw_dispatch="""
        row_id | district | project_id | known_from | month      | reported_ytd_wan | funds_in_place_wan
        21     | tianyuan | P1         | 2026-10-05 | 2026-09-01 | 800              |                   # 空单元格不是出处
        31     | tianyuan | P1         | 2026-10-08 | 2026-09-01 | 750              |
        22     | tianyuan | P2         | 2026-10-05 | 2026-09-01 | 999              | 9                 # 别的项目
        """,
        raw_statistics_return="row_id | district | statistics_id | known_from | month | booked_ytd_wan\n"
        "41 | tianyuan | S1 | 2026-10-10 | 2026-09-01 | 640",
        project_link="district | project_id | statistics_id | known_from\ntianyuan | P1 | S1 | 2026-10-10",
    )


def test_every_cell_newest_first(con):
    assert_table(
        source_cells(con, profile=TIANYUAN, project_id="P1"),
        """
        received_on | kind              | month      | file             | sheet | row | position | header                 | field            | value   | is_hidden
        2026-10-10  | statistics_return | 2026-09-01 | 9月206表.xlsx    | 206   | 5   | E        | 本年完成投资           | booked_ytd_wan   | 640.0   | false
        2026-10-08  | dispatch          | 2026-09-01 | 9月调度更正.xlsx | 调度  | 7   | G        | 1～9月完成投资·完成投资 | reported_ytd_wan | 750.0   | false
        2026-10-05  | dispatch          | 2026-09-01 | 9月调度.xlsx     | 调度  | 7   | G        | 1～9月完成投资·完成投资 | reported_ytd_wan | 800.0   | true
        2026-01-20  | annual_plan       | 2026-01-01 | 年度计划.xlsx    | 计划  | 6   | F        | 年度计划投资           | annual_plan_wan  | 1200.5  | false
        2026-01-20  | annual_plan       | 2026-06-01 | 年度计划.xlsx    | 计划  | 6   | T        | 倒排计划·6月           | planned_ytd_wan  | 600.0   | false
        2026-01-20  | annual_plan       | 2026-07-01 | 年度计划.xlsx    | 计划  | 6   | U        | 倒排计划·7月           | planned_ytd_wan  | 700.0   | false
        """,
    )


def test_of_one_field_and_month_as_known_then(con):
    def values(**options) -> list[str]:
        return source_cells(con, profile=TIANYUAN, project_id="P1", **options)["value"].tolist()

    assert values(field="reported_ytd_wan") == ["750.0", "800.0"]
    assert values(field="reported_ytd_wan", known_on=date(2026, 10, 7)) == ["800.0"]
    assert values(field="planned_ytd_wan", month=date(2026, 7, 1)) == ["700.0"]
    assert values(known_on=date(2026, 1, 19)) == []


def test_a_correction_stands_beside_what_the_cell_says(con):
    con.execute("""
        insert into source.correction values
            (1, 'tianyuan', 31, 'dispatch', 'reported_ytd_wan', null, '750.00', '720', 'applied', null, null,
             date '2026-10-09', '王五', '多报一笔'),
            (2, 'tianyuan', 21, 'dispatch', 'reported_ytd_wan', null, '800.00', '790', 'source_changed', '750.00', 31,
             date '2026-10-06', '王五', '多报')
    """)
    con.execute(
        "insert into raw.dispatch (row_id, district, project_id, known_from, month, reported_ytd_wan)"
        " values (31, 'tianyuan', 'P1', date '2026-10-09', date '2026-09-01', 720)"
    )

    def cells(known_on: date) -> list[tuple]:
        found = source_cells(con, profile=TIANYUAN, project_id="P1", field="reported_ytd_wan", known_on=known_on)
        return [
            (row.row, row.value, None if row.correction != row.correction else row.correction)
            for row in found.itertuples()
        ]

    assert cells(date(2026, 10, 9)) == [(7, "750.00", "720"), (7, "800.00", None)]
    assert cells(date(2026, 10, 8)) == [(7, "750.00", None), (7, "800.00", None)]


@pytest.fixture
def lists():
    return warehouse(
        source_file="file_id | district | name | received_on\n1 | tianyuan | 清单.xlsx | 2026-10-05",
        source_row="""
        row_id | file_id | sheet | row | outcome | is_hidden
        11     | 1       | 手续  | 3   | loaded  | false
        12     | 1       | 申报  | 3   | loaded  | false
        13     | 1       | 手工  | 3   | loaded  | false
        14     | 1       | 问题  | 3   | loaded  | false
        15     | 1       | 问题  | 9   | loaded  | false
        """,
        source_column="""
        file_id | sheet | position | header     | field                  | first_row | last_row
        1       | 手续  | C        | 环评       | step_cell:环境影响评价 |           |
        1       | 手续  | D        | 能评       | step_cell:节能审查     |           |
        1       | 申报  | E        | 已完工     | bar_cell:已完工        |           |
        1       | 申报  | F        | 资金未落实 | bar_cell:资金未落实    |           |
        1       | 手工  | D        | 加分       | points                 |           |
        1       | 问题  | B        | 问题       | issue                  | 2         | 5
        1       | 问题  | C        | 存在问题   | issue                  | 8         | 12      # 同一张表的第二个表格
        """,
        raw_approval_step="""
        row_id | district | project_id | known_from | step         | is_applicable | completed_on | document_number
        11     | tianyuan | P1         | 2026-10-05 | 环境影响评价 | true          | 2026-08-03   | 株天环评〔2026〕8号
        11     | tianyuan | P1         | 2026-10-05 | 节能审查     | false         |              |
        """,
        raw_declaration="row_id | district | project_id | known_from | declared_on | bars\n"
        "12 | tianyuan | P1 | 2026-10-05 | 2026-09-01 | 已完工",
        raw_score_entry="row_id | district | known_from | quarter | responsible_unit | item | points\n"
        "13 | tianyuan | 2026-10-05 | 2026-07-01 | 区住建局 | 加分 | 2",
        raw_issue="""
        row_id | district | issue_id | project_id | known_from | issue | responsible_unit | raised_on
        14     | tianyuan | I1       |            | 2026-10-05 | 缺土  | 区住建局         | 2026-09-03
        15     | tianyuan | I2       |            | 2026-10-05 | 缺电  | 区工信局         | 2026-09-04
        """,
    )


def test_a_column_a_step_and_a_column_a_bar(lists):
    assert_table(
        source_cells(lists, profile=TIANYUAN, project_id="P1"),
        """
        kind          | month      | position | header | value
        approval_step | 2026-08-01 | C        | 环评   | 2026-08-03 株天环评〔2026〕8号
        approval_step |            | D        | 能评   | 不涉及
        declaration   | 2026-09-01 | E        | 已完工 | 是
        """,
    )
    assert set(source_cells(lists, profile=TIANYUAN, project_id="P1", field="completed_on")["position"]) == {"C", "D"}
    assert list(source_cells(lists, profile=TIANYUAN, project_id="P1", field="bars")["position"]) == ["E"]


def test_rows_without_a_project_by_unit(lists):
    assert_table(
        unit_cells(lists, profile=TIANYUAN, unit="区住建局"),
        """
        kind        | month      | sheet | row | position | header | value
        score_entry | 2026-07-01 | 手工  | 3   | D        | 加分   | 2.0
        issue       | 2026-09-01 | 问题  | 3   | B        | 问题   | 缺土
        """,
    )
    assert list(unit_cells(lists, profile=TIANYUAN, field="issue")["position"]) == ["B", "C"]
    assert unit_cells(lists, profile=TIANYUAN, known_on=date(2026, 10, 4)).empty
