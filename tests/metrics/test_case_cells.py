"""Which cell says when a case of a score was done or due: by hand at the boundaries; the demo has one for each case."""

from metrics.provenance.case_cells import case_cells
from tests.metrics.quarters import Q3, TIANYUAN, in_plan, quarters
from tests.tables import assert_table, fill

UNIT = "三门镇"


def test_the_day_done_else_the_day_due():
    milestones = """
        row_id | known_from | project_id | milestone | responsible_unit | due_on     | done_on
        1      | 2026-08-05 | P-三门镇   | 桩基      | 三门镇           | 2026-08-01 |            # 七月表：还没办结
        2      | 2026-09-05 | P-三门镇   | 桩基      | 三门镇           | 2026-08-01 | 2026-08-20  # 八月表：办结，取这一格
        3      | 2026-10-05 | P-三门镇   | 封顶      | 三门镇           | 2026-09-30 |            # 没有办结：到期日
        4      | 2026-10-05 | P-三门镇   | 竣工      | 三门镇           | 2026-10-01 |            # 下季到期
    """
    requests = """
        row_id | known_from | request_id | project_id | service_kind | responsible_unit | received_on | limit_days | done_on
        5      | 2026-10-05 | YS1        | P-三门镇   | 林地         | 三门镇           | 2026-08-03  | 15         |            # 收件日
    """
    issues = """
        row_id | known_from | issue_id | project_id | issue_kind | responsible_unit | due_on     | closed_on
        6      | 2026-10-05 | W1       |            | 征拆       | 三门镇           | 2026-08-10 | 2026-08-09  # 不属于项目
        7      | 2026-10-05 | W2       |            | 征拆       | 三门镇           | 2026-08-10 | 2026-10-02  # 季后办结：到期日
    """
    con = quarters(
        project_month=in_plan(UNIT), milestone=milestones, raw_milestone=milestones,
        service_request=requests.replace("service_kind", "kind"), raw_service_request=requests,
        issue=issues.replace("issue_kind", "kind"), raw_issue=issues,
    )  # fmt: skip
    fill(con, "source_file", "file_id | district | name | received_on\n1 | tianyuan | 台账.xlsx | 2026-10-05")
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n"
         + "\n".join(f"{n} | 1 | 表 | {n + 2} | loaded | false" for n in range(1, 8)))  # fmt: skip
    fill(con, "source_column", "file_id | sheet | position | header | field | first_row | last_row\n"
         "1 | 表 | D | 到期 | due_on | 1 | 9\n1 | 表 | E | 办结 | done_on | 1 | 9\n1 | 表 | F | 收件 | received_on | 1 | 9\n"
         "1 | 表 | G | 销号 | closed_on | 1 | 9\n1 | 表 | H | 办结 | done_on | 10 | 20")  # fmt: skip
    assert_table(
        case_cells(con, profile=TIANYUAN, as_of=Q3),
        """
        responsible_unit | item     | case_id | field       | row | position | file
        三门镇           | 交办整改 | W1      | closed_on   | 8   | G        | 台账.xlsx
        三门镇           | 交办整改 | W2      | due_on      | 9   | D        | 台账.xlsx
        三门镇           | 节点任务 | 封顶    | due_on      | 5   | D        | 台账.xlsx
        三门镇           | 节点任务 | 桩基    | done_on     | 4   | E        | 台账.xlsx
        三门镇           | 要素保障 | YS1     | received_on | 7   | F        | 台账.xlsx
        """,
    )


def test_the_column_of_a_thing():
    said = """
        row_id | project_id | milestone | responsible_unit | due_on     | done_on
        1      | P-三门镇   | 桩基      | 三门镇           | 2026-08-01 | 2026-08-01
    """
    con = quarters(project_month=in_plan(UNIT), milestone=said, raw_milestone=said)
    fill(con, "source_file", "file_id | district | name | received_on\n1 | tianyuan | 节点.xlsx | 2026-10-05")
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n1 | 1 | 表 | 3 | loaded | false")
    fill(con, "source_column", "file_id | sheet | position | header | field\n"
         "1 | 表 | D | 封顶 | milestone_cell:封顶:done_on\n1 | 表 | E | 桩基完成 | milestone_cell:桩基:done_on\n"
         "1 | 表 | F | 桩基计划 | milestone_cell:桩基:due_on")  # fmt: skip
    assert list(case_cells(con, profile=TIANYUAN, as_of=Q3).position) == ["E"]


def test_a_day_that_no_sheet_says_has_no_cell():
    """A person wrote by form that it was done: the sheet's cells say another thing."""
    said = """
        row_id | project_id | milestone | responsible_unit | due_on     | done_on
        1      | P-三门镇   | 桩基      | 三门镇           | 2026-08-01 |
    """
    con = quarters(
        project_month=in_plan(UNIT),
        milestone=said.replace("2026-08-01 |", "2026-08-01 | 2026-07-30"),
        raw_milestone=said,
    )
    fill(con, "source_file", "file_id | district | name | received_on\n1 | tianyuan | 节点.xlsx | 2026-10-05")
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n1 | 1 | 表 | 3 | loaded | false")
    assert case_cells(con, profile=TIANYUAN, as_of=Q3).empty
