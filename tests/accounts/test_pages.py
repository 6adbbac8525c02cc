"""Pages as people who have signed in: their roles and scopes hold, and what they do is written down."""

import pytest
from streamlit.testing.v1 import AppTest

from accounts import audit, database, people, sessions
from accounts.serving.app import SERVED
from accounts.settings import SessionRules, read_settings
from data import access, warehouse
from pages.components.accounts import account_acts
from tests import stores
from tests.pages.conftest import PATIENCE, ROOT, words_on

CLOSED = "需要其他权限"


@pytest.fixture
def served(demo_store, tmp_path, monkeypatch, account_with):
    """Open pages of the demo as somebody: ``served("pages/map.py", ["meeting"], unit="…", district="…")``."""
    monkeypatch.setenv("GUATU_STORE", str(demo_store))
    monkeypatch.setenv("GUATU_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv(SERVED, "1")
    database._shared.cache_clear()

    def served(path, roles, query=None, **scope) -> AppTest:
        engine = database.shared()
        login = "-".join(sorted(roles))
        somebody = people.find(engine, login) or account_with(engine, login, roles, **scope)
        token = sessions.open_session(engine, somebody, way="password", address="10.0.0.1", rules=SessionRules())
        return opened(path, sessions.id_of(token), query)

    yield served
    database.shared().dispose()
    database._shared.cache_clear()


def opened(path, session_id, query=None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE)
    app.user = {"session": session_id} if session_id else {}
    if path:  # else whatever page one comes to
        app.switch_page(path)
    for name, value in (query or {}).items():
        app.query_params[name] = value
    return app.run()


def acts() -> list[str]:
    return [record.act for record in audit.records(database.shared())]


@pytest.mark.parametrize("session_id", [None, "", "0" * 64])
@pytest.mark.parametrize("path", ["pages/overview.py", "pages/project.py", "pages/intake.py", "pages/accounts.py"])
@pytest.mark.usefixtures("served")
def test_without_a_session_no_page_shows_anything(path, session_id):
    assert CLOSED in words_on(opened(path, session_id))


def test_a_session_that_has_ended_shows_nothing_more(served):
    app = served("pages/overview.py", ["meeting"])
    assert CLOSED not in words_on(app)
    people.change(database.shared(), "meeting", roles={"office"})
    app.session_state["guatu_visitor"] = None  # two seconds later
    assert CLOSED in words_on(app.run())


OPEN = [  # page, who may open it
    ("pages/accounts.py", {"administrator"}),
    ("pages/audit_trail.py", {"auditor"}),
    ("pages/definitions.py", access.READERS),
    ("pages/reconciliation.py", {"statistician"}),
]


@pytest.mark.parametrize("role", access.NAMES)
@pytest.mark.parametrize(("path", "who"), OPEN, ids=[path for path, _ in OPEN])
def test_each_role_opens_its_own_pages(served, path, who, role):
    scope = {"officer": {"unit": "某局"}, "leader": {"leader": "某某"}}.get(role, {})
    app = served(path, [role], **scope)
    assert not app.exception
    assert (CLOSED not in words_on(app)) is (role in who)
    assert ("denied" in acts()) is (role not in who)


def test_a_role_in_the_address_gives_nothing_that_one_does_not_have(served):
    app = served("pages/reconciliation.py", ["meeting"], {"role": "statistician"})
    assert CLOSED in words_on(app)


def test_the_administrator_makes_an_account_whose_password_is_shown_once(served):
    app = served("pages/accounts.py", ["administrator"])
    app.text_input(key="new_login").set_value("li")
    app.text_input(key="new_name").set_value("李")
    app.button_group(key="new_roles").set_value(["statistician"])
    next(button for button in app.button if button.label == "新增账号").click().run()
    password = app.code[0].value
    account = people.get(database.shared(), "li")
    assert (account.name, account.roles, account.must_change) == ("李", {"statistician"}, True)
    assert password not in str(audit.records(database.shared()))
    assert acts()[-1] == "account_added"
    assert not app.run().code


def test_a_first_password_never_contains_the_login(monkeypatch):
    # drawn by chance once in some hundred times for a short login: the rules refuse it, and no account was made
    drawn = iter("xLi7-xkmpqrstu" + "xLk7-xkmpqrstu")
    monkeypatch.setattr("secrets.choice", lambda _: next(drawn))
    assert account_acts.first_password(read_settings(), "li") == "xLk7-xkmpqrstu"


def test_what_cannot_be_is_told_to_the_administrator(served):
    app = served("pages/accounts.py", ["administrator"])
    app.text_input(key="new_login").set_value("L!")
    next(button for button in app.button if button.label == "新增账号").click().run()
    assert "不合要求" in words_on(app)
    assert len(people.every(database.shared())) == 1


# --- scopes ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_and_other(demo_store) -> tuple[str, str, str, str]:
    """District, a unit, a project of it and one that it neither answers for nor serves."""
    district, own = stores.counted_project(demo_store)
    with warehouse.connect(demo_store).cursor() as con:
        unit = con.execute(
            "select responsible_unit from mart.project where district = ? and project_id = ?", [district, own]
        ).fetchone()[0]
        other = con.execute(
            "select project_id from mart.project where district = ? and responsible_unit <> ?"
            " and not contains(coalesce(service_unit, ''), ?) order by project_id limit 1",
            [district, unit, unit],
        ).fetchone()[0]
    return district, unit, own, other


def test_a_units_officer_sees_the_files_of_its_own_projects(served, own_and_other):
    district, unit, own, other = own_and_other
    mine = served("pages/project.py", ["officer"], {"district": district, "project": own}, unit=unit)
    assert "不在您的范围内" not in words_on(mine)
    theirs = served("pages/project.py", ["officer"], {"district": district, "project": other})
    assert "不在您的范围内" in words_on(theirs)
    assert len(theirs.main) < len(mine.main) / 3  # nothing but the words


def test_an_officer_lands_on_the_tasks_of_the_own_unit(served, own_and_other):
    district, unit, _, _ = own_and_other
    app = served("", ["officer"], unit=unit, district=district)
    assert not app.exception
    assert f"{unit}的 " in words_on(app)
    assert "要办" in words_on(app)
    assert "报送本单位的表" in words_on(app)


def test_an_officer_is_shown_no_other_units_tasks(served, own_and_other):
    district, unit, _, other = own_and_other
    with warehouse.connect().cursor() as con:
        sql = "select responsible_unit from mart.project where district = ? and project_id = ?"
        theirs = con.execute(sql, [district, other]).fetchone()[0]
    app = served("pages/unit_tasks.py", ["officer"], {"district": district, "unit": theirs}, unit=unit)
    assert f"{unit}的 " in words_on(app)
    assert f"{theirs}的 " not in words_on(app)
    assert CLOSED in words_on(served("pages/unit_sendings.py", ["officer"], {"district": district}))


def test_what_another_unit_has_sent_is_not_shown(served, own_and_other, tmp_path, monkeypatch):
    from etl.loading import uploads

    district, unit, _, _ = own_and_other
    app = served("pages/unit_tasks.py", ["officer"], {"district": district}, unit=unit)
    sent = uploads.Sending("t", tmp_path, {"unit": "另一个单位"}, "done", 1.0, "", {"files": []})
    monkeypatch.setattr(uploads, "find", lambda *_: sent)
    app.query_params["sent"] = "t"
    assert "没有这次报送的记录" in words_on(app.run())


def test_whoever_is_more_than_an_officer_sees_all(served, own_and_other):
    district, unit, _, other = own_and_other
    app = served("pages/project.py", ["officer", "meeting"], {"district": district, "project": other}, unit=unit)
    assert "不在您的范围内" not in words_on(app)
    app.query_params["role"] = "officer"  # unless he looks on as one
    assert "不在您的范围内" in words_on(app.run())


def test_an_account_of_one_district_is_shown_no_other(served, own_and_other):
    district = own_and_other[0]
    other = next(name for name in ("jingyang", "tianyuan") if name != district)
    app = served("pages/overview.py", ["meeting"], {"district": other}, district=district)
    assert f"没有区“{other}”" in words_on(app)
    assert app.query_params["district"] == district


SCOPES = [  # roles, unit, responsible, service, is it within
    ({"officer"}, "甲局", "甲局", None, True),
    ({"officer"}, "甲局", "乙局", "丙局、甲局", True),
    ({"officer"}, "甲局", "乙局", "甲局分局", False),  # a name that only begins so
    ({"officer"}, "甲局", "甲局分局", "", False),
    ({"officer"}, None, None, None, False),
    ({"officer"}, "", "", "", False),
    ({"officer", "leader"}, "甲局", "乙局", None, True),
    ({"administrator"}, "甲局", "甲局", None, False),
    (set(), "甲局", "甲局", None, False),
]


@pytest.mark.parametrize(("roles", "unit", "responsible", "service", "expected"), SCOPES)
def test_a_scope_holds_what_is_ones_own(roles, unit, responsible, service, expected):
    assert access.is_in_scope(roles, unit, responsible, service) is expected


# --- the trail ---------------------------------------------------------------------------------------------------


def test_reading_booked_figures_of_a_project_is_written_down_once(served, own_and_other):
    district, _, own, _ = own_and_other
    app = served("pages/project.py", ["statistician"], {"district": district, "project": own})
    app.run()
    read = [record.what for record in audit.records(database.shared()) if record.act == "read_booked"]
    assert len([what for what in read if own in what]) == 1


def test_nobody_elses_reading_is(served, own_and_other):
    district, _, own, _ = own_and_other
    served("pages/project.py", ["meeting"], {"district": district, "project": own})
    assert "read_booked" not in acts()


def test_a_decision_carries_the_name_of_the_account(served):
    def page() -> None:
        import streamlit as st

        from pages.components import who

        st.session_state["guatu_who"] = "另一个人"
        st.text(who.name())

    served("pages/overview.py", ["meeting"])
    app = AppTest.from_function(page)
    engine = database.shared()
    token = sessions.open_session(
        engine, people.get(engine, "meeting"), way="password", address="1", rules=SessionRules()
    )
    app.user = {"session": sessions.id_of(token)}
    assert app.run().text[0].value == "王"


def test_a_leader_lands_on_his_projects_and_sees_no_other_leaders(served):
    app = served(None, ["leader"], leader="副区长（工业）", district="tianyuan")
    assert not app.exception
    words = words_on(app)
    assert "副区长（工业）联系" in words
    assert "副区长（城建）" not in words
    app.switch_page("pages/overview.py").run()  # he goes there himself
    assert "计划完成率" in words_on(app)


@pytest.mark.parametrize(
    ("roles", "title"),
    [
        (["statistician"], "上报"),
        (["office"], "本周"),
        (["meeting"], "季度"),
        (["office", "statistician"], "计划完成率"),
    ],
)
def test_each_role_alone_lands_on_its_own_page(served, roles, title):
    app = served(None, roles, district="tianyuan")
    assert not app.exception
    assert title in words_on(app)
    assert ("计划完成率" in words_on(app)) is (len(roles) > 1)  # the overview's
    app.switch_page("pages/overview.py").run()
    assert "计划完成率" in words_on(app)


def test_an_officer_may_not_open_the_leaders_projects(served):
    app = served("pages/leader_projects.py", ["officer"], unit="区住建局", district="tianyuan")
    assert "这一页需要其他权限" in words_on(app)
