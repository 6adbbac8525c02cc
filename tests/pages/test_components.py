"""Components: what they make of a frame."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from data.profile import load_profile
from pages.components import access, print_sheet, registry, words
from pages.components import cell_text as cells
from pages.components.completion import completion_heatmap as heatmaps
from pages.components.completion import completion_words
from pages.components.completion.completion_curves import _apart
from pages.components.overview.overview_changes import reason_without
from pages.components.view import View
from pages.components.workbooks import workbook

SEPTEMBER = date(2026, 9, 1)
VIEW = View(
    load_profile("tianyuan"), SEPTEMBER, None, "town", "wh-1", {"dispatch": SEPTEMBER, "statistics_return": date(2026, 8, 1)},
    (SEPTEMBER,), True,
)  # fmt: skip


def test_pages_are_registered_where_their_file_is():
    pages = [page for pages in registry.GROUPS.values() for page in pages]
    assert pages
    for page in pages:
        assert (registry.ROOT / page.path).exists()
        assert page.url_path != page.name, "a deep link must not open the bare file"


def test_on_localhost_one_person_has_all_roles_of_readers():
    assert access.roles() == set(access.NAMES) - {"administrator", "auditor"}


def test_sources_say_until_when_each_speaks_and_what_is_missing():
    assert words.source_line(VIEW, ["dispatch"]) == "数据截至 2026年9月 · 来源：月度调度 · 演示数据"
    line = words.source_line(VIEW, ["dispatch", "statistics_return", "library_ledger"], "未匹配 3 个")
    assert "数据截至：月度调度 2026年9月，统计月报 2026年8月" in line
    assert "入库台账未载入" in line
    assert line.endswith("演示数据 · 未匹配 3 个")


def test_sources_of_the_same_month_are_named_together():
    months = {"dispatch": date(2026, 9, 1), "annual_plan": date(2026, 9, 1), "declaration": date(2026, 6, 1)}
    line = words.source_line(replace(VIEW, sources=months), list(months))
    assert line == "数据截至：月度调度、年度计划 2026年9月，项目申报 2026年6月 · 演示数据"


def test_a_name_in_markdown_stays_text():
    assert words.plain("![x](http://a.b/c)") == r"\!\[x\]\(http\://a\.b/c\)"


def test_lights_are_sign_and_word():
    assert [str(words.light(name)) for name in ("ahead", "normal", "slow", "behind", None)] == [
        "▲ 超前",
        "● 正常",
        "◆ 偏慢",
        "▼ 滞后",
        "○ 未到期",
    ]


def test_heat_cells_are_signed_numbers_and_empty_where_nothing_was_due():
    months = [
        pd.Timestamp("2026-01-01"),
        pd.Timestamp("2026-02-01"),
        pd.Timestamp("2026-03-01"),
        pd.Timestamp("2026-04-01"),
    ]
    frame = pd.DataFrame(
        {
            "town": ["甲"] * 3,
            "month": months[:3],
            "pace_gap_pp": [-4.0, -25.0, None],
            "task_rate": [0.2, 0.954, None],
            "reported_ytd_wan": [20.0, 95.4, None],
            "light": ["behind", "normal", None],
        },
    )
    first, second, third, fourth = heatmaps.cells(frame, "town", months)["甲"]
    # colour and figure are of one measure; the other stands in the touch text, named
    assert (first["t"], first["fill"], first["ink"]) == ("20", "#9c3c0d", "#ffffff")
    assert first["hint"] == "1月：按项目计划完成 20.0%，按月份慢 4.0 个百分点"
    assert (second["t"], second["fill"]) == ("95", heatmaps.ZERO)
    assert third is None
    assert fourth is None


def test_labels_are_moved_apart_upwards():
    assert _apart([(10, "a"), (11, "b"), (30, "c")], 5) == [(10, "a"), (15, "b"), (30, "c")]


@pytest.mark.parametrize(
    ("rate", "gap", "light", "said"),
    [
        (1.05, -0.24, "ahead", '<span class="gt-ahead">按项目计划完成 105.0%，按月份慢 0.2 个百分点</span>'),
        (0.55, 0.04, "behind", '<span class="gt-late">按项目计划完成 55.0%，按月份持平</span>'),
        (None, -33.3, None, '<span class="gt-quiet">按项目计划未到期，按月份慢 33.3 个百分点</span>'),
        (0.8, None, "normal", '<span class="gt-quiet">按项目计划完成 80.0%</span>'),
    ],
)
def test_both_yardsticks_in_one_phrase_in_the_lights_tone(rate, gap, light, said):
    row = pd.Series({"task_rate": rate, "pace_gap_pp": gap, "light": light, "reported_ytd_wan": 1.0}, dtype=object)
    assert completion_words.both(row) == said


def heat_cell(rate: float, gap: float, light: str, **options: object) -> dict[str, str]:
    month = pd.Timestamp("2026-01-01")
    row = {"town": "甲", "month": month, "pace_gap_pp": gap, "task_rate": rate, "reported_ytd_wan": 1.0, "light": light}
    (cell,) = heatmaps.cells(pd.DataFrame([row]), "town", [month], **options)["甲"]
    return cell


def redness(cell: dict[str, str]) -> int:
    return int(cell["fill"][1:3], 16) - int(cell["fill"][5:7], 16)


@pytest.mark.parametrize(
    ("light", "rate", "gap", "is_ahead"),
    [("ahead", 1.0, -12.0, True), ("behind", 0.59, 5.0, False), ("slow", 0.6, -40.0, False)],
)
def test_a_heat_cell_has_the_colour_of_its_light(light, rate, gap, is_ahead):
    assert (redness(heat_cell(rate, gap, light)) < 0) == is_ahead


def test_the_deeper_red_has_the_smaller_figure():
    cells_by_rate = [heat_cell(rate, gap, "behind") for rate, gap in ((0.1, -4.0), (0.3, -25.0), (0.59, -60.0))]
    depths = [sum(int(cell["fill"][at : at + 2], 16) for at in (1, 3, 5)) for cell in cells_by_rate]
    assert depths == sorted(depths)


def test_a_heatmap_by_another_measure_than_the_lights_is_grey():
    cell = heat_cell(0.1, -25.0, "behind", figure="pace_gap_pp", is_lit=False)
    assert (cell["t"], cell["fill"]) == ("−25", heatmaps.ZERO)
    assert redness(heat_cell(0.1, -25.0, "behind", figure="pace_gap_pp")) > 0  # where the rule's lights are by month


def test_a_month_without_a_split_says_why():
    assert "1月" in reason_without(pd.DataFrame({"step": ["new_year"]}))
    whole = pd.DataFrame({"step": ["projects_out", "progress"], "rate_shown_pp": [-0.4, 2.1]})
    assert reason_without(whole) == ""
    assert "没有年度计划" in reason_without(whole.assign(rate_shown_pp=[None, 2.1]))


def test_cells_are_written_as_the_dictionary_says():
    assert cells.text(0.6845, cells.entry("investment_completion_rate")) == "68.5"
    assert cells.text(12345.6, cells.entry("annual_plan_wan")) == "12,346"
    assert cells.text(None, cells.entry("pace_gap_pp")) == "—"
    assert cells.text(-6.55, cells.entry("pace_gap_pp")) == "−6.6"


def test_a_workbook_holds_text_as_text_and_says_where_it_comes_from():
    frame = pd.DataFrame(
        {
            "project_name": ["=cmd|' /C calc'!A0", "http://outside.example", None],
            "annual_plan_wan": [1.5, None, 3.0],
            "investment_completion_rate": [0.5, None, 0.25],
            "light": ["behind", None, "ahead"],
            "silent_since_month": [pd.Timestamp("2026-08-01"), pd.NaT, pd.NaT],
        }
    )
    book = load_workbook(
        io.BytesIO(workbook(frame, view=VIEW, name="投资完成 项目", kinds=["dispatch"], note="群丰镇"))
    )
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "株洲市天元区 投资完成 项目（截至2026年9月）"
    assert rows[1][0] == "数据截至 2026年9月；群丰镇；版本 wh-1；演示数据"
    assert rows[2] == ["项目", "年度计划（万元）", "完成率", "灯", "未报自"]
    assert rows[3][:4] == ["=cmd|' /C calc'!A0", 1.5, 0.5, "▼ 滞后"]
    assert sheet["A4"].data_type == "s"
    assert sheet["A5"].hyperlink is None
    assert rows[4] == ["http://outside.example", None, None, "○ 未到期", None]
    assert sheet.freeze_panes == "B4"


def test_a_workbook_prints_a_few_columns_with_their_total_and_keeps_all_on_a_second_sheet():
    frame = pd.DataFrame(
        {
            "project_id": ["a-1", "b-2"],
            "project_name": ["一号桥", "二号路"],
            "annual_plan_wan": [0.1, 0.2],
            "reported_ytd_wan": [5.0, None],  # a missing amount: no total
            "investment_completion_rate": [0.5, 0.25],
            "is_silent": [True, False],
            "problem": ["征拆滞后，" * 40, None],
            **{f"note_{number}": ["甲" * 40] * 2 for number in range(9)},
        }
    )
    book = load_workbook(io.BytesIO(workbook(frame, view=VIEW, name="投资完成 项目", kinds=["dispatch"])))
    printed, whole = book.worksheets
    heads = [cell.value for cell in printed[3] if cell.value]
    assert heads[:4] == ["项目", "年度计划（万元）", "上报本年累计（万元）", "完成率"]
    assert len(heads) <= print_sheet.MOST_COLUMNS
    assert not {"a-1", "True", True, "是"} & {cell.value for row in printed.iter_rows() for cell in row}
    assert (
        sum(printed.column_dimensions[get_column_letter(at)].width for at in range(1, len(heads) + 1))
        <= print_sheet.ROOM + 10
    )
    assert [cell.value for cell in printed[6]][:4] == ["合计", 0.3, None, None]
    assert [cell.value for cell in whole[1]][:2] == [cells.entry("project_id").heading, "项目"]
    assert (whole.max_row, whole.max_column) == (3, len(frame.columns))
    assert (printed.print_title_rows, printed.page_setup.orientation) == ("$1:$3", "landscape")


@pytest.mark.parametrize(
    ("months", "total"),
    [(["2026-09-01", "2026-09-01"], Decimal("0.30")), (["2026-08-01", "2026-09-01"], None)],  # months are no sum
)
def test_only_rows_of_one_month_have_a_total(months, total):
    frame = pd.DataFrame({"month": pd.to_datetime(months), "annual_plan_wan": [0.1, 0.2]})
    printed = print_sheet.columns(frame, [cells.entry(name) for name in frame])
    assert print_sheet.totals(frame, printed).get("annual_plan_wan") == total


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("短名", 1),
        ("一" * 12, 1),  # as wide as the column allows
        ("一" * 13, 2),
        ("一" * 40, 4),
    ],
)
def test_a_printed_row_has_the_lines_its_words_need(name, expected):
    frame = pd.DataFrame({"project_name": [name]})
    printed = [print_sheet.Printed("project_name", cells.entry("project_name"), 26.0)]
    assert print_sheet.lines(frame, printed) == [1, expected]
