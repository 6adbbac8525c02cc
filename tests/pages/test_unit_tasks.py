"""我的任务: which tasks are listed at which limit, and a word or a correction that a unit gives stands in the ledger."""

import re
from datetime import date
from urllib.parse import unquote

import pandas as pd
import pytest

from data import ledger
from data.decision_kinds import CellProposal, Decision
from data.profile import load_profile
from data.warehouse import connect
from etl.corrections import correctable_cell, proposals
from etl.versions import publish
from metrics.tasks.task_answers import cell_proposals
from pages.components.tasks import task_choice, task_parts
from tests.etl.store.made import Made
from tests.pages.conftest import words_on

ON = date(2026, 10, 1)
PLAN = """
    project_name | responsible_unit | service_unit | annual_plan_wan | batch
    厂房         | 双东镇           |              | 1000            | 续建
    道路         | 孝泉镇           | 双东镇       | 2000            | 续建
    水厂         | 孝泉镇           |              | 3000            | 续建
"""
DISPATCH = "project_name | reported_ytd_wan\n厂房 | 700\n水厂 | 900"
MILESTONES = """
    project_name | milestone | due_on     | responsible_unit
    厂房         | 封顶      | 2026-09-20 | 双东镇
    水厂         | 通水      | 2026-09-20 | 孝泉镇
"""


def frame(columns: str, *rows: tuple) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    return made.assign(**{name: pd.to_datetime(made[name]) for name in made if name.endswith("_on")})


def gathered(**parts: pd.DataFrame) -> pd.DataFrame:
    none = {
        "findings": frame("project_id project_name health_check month check situation act file_id file sheet row"),
        "readiness": frame(
            "project_id project_name missing_materials materials_required materials_present window_closes_on"
        ),
        "milestones": frame("project_id project_name milestone milestone_state due_on done_on late_days"),
        "issues": frame("issue_id project_id project_name issue issue_state due_on closed_on overdue_days"),
        "requests": frame("request_id project_id project_name service_kind due_on late_days"),
        "starts": frame("project_id project_name due_kind due_on late_days"),
    }
    return task_parts.gather(**(none | parts), on=ON)


MARKS = frame(
    "project_id project_name milestone milestone_state due_on done_on late_days",
    ("P", "厂房", "逾期", "late", "2026-09-30", None, 1),
    ("P", "厂房", "三十天", "soon", "2026-10-31", None, 0),
    ("P", "厂房", "三十一天", "later", "2026-11-01", None, 0),
    ("P", "厂房", "已完成", "done", "2026-09-30", "2026-09-29", None),
    ("P", "厂房", "没有时限", "no_date", None, None, None),
)
ISSUES = frame(
    "issue_id project_id project_name issue issue_state due_on closed_on overdue_days",
    ("1", "P", "厂房", "没有时限也要办", "handed_over", None, None, None),
    ("2", "P", "厂房", "三十一天", "handed_over", "2026-11-01", None, 0),
    ("3", "P", "厂房", "已销号", "closed", "2026-09-01", "2026-09-30", None),
)


def test_what_is_due_within_thirty_days_is_listed():
    found = gathered(milestones=MARKS, issues=ISSUES)
    assert list(zip(found.thing, found.is_late, strict=True)) == [
        ("节点：逾期", True),
        ("节点：三十天", False),
        ("问题：没有时限也要办", False),
    ]
    assert set(found.part) == {"due"}


@pytest.mark.parametrize(
    ("check", "part"),
    [("missing_report", "missing"), ("no_code", "missing"), ("late_report", "late"), ("stale_7", "late"),
     ("jump", "odd"), ("unit_slip", "odd"), ("other_notice", "odd")],
)  # fmt: skip
def test_a_check_stands_in_its_part(check, part):
    columns = "project_id project_name health_check month check situation act file_id file sheet row"
    row = ("P", "厂房", check, pd.Timestamp("2026-09-01"), "检查", "情况", "办法", 1, "f", "s", 2)
    assert gathered(findings=frame(columns, row)).part.tolist() == [part]


def test_a_unit_owns_what_it_answers_for_and_serves():
    projects = frame("project_id responsible_unit service_unit", ("A", "甲局", None), ("B", "乙局", "丙局、甲局"),
                     ("C", "甲局分局", None))  # fmt: skip
    assert task_choice.own(projects, "甲局") == {"A", "B"}


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "os_user", lambda: "zhang.san")
    made = Made(tmp_path).file("annual_plan", PLAN, received="2026-01-20", year=2026)
    made.file("dispatch", DISPATCH, month="2026-09", received="2026-10-08")
    made.file("milestone", MILESTONES, month="2026-09", received="2026-10-08")
    made.publish()
    return made


def entries(made: Made, kind: str) -> list[ledger.Entry]:
    with ledger.open_ledger(made.store) as book:
        return book.entries(kind)


def sent(app) -> str:
    """Everything that the page sends, its components' data written out."""
    said = "\n".join(str(element.proto) for element in app.main)
    return re.sub(r"\\+u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), said)


def test_the_page_lists_a_units_own_projects_only(made, run_page):
    app = run_page("pages/unit_tasks.py", made.store, district="jingyang", unit="双东镇")
    assert not app.exception
    said = sent(app)
    assert "双东镇的 2 个项目" in words_on(app)
    assert "封顶" in said and "通水" not in said
    assert "missing_report" in said


def test_a_word_about_a_task_stands_in_the_ledger_and_on_both_pages(made, run_page):
    with ledger.open_ledger(made.store) as book:
        assert book.count() == 0
    app = run_page("pages/unit_tasks.py", made.store, district="jingyang", unit="双东镇")
    key = next(key for key in _keys(app) if key.startswith("milestone:"))
    app = run_page("pages/unit_tasks.py", made.store, district="jingyang", unit="双东镇", task=key)
    app.text_area(key=f"task_text_{key}").set_value("下月封顶").run()
    app.button(key=f"task_save_{key}").click().run()
    assert not app.exception
    [said] = entries(made, "task_answer")
    assert (said.who, said.subject, said.payload["text"], said.payload["unit"]) == (
        "zhang.san",
        f"task:{key}",
        "下月封顶",
        "双东镇",
    )
    assert "1 件已写说明" in words_on(app)
    app = run_page("pages/unit_sendings.py", made.store, district="jingyang")
    assert "下月封顶" in sent(app)


def _keys(app) -> list[str]:
    """The tasks that the page's lists lead to."""
    return re.findall(r'task=([^"&\\\\]+)', unquote(sent(app)))


def offered(made: Made, value: str = "650") -> dict:
    """A unit's proposal as the page writes it."""
    [cell] = [one for one in correctable_cell.of_row(made.store, 2, "表", 1) if one["field"] == "reported_ytd_wan"]
    said = CellProposal(
        about=cell["subject"], status="proposed", unit="双东镇", project_id="P", project_name="厂房", header="h",
        value=value, **proposals.of_cell(cell),
    )  # fmt: skip
    with ledger.open_ledger(made.store) as book:
        book.append(said.KIND, said.payload, district="jingyang", subject=said.subject, after=cell["entry_id"],
                    reason="多填了一笔", who="李")  # fmt: skip
    publish.decided(made.store)
    [one] = [one for one in proposals.proposals(made.store, "jingyang") if one["kind"] == "offered"]
    return one


def reported(made: Made) -> int:
    with connect(made.store).cursor() as con:
        sql = "select carried_ytd_wan from mart.project_month join mart.project using (project_id) where project_name = '厂房'"
        return con.execute(f"{sql} and month = '2026-09-01'").fetchone()[0]


def decided(made: Made, one: dict, said: Decision) -> None:
    with ledger.open_ledger(made.store) as book:
        book.append(said.KIND, said.payload, district="jingyang", subject=said.subject, after=one["entry_id"], reason="核过",
                    who="王")  # fmt: skip
    publish.decided(made.store)


def state(made: Made) -> list[tuple]:
    with connect(made.store).cursor() as con:
        found = cell_proposals(con, profile=load_profile("jingyang"))
    return list(zip(found.proposal_state, found.proposed_value, found.decided_by.fillna(""), strict=True))


def test_a_proposal_changes_nothing_until_it_is_accepted(made):
    one = offered(made)
    assert (one["state"], one["value"], one["suggested"], one["text"]) == (
        "open", "700.00", "650", "双东镇李提出：多填了一笔",
    )  # fmt: skip
    assert (reported(made), state(made)) == (700, [("open", "650", "")])
    decided(made, one, proposals.acceptance(one, "650"))
    assert (reported(made), state(made)) == (650, [("accepted", "650", "王")])


def test_a_proposal_that_is_refused_can_be_made_again(made):
    one = offered(made)
    decided(made, one, proposals.refusal(one))
    assert (reported(made), state(made)) == (700, [("refused", "650", "王")])
    again = offered(made, "640")
    assert (again["state"], again["suggested"]) == ("open", "640")
    assert state(made) == [("open", "640", "")]
