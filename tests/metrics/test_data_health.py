"""数据质量: every check with its boundary in a text table, then a plain recount on generated histories."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.data_health.data_health import data_health
from metrics.data_health.data_health_checks import CHECKS
from metrics.data_health.data_health_findings import data_health_findings
from tests.metrics.histories import MONTHS, Fact, after, facts, publish
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
MARCH = date(2026, 3, 1)


def found(con, check: str, **options):
    return data_health_findings(con, profile=TIANYUAN, as_of=MARCH, health_check=check, **options)


def project_months(rows: str) -> str:
    """Project, month, plan, carried, month's amount, silent since, finished: in plan, of one unit."""
    lines = [line.split("  #")[0] for line in rows.strip().splitlines()]
    head = "district | responsible_unit | unit_kind | is_in_plan | is_silent | " + lines[0]
    at = [name.strip() for name in lines[0].split("|")].index("silent_since_month")
    return "\n".join(
        [head]
        + [
            f"tianyuan | 甲 | 镇 | true | {'true' if line.split('|')[at].strip() else 'false'} | {line}"
            for line in lines[1:]
        ]
    )


BASE = {
    # as if project_month were the same on every day: only what the checks themselves cut is tried here
    "meta_version": "schema_version | last_known_on\n2 | 2026-01-01",
    "source_month": "district | kind | month\ntianyuan | dispatch | 2026-01-01\ntianyuan | dispatch | 2026-03-01",
    "project": "district | project_id | project_name | first_month | last_statement_month\n"
    + "\n".join(f"tianyuan | P{n} | 项目{n} | 2025-01-01 | 2026-03-01" for n in range(1, 6)),
}


@pytest.fixture(scope="module")
def sent():
    return warehouse(
        **BASE,
        project_month=project_months("""
        project_id | month      | silent_since_month | actual_finish_date
        P1         | 2026-03-01 |                    |
        P2         | 2026-03-01 | 2026-02-01         |                     # 未报
        P3         | 2026-03-01 |                    | 2026-02-28          # 上月已竣工：不再等它
        P4         | 2026-03-01 |                    | 2026-03-01          # 本月竣工：仍要报
        P5         | 2026-03-01 | 2026-01-01         |                     # 从未报过
        """),
        reported="""
        district | project_id | month      | known_from | known_to   | reported_ytd_wan | progress_text
        tianyuan | P1         | 2026-03-01 | 2026-04-15 | 2026-04-20 | 100              |               # 截止日当天：不迟
        tianyuan | P1         | 2026-03-01 | 2026-04-20 |            | 110              |               # 更正不算迟报
        tianyuan | P2         | 2026-02-01 | 2026-03-21 |            | 50               |               # 30 天：不到超 30 天
        tianyuan | P3         | 2026-01-01 | 2026-02-10 |            | 50               |
        tianyuan | P4         | 2026-03-01 | 2026-04-16 |            | 10               |               # 迟一天；距 4 月 20 日 4 天
        tianyuan | P5         | 2026-01-01 | 2026-02-10 |            |                  |               # 空行不算更新
        """,
        project_state="""
        district | project_id | effective_month | kind     | known_from | project_code | longitude | latitude
        tianyuan | P1         | 2026-01-01      | dispatch | 2026-02-10 | C1           | 113.1     | 27.8
        tianyuan | P1         | 2026-03-01      | dispatch | 2026-04-15 |              |           |        # 沉默不是没有
        tianyuan | P2         | 2026-01-01      | dispatch | 2026-02-10 | C2           | 113.1     |        # 缺一个也是缺
        tianyuan | P3         | 2026-04-01      | dispatch | 2026-05-10 | C3           | 113.1     | 27.8   # 4 月才报
        tianyuan | P4         | 2026-01-01      | dispatch | 2026-04-21 | C4           | 113.1     | 27.8
        """,
    )


def test_missing_late_and_stale(sent):
    def who(check: str, **options):
        return list(found(sent, check, **options)["project_id"])

    assert who("missing_report") == ["P2", "P5"]
    assert list(found(sent, "missing_report")["since_month"].dt.month) == [2, 1]
    assert who("late_report") == ["P4"]
    assert who("stale_7") == ["P2"]  # 2026-03-21 to 2026-04-20: 30 days
    assert who("stale_30") == ["P5"]  # nothing was ever said of it
    # the day before the newest receipt was the 16th, the day of P4's: 26 days
    assert who("stale_7", known_on=date(2026, 4, 19)) == ["P2"]
    assert who("stale_7", known_on=date(2026, 3, 27)) == []


def test_code_and_coordinates_as_said_by_then(sent):
    assert list(found(sent, "no_code")["project_id"]) == ["P3", "P5"]
    assert list(found(sent, "no_coordinates")["project_id"]) == ["P2", "P3", "P5"]
    assert list(found(sent, "no_code", known_on=date(2026, 4, 20))["project_id"]) == ["P3", "P4", "P5"]


@pytest.fixture(scope="module")
def odd():
    """Plan 1000: a jump must exceed 250, and three times the mean month before."""
    return warehouse(
        **BASE,
        project_month=project_months("""
        project_id | month      | annual_plan_wan | carried_ytd_wan | reported_month_wan | silent_since_month
        P1         | 2026-02-01 | 1000            | 200             | 100                |
        P1         | 2026-03-01 | 1000            | 501             | 301                |             # 均 100，301 > 3 倍
        P2         | 2026-02-01 | 1000            | 200             | 100                |
        P2         | 2026-03-01 | 1000            | 500             | 300                |             # 恰 3 倍：不是
        P3         | 2026-01-01 | 1000            | 80              | 80                 |
        P3         | 2026-03-01 | 1000            | 330             | 250                |             # 恰 25%：不是
        P4         | 2026-01-01 | 1000            | 150             | 150                |
        P4         | 2026-02-01 | 1000            | 150             | 0                  | 2026-02-01
        P4         | 2026-03-01 | 1000            | 1000            | 850                |             # 两个月的：每月 425 < 450
        P5         | 2026-02-01 | 1000            | 90              | 90                 |
        P5         | 2026-03-01 | 1000            | 60              | -30                |
        """),
        reported="""
        district | project_id | month      | known_from | row_id | reported_ytd_wan | cumulative_wan | cumulative_last_year_wan
        tianyuan | P1         | 2025-12-01 | 2026-01-10 | 1      | 900              | 3000           | 2100
        tianyuan | P1         | 2026-02-01 | 2026-03-10 | 2      | 200              | 3200           | 3000
        tianyuan | P1         | 2026-03-01 | 2026-04-10 | 3      | 501              | 3502           | 3000          # 差 1：取整
        tianyuan | P2         | 2026-02-01 | 2026-03-10 | 4      | 200              | 700            |               # 没有上年底数：不比
        tianyuan | P2         | 2026-03-01 | 2026-04-10 | 5      | 500              | 699            |               # 少了 1
        tianyuan | P3         | 2026-01-01 | 2026-02-10 | 6      | 80               | 80             | 0
        tianyuan | P3         | 2026-03-01 | 2026-04-10 | 7      | 330              | 331.01         | 0             # 差 1.01
        tianyuan | P4         | 2026-01-01 | 2026-02-10 | 8      | 150              | 150            |
        tianyuan | P4         | 2026-03-01 | 2026-04-10 | 9      | 1000             | 150            |               # 没动：不是倒退
        tianyuan | P5         | 2026-02-01 | 2026-03-10 | 10     | 90               | 90             |
        tianyuan | P5         | 2026-03-01 | 2026-04-10 | 11     | 60               | 60             |               # 同一次减少：只算负数月
        """,
        booked="""
        district | statistics_id | month      | known_from | project_name | booked_ytd_wan | booked_construction_wan | booked_equipment_wan
        tianyuan | S1            | 2026-03-01 | 2026-04-12 | 统计一       | 100            | 60                      | 39   # 差 1
        tianyuan | S2            | 2026-03-01 | 2026-04-12 | 统计二       | 100            | 60                      | 38
        tianyuan | S3            | 2026-03-01 | 2026-04-12 | 统计三       | 100            |                         |      # 没有构成
        """,
        project_link="district | project_id | statistics_id | known_from\ntianyuan | P2 | S2 | 2026-04-12",
        source_file="file_id | district | name | received_on\n1 | tianyuan | 3月.xlsx | 2026-04-10",
        source_row="row_id | file_id | sheet | row\n3 | 1 | 调度 | 7\n11 | 1 | 调度 | 9",
    )


def test_odd_figures_at_their_boundaries(odd):
    wanted = {
        "jump": "project_id | month | figure_wan | against_wan | file | row\nP1 | 2026-03-01 | 301 | 100 | 3月.xlsx | 7",
        "negative_month": "project_id | figure_wan | against_wan | file | row\nP5 | -30 | 90 | 3月.xlsx | 9",
        "falling_cumulative": "project_id | figure_wan | against_wan\nP2 | 699 | 700",
        "identity_reported": "project_id | figure_wan | against_wan\nP3 | 331.01 | 330",
        "identity_booked": "project_id | project_name | figure_wan | against_wan\nP2 | 项目2 | 100 | 98",
    }
    for check, table in wanted.items():
        assert_table(found(odd, check), table)


@pytest.fixture(scope="module")
def noticed():
    return warehouse(
        **BASE,
        project_month=project_months("project_id | month | silent_since_month\nP1 | 2026-03-01 |\nP2 | 2026-03-01 |"),
        source_file="""
        file_id | district | name       | received_on
        1       | tianyuan | 2月.xlsx   | 2026-03-10
        2       | tianyuan | 3月.xlsx   | 2026-04-10
        3       | tianyuan | 更正.xlsx  | 2026-04-15
        4       | tianyuan | 去年.xlsx  | 2026-01-10
        5       | jingyang | 3月.xlsx   | 2026-04-10
        6       | tianyuan | 台账.xlsx  | 2026-04-20
        7       | tianyuan | 融资.xlsx  | 2026-06-20
        8       | tianyuan | 5月融资.xlsx | 2026-04-20
        9       | tianyuan | 5月.xlsx   | 2026-06-10
        """,
        source_sheet="""
        file_id | sheet | kind           | month
        1       | 调度  | dispatch       | 2026-02-01
        2       | 调度  | dispatch       | 2026-03-01
        3       | 调度  | dispatch       | 2026-03-01
        4       | 调度  | dispatch       | 2025-12-01
        5       | 调度  | dispatch       | 2026-03-01
        6       | 台账  | library_ledger |
        7       | 融资  | financing_need |
        8       | 融资  | financing_need | 2026-05-01
        9       | 调度  | dispatch       | 2026-05-01
        """,
        source_row="""
        row_id | file_id | sheet | row | outcome  | reason
        107    | 1       | 调度  | 7   | loaded   |
        207    | 2       | 调度  | 7   | loaded   |
        208    | 2       | 调度  | 8   | loaded   |
        209    | 2       | 调度  | 9   | rejected | 认不出项目
        307    | 3       | 调度  | 7   | loaded   |
        """,
        raw_dispatch="""
        row_id | district | project_id | known_from | month
        107    | tianyuan | P1         | 2026-03-10 | 2026-02-01
        207    | tianyuan | P1         | 2026-04-10 | 2026-03-01
        208    | tianyuan | P2         | 2026-04-10 | 2026-03-01
        307    | tianyuan | P1         | 2026-04-15 | 2026-03-01
        """,
        source_notice="""
        file_id | sheet | row | kind                | project_id | text
        1       | 调度  | 7   | unknown_unit        | P1         | 单位不识
        2       | 调度  | 7   | unknown_unit        | P1         | 单位不识    # 已被更正表的同一行取代，上一条仍在
        2       | 调度  | 7   | suspected_unit_slip | P1         | 万倍        # 更正过了
        2       | 调度  | 8   | suspected_unit_slip | P2         | 万倍
        2       | 调度  | 4   | total_mismatch      |            | 合计不符    # 整张表：没有单位
        4       | 调度  | 7   | over_total          | P1         | 去年的
        5       | 调度  | 7   | over_total          | X          | 别的区的
        6       | 台账  | 3   | strange             |            | 没有月份，次月收到
        7       | 融资  | 3   | over_whole          |            | 没有月份，以后收到
        8       | 融资  | 3   | over_whole          |            | 清单写以后的月份
        9       | 调度  | 3   | over_total          |            | 以后月份的调度
        """,
        source_cell_fault="""
        file_id | sheet | row | position | header | value   | reason
        2       | 调度  | 8   | W        | 竣工   | 2026-13 | 不是月份
        """,
    )


def test_what_the_intake_noticed_and_nobody_mended(noticed):
    assert_table(
        data_health_findings(noticed, profile=TIANYUAN, as_of=MARCH)
        .query("health_check not in ('missing_report', 'stale_30', 'no_code', 'no_coordinates')")
        .reset_index(drop=True),
        """
        health_check   | responsible_unit | project_id | month      | text                          | file      | row
        unit_slip      | 甲               | P2         | 2026-03-01 | 万倍                          | 3月.xlsx  | 8
        unknown_name   | 甲               | P1         | 2026-02-01 | 单位不识                      | 2月.xlsx  | 7
        unreadable     | 甲               | P2         | 2026-03-01 | 竣工 W：“2026-13”，不是月份   | 3月.xlsx  | 8
        total_mismatch | —                |            | 2026-03-01 | 合计不符                      | 3月.xlsx  | 4
        unreadable     | —                |            | 2026-03-01 | 认不出项目                    | 3月.xlsx  | 9
        other_notice   | —                |            | 2026-05-01 | 清单写以后的月份              | 5月融资.xlsx | 3
        other_notice   | —                |            | 2026-03-01 | 没有月份，次月收到            | 台账.xlsx | 3
        other_notice   | —                |            | 2026-03-01 | 没有月份，以后收到            | 融资.xlsx | 3
        """,
    )
    earlier = data_health_findings(noticed, profile=TIANYUAN, as_of=date(2026, 2, 1))
    assert not {"融资.xlsx", "5月融资.xlsx"} & set(earlier["file"])  # only the newest month has what came later
    then = found(noticed, "unit_slip", known_on=date(2026, 4, 14))  # before the correction came
    assert sorted(then["project_id"]) == ["P1", "P2"]


def test_an_unknown_check_is_refused(sent):
    with pytest.raises(ValueError, match="no check 'x'"):
        found(sent, "x")


@settings(max_examples=8)
@given(st.lists(facts(), min_size=20, max_size=60), st.sampled_from(MONTHS[3:15]))
def test_counts_are_the_rows_and_a_plain_recount(said, as_of):
    con = publish(TIANYUAN, said, [])
    rows = data_health_findings(con, profile=TIANYUAN, as_of=as_of)
    counts = data_health(con, profile=TIANYUAN, as_of=as_of, by="responsible_unit")
    assert rows.empty or set(counts["health_check"]) == set(CHECKS)
    cells = {(row.responsible_unit, row.health_check): row.findings for row in counts.itertuples() if row.findings}
    assert cells == dict(Counter(zip(rows["responsible_unit"], rows["health_check"], strict=True)))

    def who(check: str) -> list:
        some = rows[rows["health_check"] == check]
        return sorted((project, month.date()) for project, month in zip(some["project_id"], some["month"], strict=True))

    assert who("late_report") == recounted_late(con, said, as_of)
    assert who("falling_cumulative") == recounted_falling(con, said, as_of)


def latest(said: list[Fact], as_of: date) -> dict[tuple[str, date], dict]:
    """What was last said of each project's months, by statement day."""
    chain: dict = {}
    for fact in sorted(
        (fact for fact in said if fact.table == "reported" and fact.month <= as_of), key=lambda f: f.known_from
    ):
        chain[fact.who, fact.month] = dict(fact.values)
    return chain


def months_of(con, as_of: date) -> list[tuple]:
    return con.execute(
        "select project_id, month, is_in_plan, actual_finish_date, reported_month_wan from mart.project_month where month <= ?",
        [as_of],
    ).fetchall()


def recounted_late(con, said: list[Fact], as_of: date) -> list:
    due = after(as_of, 45).replace(day=15) if as_of.month != 12 else date(as_of.year + 1, 1, 15)
    first: dict = {}
    for fact in {
        (f.key, f.known_from): f for f in said
    }.values():  # a second statement of the same day replaces the first
        if fact.table == "reported" and fact.month == as_of and dict(fact.values)["reported_ytd_wan"] is not None:
            first[fact.who] = min(first.get(fact.who, date.max), fact.known_from)
    expected = {
        project
        for project, month, is_in_plan, finish, _ in months_of(con, as_of)
        if month == as_of and is_in_plan and not (finish and finish < as_of)
    }
    return sorted((who, as_of) for who, day in first.items() if who in expected and day > due)


def recounted_falling(con, said: list[Fact], as_of: date) -> list:
    negative = {
        (project, month) for project, month, *_, amount in months_of(con, as_of) if amount is not None and amount < 0
    }
    fell, before = [], {}
    for (who, month), values in sorted(latest(said, as_of).items(), key=lambda item: item[0][1]):
        amount = values["cumulative_wan"]
        if amount is None:
            continue
        if who in before and amount < before[who] and month.year == as_of.year and (who, month) not in negative:
            fell.append((who, month))
        before[who] = amount
    return sorted(fell)
