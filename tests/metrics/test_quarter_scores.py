"""Quarter scores: each item's cases by hand, every boundary a row with its remark."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules import DayOverride
from data.working_days import working_days
from metrics.ranking.quarter_scores import quarter_scores
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.ranking.score_entries import score_entries
from tests.metrics.generated import refill
from tests.metrics.quarters import Q3, TIANYUAN, in_plan, quarters
from tests.tables import assert_table

UNIT = "三门镇"


def scored(con, profile=TIANYUAN, as_of=Q3, **options):
    """Return the one unit's row of the quarter."""
    rows = quarter_scores(con, profile=profile, as_of=as_of, **options)
    return rows[rows.responsible_unit == UNIT].reset_index(drop=True)


def test_milestones_due_in_the_quarter():
    con = quarters(
        project_month=in_plan(UNIT) + "\nP-三门镇 | 2026-08-01 | 三门镇 | continuing | true | true | 1200 | 900",
        milestone="""
            project_id | milestone | responsible_unit | due_on     | done_on    | known_to
            P-三门镇   | 桩基      | 三门镇           | 2026-07-01 | 2026-07-01 |            # 当日完成：按时
            P-三门镇   | 主体      | 三门镇           | 2026-09-30 | 2026-10-01 |            # 迟一天
            P-三门镇   | 封顶      |                  | 2026-08-15 |            |            # 未完成；单位取项目当月的
            P-三门镇   | 竣工      | 三门镇           | 2026-10-01 | 2026-09-20 |            # 下季到期，不算
            P-三门镇   | 立项      | 三门镇           | 2026-06-30 |            |            # 上季到期，不算
            P-三门镇   | 桩基      | 三门镇           | 2026-07-01 |            | 2026-10-05  # 后来改报的旧说法
            P-other    | 桩基      | 群丰镇           | 2026-08-01 |            |            # 别的单位
        """,
    )
    assert_table(scored(con), "milestone_rate\n1/3")
    cases = score_cases(con, profile=TIANYUAN, as_of=Q3, unit=UNIT)
    assert_table(cases[cases.item == "节点任务"], """
        case_name | due_on     | done_on    | is_done
        封顶      | 2026-08-15 |            | false
        主体      | 2026-09-30 |            | false    # 10月的事截至9月还没发生
        桩基      | 2026-07-01 | 2026-07-01 | true
    """)  # fmt: skip


def test_a_removed_projects_milestone_is_not_due():
    con = quarters(
        project_month="""
            project_id | month      | responsible_unit | is_in_plan | is_removed | is_counted
            P1         | 2026-07-01 | 三门镇           | true       | false      | false
            P1         | 2026-08-01 | 三门镇           | false      | true       | false
        """,
        milestone="""
            project_id | milestone | responsible_unit | due_on     | done_on
            P1         | 甲        | 三门镇           | 2026-07-10 |             # 调出前到期
            P1         | 乙        | 三门镇           | 2026-08-10 |             # 8月已调出
        """,
    )
    assert_table(score_cases(con, profile=TIANYUAN, as_of=Q3), "case_name\n甲")


def test_progress_is_the_rate_over_the_expected_share_and_at_most_one():
    head = "project_id | month | responsible_unit | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan | expected_share"
    con = quarters(project_month=f"""
        {head}
        P1 | 2026-09-01 | 三门镇   | true | true  | 1000 | 300  | 0.5
        P2 | 2026-09-01 | 三门镇   | true | true  | 1000 |      | 0.5   # 今年未报：零
        P3 | 2026-09-01 | 三门镇   | true | false | 1000 | 1000 | 0.5   # 前期等不计的
        P4 | 2026-09-01 | 群丰镇   | true | true  | 1000 | 900  | 0.9   # 超前：封顶
    """)  # fmt: skip
    rows = quarter_scores(con, profile=TIANYUAN, as_of=Q3)
    assert_table(rows[rows.responsible_unit.isin(["群丰镇", "三门镇"])], """
        responsible_unit | progress_rate | investment_completion_rate
        群丰镇           | 1             | 9/10
        三门镇           | 1/5           | 3/20       # 15% ÷ 75%
    """)  # fmt: skip
    assert_table(scored(con, yardstick="project"), "progress_rate\n3/10")  # 15% ÷ 50%


def issues(done: int, due: int) -> str:
    rows = [f"I{n} | 问题{n} | 三门镇 | 2026-08-31 | {'2026-08-31' if n < done else '2026-09-20'}" for n in range(due)]
    return "\n".join(["issue_id | issue | responsible_unit | due_on | closed_on", *rows])


def as_is(profile=TIANYUAN):
    (rule,) = profile.few_cases
    return profile.model_copy(update={"few_cases": (rule.model_copy(update={"enabled": False}),)})


@pytest.mark.parametrize(
    ("done", "due", "rate", "plain_rate"),
    [
        (0, 1, Fraction(1, 3), Fraction(0)),  # one late case of one is not a rate of zero
        (1, 1, Fraction(2, 3), Fraction(1)),
        (0, 2, Fraction(1, 4), Fraction(0)),
        (2, 2, Fraction(3, 4), Fraction(1)),
        (0, 3, Fraction(0), Fraction(0)),  # three are enough
        (2, 3, Fraction(2, 3), Fraction(2, 3)),
    ],
)
def test_few_cases_are_drawn_towards_one_half(done, due, rate, plain_rate):
    con = quarters(issue=issues(done, due))
    assert scored(con).rectification_rate[0] == pytest.approx(float(rate))
    assert scored(con, profile=as_is()).rectification_rate[0] == pytest.approx(float(plain_rate))
    (part,) = (
        score_parts(con, profile=TIANYUAN, as_of=Q3)
        .query(f"responsible_unit == '{UNIT}' and item == '交办整改'")
        .itertuples()
    )
    assert (part.item_cases, part.item_done, part.item_due, part.is_few) == (due, done, due, due < 3)


def test_service_requests_by_working_days():
    con = quarters(service_request="""
        request_id | responsible_unit | kind     | received_on | limit_days | paused_days | done_on
        R1         | 三门镇           | 临时占用 | 2026-09-18  | 5          |             | 2026-09-24  # 20日补班：第五个工作日，按时
        R2         | 三门镇           | 临时占用 | 2026-09-17  | 5          |             | 2026-09-24  # 第六个工作日，超时
        R3         | 三门镇           | 环评     | 2026-09-01  | 10         | 5           | 2026-09-21  # 补正停表五天
        R4         | 三门镇           | 林地审查 | 2026-09-01  |            |             | 2026-09-21  # 未写时限：林地15日，第十五个
        R5         | 三门镇           | 道路     | 2026-09-25  | 5          |             |             # 中秋、国庆顺延到10月，不算本季
        R6         | 三门镇           | 其他     | 2026-09-01  |            |             |             # 没有时限，不考核
    """)  # fmt: skip
    assert_table(score_cases(con, profile=TIANYUAN, as_of=Q3), """
        case_name | due_on     | is_done
        临时占用  | 2026-09-23 | false
        林地审查  | 2026-09-21 | true
        环评      | 2026-09-21 | true
        临时占用  | 2026-09-24 | true
    """)  # fmt: skip


ISSUES = """
    issue_id | issue | responsible_unit | due_on     | closed_on
    I1       | 甲    | 三门镇           | 2026-07-31 | 2026-07-31  # 当日销号
    I2       | 乙    | 三门镇           | 2026-08-31 | 2026-09-01
"""


def test_issues_closed_on_time():
    assert_table(scored(quarters(issue=ISSUES)), "rectification_rate\n1/2")


def test_an_issue_closed_before_it_was_raised_is_in_no_score():
    con = quarters(
        issue="""
        issue_id | issue | responsible_unit | raised_on  | due_on     | closed_on
        I1       | 甲    | 三门镇           | 2026-07-02 | 2026-07-31 | 2026-07-01
        I2       | 乙    | 三门镇           | 2026-07-02 | 2026-07-30 | 2026-07-02  # 提出当日销号
        I3       | 丙    | 三门镇           |            | 2026-07-29 | 2026-07-01  # 没有写提出日
    """
    )
    assert_table(score_cases(con, profile=TIANYUAN, as_of=Q3), "case_name | is_done\n丙 | true\n乙 | true")


ENTRY = {
    "project_month": """
        project_id | month      | responsible_unit | is_in_plan | total_investment_wan | actual_start_date | is_estimated_start
        P1         | 2026-09-01 | 三门镇           | true       | 9000                 | 2026-05-11        | false  # 过了10日：6月可入，7月应入统
        P2         | 2026-09-01 | 三门镇           | true       | 9000                 | 2026-05-10        | false  # 6月应入统，上季的事
        P3         | 2026-09-01 | 三门镇           | true       | 9000                 | 2026-08-01        | false  # 9月应入统
        P4         | 2026-09-01 | 三门镇           | true       | 9000                 | 2026-09-01        | false  # 10月应入统
    """,
    "project_entry": """
        project_id | ledger_library_month | ledger_statistics_month | linked
        P1         | 2026-06-01           | 2026-07-01              | 1
        P2         |                      |                         | 0
        P3         |                      |                         | 0
        P4         |                      |                         | 0
    """,
}
READY = '{"parts": [{"reason": "R07", "amount_wan": "10"}, {"reason": "R04", "amount_wan": "90", "evidence": "市局受理单"}]}'


def decided(kind: str, *entries: tuple[str, str]) -> str:
    rows = [
        f"{n} | {kind} | {subject} | 2026-10-06 | 张 | {payload}" for n, (subject, payload) in enumerate(entries, 1)
    ]
    return "\n".join(["entry_id | kind | subject | known_from | who | payload", *rows])


def test_entries_due_in_the_quarter():
    con = quarters(**ENTRY)
    assert_table(scored(con), "entry_rate | raw_entry_rate\n1/2 | 1/2")


@pytest.mark.parametrize(
    ("entries", "rate"),
    [
        ([("reason:P3:2026-09", READY)], 1),  # 有依据的 R04：退出分母
        ([("reason:P3:2026-06", READY)], 1 / 2),  # 上季的认定
        ([("reason:P3:2026-09", READY.replace("R04", "R03"))], 1 / 2),  # 错过窗口是自己的事
        ([("reason:P3:2026-09", READY.replace("市局受理单", ""))], 1 / 2),  # 没有依据不算
        ([("reason:P3:2026-09", READY.replace("evidence", "note"))], 1),  # 对账页写在“说明、依据”里
        ([("reason:P3:2026-09", READY), ("reason:P3:2026-09", '{"status": "undone"}')], 1 / 2),  # 后来撤销
        ([("reason:P9:2026-09", READY.replace("{", '{"project_ids": "P9,P3", ', 1))], 1),  # 对整组作的认定
        (
            [
                ("reason:P9:2026-09", READY.replace("{", '{"project_ids": "P9,P3", ', 1)),
                ("reason:P3:2026-09", READY.replace("R04", "R03")),
            ],
            1 / 2,
        ),  # 拆组后另作认定
        ([("reason:P0:2026-08", READY)], 1),  # 与 P0 捆绑在同一个统计项目
    ],
)
def test_recorded_conditions_leave_what_is_due(entries, rate):
    links = """
        project_id | statistics_id
        P0         | S1
        P3         | S1
    """
    con = quarters(**ENTRY, project_link=links, decision=decided("reason", *entries))
    seen = scored(con, profile=as_is())  # one or two cases, as they are
    assert seen.entry_rate[0] == rate
    assert seen.raw_entry_rate[0] == 1 / 2


def test_typed_items_fill_what_has_no_data():
    con = quarters(
        project_month=in_plan(UNIT),
        issue=ISSUES,
        score_entry="""
            quarter    | responsible_unit | item     | score_rate | points | document_number | basis
            2026-07-01 | 三门镇           | 协调服务 | 0.95       |        |                 | 会商记录
            2026-07-01 | 三门镇           | 交办整改 | 0.10       |        |                 | 有数据，不用登记的
            2026-07-01 | 三门镇           | 市级表扬 |            | 2      | 天委〔2026〕9号 |
            2026-07-01 | 三门镇           | 无文号   |            | 5      |                 |
            2026-04-01 | 三门镇           | 节点任务 | 0.5        |        |                 | 上季
        """,
    )
    # 形象进度 1、协调服务 0.95、交办整改 0.5：三项，一半权重
    assert_table(scored(con), """
        score | points | coordination_rate | rectification_rate | weight_share | missing_items             | typed_items
        81.67 | 0      | 19/20             | 1/2                | 1/2          | 节点任务、要素保障、入库入统 | 协调服务
    """)  # fmt: skip
    with_points = TIANYUAN.model_copy(update={"points": (TIANYUAN.points[0].model_copy(update={"enabled": True}),)})
    assert_table(scored(con, with_points), "score | points\n83.67 | 2")  # 无文号的不加
    apart = with_points.points[0].model_copy(update={"in_quarter_score": False})  # 旌阳第三十一条：计入目标绩效
    aside = TIANYUAN.model_copy(update={"points": (apart,)})
    assert_table(scored(con, aside), "score | points\n81.67 | 0")
    assert len(score_entries(con, profile=TIANYUAN, as_of=Q3)) == 4


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("林地审查", 15),
        ("林木采伐许可", 15),
        ("临时占用林地", 15),  # 林地, not 城市道路
        ("临时占用城市道路", 5),
        ("挖掘城市道路", 5),
        ("占用、征收林地定额", 15),
        ("临时占用、挖掘城市道路和城市绿化用地", 5),
        ("城市道路挖掘许可", 5),
        ("城市绿化用地", 5),
        ("临时占用城市绿地", 5),
        ("临时占用耕地", None),  # 文本只说城市道路和城市绿化用地
        ("基坑挖掘", None),
        ("绿化工程验收", None),
        ("多评合一", None),  # 文本没有时限
    ],
)
def test_limits_by_kind_where_the_request_states_none(kind, days):
    con = quarters(
        project_month=in_plan(UNIT),
        service_request=f"""
            request_id | responsible_unit | kind   | received_on | limit_days | paused_days | done_on
            R1         | 三门镇           | {kind} | 2026-07-01  |            |             |
        """,
    )
    found = score_cases(con, profile=TIANYUAN, as_of=Q3, unit=UNIT)
    due = [day.date() for day in found[found["item"] == "要素保障"].due_on]
    july = [day for day in (date(2026, 7, 1) + timedelta(days=n) for n in range(1, 31)) if day.weekday() < 5]
    assert due == ([] if days is None else [july[days - 1]])


def test_the_page_entry_stands_until_it_is_undone():
    typed = '{"quarter": "2026-07-01", "responsible_unit": "三门镇", "item": "协调服务", "score_rate": "0.8", "evidence": "纪要"}'
    sheet = """
        quarter    | responsible_unit | item     | score_rate
        2026-07-01 | 三门镇           | 协调服务 | 0.6
    """
    con = quarters(score_entry=sheet, decision=decided("score", ("s", typed)))
    assert_table(scored(con), "coordination_rate\n4/5")  # 后说的
    undone = typed.replace("}", ', "status": "undone"}')
    con = quarters(score_entry=sheet, decision=decided("score", ("s", typed), ("s", undone)))
    assert_table(scored(con), "coordination_rate\n3/5")  # 撤销后仍是表里的


def test_who_is_not_ranked_and_why():
    con = quarters(
        project_month=in_plan(UNIT, "区统计局", "某公司"),
        issue=ISSUES + "\n    I3 | 丙 | 群丰镇 | 2026-07-31 |",
        milestone="""
            project_id | milestone | responsible_unit | due_on
            P-三门镇   | 桩基      | 三门镇           | 2026-07-01
        """,
    )
    rows = quarter_scores(con, profile=TIANYUAN, as_of=Q3).set_index("responsible_unit")
    assert pd.isna(rows.not_ranked_reason[UNIT])
    assert rows.not_ranked_reason["群丰镇"] == "没有项目"
    assert rows.not_ranked_reason["某公司"] == "不在参评单位表"
    assert "区统计局" not in rows.index


def test_half_of_the_weight_is_the_least():
    con = quarters(project_month=in_plan(UNIT), issue=ISSUES)
    assert scored(con).not_ranked_reason[0] == "有数的考核项不足一半权重"  # 两项，三分之一


def test_parts_add_up_to_the_score():
    con = quarters(project_month=in_plan(UNIT, done=600), issue=ISSUES)
    parts = score_parts(con, profile=TIANYUAN, as_of=Q3)
    parts = parts[parts.responsible_unit == UNIT]
    assert_table(parts[parts.item_cases > 0], """
        item     | item_done | item_due | item_rate | item_points | item_cases
        形象进度 | 600       | 900      | 2/3       | 100/3       | 1
        交办整改 | 1         | 2        | 1/2       | 25          | 2
    """)  # fmt: skip
    assert_table(scored(con), "score\n58.33")


def test_a_running_quarter_counts_what_is_due_by_the_month():
    assert_table(scored(quarters(issue=ISSUES), as_of=date(2026, 7, 1)), "rectification_rate\n2/3")  # 1 of 1, few


# ---------------------------------------------------------------- a plain recount

FROM, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
days = st.integers(-20, 110).map(lambda n: FROM + timedelta(days=n))
cases = st.lists(st.tuples(days, st.none() | days), max_size=8)
requests = st.lists(st.tuples(days, st.integers(0, 12), st.none() | st.integers(0, 4), st.none() | days), max_size=8)
SHARED = quarters()
CALENDAR = set(working_days(TIANYUAN, date(2026, 1, 1), date(2026, 12, 31)))


@settings(max_examples=60)
@given(cases, cases, requests)
def test_rates_recounted_day_by_day(milestones, issues, asked):
    """Walk the calendar one day at a time and count."""
    refill(SHARED, "milestone", ["district", "project_id", "milestone", "responsible_unit", "due_on", "done_on"],
           [["tianyuan", f"P{n}", "甲", UNIT, *row] for n, row in enumerate(milestones)])  # fmt: skip
    refill(SHARED, "issue", ["district", "issue_id", "responsible_unit", "due_on", "closed_on"],
           [["tianyuan", f"I{n}", UNIT, *row] for n, row in enumerate(issues)])  # fmt: skip
    refill(SHARED, "service_request",
           ["district", "request_id", "responsible_unit", "received_on", "limit_days", "paused_days", "done_on"],
           [["tianyuan", f"R{n}", UNIT, *row] for n, row in enumerate(asked)])  # fmt: skip
    row = scored(SHARED).iloc[0]
    for column, dated in (("milestone_rate", milestones), ("rectification_rate", issues)):
        due = [(limit, done) for limit, done in dated if FROM <= limit <= UNTIL]
        on_time = [1 for limit, done in due if done is not None and done <= limit]
        assert_rate(row[column], len(on_time), len(due))
    due = on_time = 0
    for received, limit, paused, done in asked:
        allowed = limit + (paused or 0)
        last = walk(received, allowed)
        cannot_be = (done is not None and done < received) or (paused or 0) > used(received, done or UNTIL)
        if FROM <= last <= UNTIL and received <= UNTIL and not cannot_be:
            due += 1
            on_time += done is not None and done <= UNTIL and used(received, done) <= allowed
    assert_rate(row.service_rate, on_time, due)


def walk(received: date, allowed: int) -> date:
    """Return the day on which so many working days after the day of receipt are over."""
    day = max(day for day in CALENDAR if day <= received)
    while allowed:
        day += timedelta(days=1)
        allowed -= day in CALENDAR
    return day


def used(received: date, done: date) -> int:
    return sum(received < day <= done for day in CALENDAR)


def assert_rate(seen, done: int, due: int) -> None:
    wanted = (done + 1) / (due + 2) if due < 3 else done / max(due, 1)
    assert (seen is None or seen != seen) if due == 0 else seen == pytest.approx(wanted)


def test_the_districts_own_calendar_goes_first():
    own = TIANYUAN.model_copy(update={"day_overrides": (DayOverride(date=date(2026, 9, 1), is_working=False),)})
    first, last = date(2026, 9, 1), date(2026, 9, 7)
    assert [day.day for day in working_days(TIANYUAN, first, last)] == [1, 2, 3, 4, 7]
    assert [day.day for day in working_days(own, first, last)] == [2, 3, 4, 7]
