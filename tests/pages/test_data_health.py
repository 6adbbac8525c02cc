"""数据质量: the choice of a cell stands in the URL, booked figures are for the statistician, the lists are for paper."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data.profile import load_profile
from pages.components import access, workbooks
from pages.components.data_health import health_words
from pages.components.view import View
from tests.pages.conftest import words_on

VIEW = View(load_profile("tianyuan"), date(2026, 9, 1), None, None, "wh-1", {"dispatch": date(2026, 9, 1)})
PAGE = "pages/data_health.py"


def finding(**values) -> pd.DataFrame:
    row = dict.fromkeys(
        ("text", "kind", "sheet", "row", "figure_wan", "against_wan", "since_month", "last_received_on")
    )
    return pd.DataFrame([row | {"project_name": "甲", "health_check": "jump"} | values])


def said(row: pd.DataFrame, *, with_booked: bool = True) -> str:
    return health_words.described(row, 15, with_booked=with_booked).situation[0]


def test_what_a_finding_says():
    assert said(finding(figure_wan=1266, against_wan=186.4)) == "一次新增 1,266 万元，此前月均 186 万元"
    late = finding(health_check="late_report", last_received_on=pd.Timestamp("2026-10-16"))
    assert said(late) == "2026年10月16日收到，应在次月 15 日前"
    assert said(finding(health_check="stale_30", last_received_on=pd.NaT)) == "从未报过"


@pytest.mark.parametrize(
    "row",
    [
        finding(health_check="identity_booked", figure_wan=100, against_wan=98, kind="statistics_return"),
        finding(health_check="over_total", text="累计 6060.36 万元超过计划总投资", kind="statistics_return"),
    ],
)
def test_booked_figures_are_for_the_statistician(row):
    assert "万元" in said(row)
    assert "万元" not in said(row, with_booked=False)


def test_a_cell_leads_to_its_rows(run_page, demo_store):
    app = run_page(PAGE, demo_store, district="tianyuan", unit="泰山路街道", check="no_coordinates")
    assert not app.exception
    assert "泰山路街道　缺坐标：3 条" in words_on(app)
    assert "全部：" in words_on(run_page(PAGE, demo_store, district="tianyuan", unit="没有的单位"))


def test_others_see_the_page_without_booked_figures(run_page, demo_store, monkeypatch):
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    assert not run_page(PAGE, demo_store, district="tianyuan", check="identity_booked").exception


def test_a_list_for_each_unit_ready_to_print():
    frame = pd.DataFrame({"responsible_unit": ["甲/乙", "丙", "甲/乙"], "month": [pd.Timestamp("2026-09-01")] * 3,
                          "project_name": ["=1+1", "二", "三"]})  # fmt: skip
    made = workbooks.workbook(
        frame, view=VIEW, name="整改清单 各单位", kinds=("dispatch",), sheets_by="responsible_unit"
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["甲 乙", "丙", "数据"]
    sheet = book["甲 乙"]
    assert sheet["A1"].value == "株洲市天元区 整改清单 甲/乙（截至2026年9月）"
    assert "版本 wh-1" in sheet["A2"].value and "数据截至" in sheet["A2"].value
    assert [row[2].value for row in sheet.iter_rows(min_row=4)] == ["=1+1", "三"]
    assert sheet["C4"].data_type == "s"
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.print_title_rows) == ("B4", "landscape", "$1:$3")
    assert "版本 wh-1" in sheet.oddFooter.left.text
