"""The same table on two sheets of a file: what loads, what is set aside, what is refused."""

import pytest

from etl.intake import Sheet, Workbook, parse_book
from tests.etl.intake.books import PROFILE, cells, field, report

HEAD = "项目名称 | 总投资(万元) | 2026年1-9月完成投资(万元)\n"
NEW = cells(HEAD + "甲厂 | 9000 | 300\n乙桥 | 8000 | 200\n丙路 | 7000 | 100")
OLD = cells(HEAD + "甲厂 | 9000 | 280\n乙桥 | 8000 | 190\n丙路 | 7000 | 100")
SAME = cells(HEAD + "甲厂 | 9000 | 300\n乙桥 | 8000 | 200\n丙路 | 7000 | 100")
OTHERS = cells(HEAD + "丁园 | 9000 | 50\n戊渠 | 8000 | 60\n丙路 | 7000 | 100")
PART = cells(HEAD + "甲厂 | 9000 | 300\n乙桥 | 8000 | 200")


@pytest.mark.parametrize(
    ("first", "second", "names", "done", "second_becomes"),
    [
        (NEW, SAME, ["9月", "9月 (2)"], 600, {"copy": 3}),
        (NEW, OLD, ["9月", "9月 (2)"], 600, {"rejected": 3}),
        (NEW, OLD, ["9月", "9月备份"], 600, {"rejected": 3}),
        (NEW, OLD, ["表一", "表二"], None, {"rejected": 3}),  # no name tells which counts
        (NEW, OTHERS, ["9月", "补充"], 810, {"loaded": 3}),  # one of three in common: another table
        (NEW, PART, ["全部", "省重点"], 1100, {"loaded": 2}),  # a part, with the same figures
    ],
)
def test_a_copy_is_never_added_and_never_hidden(first, second, names, done, second_becomes):
    sheets = [Sheet(name, [list(row) for row in rows]) for name, rows in zip(names, (first, second), strict=True)]
    parsed = parse_book(Workbook("2026年9月.xlsx", sheets), PROFILE)
    told = report(parsed, 1)
    became = {key: count for key, count in told["skipped"].items() if key != "header"}
    became |= {key: told[key] for key in ("loaded", "rejected") if told[key]}
    assert became == second_becomes
    assert (sum(field(parsed, "reported_ytd_wan")) if parsed.kinds else None) == done
    assert told["rows_total"] == told["loaded"] + sum(told["skipped"].values()) + told["rejected"]
    has_copy = "loaded" not in second_becomes
    said = [[one["text"] for one in report(parsed, at)["notices"] if one["kind"] == "sheet_copy"] for at in (0, 1)]
    assert [bool(texts) for texts in said] == [has_copy] * 2
    if second_becomes == {"rejected": 3}:  # both sums stand in it
        assert all(f"本年完成 {total}.00 万元" in said[0][0] for total in (600, 570))
