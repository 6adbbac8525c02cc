"""入库准备: which materials are there, from approvals and by hand, what contradicts what, and until when."""

import json
from datetime import date
from decimal import Decimal

import pytest

from metrics.entry.entry_contradictions import contradictions
from metrics.entry.entry_readiness import entry_materials, entry_readiness, subject
from tests.metrics.entries import PROFILE, SEPTEMBER, everywhere, seen
from tests.tables import assert_table, fill

ASKED = {"profile": PROFILE, "as_of": SEPTEMBER, "known_on": date(2026, 12, 1)}
STARTED = """
    project_id | actual_start_date | total_investment_wan | carried_ytd_wan | booked_ytd_wan | is_in_library
    A          | 2026-08-05        | 3000                 | 80              |                | false
    B          | 2026-07-05        | 3000                 | 70              |                | false
    C          | 2026-03-05        | 3000                 | 5               | 3              | true     # 已入库
"""
ENTRIES = """
    project_id | ledger_library_month | ledger_statistics_month
    C          | 2026-04-01           | 2026-05-01
"""
STEPS = """
    project_id | step               | known_from | known_to   | is_applicable | completed_on | document_number
    A          | 项目备案           | 2026-01-01 |            | true          | 2026-02-01   | 备1
    A          | 建设用地规划许可证 | 2026-01-01 |            | false         |              |          # 不涉及
    A          | 施工许可证         | 2026-01-01 |            | true          | 2026-10-01   | 施1      # 截至月之后办结
    B          | 项目核准           | 2026-01-01 | 2026-11-01 | true          |              |          # 后来办结
    B          | 项目核准           | 2026-11-01 |            | true          | 2026-09-30   | 核1      # 截至月最后一天
    B          | 项目备案           | 2026-01-01 |            | false         |              |
    B          | 施工许可证         | 2027-01-01 |            | true          | 2026-07-01   | 施2      # 数据时点后才知道
"""


def asked(*registered: tuple):
    con = seen(SEPTEMBER, STARTED, ENTRIES)
    con.execute("delete from meta.version")
    con.execute("insert into meta.version values (2, '2026-12-31', '2026-11-01', false)")
    fill(con, "approval_step", everywhere(STEPS, district=PROFILE.id))
    for number, (project, material, known_from, payload) in enumerate(registered, start=1):
        con.execute(
            "insert into mart.decision values (?, ?, 'readiness', ?, ?, ?, '张三', null, ?)",
            [number, PROFILE.id, subject(project, material), known_from, known_from, json.dumps(payload)],
        )
    return con


def test_materials_come_from_approvals_done_by_the_month():
    assert_table(
        entry_materials(asked(), project_id="A", **ASKED),
        """
        material                   | material_state | who_brings | dated      | document_number
        立项文件                   | present        | 业主       | 2026-02-01 | 备1
        建设用地规划许可证         | not_applicable | 业主       |            |
        施工许可证                 | missing        | 业主       |            |
        中标通知书                 | missing        | 业主       |            |
        施工合同                   | missing        | 业主       |            |
        现场照片（打桩或设备到位） | missing        | 责任单位   |            |
        入库申请表                 | missing        | 责任单位   |            |
        """,
    )


def test_one_row_a_project_with_who_must_bring_what_by_when():
    rows = entry_readiness(asked(("B", "施工合同", "2026-11-01", {"status": "present"})), **ASKED)
    assert list(rows.project_id) == ["A", "B"]  # C has entered
    assert_table(
        rows[["project_id", "materials_required", "materials_present", "missing_materials", "who_must_bring",
              "window_closes_on"]],
        """
        project_id | materials_required | materials_present | missing_materials                                                            | who_must_bring | window_closes_on
        A          | 6                  | 1                 | 施工许可证、中标通知书、施工合同、现场照片（打桩或设备到位）、入库申请表     | 业主、责任单位 | 2026-10-10
        B          | 7                  | 2                 | 建设用地规划许可证、施工许可证、中标通知书、现场照片（打桩或设备到位）、入库申请表 | 业主、责任单位 | 2026-10-10
        """,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("registered", "state", "last"),
    [
        ([("A", "施工合同", "2026-11-01", {"status": "present", "evidence": "见附件"})], "present", 1),
        ([("A", "施工合同", "2026-11-01", {"status": "present"}),
          ("A", "施工合同", "2026-11-02", {"status": "undone"})], "missing", 2),
        ([("A", "施工合同", "2026-11-01", {"status": "present"}),
          ("A", "施工合同", "2026-11-02", {"status": "not_applicable"})], "not_applicable", 2),
        ([("A", "施工合同", "2026-12-02", {"status": "present"})], "missing", None),  # registered later
        ([("B", "施工合同", "2026-11-01", {"status": "present"})], "missing", None),
        ([("A", "施工合同", "2026-11-01", {"status": "lost"})], "missing", 1),
    ],
)  # fmt: skip
def test_what_a_person_registered_stands(registered, state, last):
    row = entry_materials(asked(*registered), project_id="A", **ASKED).iloc[4]
    assert row.material_state == state
    assert (None if row.isna().last_entry_id else row.last_entry_id) == last


def test_a_person_speaks_before_the_approvals():
    told = asked(("A", "立项文件", "2026-11-01", {"status": "missing", "evidence": "备案证已失效"}))
    row = entry_materials(told, project_id="A", **ASKED).iloc[0]
    assert (row.material_state, row.evidence, row.decided_by) == ("missing", "备案证已失效", "张三")


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ("district = '{d}', known_from = '2026-12-01'", "present"),
        ("district = '{d}', known_from = '2026-12-02'", "missing"),  # known later
        ("district = '{d}', known_to = '2026-12-01'", "missing"),  # withdrawn by then
        ("district = '{d}', known_to = '2026-12-02'", "present"),
        ("district = 'jingyang'", "missing"),  # another district's
        ("district = '{d}', completed_on = '2026-09-30'", "present"),
        ("district = '{d}', completed_on = '2026-10-01'", "missing"),  # after the month
    ],
)
def test_whose_approvals_and_known_when(more, state):
    con = asked()
    con.execute("delete from mart.approval_step where project_id = 'A' and step = '项目备案'")
    fill(con, "approval_step", everywhere(
        "project_id | step | known_from | known_to | is_applicable | completed_on | document_number\n"
        "A | 项目备案 | 2026-01-01 |  | true | 2026-02-01 | 备9", district=PROFILE.id))  # fmt: skip
    con.execute(f"update mart.approval_step set {more.format(d=PROFILE.id)} where document_number = '备9'")
    assert entry_materials(con, project_id="A", **ASKED).material_state[0] == state


def ruled(name: str, **values):
    rule = getattr(PROFILE, name)[-1].model_copy(update=values)
    return ASKED | {"profile": PROFILE.model_copy(update={name: (rule,)})}


@pytest.mark.parametrize(
    ("values", "closes"),
    [({}, date(2026, 10, 10)), ({"day": 31}, date(2026, 10, 31)), ({"day": 31, "month_offset": 1}, date(2026, 11, 30)),
     ({"month_offset": 2}, date(2026, 12, 10)), ({"enabled": False}, None)],
)  # fmt: skip
def test_the_next_window(values, closes):
    said = entry_readiness(asked(), **ruled("entry_window", **values)).window_closes_on[0]
    assert (said if closes else None) == closes
    assert closes or said is None


def test_a_list_that_is_switched_off_asks_for_nothing():
    rows = entry_readiness(asked(), **ruled("materials", enabled=False))
    assert rows.materials_required.tolist() == [0, 0]


START, BEFORE, AFTER = date(2026, 8, 5), date(2026, 8, 4), date(2026, 8, 6)
FACTS = {"actual_start_date": START, "is_estimated_start": False, "total_investment_wan": Decimal(3000)}


def paper(name="施工合同", kind="contract", **said):
    return {"material": name, "amount_is": kind, **said}


@pytest.mark.parametrize(
    ("held", "facts", "expected"),
    [
        ([], {}, []),
        ([], {"permit_on": AFTER}, ["施工许可证2026-08-06办结，晚于开工2026-08-05"]),
        ([], {"permit_on": START}, []),
        ([], {"permit_on": AFTER, "is_estimated_start": True}, []),
        ([], {"approved_estimate_wan": Decimal("2999.99")}, ["批复概算2,999.99万元，小于总投资3,000万元"]),
        ([], {"approved_estimate_wan": Decimal(3000)}, []),
        ([paper(said_name="滨江（一期）项目")], {}, []),  # brackets and blanks are no difference
        ([paper(said_name="滨江二期项目")], {}, ["施工合同的名称为“滨江二期项目”"]),
        ([paper(dated="2026-08-06")], {}, ["施工合同2026-08-06，晚于开工2026-08-05"]),
        ([paper(dated="2026-08-05")], {}, []),
        ([paper(dated="八月")], {}, []),
        ([paper("入库申请表", "total", dated="2026-08-06")], {}, []),
        ([paper(said_amount="3000")], {}, []),  # a contract may be part of the total
        ([paper(said_amount="3000.01")], {}, ["施工合同3,000.01万元，总投资3,000万元"]),
        ([paper("入库申请表", "total", said_amount="2999")], {}, ["入库申请表2,999万元，总投资3,000万元"]),
        ([paper(said_amount="900"), paper("中标通知书", said_amount="900.00")], {}, []),
        ([paper(said_amount="900"), paper("中标通知书", said_amount="901")], {},
         ["施工合同900万元、中标通知书901万元，金额不一致"]),
        ([paper(said_amount="约900")], {}, []),
    ],
)  # fmt: skip
def test_contradictions(held, facts, expected):
    assert contradictions("滨江(一期) 项目", held, FACTS | facts) == expected
