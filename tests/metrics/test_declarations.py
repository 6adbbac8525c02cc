"""项目遴选: every threshold of the rules, the steps of a declaration, what was not declared, and a plain recount."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.selection.declarations import declarations, is_selected
from metrics.selection.eligibility import Facts, judge
from metrics.selection.undeclared_projects import undeclared_projects
from tests.tables import assert_table, read_table, warehouse

JINGYANG, TIANYUAN = load_profile("jingyang"), load_profile("tianyuan")
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 20)
INDUSTRY = "传统产业和新兴产业重大项目"
WORKS = "传统基础设施和新型基础设施重大项目"
PEOPLE = "民生、社会事业、生态建设和环境保护重大项目"
ABOVE = "旌阳区境内的省、市重点项目"
JUDGED = f"""
category        | level | total   | bars                   | size_class     | verdict      | remark
{INDUSTRY}      | 区    | 3000    | 无                     |                | eligible     | 正好到界限
{INDUSTRY}      | 区    | 2999.99 | 无                     |                | not_eligible | 差一分
{INDUSTRY}      | 区    |         | 无                     |                | incomplete   | 缺总投资
{INDUSTRY}      | 区    | 2999.99 | 无                     | exempt         | eligible     | 认定为新技术等
{INDUSTRY}      | 区    |         | 无                     | exempt         | eligible     | 不限规模的不问总投资
{INDUSTRY}      | 省    | 100     | 无                     |                | eligible     | 省重点不看投资额
{ABOVE}         |       | 100     | 无                     |                | eligible     | 第七条（一）
{WORKS}         | 区    | 5000    | 无                     |                | eligible     | 哪个界限都到了
{WORKS}         | 区    | 4999.99 | 无                     |                | incomplete   | 是不是交通、城镇、园区基础设施
{WORKS}         | 区    | 4999.99 | 无                     | infrastructure | not_eligible | 认定是
{WORKS}         | 区    | 4999.99 | 无                     | other          | eligible     | 认定不是
{WORKS}         | 区    | 2999.99 | 无                     |                | not_eligible | 哪个界限都不到
{PEOPLE}        | 区    | 2999.99 | 无                     |                | incomplete   | 是不是重大民生
{PEOPLE}        | 区    | 2999.99 | 无                     | other          | not_eligible | 认定不是
                | 区    | 9000    | 无                     |                | incomplete   | 缺类别
产业发展        | 区    | 9000    | 无                     |                | incomplete   | 不是八类
{INDUSTRY}      | 区    | 9000    |                        |                | incomplete   | 没有写情形
{INDUSTRY}      | 区    | 9000    | 用地粗放浪费           |                | not_eligible | 第十二条
{INDUSTRY}      | 区    | 9000    | 供地政策；小项目打捆   |                | not_eligible | 简写
{INDUSTRY}      | 区    | 9000    | 周边不同意             |                | incomplete   | 不是七种之一
{ABOVE}         | 省    | 9000    | 产业政策               |                | not_eligible | 省重点也不得有
"""


@pytest.mark.parametrize("line", read_table(JUDGED).to_dict("records"), ids=lambda line: line["remark"])
def test_each_threshold_and_bar(line):
    facts = Facts(
        category=line["category"], level=line["level"], total_wan=line["total"] and float(line["total"]),
        bars=line["bars"], size_class=line["size_class"],
    )  # fmt: skip
    found = judge(facts, JINGYANG, SEPTEMBER)
    assert found.verdict == line["verdict"], found.reason
    if found.verdict != "eligible":
        assert "旌阳第" in found.reason


@pytest.mark.parametrize(("plan", "verdict"), [(5000.0, "eligible"), (5000.01, "incomplete"), (None, "eligible")])
def test_a_years_plan_above_the_whole_project_is_looked_into(plan, verdict):
    found = judge(Facts(category=INDUSTRY, total_wan=5000.0, plan_wan=plan, bars="无"), JINGYANG, SEPTEMBER)
    assert (found.verdict, "多于总投资" in found.reason) == (verdict, verdict != "eligible")


def test_a_district_without_thresholds_asks_for_the_reserve():
    known = {"category": "产业发展", "total_wan": 100.0, "bars": "无"}
    assert judge(Facts(**known, has_been_in_reserve=True), TIANYUAN, SEPTEMBER).verdict == "eligible"
    outside = judge(Facts(**known), TIANYUAN, SEPTEMBER)
    assert (outside.verdict, "天元第六条" in outside.reason) == ("incomplete", True)
    barred = judge(Facts(**(known | {"bars": "用地粗放浪费"}), has_been_in_reserve=True), TIANYUAN, SEPTEMBER)
    assert (barred.verdict, "会审" in barred.reason) == ("incomplete", True)


@pytest.mark.parametrize(
    ("said", "wanted"), [("列入", True), ("同意", True), ("不列入", False), ("转储备库", False), ("暂缓", False), ("", None), (None, None)]
)  # fmt: skip
def test_how_a_decision_is_read(said, wanted):
    assert is_selected(said) is wanted


DECLARED = f"""
    district | project_id | declared_on | known_from | known_to   | category   | total_investment_wan | bars | decided_on | decision
    jingyang | A          | 2026-07-01  | 2026-10-01 |            | {INDUSTRY} | 5000                 | 无   |            |        # 七月起列下年
    jingyang | B          | 2026-06-30  | 2026-10-01 |            | {INDUSTRY} | 5000                 | 无   |            |        # 列今年
    jingyang | C          | 2026-09-30  | 2026-10-01 |            | {INDUSTRY} | 5000                 | 无   | 2026-10-15 | 列入
    jingyang | D          | 2026-10-01  | 2026-10-02 |            | {INDUSTRY} | 5000                 | 无   | 2026-10-15 | 不列入  # 四季度申报，逾期
    jingyang | E          | 2026-08-01  | 2026-08-02 |            | {INDUSTRY} | 2000                 | 无   |            |
    jingyang | E          | 2026-09-01  | 2026-09-02 |            | {INDUSTRY} | 6000                 | 无   |            |        # 再次申报
    jingyang | F          | 2026-09-01  | 2026-09-02 | 2026-09-20 | {INDUSTRY} | 6000                 | 无   |            |        # 撤回
    jingyang | G          | 2026-10-21  | 2026-10-21 |            | {INDUSTRY} | 6000                 | 无   |            |        # 后来的
    jingyang | H          | 2026-07-31  | 2026-10-01 |            | {INDUSTRY} | 6000                 | 无   | 2026-08-20 | 列入
    tianyuan | I          | 2026-07-31  | 2026-10-01 |            | 产业       | 6000                 | 无   |            |
"""
NAMES = "district | project_id | project_name\n" + "\n".join(f"jingyang | {name} | {name}" for name in "ABCDEFGHJKLM")
ISSUED = """
    district | project_id | year | effective_month | known_from | is_removed
    jingyang | H          | 2027 | 2027-01-01      | 2026-10-18 | false
    jingyang | A          | 2027 | 2027-01-01      | 2026-10-18 | true       # 已调出
"""


def decisions(*entries: tuple[str, dict]) -> str:
    lines = ["entry_id | district | kind | subject | known_from | decided_at | who | payload"]
    for number, (kind, said) in enumerate(entries, start=1):
        payload = json.dumps({"on": "2026-10-10", "year": 2027} | said, ensure_ascii=False)
        lines.append(f"{number} | jingyang | {kind} | {number} | 2026-10-10 | 2026-10-10 | 王 | {payload}")
    return "\n".join(lines)


def asked(con, **more):
    return declarations(con, **({"profile": JINGYANG, "as_of": SEPTEMBER, "on": OCTOBER} | more))


def test_year_lateness_and_steps():
    noted = decisions(
        ("declaration_step", {"project_id": "A", "step": "初审", "done_on": "2026-10-08"}),
        ("declaration_step", {"project_id": "A", "step": "征求意见", "responsible_unit": "区住建局"}),
        ("declaration_step", {"project_id": "E", "step": "建议名单", "done_on": "2026-10-08"}),
        ("declaration_step", {"project_id": "E", "step": "建议名单", "done_on": None}),
        ("declaration_step", {"project_id": "C", "step": "初审", "done_on": "2026-10-21"}),
    )
    con = warehouse(declaration=DECLARED, project=NAMES, plan_version=ISSUED, decision=noted)
    assert_table(
        asked(con),
        """
        project_id | is_declared_late | step_done | step_done_on | current_step | with_whom | is_selected
        A          | false            | 初审      | 2026-10-08   | 征求意见     | 区住建局  |
        H          | false            | 印发      | 2026-10-18   |              |           | true
        E          | false            |           |              | 初审         | 区发改局  |             # 登记后撤销
        C          | false            | 审定      | 2026-10-15   | 印发         | 区政府    | true
        D          | true             | 审定      | 2026-10-15   |              |           | false
        """,
    )
    assert asked(con).set_index("project_id").declared_total_wan["E"] == 6000
    assert list(asked(con, year=2026).project_id) == ["B"]
    assert list(asked(con, on=date(2026, 9, 30)).project_id) == ["A", "H", "E", "C"]
    early = asked(con, known_on=date(2026, 9, 10)).project_id
    assert list(early) == ["E", "F"]  # received by then, not yet withdrawn


def test_what_the_review_found_goes_before_the_sheet():
    found = decisions(
        ("declaration_review", {"project_id": "A", "bars": "用地粗放浪费", "evidence": "自然资源局函"}),
        ("declaration_review", {"project_id": "E", "size_class": "other", "evidence": "会审"}),
    )
    con = warehouse(declaration=DECLARED, project=NAMES, decision=found)
    seen = asked(con).set_index("project_id")
    assert seen.verdict["A"] == "not_eligible"
    assert "自然资源局函（王）" in seen.verdict_reason["A"]
    assert (seen.verdict["E"], seen.size_class["E"]) == ("eligible", "other")


def test_who_fits_and_was_not_declared():
    stays = """
        district | project_id | tier       | entered_on | left_on    | known_from
        jingyang | J          | ready_1y   | 2026-08-01 |            | 2026-09-01
        jingyang | A          | ready_1y   | 2026-08-01 |            | 2026-09-01   # 已申报
        jingyang | K          | ready_1y   | 2026-08-01 | 2026-10-20 | 2026-09-01   # 已出库
        jingyang | L          | prepare_3y | 2026-08-01 |            | 2026-09-01   # 预备库
        jingyang | M          | ready_1y   | 2026-08-01 |            | 2026-09-01   # 太小
    """
    ours = "district | project_id | project_name | total_investment_wan\n" + "\n".join(
        f"jingyang | {name} | {name} | {2999 if name == 'M' else 3000}" for name in "AJKLM"
    )
    con = warehouse(declaration=DECLARED, project=ours, reserve_stay=stays)
    found = undeclared_projects(con, profile=JINGYANG, as_of=SEPTEMBER, on=OCTOBER)
    assert_table(
        found,
        """
        project_id | found_in    | found_since | verdict
        J          | 1年期待建库 | 2026-08-01  | eligible
        """,
    )


said = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.dates(date(2025, 5, 1), date(2026, 11, 30)), st.sampled_from([2999, 3000, 5000])),
    max_size=12,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(said, st.sampled_from([2026, 2027]))
def test_recount_of_who_was_declared(rows, year):
    lines = ["district | project_id | declared_on | known_from | row_id | category | total_investment_wan | bars"]
    lines += [
        f"jingyang | {who} | {day} | {day} | {number} | {INDUSTRY} | {total} | 无"
        for number, (who, day, total) in enumerate(rows)
    ]
    last: dict[str, tuple[date, int, int]] = {}
    for number, (who, day, total) in enumerate(rows):
        if day <= OCTOBER and (day.year + 1 if day.month >= 7 else day.year) == year:
            last[who] = max(last.get(who, (date.min, -1, 0)), (day, number, total))
    wanted = {who: "eligible" if total >= 3000 else "not_eligible" for who, (_, _, total) in last.items()}
    con = warehouse(declaration="\n".join(lines), project=NAMES)
    found = asked(con, year=year)
    assert dict(zip(found.project_id, found.verdict, strict=True)) == wanted
