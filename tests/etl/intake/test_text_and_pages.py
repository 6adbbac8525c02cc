"""Csv and web pages in the ways systems write them: read right, or refused with the line at fault."""

import pytest

from etl.intake import WorkbookError, parse, read_workbook
from tests.etl.intake.books import PROFILE, field, report

TITLE = "2026年9月重点项目调度表\n"
ROWS = "序号,项目名称,总投资(万元),2026年1-9月完成投资(万元)\n1,甲厂,9000,300.5\n2,乙桥,8000,200\n"
LINES = TITLE + ROWS


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["9月.csv", "9月.xls", "9月.txt"])
def test_text_below_a_title(tmp_path, separator, encoding, name):
    (tmp_path / name).write_bytes(LINES.replace(",", separator).encode(encoding))
    parsed = parse(tmp_path / name, PROFILE)
    assert [float(one) for one in field(parsed, "reported_ytd_wan")] == [300.5, 200]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LINES.encode() + "3,丙道路工程,7000,100\n".encode("gb18030"), "第 5 行"),
        (TITLE.encode() + ROWS.encode("gb18030"), "第 2 行"),
        (ROWS.encode("gb18030") + TITLE.encode(), "第 4 行"),
        ((TITLE + '1,"甲厂,9000,300\n').encode(), "引号"),
        (b"MIME-Version: 1.0\n\n<html>", "网页"),
    ],
)
def test_what_cannot_be_read_names_the_line(tmp_path, content, says):
    (tmp_path / "9月.csv").write_bytes(content)
    with pytest.raises(WorkbookError, match=says):
        read_workbook(tmp_path / "9月.csv")


def test_thousands_that_shift_the_cells_are_faults(tmp_path):
    (tmp_path / "9月.csv").write_text(ROWS + "3,丙路,7,000,1,250.5\n", encoding="utf-8")
    parsed = parse(tmp_path / "9月.csv", PROFILE)
    assert [float(one) for one in field(parsed, "total_investment_wan") if one is not None] == [9000, 8000]
    told = report(parsed)
    assert any("千分位" in one["reason"] for one in told["cell_faults"]) or told["rejected"] == 1


@pytest.mark.parametrize(
    ("cells", "kept"),
    [(["2026.1", "2026.3"], [None, 3]), (["2026.1", "2026.10"], [1, 10]), (["2026.01", "2026.10"], [1, 10])],
)
def test_a_lost_zero_is_told_by_the_column(tmp_path, cells, kept):
    rows = "".join(f"样本{number}厂房,{number}00,{cell}\n" for number, cell in enumerate(cells, start=1))
    (tmp_path / "9月.csv").write_text("项目名称,2026年1-9月完成投资(万元),实际开工时间\n" + rows, encoding="gb18030")
    parsed = parse(tmp_path / "9月.csv", PROFILE)
    assert [day and day.month for day in field(parsed, "actual_start_date")] == kept


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", ""])
def test_a_page_saved_as_a_workbook(tmp_path, charset):
    page = (
        f"<html><head><meta charset='{charset}'></head><body><table><tr><th rowspan=2>项目名称</th>"
        "<th colspan=2>投资（万元）</th></tr><tr><th>总投资</th><th>2026年1-9月完成投资</th></tr>"
        "<tr><td>甲厂</td><td>9,000</td><td><s>280</s><font color=red>300</font></td></tr>"
        "<tr><td>乙桥</td><td>8000</td><td>200<sup>1</sup></td></tr></table></body></html>"
    )
    (tmp_path / "9月.xls").write_bytes(page.encode(charset or "gb18030"))
    parsed = parse(tmp_path / "9月.xls", PROFILE, month="2026-09")
    assert field(parsed, "total_investment_wan") == [9000, 8000]
    assert field(parsed, "reported_ytd_wan") == [300, 200]
    assert {"struck_out", "raised_marks"} <= {one["kind"] for one in report(parsed)["notices"]}


TABLE = (
    "<table>{caption}<tr><td>项目名称</td><td>总投资</td><td>1-9月完成投资</td></tr>"
    "<tr><td>甲厂</td><td>90000</td><td>3000</td></tr><tr><td>乙桥</td><td>80000</td><td>2000</td></tr></table>"
)


@pytest.mark.parametrize(
    ("above", "caption", "below", "found"),
    [
        ("<h3>2026年9月重点项目调度表</h3><p>单位：千元</p>", "", "", [300, 200]),
        ("<div><b>2026年9月</b>重点项目调度表<br>（单位：千元）</div>", "", "", [300, 200]),
        ("", "<caption>2026年9月重点项目调度表（单位：千元）</caption>", "", [300, 200]),
        ("<h3>2026年9月重点项目调度表</h3>", "", "<p>注：投资单位为千元。</p>", [300, 200]),
        ("<table><tr><td>2026年9月重点项目调度表<br>单位：千元", "", "</td></tr></table>", [300, 200]),  # tables inside
        ("<h3>2026年9月重点项目调度表</h3><p style='display:none'>单位：千元</p>", "", "", [3000, 2000]),
        ("<script>var title='单位：千元'</script><h3>2026年9月重点项目调度表</h3>", "", "", [3000, 2000]),
    ],
)
def test_what_a_page_says_beside_its_table(tmp_path, above, caption, below, found):
    page = f"<html><head><meta charset='utf-8'></head><body>{above}{TABLE.format(caption=caption)}{below}</body></html>"
    (tmp_path / "报表.xls").write_text(page, encoding="utf-8")
    parsed = parse(tmp_path / "报表.xls", PROFILE)
    assert (report(parsed)["month"], field(parsed, "reported_ytd_wan")) == ("2026-09", found)


def test_each_table_of_a_page_has_what_stands_above_it(tmp_path):
    first, second = (
        "<p>2026年9月{}情况</p><p>单位：{}</p>".format(*said) for said in (("市级调度", "千元"), ("区级调度", "元"))
    )
    page = f"<html><meta charset='utf-8'><body>{first}{TABLE}<p>注：快报数</p>{second}{TABLE}</body></html>"
    (tmp_path / "报表.xls").write_text(page.format(caption=""), encoding="utf-8")
    sheets = read_workbook(tmp_path / "报表.xls").sheets
    assert [[row[0] for row in sheet.rows if row[1] == ""] for sheet in sheets] == [
        ["2026年9月市级调度情况", "单位：千元", "注：快报数"],
        ["2026年9月区级调度情况", "单位：元"],
    ]
