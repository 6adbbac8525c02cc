"""Forms that offices use, from the workbook to the warehouse: every row accounted for, every value led back to its cell."""

from datetime import date

import openpyxl
import pytest

from data import originals, warehouse
from data.profile import load_profile
from etl.loading.load import Incoming, load
from metrics.provenance.figure_cells import figure_cells
from metrics.provenance.source_cells import source_cells
from metrics.provenance.unit_cells import unit_cells

TIANYUAN = load_profile("tianyuan")
SHEETS = {
    "调度": [
        ["2026年9月重点项目调度表"],
        ["单位：亿元"],
        ["项目名称", "责任单位", "1～9月完成投资", "形象进度(%)", None, "项目名称", "责任单位", "1～9月完成投资", "形象进度(%)"],
        ["甲厂", "区住建局", 3, 30, None, "丙厂", "区住建局", 1.25, 10],
        ["乙厂", "区住建局", 2, 20, None, "丁厂", "区住建局", "见附件", None],
    ],
    "考核": [
        ["2026年第三季度重点项目考核评分表"],
        ["单位", "协调服务(15分)", "要素保障(%)", "扣分", "文号"],
        ["区住建局", 12, None, 0.5, "天重办〔2026〕9号"],
    ],
    "节点": [
        ["2026年重点项目关键节点"],
        ["项目名称", "主体封顶", None, "竣工验收", None],
        [None, "计划时间", "实际完成时间", "计划时间", "实际完成时间"],
        ["甲厂", "2026年9月", "2026-09-20", "2026年12月", None],
    ],
    "要素": [["要素保障需求表"], ["项目名称", "用地需求(亩)", "用电需求"], ["丙厂", 35, "待增容"]],
    "谋划": [["2026年9月谋划项目清单"], ["填报单位：区住建局"], ["项目名称", "总投资(亿元)", "投资效益"], ["滨江更新", 8.5, "宜居"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in SHEETS.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book["节点"].merge_cells("B2:C2")
    book["节点"].merge_cells("D2:E2")
    book.save(folder / "2026年9月.xlsx")
    outcome = load(
        [Incoming(folder / "2026年9月.xlsx", TIANYUAN, received_on=date(2026, 10, 8), is_accepted=True)],
        folder / "store",
    )
    [file] = outcome.files
    assert file["status"] == "loaded", file
    assert [(sheet["sheet"], sheet["kind"], sheet["loaded"], sheet["rejected"]) for sheet in file["sheets"]] == [
        ("调度", "dispatch", 2, 0),
        ("调度[F:I]", "dispatch", 1, 1),
        ("考核", "score_entry", 1, 0),
        ("节点", "milestone", 1, 0),
        ("要素", "service_request", 1, 0),
        ("谋划", "idea_list", 1, 0),
    ]
    for sheet in file["sheets"]:
        name, _ = originals.sheet_and_columns(sheet["sheet"])
        accounted = sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
        assert sheet["rows_total"] == accounted == len(SHEETS[name])
    return folder / "store"


def said(frame, place):
    texts = originals.texts([(row.file_id, row.sheet, row.position, row.row) for row in frame.itertuples()], place)
    return [
        (row.sheet, f"{row.position}{row.row}", row.value, text)
        for row, text in zip(frame.itertuples(), texts, strict=True)
    ]


def test_every_value_leads_back_to_its_cell(place):
    with warehouse.connect(place).cursor() as con:
        ids = dict(con.execute("select project_name, project_id from mart.project").fetchall())

        def of(project, field):
            return said(source_cells(con, profile=TIANYUAN, project_id=ids[project], field=field), place)

        assert of("甲厂", "due_on") == [
            ("节点", "B4", "2026-09-30", "2026年9月"),
            ("节点", "D4", "2026-12-31", "2026年12月"),
        ]
        assert of("甲厂", "done_on") == [("节点", "C4", "2026-09-20", "2026-09-20")]
        assert of("丙厂", "state") == [("要素", "B3", "35亩", "35"), ("要素", "C3", "待增容", "待增容")]
        assert of("丙厂", "reported_ytd_wan") == [("调度[F:I]", "H4", "12500.0", "1.25")]
        of_unit = {"profile": TIANYUAN, "unit": "区住建局"}
        assert said(unit_cells(con, **of_unit, field="score_rate"), place) == [("考核", "B3", "0.8", "12")]
        assert said(unit_cells(con, **of_unit, field="points"), place) == [("考核", "D3", "-0.5", "0.5")]


def test_the_cells_of_a_table_beside_another_are_its_own(place):
    with warehouse.connect(place).cursor() as con:
        cells = figure_cells(con, profile=TIANYUAN, as_of=date(2026, 9, 1), project_id=_id(con, "丙厂"))
        assert cells[["sheet", "position", "row", "said_unit"]].values.tolist() == [["调度[F:I]", "H", 4, "亿元"]]
        ideas = con.execute(
            "select month, responsible_unit, total_investment_wan, benefit from mart.idea_list"
        ).fetchall()
    assert ideas == [(date(2026, 9, 1), "区住建局", 85000, "宜居")]


def _id(con, name):
    return con.execute("select project_id from mart.project where project_name = ?", [name]).fetchone()[0]
