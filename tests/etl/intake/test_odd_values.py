"""Values that can be read and cannot be right are noticed with field, value and what was probably meant."""

import pytest

from tests.etl.intake.books import parse_drawn


def noticed(drawn: str) -> list[tuple]:
    """Row, kind, field, value, suggested of each notice, but that of a unit left unsaid."""
    return [
        (one["row"], one["kind"], one["field"], one["value"], one["suggested"])
        for one in parse_drawn(drawn).notices.to_pylist()
        if one["kind"] != "unit_assumed"
    ]


@pytest.mark.parametrize(
    ("start", "finish", "found"),
    [
        ("2026-09-30", "2026-09-01", []),  # 同月不算早
        ("1990-01-01", "2026-09", []),
        ("1989-12-31", "2026-09", [(3, "suspected_date", "actual_start_date", "1989-12-31", None)]),
        ("2027-03-05", "", [(3, "future_date", "actual_start_date", "2027-03-05", "2026-03-05")]),  # 年份多写一年
        ("2026-10-01", "", [(3, "future_date", "actual_start_date", "2026-10-01", None)]),
        ("2029-03-05", "", [(3, "future_date", "actual_start_date", "2029-03-05", None)]),
        ("2026-05", "2026-04-30", [(3, "suspected_date", "actual_finish_date", "2026-04-30", None)]),
    ],
)
def test_dates(start, finish, found):
    assert (
        noticed(
            f"2026年9月调度表（单位：万元）\n项目名称 | 实际开工 | 实际竣工 | 1-9月完成投资\n甲 | {start} | {finish} | 5"
        )
        == found
    )


@pytest.mark.parametrize(
    ("received", "paused", "done", "found"),
    [
        ("2026-09-10", "—", "2026-09-10", []),
        ("2026-09-10", "—", "2026-09-09", [(3, "suspected_date", "done_on", "2026-09-09", None)]),  # 同月也看日
        ("2026-09-01", "7", "2026-09-10", []),  # 收件次日起到办结当日有七个工作日
        ("2026-09-01", "8", "2026-09-10", [(3, "suspected_pause", "paused_days", "8", None)]),
        ("2026-09-01", "0", "2026-09-01", []),
        ("2026-09-01", "1", "2026-09-01", [(3, "suspected_pause", "paused_days", "1", None)]),
        ("2026-09-01", "-1", "2026-09-10", [(3, "suspected_pause", "paused_days", "-1", None)]),
    ],
)
def test_dates_and_pauses_of_requests(received, paused, done, found):
    head = "2026年第三季度要素保障台账\n项目名称 | 要素类型 | 受理日期 | 办理时限（工作日） | 补正停表（工作日） | 办结日期"
    assert noticed(f"{head}\n甲 | 占用林地 | {received} | 15 | {paused} | {done}") == found


@pytest.mark.parametrize(
    ("need", "settled", "found"),
    [
        ("100", "100", []),
        ("100", "100.01", [(3, "over_whole", "financed_wan", "100.01", None)]),
        ("100", "", []),
    ],
)
def test_a_part_above_its_whole(need, settled, found):
    head = "2026年融资需求清单（单位：万元）\n项目名称 | 融资方式 | 融资需求 | 已落实金额 | 对接金融机构"
    assert noticed(f"{head}\n甲 | 银行贷款 | {need} | {settled} | 农行") == found


@pytest.mark.parametrize(
    ("drawn", "asks"),
    [
        ("2026年融资需求清单\n项目名称 | 融资方式 | 融资需求 | 对接金融机构\n甲 | 贷款 | 100 | 农行", True),
        (
            "2026年融资需求清单（单位：万元）\n项目名称 | 融资方式 | 融资需求 | 对接金融机构\n甲 | 贷款 | 100 | 农行",
            False,
        ),
        ("2026年前期工作经费安排表\n项目名称 | 用途 | 前期工作经费\n甲 | 勘察 | 350000\n乙 | 勘察 | 35", True),
        (
            "2026年储备库\n项目名称 | 层级 | 总投资 | 入库日期\n甲 | 1年期 | 35000 | 2026-01-05",
            False,
        ),  # 总投资的大小证明单位
        ("2026年问题台账\n项目名称 | 问题 | 提出日期 | 销号日期\n甲 | 用电 | 2026-09-01 | ", False),  # 没有金额
    ],
)
def test_amounts_without_a_unit_are_asked_whatever_the_sheet(drawn, asks):
    [[reading]] = parse_drawn(drawn).readings.values()
    assert (reading.needs_proof, reading.is_proven) == (asks, not asks)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("2601-430211-04-01-100001", []),
        ("2601-430200-04-01-100001", []),  # 市级赋码
        ("2601-430000-04-01-100001", []),  # 省级
        ("2601-000000-04-01-100001", []),  # 国家
        ("2601-430202-04-01-100001", [(3, "code_elsewhere", "project_code", "2601-430202-04-01-100001", None)]),
    ],
)
def test_codes_of_ancode_elsewhere(code, found):
    assert noticed(f"2026年9月调度表（单位：万元）\n项目代码 | 项目名称 | 1-9月完成投资\n{code} | 甲 | 5") == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ("100 | 20 | 30 | 50", []),
        ("100 | 20 | 30 | 50.05", []),
        ("100 | 20 | 30 | 50.06", [(3, "identity_broken", "booked_ytd_wan", "200.00", "200.06")]),
        ("100 | 20 | 30 | 150", [(3, "identity_broken", "booked_ytd_wan", "200.00", "300.00")]),
        (" | 100 | | 100", []),  # 空的构成按没有计
        (" | | | ", []),  # 没有填构成
    ],
)
def test_the_four_components_are_the_total(parts, found):
    header = "项目名称 | 计划总投资 | 本年完成投资 | 建筑工程 | 安装工程 | 设备工器具购置 | 其他费用"
    drawn = f"206表 2026年1-9月（单位：万元）\n{header}\n甲 | 9000 | 200 | {parts}"
    assert [one for one in noticed(drawn) if one[1] == "identity_broken"] == [
        (row, kind, field, value, better) for row, kind, field, value, better in found
    ]


def test_a_slip_names_what_was_probably_meant():
    header = "2026年9月调度表（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资"
    assert noticed(f"{header}\n甲 | 9000 | 1000 | 3000000") == [
        (3, "suspected_unit_slip", "reported_ytd_wan", "3000000.00", "300.00")
    ]
    assert noticed(f"{header}\n甲 | 9000 | 1000 | 0.03") == [
        (3, "suspected_unit_slip", "reported_ytd_wan", "0.03", "300.00")
    ]


def test_an_unknown_unit_is_offered_the_nearest_name():
    found = noticed(
        "2026年9月调度表（单位：万元）\n项目名称 | 责任单位 | 1-9月完成投资\n甲 | 区住房建设局 | 5\n乙 | 某公司 | 5"
    )
    assert found == [
        (3, "unknown_unit", "responsible_unit", "区住房建设局", "区住建局"),
        (4, "unknown_unit", "responsible_unit", "某公司", None),
    ]


def test_a_total_that_is_none_names_its_cell():
    parsed = parse_drawn("2026年9月调度表（单位：万元）\n项目名称 | 1-9月完成投资\n甲 | 5\n乙 | 6\n合计 | 12")
    [notice] = parsed.notices.to_pylist()
    assert (notice["kind"], notice["field"], notice["value"]) == ("total_mismatch", "reported_ytd_wan", "12.00")
    assert "（B5）合计为 12.00 万元，各行之和为 11.00 万元" in notice["text"]
