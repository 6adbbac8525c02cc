"""What loads as it stands and should be looked at."""

import pytest

from tests.etl.intake.books import field, notices, parse_drawn


def test_unknown_unit_town_and_batch_never_reject():
    parsed = parse_drawn(
        """
        2026年度投资计划（单位：万元）
        项目名称 | 批次 | 责任单位 | 建设地点 | 2026年度计划投资
        甲项目   | 续建项目 | 住建局 | 栗雨街道黄河南路 | 100
        乙项目   | 收尾     | 区重大项目攻坚组 | 新马片区 | 100
        丙项目   |          |        |          | 100
        丁项目   | 新 开 工 | 天元区住建局 | 栗雨街道 | 100
        """
    )
    assert field(parsed, "batch") == ["续建", "未知批次", None, "新开工"]
    assert field(parsed, "responsible_unit") == [
        "区住建局",
        "区重大项目攻坚组",
        None,
        "区住建局",
    ]  # aliases become names
    assert field(parsed, "town") == ["栗雨街道", "新马片区", None, "栗雨街道"]
    assert sorted(notices(parsed)) == [(4, "unknown_batch"), (4, "unknown_town"), (4, "unknown_unit")]
    assert "收尾" in [one["text"] for one in parsed.notices.to_pylist() if one["kind"] == "unknown_batch"][0]


def test_a_january_alone_is_compared_with_the_total_under_its_own_header():
    parsed = parse_drawn("2026年1月调度（单位：万元）\n项目名称 | 总投资 | 1月完成投资\n甲项目 | 400 | 1000000")
    (said,) = [one for one in parsed.notices.to_pylist() if one["kind"] == "suspected_unit_slip"]
    assert "1月完成投资 1000000" in said["text"]


SLIP_HEADER = (
    "2026年9月调度（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资 | 开工累计完成投资\n甲项目 | "
)


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ("9000 | 1000 | 300 | 1300", []),
        ("9000 | 1000 | 3000000 | 1300", ["suspected_unit_slip"]),  # in 元
        ("9000 | 1000 | 0.03 | 1300", ["suspected_unit_slip"]),  # in 亿元
        ("9000 | 1000 | 0.49 | 1300", ["suspected_unit_slip"]),
        ("9000 | 1000 | 0.5 | 1300", []),  # two thousand times: the edge
        ("9000 | 1000 | 1 | 1300", []),  # just begun: small and whole
        ("0.9 | 1000 | 300 | 0.13", ["over_total"]),  # the total in 亿元: no part is two thousand times as much
        ("9000 | 20000001 | 300 | 1300", ["suspected_unit_slip"]),
        ("9000 | 1000 | 300 | 10800", []),  # 1.2 times: the edge
        ("9000 | 1000 | 300 | 10801", ["over_total"]),
        ("9000 | 1000 | 0 | 0", []),
        ("0 | 0 | 300 | 300", []),
    ],
)
def test_amounts_that_cannot_both_be_right(row, kinds):
    parsed = parse_drawn(SLIP_HEADER + row)
    assert [kind for _, kind in notices(parsed)] == kinds
    assert field(parsed, "project_name") == ["甲项目"]  # noticed, and loaded as it stands


def totals(total: str, first: str = "100", unit: str = "万元"):
    return notices(
        parse_drawn(
            f"""
            2026年9月调度（单位：{unit}）
            项目名称 | 总投资 | 1-9月完成投资 | 责任单位
            一、续建项目
            甲项目   | 1000  | {first}       | 区住建局
            乙项目   | 2000  | 150           | 区住建局
            小计     | 3000  | {total}       |
            二、新开工项目
            丙项目   | 500   | 50            | 区住建局
            """
        )
    )


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("250", []),
        ("300", []),  # the sum of all rows: a total may stand anywhere
        ("250.5", []),  # rounding
        ("250.6", [(6, "total_mismatch")]),
        ("260", [(6, "total_mismatch")]),
        ("", []),
        ("#REF!", []),
    ],
)
def test_a_total_is_held_against_its_rows(total, expected):
    assert totals(total) == expected


def test_a_total_above_its_rows():
    parsed = parse_drawn(
        "2026年9月调度（单位：万元）\n项目名称 | 1-9月完成投资\n合计 | 250\n甲项目 | 100\n乙项目 | 150"
    )
    assert notices(parsed) == []
