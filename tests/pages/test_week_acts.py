"""What people do on 问题台账, 周调度 and 节点挂图 stands in the ledger, with who, and comes back on the page."""

from datetime import date

import pytest

from data import ledger
from tests.etl.store.made import Made
from tests.pages.conftest import words_on

PLAN = "project_name | responsible_unit | annual_plan_wan | batch\n厂房 | 双东镇 | 1000 | 续建"
DISPATCH = "project_name | reported_ytd_wan\n厂房 | {}"
ISSUES = "issue_number | issue | responsible_unit | raised_on | due_on\nW1 | 用电 | 双东镇 | 2026-09-01 | 2026-09-20"
MILESTONES = "project_name | milestone | due_on | responsible_unit\n厂房 | 封顶 | 2026-09-20 | 双东镇"
REQUESTS = "request_number | service_kind | responsible_unit | received_on | limit_days\nR1 | 用地指标 | 双东镇 | 2026-09-21 | 20"


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "os_user", lambda: "zhang.san")
    made = Made(tmp_path).file("annual_plan", PLAN, received="2026-01-20", year=2026)
    made.file("dispatch", DISPATCH.format(700), month="2026-09", received="2026-10-08")
    made.file("issue", ISSUES, month="2026-09", received="2026-10-08")
    made.file("milestone", MILESTONES, month="2026-09", received="2026-10-08")
    made.publish()
    return made


def entries(made: Made, kind: str) -> list[ledger.Entry]:
    with ledger.open_ledger(made.store) as book:
        return book.entries(kind)


def test_an_issue_is_raised_and_handed_over(made, run_page):
    app = run_page("pages/issues.py", made.store, district="jingyang")
    app.text_area(key="issue_text").set_value("道路不通").run()
    app.button(key="issue_new").click().run()
    assert not app.exception
    [raised] = entries(made, "issue")
    assert (raised.who, raised.payload["act"], raised.payload["issue"]) == ("zhang.san", "new", "道路不通")
    assert "2 个问题未销号" in words_on(app)
    app = run_page("pages/issues.py", made.store, district="jingyang", issue="W1")
    app.text_input(key="person_edit_W1").set_value("李四").run()
    app.button(key="act_save_W1").click().run()
    assert not app.exception
    handed = entries(made, "issue")[-1]
    assert (handed.subject, handed.payload["person"], handed.payload["responsible_unit"]) == (
        "issue:W1",
        "李四",
        "双东镇",
    )
    assert handed.payload["due_on"] == "2026-09-20"


def test_a_decision_of_the_meeting_is_noted_and_listed(made, run_page):
    app = run_page("pages/weekly.py", made.store, district="jingyang", part="decided")
    app.text_area(key="week_text").set_value("月底前通电").run()
    app.button(key="week_save").click().run()
    assert not app.exception
    [noted] = entries(made, "week_decision")
    assert (noted.who, noted.payload["text"]) == ("zhang.san", "月底前通电")
    assert date.fromisoformat(noted.payload["week"]).weekday() == 0
    assert "以前议定 1 项未办结" in words_on(app)


def test_a_milestone_needs_its_evidence(made, run_page):
    app = run_page("pages/milestones.py", made.store, district="jingyang")
    app.date_input(key="milestone_done").set_value(date(2026, 9, 18)).run()
    assert app.button(key="milestone_save").disabled
    app.text_input(key="milestone_evidence").set_value("监理记录").run()
    app.button(key="milestone_save").click().run()
    assert not app.exception
    [noted] = entries(made, "milestone")
    assert (noted.payload["done_on"], noted.payload["evidence"]) == ("2026-09-18", "监理记录")
    assert "没有逾期的" in words_on(app)


def test_a_request_is_registered_consulted_and_finished(made, run_page):
    made.file("service_request", REQUESTS, month="2026-09", received="2026-10-08").publish()
    app = run_page("pages/services.py", made.store, district="jingyang", request="R1")
    app.segmented_control(key="do_R1").set_value("consulted").run()
    app.text_area(key="point_consulted_R1").set_value("缺指标 3 亩").run()
    app.button(key="do_save_R1").click().run()
    assert not app.exception
    app = run_page("pages/services.py", made.store, district="jingyang", request="R1")
    assert app.button(key="do_save_R1").disabled  # finished with nothing to show for it
    app.text_input(key="result_done_R1").set_value("批复 3 号").run()
    app.button(key="do_save_R1").click().run()
    consulted, finished = (entry.payload for entry in entries(made, "service_request"))
    assert (consulted["open_point"], "done_on" in consulted) == ("缺指标 3 亩", False)
    assert (finished["evidence"], "open_point" in finished) == ("批复 3 号", False)
    app = run_page("pages/services.py", made.store, district="jingyang")
    app.selectbox(key="request_kind").set_value("用电").run()
    app.button(key="request_new").click().run()
    assert not app.exception
    new = entries(made, "service_request")[-1].payload
    assert (new["service_kind"], new["request_id"][0]) == ("用电", "D")


def test_a_month_is_closed_and_opened_again_with_a_reason(made, run_page):
    made.file(
        "dispatch", DISPATCH.format(710), month="2026-10", received="2026-10-12", snapshot_on="2026-10-09"
    ).publish()
    app = run_page("pages/weekly.py", made.store, district="jingyang")
    assert "2026年10月未定稿，数字截至2026年10月9日" in words_on(app)
    app.button(key="close_202610").click().run()
    assert not app.exception
    assert "2026年10月已定稿" in words_on(app)
    assert app.button(key="undo_202610").disabled
    app.text_input(key="undo_why_202610").set_value("还要改").run()
    app.button(key="undo_202610").click().run()
    assert [entry.payload["status"] for entry in entries(made, "month_close")] == ["closed", "undone"]
    assert "2026年10月未定稿" in words_on(app)


def test_an_open_month_is_shown_without_verdict(made, run_page):
    made.file(
        "dispatch", DISPATCH.format(710), month="2026-10", received="2026-10-12", snapshot_on="2026-10-09"
    ).publish()
    app = run_page("pages/overview.py", made.store, district="jingyang", as_of="2026-10")
    assert "10月已报 1/1 个单位" in words_on(app)
    assert "中间情况" in words_on(app)
