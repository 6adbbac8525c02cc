"""Each kind of decision says what it is about, keeps only what was given, and refuses what its kind does not say."""

from datetime import date

import pytest
from pydantic import ValidationError

from data import access, decision_kinds
from data.decision_kinds import DECISIONS

WEEK = date(2026, 10, 9)
CELL = {"sha256": "ab" * 32, "sheet": "表", "row": 4, "kind": "dispatch", "field": "reported_ytd_wan", "value": "9"}
CASES = {  # kind → what is given, its subject, and what the ledger does not keep of it
    "mapping": ({"fingerprint": "f1", "status": "kept"}, "mapping:f1", {"fingerprint"}),
    "reading": ({"about": "reading:1", "status": "confirmed"}, "reading:1", {"about"}),
    "correction": (CELL | {"status": "accepted"}, f"cell:{'ab' * 8}|表|4|reported_ytd_wan", set()),
    "cell_proposal": (
        CELL | {"status": "proposed", "unit": "甲局", "month": "2026-09-01"},
        f"cell:{'ab' * 8}|表|4|reported_ytd_wan|2026-09-01", set(),
    ),
    "proposal_refused": ({"about": "notice:1", "status": "refused", "notice": "x"}, "notice:1", {"about"}),
    "withdrawal": (
        {"status": "accepted", "kind": "dispatch", "id": "P", "month": "2026-09-01"}, "withdrawal:dispatch|P|2026-09-01", set(),
    ),
    "link": ({"project_id": "P", "statistics_id": "S", "status": "confirmed"}, "link:P|S", {"project_id", "statistics_id"}),
    "reason": ({"group_id": "g", "as_of": date(2026, 9, 1), "project_ids": "P"}, "reason:g:2026-09", {"group_id"}),
    "sign_off": ({"district": "d", "as_of": date(2026, 9, 1)}, "sign_off:d:2026-09", {"district"}),
    "readiness": (
        {"project_id": "P", "material": "用地", "status": "present"}, "readiness:P:用地", {"project_id", "material"},
    ),
    "score": (
        {"quarter": date(2026, 7, 1), "responsible_unit": "甲局", "item": "协调服务"}, "score:2026-07-01|甲局|协调服务", set(),
    ),
    "exemption": ({"responsible_unit": "甲局", "document_number": "1号"}, "exemption:甲局|1号", set()),
    "measure": (
        {"responsible_unit": "甲局", "month": date(2026, 9, 1), "measure": "约谈"}, "measure:2026-09-01|甲局", set(),
    ),
    "freeze": (
        {"district": "d", "what": "meeting", "quarter": "2026Q3", "hash": "h"}, "freeze:meeting:d:2026Q3", {"district"},
    ),
    "promise": ({"note_id": "n1", "text": "开工"}, "promise:n1", {"note_id"}),
    "meeting_decision": ({"about": "promise:n1", "status": "kept"}, "promise:n1", {"about"}),
    "month_close": ({"month": date(2026, 9, 1), "status": "closed"}, "month_close:2026-09", set()),
    "issue": ({"act": "close", "on": WEEK, "issue_id": "1", "closed_on": None}, "issue:1", set()),
    "issue_answer": ({"act": "answer", "on": WEEK, "issue_id": "1", "answer": "已办"}, "issue:1", set()),
    "milestone": ({"act": "done", "on": WEEK, "project_id": "P", "milestone": "封顶"}, "milestone:P|封顶", set()),
    "service_request": ({"on": WEEK, "request_id": "R"}, "service_request:R", set()),
    "week_decision": ({"noted_at": "1", "on": WEEK, "text": "协调用地"}, "week_decision:1", {"noted_at"}),
    "declaration_review": (
        {"on": WEEK, "project_id": "P", "year": 2027, "bars": "无", "evidence": "会审纪要"}, "declaration_review:2027|P", set(),
    ),
    "declaration_step": (
        {"on": WEEK, "project_id": "P", "year": 2027, "step": "初审", "done_on": None}, "declaration_step:2027|P|初审", set(),
    ),
    "draft_plan": ({"on": WEEK, "project_id": "P", "year": 2027, "is_in": False}, "draft_plan:2027|P", set()),
    "task_answer": ({"task": "t", "text": "下月", "unit": "甲局"}, "task:t", set()),
}  # fmt: skip


def test_every_kind_is_tried_and_somebody_may_write_it():
    assert set(CASES) == set(DECISIONS)
    for kind, decision in DECISIONS.items():
        assert access.ACTS[kind] == decision.WRITTEN_BY != frozenset()


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_it_is_about_and_what_is_kept(kind):
    given, subject, not_kept = CASES[kind]
    decision = DECISIONS[kind](**given)
    assert decision.subject == subject
    assert set(given) - not_kept <= set(decision.payload)
    assert not_kept.isdisjoint(decision.payload)
    again = DECISIONS[kind](about=subject, **decision.payload)  # as an entry of the ledger
    assert (again.subject, again.payload) == (subject, decision.payload)


@pytest.mark.parametrize("kind", DECISIONS)
def test_a_field_that_its_kind_does_not_have_is_refused(kind):
    with pytest.raises(ValidationError):
        DECISIONS[kind](**CASES[kind][0], colour="red")


def test_points_go_by_their_document():
    said = {"quarter": date(2026, 7, 1), "responsible_unit": "甲局", "item": "扣分", "document_number": "3号"}
    assert decision_kinds.Score(**said).subject == "score:2026-07-01|甲局|加减分|3号"


def test_dates_are_kept_as_text_and_a_cleared_field_stays():
    payload = decision_kinds.Issue(act="reopen", on=WEEK, issue_id="1", closed_on=None).payload
    assert payload == {"act": "reopen", "on": "2026-10-09", "issue_id": "1", "closed_on": None}
