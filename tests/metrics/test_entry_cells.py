"""Which cells settle a project's dates: by hand at the boundaries, and against the dates on the demo's own sheets."""

from datetime import date

import pandas as pd
import pytest

from data import warehouse
from metrics.entry.entry_dates import entry_dates
from metrics.provenance.entry_cells import entry_cells
from metrics.provenance.material_cells import material_cells
from tests.metrics.entries import PROFILE, SEPTEMBER, everywhere, seen
from tests.tables import assert_table, fill

DATES = ("start_date", "library_month", "statistics_month")


@pytest.fixture(scope="module")
def con():
    con = seen(
        SEPTEMBER,
        "project_id | actual_start_date | total_investment_wan\nA | 2026-03-05 | 3000\nB | 2026-03-05 | 3000",
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month
        A          | 2026-04-01           |                         | 2026-03-01           | 2026-05-01
        """,
    )
    tables = {
        "source_file": "file_id | name | received_on\n1 | 8月调度 | 2026-09-05\n2 | 10月调度 | 2026-11-05\n"
        "3 | 台账 | 2026-07-05\n4 | 5月206表 | 2026-06-05\n5 | 前期手续 | 2026-07-05",
        "raw_dispatch": "row_id | project_id | known_from | month | actual_start_date\n"
        "11 | A | 2026-09-05 | 2026-08-01 | 2026-03-05\n21 | A | 2026-11-05 | 2026-10-01 | 2026-03-05",
        "project_state": "row_id | project_id | known_from | effective_month | kind | actual_start_date\n"
        "11 | A | 2026-09-05 | 2026-08-01 | dispatch | 2026-03-05\n"
        "21 | A | 2026-11-05 | 2026-10-01 | dispatch | 2026-03-05",  # of a later month
        "project_link": "project_id | statistics_id | known_from\nA | S1 | 2026-06-01",
        "raw_library_ledger": "row_id | statistics_id | known_from | library_entry_month\n"
        "31 | S1 | 2026-07-05 | 2026-04-01",
        "library_entry": "row_id | statistics_id | known_from | library_entry_month\n31 | S1 | 2026-07-05 | 2026-04-01",
        "raw_statistics_return": "row_id | statistics_id | known_from | month | project_name | booked_ytd_wan\n"
        "41 | S1 | 2026-06-05 | 2026-05-01 | 项目 | 12.5",
        "booked": "row_id | statistics_id | known_from | month | booked_ytd_wan\n"
        "41 | S1 | 2026-06-05 | 2026-05-01 | 12.5",
        "raw_approval_step": "row_id | project_id | known_from | step | is_applicable | completed_on | document_number\n"
        "51 | A | 2026-07-05 | 施工许可证 | true | 2026-06-01 | 施1\n51 | A | 2026-07-05 | 项目备案 | false | |",
        "approval_step": "row_id | project_id | known_from | step | is_applicable | completed_on | document_number\n"
        "51 | A | 2026-07-05 | 施工许可证 | true | 2026-06-01 | 施1\n51 | A | 2026-07-05 | 项目备案 | false | |",
    }  # fmt: skip
    for name, text in tables.items():
        fill(con, name, everywhere(text, district=PROFILE.id))
    fill(con, "source_row", "row_id | file_id | sheet | row | outcome | is_hidden\n11 | 1 | 调度 | 7 | loaded | false\n"
         "21 | 2 | 调度 | 7 | loaded | false\n31 | 3 | 台账 | 4 | loaded | false\n41 | 4 | 206 | 9 | loaded | true\n"
         "51 | 5 | 手续 | 3 | loaded | false")  # fmt: skip
    fill(con, "source_column", "file_id | sheet | position | header | field\n1 | 调度 | U | 开工时间 | start_and_finish\n"
         "2 | 调度 | U | 开工时间 | start_and_finish\n3 | 台账 | E | 入库月份 | library_entry_month\n"
         "3 | 台账 | F | 入统月份 | statistics_entry_month\n4 | 206 | B | 项目名称 | project_name\n"
         "4 | 206 | J | 本年完成投资 | booked_ytd_wan\n5 | 手续 | C | 施工许可证 | step_cell:施工许可证\n"
         "5 | 手续 | D | 备案 | step_cell:项目备案")  # fmt: skip
    return con


def test_each_date_has_the_cell_that_settles_it(con):
    assert_table(
        entry_cells(con, profile=PROFILE, as_of=SEPTEMBER, project_id="A").sort_values("settles"),
        """
        settles          | kind              | file     | row | position | value      | is_hidden
        library_month    | library_ledger    | 台账     | 4   | E        | 2026-04-01 | false     # 台账在先，月报3月不取
        start_date       | dispatch          | 8月调度  | 7   | U        | 2026-03-05 | false     # 10月的话还没说
        statistics_month | statistics_return | 5月206表 | 9   | J        | 12.5       | true
        """,
    )
    assert entry_cells(con, profile=PROFILE, as_of=SEPTEMBER, project_id="B").empty  # nobody's sheet said it
    assert entry_cells(con, profile=PROFILE, as_of=SEPTEMBER, project_id="A", known_on=date(2026, 5, 1)).empty


def test_a_material_is_said_by_its_step(con):
    asked = {"profile": PROFILE, "as_of": SEPTEMBER, "project_id": "A"}
    assert_table(material_cells(con, **asked, material="施工许可证"), "position | value\nC | 2026-06-01 施1")
    assert material_cells(con, **asked, material="施工合同").empty
    assert set(material_cells(con, **asked).position) == {"C", "D"}
    assert material_cells(con, **asked, known_on=date(2026, 7, 4)).empty


def test_on_real_sheets_every_date_has_its_cell(demo_store):
    with warehouse.connect(demo_store).cursor() as cursor:
        told = entry_dates(cursor, profile=PROFILE, as_of=SEPTEMBER)
        for row in told.iloc[::8].itertuples():
            cells = entry_cells(cursor, profile=PROFILE, as_of=SEPTEMBER, project_id=row.project_id)
            assert set(cells.settles) == {name for name in DATES if pd.notna(getattr(row, name))}
            for cell in cells[cells.kind == "library_ledger"].itertuples():
                assert pd.Timestamp(cell.value) == getattr(row, cell.settles)
            assert (cells[cells.kind == "statistics_return"].month <= pd.Timestamp(SEPTEMBER)).all()
            starts = cells[cells.settles == "start_date"]
            assert [pd.Timestamp(value[:10]) for value in starts["value"]] == [row.start_date] * len(starts)
