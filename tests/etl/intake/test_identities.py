"""Each identity that a sheet can carry: it holds up to the rounding that the sheet shows, and not beyond."""

from decimal import Decimal

import numpy as np
import pytest

from etl.intake.identities import Identity, figures, of_sum, rounding
from tests.etl.intake.books import parse_drawn

NAMES = ("甲桥", "乙路", "丙厂", "丁校", "戊园")


def identities(drawn: str, **options) -> dict[str, Identity]:
    """Return the identities of the first table by name; of several of one name the last."""
    parsed = parse_drawn(drawn, sheet="2026年9月调度表", **options)
    [reading] = parsed.readings["2026年9月调度表"]
    return {one.name: one for one in reading.identities}


def table(head: str, *rows: str, foot: str = "") -> str:
    """Draw a table: names and totals before the columns given."""
    lines = [
        f"{name} | {1000 + 100 * place + 0.37} | {row}"
        for place, (name, row) in enumerate(zip(NAMES, rows, strict=False))
    ]
    return "\n".join([f"项目名称 | 总投资（万元） | {head}", *lines, *([foot] if foot else [])])


SUMS = {  # identity → columns, and a row; the last amount is the sum by its limit, and beyond it
    "cumulative, in cents": (
        "cumulative",
        "至2025年底完成投资（万元） | 1-9月完成投资（万元） | 自开工累计完成投资（万元）",
        "100.11 | 20.22 | {}",
        ("120.33", "120.36", "120.30"),  # three columns of two decimals: 3 × 0.01 (a half is rounded up to a cent)
        ("120.37", "120.29"),
    ),
    "cumulative, in 亿元 of four decimals": (
        "cumulative",
        "至2025年底完成投资（亿元） | 1-9月完成投资（亿元） | 自开工累计完成投资（亿元）",
        "1.0001 | 0.2002 | {}",
        ("1.2003", "1.2004", "1.2002"),  # 3 × 0.5 万元
        ("1.2005", "1.2001"),
    ),
    "months": (
        "months",
        "1月完成投资（万元） | 2月完成投资（万元） | 3月完成投资（万元） | 1-3月完成投资（万元）",
        "10.11 | 20.22 | 30.33 | {}",
        ("60.66", "60.70", "60.62"),  # 4 × 0.01
        ("60.71", "60.61"),
    ),
}


@pytest.mark.parametrize("case", SUMS)
def test_columns_add_up_within_half_of_the_last_place_of_each(case):
    name, head, row, within, beyond = SUMS[case]
    month = "2026年3月调度表" if name == "months" else "2026年9月调度表"
    for said, agrees in [(one, True) for one in within] + [(one, False) for one in beyond]:
        drawn = month + "\n" + table(head, *[row.format(said)] * 5)
        parsed = parse_drawn(drawn)
        found = {one.name: one for one in parsed.readings["Sheet1"][0].identities}[name]
        assert (found.checked, found.agree) == (5, 5 if agrees else 0), (case, said, found)
        assert found.verdict == ("satisfied" if agrees else "contradicted")


def test_components_add_up_to_what_was_booked():
    head = "项目名称 | 计划总投资 | 本年完成投资 | 建筑工程 | 安装工程 | 设备工器具购置 | 其他费用"
    for said, agrees in (("100.10", True), ("100.15", True), ("100.16", False), ("100.05", True), ("100.04", False)):
        rows = [f"{name} | 5000 | {said} | 40.04 | 30.03 | 20.02 | 10.01" for name in NAMES]
        drawn = "\n".join(["2026年9月固定资产投资项目情况（206表）　单位：万元", head, *rows])
        found = {one.name: one for one in parse_drawn(drawn).readings["Sheet1"][0].identities}["components"]
        assert (found.checked, found.agree) == (5, 5 if agrees else 0), said  # 5 × 0.01


@pytest.mark.parametrize(
    ("part", "whole", "written", "agrees"),
    [
        # a fraction of two decimals, amounts in cents: half a percent, and half a cent of each amount
        ("333.33", "1000.01", "0.33", True),
        ("335.00", "1000.01", "0.33", True),  # 33.49966…
        ("335.03", "1000.01", "0.33", False),  # 33.50266…
        # percent of one decimal
        ("333.33", "1000.01", "33.3%", True),
        ("333.85", "1000.01", "33.3%", False),  # 33.3847 − 33.3 > 0.05 and what cents may be out
        ("333.51", "1000.01", "33.3%", True),  # 33.3507: within the cents
        ("333.53", "1000.01", "33.3%", False),
    ],
)
def test_a_share_is_right_to_half_of_its_last_place(part, whole, written, agrees):
    rows = [f"{whole} | {part} | {written}"] * 5
    found = identities(table("2026年度计划投资（万元） | 1-9月完成投资（万元） | 占年度计划（%）", *rows))["share"]
    assert (found.checked, found.agree) == (5, 5 if agrees else 0)
    assert set(found.fields) == {"reported_ytd_wan", "annual_plan_wan"}


def test_a_total_is_the_sum_of_its_rows_to_half_a_wan_and_in_other_units_as_roundings_add_up():
    rows = ["100.11", "200.22", "300.33"]
    for said, agrees in (("600.66", True), ("601.16", True), ("601.17", False), ("600.16", True), ("600.15", False)):
        found = identities(table("1-9月完成投资（万元）", *rows, foot=f"合计 | 3301.11 | {said}"))["total"]
        assert found.fields == ("reported_ytd_wan",)
        assert (found.agree, found.checked) == (int(agrees), 1), said
        assert found.rows == (() if agrees else (5,))


def test_a_number_of_projects_in_the_title_proves_where_it_is_met_exactly():
    for said, verdict in ((3, "satisfied"), (4, None), (5, None), (6, "contradicted")):  # out by two: only told
        drawn = f"2026年9月重点项目调度表（共{said}个项目）\n" + table("1-9月完成投资（万元）", "1", "2", "3")
        parsed = parse_drawn(drawn)
        found = {one.name: one for one in parsed.readings["Sheet1"][0].identities}.get("projects")
        assert (found and found.verdict) == verdict, said


@pytest.mark.parametrize(
    ("checked", "agree", "verdict"),
    [
        (0, 0, "not_applicable"),
        (5, 3, "satisfied"),  # two rows may be wrong: each is told by name
        (5, 2, "contradicted"),
        (4, 2, "contradicted"),  # as many wrong as right
        (60, 57, "satisfied"),  # 5 %
        (60, 56, "contradicted"),
        (1, 0, "contradicted"),
    ],
)
def test_a_few_rows_may_disagree(checked, agree, verdict):
    assert Identity("cumulative", (), checked, agree, "").verdict == verdict


def test_the_last_place_of_a_column_is_found_and_at_most_its_unit():
    def written(*said: str, unit: str = "万元") -> tuple[int, int]:
        found = figures([Decimal(one) for one in said], unit)
        return found.grain, rounding(found)

    assert written("1.23", "4.50") == (1, 1)
    assert written("1.20", "4.50") == (10, 5)
    assert written("10", "400") == (100, 50)  # whole 万元: no coarser than that
    assert written("10000", "40000", unit="亿元") == (1_000_000, 500_000)
    assert written("1234", "4000", unit="亿元") == (100, 50)


def test_a_sum_of_rounded_amounts_may_be_out_as_roundings_add_up():
    tenths = figures([Decimal("1.2")] * 400, "亿元")
    assert of_sum(tenths, 100) == 10 * (10 + 1) // 2
    assert of_sum(tenths, 1) == 50  # never less than half a 万元
    whole = figures([Decimal(3)] * 400)
    assert of_sum(whole, 400) == 50  # whole 万元 add up exactly but for half of the sum's last place
    assert isinstance(whole.cents, np.ndarray)
