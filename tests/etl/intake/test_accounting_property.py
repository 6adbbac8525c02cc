"""Whatever happens to a sheet, every row is accounted for and no figure is changed on the way.

A good dispatch sheet is drawn at random and then mangled as offices and programs mangle sheets. The reference is what
the generator wrote: each loaded figure is that figure, or its cell stands in the report.
"""

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.intake import ParsedFile, Sheet, Workbook, parse_book
from etl.intake.columns import letters
from tests.etl.intake.books import PROFILE, report

COLUMNS = [
    "序号",
    "项目代码",
    "项目名称",
    "总投资(万元)",
    "年度计划投资(亿元)",
    "1～9月完成投资(万元)",
    "形象进度(%)",
    "责任单位",
    "存在的问题",
]
FIELDS = {3: ("total_investment_wan", 1), 4: ("annual_plan_wan", 10000), 5: ("reported_ytd_wan", 1)}
GARBAGE = [
    "约一百",
    "见附件",
    "#REF!",
    "12,34",
    "2026-13",
    "？",
    "1.2.3",
    True,
    "<b>",
    "=1+1",
    "\x07",
    "合计\n",
    "—",
    "",
    None,
    float("nan"),
]
EXTRA = [
    ["合计", "", "", 1, 2, 3, "", "", ""],
    ["", "", "小 计", 1, 2, 3, "", "", ""],
    ["一、续建项目（45个）", "", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", ""],
    ["注：本表为累计数。", "", "", "", "", "", "", "", ""],
    ["单位：万元", "", "", "", "", "", "", "", ""],
    list(COLUMNS),
    ["", "", "", 500, "", 70, "", "区住建局", ""],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
]
AMOUNT = st.integers(0, 10**8).map(lambda cents: cents / 100)
PROJECT = st.tuples(AMOUNT, AMOUNT, st.one_of(AMOUNT, st.just("")), st.integers(0, 100))


@st.composite
def sheets(draw):
    """Draw a sheet, and per sheet row and column the figure that was meant (None where the cell was mangled)."""
    projects = draw(st.lists(PROJECT, min_size=1, max_size=8))
    rows: list[list] = []
    meant: list[dict[int, object]] = []
    for number, (total, plan, ytd, progress) in enumerate(projects):
        rows.append([number + 1, "", f"第{number}号项目", total, plan, ytd, progress, "区住建局", "无"])
        meant.append({3: total, 4: plan, 5: ytd})
    for _ in range(draw(st.integers(0, 6))):
        where = draw(st.integers(0, len(rows)))
        rows.insert(where, list(draw(st.sampled_from(EXTRA))))
        meant.insert(where, {})
    for _ in range(draw(st.integers(0, 5))):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(COLUMNS) - 1))
        rows[row][column] = draw(st.sampled_from(GARBAGE))
        meant[row].pop(column, None)
    above = [["2026年9月调度表"], [""], ["填报单位：发改局"]][: draw(st.integers(1, 3))]
    order = draw(st.permutations(range(len(COLUMNS))))
    table = [[line[column] for column in order] for line in [COLUMNS, *rows]]
    whole = [line + [""] * (len(COLUMNS) - len(line)) for line in above] + table
    places = {order.index(column): column for column in FIELDS}
    return whole, [{}] * (len(above) + 1) + meant, places


def parsed(rows) -> ParsedFile:
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    return parse_book(Workbook("调度.xlsx", [Sheet("调度", cells)]), PROFILE)


WHOLE = [["2026年9月调度表", *[""] * 8], COLUMNS]
AGAIN = [[*COLUMNS[:3], "约一百", *COLUMNS[4:]], ["合计", "", "", 1, 2, 3, "", "", ""]]


@settings(max_examples=150)
@given(sheets())
@example(
    (
        [*WHOLE, *AGAIN, [1, "", "甲", 5.0, 4.0, "", 0, "区住建局", "无"]],
        [{}] * 4 + [{3: 5.0, 4: 4.0, 5: ""}],
        {3: 3, 4: 4, 5: 5},
    )
)
def test_every_row_is_accounted_for_and_every_figure_is_right_or_reported(drawn):
    rows, meant, places = drawn
    found = parsed(rows)
    sheet = report(found)
    assert sheet["rows_total"] == len(rows) == found.rows.num_rows
    assert sheet["rows_total"] == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
    assert len(sheet["rejections"]) == sheet["rejected"]
    assert all(rejection["reason"] for rejection in sheet["rejections"])
    faulty = {(fault["row"], fault["column"]) for fault in sheet["cell_faults"]}
    notices = [one for one in found.notices.to_pylist() if one["kind"] == "column_unread"]
    unread = {(one["row"], one["text"].partition(" 列")[0]) for one in notices}  # heads that stand again, mangled
    heads = [number for number, row in enumerate(rows, start=1) if len({*row} & {*COLUMNS}) > len(COLUMNS) / 2]
    for record in found.records["dispatch"].to_pylist():
        for place, column in places.items():
            if column not in meant[record["row"] - 1]:
                continue
            field, factor = FIELDS[column]
            figure = meant[record["row"] - 1][column]
            expected = None if figure == "" else (Decimal(repr(figure)) * factor).quantize(Decimal("0.01"))
            head = max((row for row in heads if row < record["row"]), default=0)
            is_told = (record["row"], letters(place)) in faulty or (head, letters(place)) in unread
            assert record[field] == expected or is_told


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=6), st.floats(), st.booleans(), st.sampled_from(COLUMNS + GARBAGE)), max_size=7
        ),
        max_size=12,
    )
)
def test_no_sheet_is_too_odd(rows):
    width = max(map(len, rows), default=0)
    found = parsed([row + [""] * (width - len(row)) for row in rows])
    sheet = report(found)
    assert sheet["rows_total"] == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
