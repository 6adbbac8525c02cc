"""The cells of a unit's score: only what was due in the quarter, whoever the sheet names; against the list of cases."""

from datetime import date

import pandas as pd
import pytest

from data import warehouse
from metrics.provenance.unit_cells import unit_cells
from metrics.ranking.score_cases import score_cases
from tests.metrics.quarters import Q3, TIANYUAN, in_plan, quarters
from tests.tables import assert_table, fill

UNIT = "三门镇"
KINDS = {
    "节点任务": ("milestone", "due_on"),
    "要素保障": ("service_request", "received_on"),
    "交办整改": ("issue", "due_on"),
}


def test_only_what_was_due_in_the_quarter():
    said = """
        row_id | project_id | milestone | responsible_unit | due_on     | done_on
        1      | P-三门镇   | 桩基      | 三门镇           | 2026-07-01 | 2026-07-01
        2      | P-三门镇   | 封顶      |                  | 2026-08-15 |            # 表中没写单位，取项目当月的
        3      | P-三门镇   | 竣工      | 三门镇           | 2026-10-01 |            # 下季到期
        4      | P-三门镇   | 立项      | 三门镇           | 2026-06-30 |            # 上季到期
        5      | P-other    | 桩基      | 群丰镇           | 2026-08-01 |            # 别的单位
    """
    con = quarters(
        project_month=in_plan(UNIT) + "\nP-三门镇 | 2026-08-01 | 三门镇 | continuing | true | true | 1200 | 900",
        milestone=said,
        raw_milestone=said,
    )
    fill(con, "source_file", "file_id | district | name | received_on\n1 | tianyuan | 节点.xlsx | 2026-10-05")
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n"
         + "\n".join(f"{n} | 1 | 节点 | {n + 2} | loaded | false" for n in range(1, 6)))  # fmt: skip
    fill(con, "source_column", "file_id | sheet | position | header | field\n1 | 节点 | D | 到期 | due_on")
    asked = {"profile": TIANYUAN, "unit": UNIT, "kind": "milestone", "field": "due_on"}
    assert_table(
        unit_cells(con, **asked, as_of=Q3, item="节点任务"),
        "row | position | value\n3 | D | 2026-07-01\n4 | D | 2026-08-15",
    )
    assert list(unit_cells(con, **asked).row) == [3, 5, 6]  # without a month: whatever names the unit
    assert unit_cells(con, **asked, as_of=Q3, item="要素保障").empty
    assert list(unit_cells(con, **asked, as_of=date(2026, 7, 1)).row) == [3]  # a quarter still running, up to its month
    with pytest.raises(ValueError, match="unknown period"):
        unit_cells(con, **asked, as_of=Q3, period="week")


def test_typed_items_are_of_their_quarter():
    entries = """
        row_id | responsible_unit | quarter    | item     | score_rate | points
        1      | 三门镇           | 2026-07-01 | 协调服务 | 0.9        |
        2      | 三门镇           | 2026-04-01 | 协调服务 | 0.8        |       # 上季
        3      | 三门镇           | 2026-07-01 | 节点任务 | 0.7        |       # 另一项
        4      | 群丰镇           | 2026-07-01 | 协调服务 | 0.6        |       # 别的单位
    """
    con = quarters(project_month=in_plan(UNIT), raw_score_entry=entries)
    fill(con, "source_file", "file_id | district | name | received_on\n1 | tianyuan | 手工.xlsx | 2026-10-05")
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n"
         + "\n".join(f"{n} | 1 | 手工 | {n} | loaded | false" for n in range(1, 5)))  # fmt: skip
    fill(con, "source_column", "file_id | sheet | position | header | field\n1 | 手工 | D | 得分率 | score_rate")
    asked = {"profile": TIANYUAN, "unit": UNIT, "kind": "score_entry", "field": "score_rate"}
    assert list(unit_cells(con, **asked, as_of=Q3, item="协调服务")["value"]) == ["0.9"]
    assert set(unit_cells(con, **asked, as_of=Q3)["value"]) == {"0.9", "0.7"}
    assert len(unit_cells(con, **asked, as_of=Q3, item="年度建设内容", period="year")) == 0


@pytest.mark.parametrize("item", KINDS)
def test_as_many_cells_as_cases_on_real_sheets(demo_store, item):
    """Each case of each unit has the cell of its date, and no other matter has one."""
    kind, field = KINDS[item]
    with warehouse.connect(demo_store).cursor() as con:
        asked = {"profile": TIANYUAN, "as_of": Q3}
        cases = score_cases(con, **asked)
        cases = cases[cases["item"] == item]
        found = unit_cells(con, **asked, kind=kind, field=field, item=item)
        assert len(found.drop_duplicates(["file_id", "sheet", "row"])) == len(cases) > 0
        unit = cases.responsible_unit.iloc[0]
        mine = unit_cells(con, **asked, unit=unit, kind=kind, field=field, item=item)
        assert len(mine) == (cases.responsible_unit == unit).sum()
        if field == "due_on":
            assert sorted(pd.to_datetime(mine["value"])) == sorted(cases[cases.responsible_unit == unit].due_on)
