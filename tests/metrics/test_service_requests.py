"""要素保障: limits in working days, in time by department for the month, land's open points, forms beside sheets."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from data.working_days import working_days
from metrics.ranking.score_cases import score_cases
from metrics.services.land_points import land_points
from metrics.services.service_requests import service_requests
from metrics.services.service_summary import service_summary
from metrics.tasks.open_requests import open_requests
from tests.tables import assert_table, insert, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
# 2026-09-20 is a make-up workday; 25 September is the Mid-Autumn holiday, 1 to 7 October are holidays
SHEET = """
    district | request_id | known_from | responsible_unit | kind             | received_on | limit_days | paused_days | done_on    | handling | open_point
    tianyuan | R1         | 2026-09-30 | 区城管局         | 临时占用城市道路 | 2026-09-18  |            |             | 2026-09-24 | 承诺制   |            # 第五个工作日，按时
    tianyuan | R2         | 2026-09-30 | 区城管局         | 临时占用城市道路 | 2026-09-17  |            |             | 2026-09-24 |          |            # 第六个工作日
    tianyuan | R3         | 2026-09-30 | 区林业局         | 占用林地         | 2026-09-01  |            | 2           |            |          |            # 15＋2 个工作日，9月23日到期
    tianyuan | R4         | 2026-09-30 | 区林业局         | 占用林地         | 2026-09-10  |            |             |            |          |            # 10月才到期
    tianyuan | R5         | 2026-09-30 | 区自然资源局     | 新增用地指标     | 2026-09-10  |            |             |            |          | 缺指标     # 没有时限
    tianyuan | R6         | 2026-09-30 | 区自然资源局     | 征地拆迁         | 2026-09-10  | 3          |             |            |          |
    tianyuan | R7         | 2026-09-30 | 区林业局         | 征收林地         | 2026-10-08  |            |             |            |          |            # 10月才收件
    tianyuan | R8         | 2026-01-10 | 区林业局         | 环评             | 2025-11-10  | 3          |             | 2025-11-11 |          |            # 去年办结，不列
"""


def decided(*entries: tuple[str, dict]) -> str:
    """Return entries of the ledger, one a line, given as (day, payload)."""
    return "entry_id | district | kind | subject | known_from | decided_at | who | payload\n" + "\n".join(
        f"{number} | tianyuan | service_request | service_request:{said['request_id']} | {day} | {day} | 王 |"
        f" {json.dumps({'on': day} | said, ensure_ascii=False)}"
        for number, (day, said) in enumerate(entries, start=1)
    )


def test_states_and_limits_at_the_end_of_the_month():
    assert_table(
        service_requests(warehouse(service_request=SHEET), **ASKED),
        """
        request_id | limit_days | due_on     | request_state | used_days | left_days | late_days
        R6         | 3          | 2026-09-15 | overdue       | 14        | -11       | 15
        R3         | 15         | 2026-09-23 | overdue       | 19        | -4        | 7
        R4         | 15         | 2026-10-08 | open          | 14        | 1         | 0
        R5         |            |            | open          | 14        |           |
        R2         | 5          | 2026-09-23 | done_late     | 6         |           |
        R1         | 5          | 2026-09-24 | done          | 5         |           |
        """,
    )


def test_the_months_share_by_department():
    con = warehouse(service_request=SHEET)
    assert_table(
        service_summary(con, **ASKED, by="responsible_unit"),
        """
        responsible_unit | due_requests | in_time_requests | service_in_time_share | waiting_requests | overdue_requests | waiting_without_limit | received_requests
        区林业局         | 1            | 0                | 0                     | 2                | 1                | 0                     | 2
        区自然资源局     | 1            | 0                | 0                     | 2                | 1                | 1                     | 2
        区城管局         | 2            | 1                | 1/2                   | 0                | 0                | 0                     | 2
        """,
    )
    assert_table(service_summary(con, **ASKED), "due_requests | in_time_requests | waiting_requests\n4 | 1 | 4")
    assert_table(
        service_summary(con, **ASKED, by="handling"),
        "handling | due_requests | in_time_requests\n— | 3 | 0\n承诺制 | 1 | 1",
    )


def test_the_month_is_the_quarters_cases_of_that_month():
    con = warehouse(service_request=SHEET, source_month="district | kind | month\ntianyuan | dispatch | 2026-09-01")
    cases = score_cases(con, **ASKED)
    cases = cases[cases["item"] == "要素保障"]
    counted = Counter(cases.responsible_unit)
    found = service_summary(con, **ASKED, by="responsible_unit").set_index("responsible_unit")
    assert dict(counted) == {unit: due for unit, due in found.due_requests.items() if due}
    assert int(cases.is_done.sum()) == int(found.in_time_requests.sum())


def test_dates_that_cannot_be_are_judged_nowhere():
    """Received on Tuesday 1 September: by the 10th seven working days have passed."""
    con = warehouse(
        source_month="district | kind | month\ntianyuan | dispatch | 2026-09-01",
        service_request="""
            district | request_id | known_from | responsible_unit | kind     | received_on | limit_days | paused_days | done_on
            tianyuan | A1         | 2026-09-30 | 甲               | 用水报装 | 2026-09-10  | 7          |             | 2026-09-09  # 先办结后受理
            tianyuan | A2         | 2026-09-30 | 甲               | 用水报装 | 2026-09-10  | 7          |             | 2026-09-10  # 当日办结
            tianyuan | B1         | 2026-09-30 | 甲               | 占用林地 | 2026-09-01  | 15         | 8           | 2026-09-10  # 停表长于办理
            tianyuan | B2         | 2026-09-30 | 甲               | 占用林地 | 2026-09-01  | 15         | 7           | 2026-09-10
            tianyuan | C1         | 2026-09-30 | 甲               | 用水报装 | 2026-09-24  | 7          | 5           |             # 到9月30日才过四个工作日
            tianyuan | C2         | 2026-10-20 | 甲               | 用水报装 | 2026-09-24  | 7          | 5           |             # 10月20日的表说的
            tianyuan | D          | 2026-09-30 | 甲               | 用水报装 | 2026-09-01  | 7          | -1          | 2026-09-02
        """,
    )
    found = service_requests(con, **ASKED).set_index("request_id").request_state.to_dict()
    assert found == {
        "A1": "doubtful", "A2": "done", "B1": "doubtful", "B2": "done", "C1": "doubtful", "C2": "open", "D": "doubtful",
    }  # fmt: skip
    total = service_summary(con, **ASKED).iloc[0]
    assert (total.doubtful_requests, total.due_requests, total.in_time_requests) == (4, 1, 1)
    cases = score_cases(con, **ASKED)
    assert set(cases[cases["item"] == "要素保障"].case_id) == {"A2"}  # B2 is due in October
    assert set(open_requests(con, **ASKED).request_id) == {"C1", "C2"}


def test_nothing_is_one_row_of_zeros_for_the_district():
    assert_table(
        service_summary(warehouse(), **ASKED), "due_requests | service_in_time_share | waiting_requests\n0 | | 0"
    )
    assert service_summary(warehouse(), **ASKED, by="service_kind").empty
    with pytest.raises(ValueError, match="town"):
        service_summary(warehouse(), **ASKED, by="town")


def test_forms_speak_beside_sheets():
    entries = [
        ("2026-10-09", {"request_id": "R6", "done_on": "2026-10-09", "evidence": "征地协议"}),
        ("2026-10-09", {"request_id": "R5", "consulted_on": "2026-10-09", "open_point": "缺占补指标"}),
        ("2026-10-09", {"request_id": "D1", "service_kind": "林木采伐", "received_on": "2026-10-09", "eia_handling": None}),
    ]  # fmt: skip
    con = warehouse(service_request=SHEET, decision=decided(*entries))
    found = service_requests(con, **ASKED, on=date(2026, 10, 12)).set_index("request_id")
    assert found.request_state[["R6", "R5", "D1"]].tolist() == ["done_late", "open", "open"]
    assert (found.open_point["R5"], found.changed_by["R5"], found.limit_days["D1"]) == ("缺占补指标", "王", 15)
    earlier = service_requests(con, **ASKED, known_on=date(2026, 10, 8), on=date(2026, 10, 12))
    assert "D1" not in set(earlier.request_id)


def test_open_points_about_land_are_requests_and_issues():
    con = warehouse(
        service_request=SHEET,
        decision=decided(("2026-09-30", {"request_id": "R5", "consulted_on": "2026-09-28"})),
        issue="""
            district | issue_id | known_from | raised_on  | due_on     | closed_on  | issue | kind     | responsible_unit
            tianyuan | W1       | 2026-09-05 | 2026-09-01 | 2026-09-29 |            | 差3户 | 征地拆迁 | 三门镇
            tianyuan | W2       | 2026-09-05 | 2026-09-01 | 2026-09-30 | 2026-09-30 | 差1户 | 征地拆迁 | 三门镇  # 已销号
            tianyuan | W3       | 2026-09-05 | 2026-09-01 |            |            | 用电  | 管线     | 三门镇  # 不是用地
        """,
    )
    assert_table(
        land_points(con, **ASKED),
        """
        point_id | point_source | open_point | is_consulted | point_days | is_over_limit
        W1       | issue        | 差3户      | false        | 29         | true
        R6       | request      |            | false        | 20         | true
        R5       | request      | 缺指标     | true         | 20         | false
        """,
    )


days = st.integers(-40, 60).map(lambda n: SEPTEMBER + timedelta(days=n))
drawn = st.lists(
    st.tuples(st.sampled_from("甲乙"), days, st.none() | st.integers(0, 12), st.none() | st.integers(0, 4), st.none() | days),
    max_size=9,
)  # fmt: skip
CALENDAR = working_days(PROFILE, date(2025, 1, 1), date(2027, 6, 30))


@settings(max_examples=30, deadline=None)
@given(drawn)
def test_the_months_share_recounted_day_by_day(requests):
    con, end = warehouse(), date(2026, 9, 30)
    insert(
        con, "service_request",
        ["district", "request_id", "known_from", "row_id", "responsible_unit", "received_on", "limit_days", "paused_days",
         "done_on"],
        [["tianyuan", f"R{n}", date(2026, 1, 1), n, *row] for n, row in enumerate(requests)],
    )  # fmt: skip
    plain = {"甲": Counter(), "乙": Counter()}
    for unit, received, limit, paused, done in requests:
        if received > end:
            continue
        finished = done if done is not None and done <= end else None
        plain[unit]["waiting"] += finished is None
        last_seen = done or end
        lived = sum(received < day <= last_seen for day in CALENDAR)
        if limit is None or last_seen < received or (paused or 0) > lived:  # judged nowhere
            continue
        after = [day for day in CALENDAR if day > received]
        before = [day for day in CALENDAR if day <= received]
        allowed = limit + (paused or 0)
        last = after[allowed - 1] if allowed else before[-1]
        if SEPTEMBER <= last <= end:
            plain[unit]["due"] += 1
            last_working = max(day for day in CALENDAR if finished is None or day <= finished)
            plain[unit]["in_time"] += finished is not None and last_working <= last
    found = service_summary(con, **ASKED, by="responsible_unit").set_index("responsible_unit")
    for unit, counts in plain.items():
        if unit in found.index:
            row = found.loc[unit]
            assert (row.due_requests, row.in_time_requests) == (counts["due"], counts["in_time"])
            assert row.waiting_requests == counts["waiting"]
        else:
            assert not counts["due"]
            assert not counts["waiting"]
