"""季度约谈督办: slow in projects or weak in service, with a boundary in each rule."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.ranking.quarterly_talks import quarterly_talks
from tests.tables import assert_table, warehouse

TIANYUAN, JINGYANG = load_profile("tianyuan"), load_profile("jingyang")
SEPTEMBER = date(2026, 9, 1)
SOURCES = "district | kind | month\n" + "\n".join(
    f"{district} | dispatch | 2026-{month:02d}-01" for district in ("tianyuan", "jingyang") for month in range(1, 10)
)
REQUEST = "district | request_id | known_from | responsible_unit | kind | received_on | limit_days | done_on\n"


def units(*rows: tuple[str, int, int], district: str = "tianyuan") -> str:
    """Return a project a unit in September: unit, plan, done."""
    head = "district | project_id | month | responsible_unit | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan\n"
    return head + "\n".join(
        f"{district} | P-{unit} | 2026-09-01 | {unit} | true | true | {plan} | {done}" for unit, plan, done in rows
    )


def requests(unit: str, in_time: int, late: int) -> str:
    """Return requests of five working days received on 1 September: done on the 2nd, or on the 28th."""
    days = ["2026-09-02"] * in_time + ["2026-09-28"] * late
    return "\n".join(
        f"tianyuan | {unit}{number} | 2026-10-01 | {unit} | 用电 | 2026-09-01 | 5 | {day}"
        for number, day in enumerate(days)
    )


def found(profile, **tables: str):
    return quarterly_talks(warehouse(source_month=SOURCES, **tables), profile=profile, as_of=SEPTEMBER)


def test_slow_units_are_those_far_behind_and_large_enough():
    shown = units(
        ("三门镇", 10000, 3000),  # −45 个百分点，差 4500 万元
        ("群丰镇", 10000, 6000),  # −15：偏慢，不是滞后
        ("雷打石镇", 2000, 0),  # 计划不足 3000 万元，不点名
    )
    assert_table(
        found(TIANYUAN, project_month=shown),
        "responsible_unit | is_slow_unit | is_weak_service | light\n三门镇 | true | false | behind",
    )


@pytest.mark.parametrize(
    ("in_time", "late", "is_weak"),
    [(4, 1, False), (3, 1, True), (1, 1, False), (2, 1, True), (0, 3, True), (5, 0, False)],  # 八成不算；两件不说
)
def test_weak_in_service_below_the_share_from_three_requests_on(in_time, late, is_weak):
    rows = found(
        TIANYUAN,
        project_month=units(("群丰镇", 10000, 9000)),
        service_request=REQUEST + requests("区住建局", in_time, late),
    )
    assert rows.responsible_unit.tolist() == (["区住建局"] if is_weak else [])
    if is_weak:
        assert (rows.service_due[0], rows.service_done[0]) == (in_time + late, in_time)
        assert not rows.is_slow_unit[0]


def test_the_statistics_bureau_and_nobody_are_not_called():
    rows = found(TIANYUAN, project_month=units(("区统计局", 10000, 0)), service_request=REQUEST + requests("", 0, 4))
    assert rows.empty


def test_a_district_without_the_rule_calls_nobody():
    assert found(JINGYANG, project_month=units(("双东镇", 10000, 0), district="jingyang")).empty
