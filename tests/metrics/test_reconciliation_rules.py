"""Each rule's boundaries: which facts show a reason, and how much of the difference it takes."""

from datetime import date
from decimal import Decimal

import pytest

from data.reasons import UNEXPLAINED, reasons
from metrics.reconciliation.reconciliation_case import Case
from metrics.reconciliation.reconciliation_rules import RULES, propose

M = date(2026, 9, 1)
OUTSIDE = {  # reported, and nothing of it in the return
    "reported_ytd_wan": Decimal(1000), "booked_ytd_wan": None, "projects": 1, "statistics_projects": 1,
    "returned_projects": 0, "total_investment_wan": Decimal(20000), "statistics_total_wan": None,
    "cumulative_booked_wan": None, "is_by_payment": False, "is_estimated_start": False, "funds_paid_wan": None,
    "booked_construction_wan": None, "booked_installation_wan": None, "booked_equipment_wan": None,
    "booked_other_wan": None, "physical_progress": None, "cumulative_reported_wan": None,
}  # fmt: skip
INSIDE = OUTSIDE | {
    "booked_ytd_wan": Decimal(600), "returned_projects": 1, "statistics_total_wan": Decimal(19000),
    "cumulative_booked_wan": Decimal(900), "booked_construction_wan": Decimal(400),
    "booked_installation_wan": Decimal(100), "booked_equipment_wan": Decimal(50), "booked_other_wan": Decimal(50),
}  # fmt: skip


def proposed(facts, before=None) -> list[tuple[str, Decimal]]:
    difference = (facts["reported_ytd_wan"] or 0) - (facts["booked_ytd_wan"] or 0)
    before = None if before is None else Decimal(before)
    case = Case(facts, M, Decimal(difference), before, 10, Decimal(500), "430211", Decimal("0.15"))
    parts = propose(case, case.difference)
    assert all(part.evidence and part.origin == "rule" for part in parts)
    return [(part.reason, part.amount) for part in parts]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"statistics_total_wan": Decimal("499.99")}, [("R05", 1000)]),
        ({"statistics_total_wan": Decimal(500)}, []),  # equal to the minimum: in scope
        ({"total_investment_wan": Decimal(400)}, [("R05", 1000)]),  # without the statistics' total the dispatch's
        ({"total_investment_wan": Decimal(400), "statistics_total_wan": Decimal(500)}, []),
        ({"project_codes": ["2401-430203-04-01-123456"]}, [("R12", 1000)]),  # another county's office gave the code
        ({"project_codes": ["2401-430211-04-01-123456"]}, []),  # our own
        ({"project_codes": ["2401-430200-04-01-123456"]}, []),  # the city's
        ({"project_codes": ["2401-430000-04-01-123456"]}, []),  # the province's
        ({"project_codes": ["2401-430271-04-01-123456"]}, []),  # a zone's: it may well lie in ours
        ({"project_codes": ["2401-510681-04-01-123456"]}, [("R12", 1000)]),  # a county-level city's
        ({"project_codes": ["2401-430203-04-01-123456", "2401-430211-04-01-123456"]}, []),  # one of them is ours
        ({"project_codes": ["2401-430203-04-01-123456", "暂无"]}, []),  # of one nobody knows
        ({"project_codes": []}, []),
        ({"return_reason": "跨区项目，由芦淞区上报"}, [("R12", 1000)]),  # elsewhere goes before documents missing
        ({"industries": ["房地产业"]}, [("R16", 1000)]),
        ({"industries": ["房地产业", "市政"]}, []),  # part of it is none
        ({"industries": ["保障性安居工程"]}, []),  # no real estate development
        ({"return_reason": "属房地产开发，不由本表统计"}, [("R16", 1000)]),
        ({"return_reason": "付款凭证不全"}, [("R07", 1000)]),
        ({"return_reason": "三方进度单未签章"}, [("R07", 1000)]),
        ({"last_return_month": date(2026, 7, 1)}, [("R15", 1000)]),
        ({"library_state": "退回"}, [("R02", 1000)]),
        ({"return_reason": "未提供施工许可证"}, [("R02", 1000)]),  # none of the vouchers
        ({"library_state": "市级审核中"}, [("R04", 1000)]),
        ({"library_state": "市级审核中", "library_entry_month": M}, []),  # it has entered
        ({"library_state": "已入库"}, []),
        ({"library_state": "审核退回"}, [("R02", 1000)]),  # returned goes before under review
        ({"progress_text": "正在场地平整"}, [("R01", 1000)]),
        ({"progress_text": "主体施工"}, []),
        ({"start_date": date(2026, 9, 11)}, [("R03", 1000)]),
        ({"start_date": date(2026, 9, 10)}, []),  # on the window's last day
        ({"start_date": date(2026, 8, 11)}, []),  # this month's window was open to it
        ({"start_date": date(2026, 9, 11), "is_estimated_start": True}, []),
        ({"statistics_projects": 2}, [("R11", 1000)]),
        ({"projects": 2}, [("R11", 1000)]),
        ({"projects": 2, "statistics_projects": 0}, []),  # nothing on the other side
    ],
)
def test_reported_and_not_in_the_return(facts, expected):
    assert proposed(OUTSIDE | facts) == expected


@pytest.mark.parametrize(
    ("facts", "before", "expected"),
    [
        ({}, None, []),
        ({"project_codes": ["2401-430203-04-01-123456"]}, None, []),  # it stands in our return
        ({"industries": ["房地产业"]}, None, []),
        ({"return_reason": "跨区，属房地产，凭证不全"}, None, []),
        ({"last_return_month": M, "library_state": "退回", "progress_text": "拆迁"}, None, []),  # it stands in it
        ({"cumulative_booked_wan": Decimal(19000)}, None, [("R10", 400)]),
        ({"cumulative_booked_wan": Decimal("18999.99")}, None, []),
        ({}, 600, [("R09", 400)]),  # booked what was reported a month before
        ({}, "600.01", []),
        ({}, "0", [("R09", 400)]),
        ({"booked_ytd_wan": Decimal(0)}, 0, []),  # nothing booked is no lag of days
        ({"is_by_payment": True}, None, [("R06", 400)]),
        ({"is_by_payment": True, "funds_paid_wan": Decimal(600)}, None, [("R06", 400)]),  # built and not paid
        # built 1000, paid 700, booked 600: 300 wait for payment, 100 are paid and wait for their vouchers
        ({"is_by_payment": True, "funds_paid_wan": Decimal(700)}, None, [("R06", 300), ("R07", 100)]),
        ({"is_by_payment": True, "funds_paid_wan": Decimal(1000)}, None, [("R07", 400)]),
        ({"is_by_payment": True, "funds_paid_wan": Decimal(1200)}, None, [("R07", 400)]),  # an advance is no difference
        ({"is_by_payment": True, "funds_paid_wan": Decimal(500)}, None, [("R06", 400)]),  # booked more than was paid
        ({"funds_paid_wan": Decimal(700)}, None, []),  # booked by the works: what is paid says nothing
        ({"is_by_payment": True, "funds_paid_wan": Decimal(700), "booked_other_wan": Decimal(0),
          "total_investment_wan": None}, None, [("R06", 300), ("R07", 100)]),
        ({"cumulative_reported_wan": Decimal(20000)}, None, []),  # as much as the total
        ({"cumulative_reported_wan": Decimal(20100)}, None, [("R14", 100)]),  # what lies beyond it
        ({"cumulative_reported_wan": Decimal(20100), "booked_other_wan": Decimal(0)}, None,
         [("R14", 100), ("R08", 300)]),  # what the first leaves goes to the next
        ({"cumulative_reported_wan": Decimal(8000), "physical_progress": 0.25}, None, []),  # 40 % and 25 %: they match
        ({"cumulative_reported_wan": Decimal(8001), "physical_progress": 0.25}, None, [("R14", 400)]),
        ({"cumulative_reported_wan": Decimal(8001)}, None, []),  # nobody said how far the works are
        ({"cumulative_reported_wan": Decimal(8001), "physical_progress": 0.25,
          "cumulative_booked_wan": Decimal(7600)}, None, [("R14", 400)]),  # booked 7600 of 19000: 40 %, matches the works
        ({"cumulative_reported_wan": Decimal(8001), "physical_progress": 0.25,
          "cumulative_booked_wan": Decimal(7601)}, None, []),  # the statistics saw as much: it is the works' figure
        ({"cumulative_reported_wan": Decimal(20100), "total_investment_wan": None}, None, []),
        ({"booked_other_wan": Decimal(0)}, None, [("R08", 400)]),
        ({"booked_equipment_wan": Decimal(0)}, None, [("R08", 400)]),
        ({"booked_other_wan": None}, None, []),  # not said is not zero
        ({"booked_other_wan": Decimal(0), "booked_construction_wan": None, "booked_installation_wan": None}, None, []),
        ({"statistics_projects": 2, "returned_projects": 2}, None, [("R11", 400)]),
    ],
)  # fmt: skip
def test_reported_more_than_booked(facts, before, expected):
    assert proposed(INSIDE | facts, before) == expected


def test_beyond_its_total_and_not_in_the_return():
    assert proposed(OUTSIDE | {"cumulative_reported_wan": Decimal(20400)}) == [("R14", 400)]


def test_booked_more_is_never_reported_too_much():
    facts = {"booked_ytd_wan": Decimal(1500), "cumulative_reported_wan": Decimal(20400)}
    assert proposed(INSIDE | facts) == [("R17", -500)]


def test_every_reason_says_what_shows_it_and_what_to_attach():
    """A reason that no rule proposes must say so; one that a person may choose says what evidence is wanted."""
    said = {code for code, reason in reasons().items() if reason.shown_by}
    assert said == {code for code, _ in RULES}
    wanted = {code for code, reason in reasons().items() if reason.attach}
    assert wanted == {code for code, reason in reasons().items() if not reason.automatic and code != UNEXPLAINED}


@pytest.mark.parametrize(
    ("reported", "booked", "expected"),
    [
        (600, 1000, [("R17", -400)]),
        (None, 1000, [("R17", -1000)]),
        (1, 10000, [("R13", -9999)]),
        (1, 8000, [("R13", -7999)]),
        (1, 7999, [("R17", -7998)]),
        (12500, 1, [("R13", 12499)]),
        (12501, 1, []),
    ],
)
def test_booked_more_and_units(reported, booked, expected):
    amounts = {"reported_ytd_wan": reported and Decimal(reported), "booked_ytd_wan": Decimal(booked)}
    assert proposed(INSIDE | amounts) == expected
