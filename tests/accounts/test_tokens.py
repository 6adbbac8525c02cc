"""Tokens for programs: shown once, kept as a hash, ended by people, time and the account; the gate knows them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from accounts import audit, database, people, tokens
from accounts.schema import METADATA, TOKEN, VERSION, VERSION_TABLE, make_ready
from accounts.serving.gate import Gate
from accounts.serving.routes import Routes
from accounts.settings import Settings
from api.routes import routes
from data import access, clock
from tests import twins
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_gate import HERE, client_of, form_of, sign_in


def test_a_token_is_told_once_and_kept_as_a_hash(either, account_with):
    account = account_with(either)
    value = tokens.make(either, account, "大屏")
    with either.connect() as con:
        kept = str(con.execute(sa.select(TOKEN)).mappings().all())
    assert value not in kept
    assert value.removeprefix(tokens.MARK) not in kept
    assert tokens.find(either, value).login == account.login
    assert [(one.label, one.is_open) for one in tokens.every(either, account)] == [("大屏", True)]


@pytest.mark.parametrize("value", ["", "guatu_", "guatu_" + "a" * 43, "guatu_" + "a" * 200, "basic"])
def test_what_is_no_token_opens_nothing(engine, account_with, value):
    tokens.make(engine, account_with(engine), "大屏")
    assert tokens.find(engine, value) is None


def test_it_ends_by_people_time_and_the_account(engine, account_with, monkeypatch):
    account, now = account_with(engine), clock.now()
    one, two = (tokens.make(engine, account, label, days=10) for label in ("一", "二"))
    tokens.revoke(engine, account, tokens.every(engine, account)[1].id)
    assert tokens.find(engine, one) is None
    with pytest.raises(people.NotPossible, match="没有编号"):
        tokens.revoke(engine, account, tokens.every(engine, account)[1].id)
    people.change(engine, account.login, is_active=False)
    assert tokens.find(engine, two) is None
    people.change(engine, account.login, is_active=True)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=9, hours=23))
    assert tokens.find(engine, two) is not None
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=10, minutes=1))
    assert tokens.find(engine, two) is None
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(hours=1))  # a clock that was set back
    assert tokens.find(engine, two) is None


@pytest.mark.parametrize(
    ("label", "days", "why"), [(" ", 10, "用途"), ("大屏", 0, "1 至 365"), ("大屏", 366, "1 至 365")]
)
def test_what_cannot_be_is_said(engine, account_with, label, days, why):
    with pytest.raises(people.NotPossible, match=why):
        tokens.make(engine, account_with(engine), label, days=days)


def test_not_more_than_five(engine, account_with):
    account = account_with(engine)
    for number in range(tokens.AT_MOST):
        tokens.make(engine, account, f"{number}")
    with pytest.raises(people.NotPossible, match="先撤销"):
        tokens.make(engine, account, "又一个")


def test_tables_of_before_are_brought_up_to_date(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    METADATA.create_all(engine, [table for name, table in METADATA.tables.items() if name != "token"])
    with engine.begin() as con:
        con.execute(sa.insert(VERSION_TABLE).values(version=1))
    make_ready(engine)
    with engine.connect() as con:
        assert con.execute(sa.select(VERSION_TABLE.c.version)).scalar() == VERSION
        assert con.execute(sa.select(TOKEN)).all() == []


def test_ones_own_page_makes_shows_once_and_ends(engine, account_with, settings):
    account_with(engine)
    client = client_of(engine, settings)
    assert sign_in(client).status_code == 303
    token = form_of(client.get("/account"))
    answer = client.post("/account/tokens", data={"form": token, "label": "数据中台"}, headers={"origin": HERE})
    value = re.search(r"<code>(guatu_[\w-]+)</code>", answer.text)[1]
    assert tokens.find(engine, value).login == "wang"
    again = client.get("/account").text
    assert value not in again
    assert "数据中台" in again
    number = re.search(r'name="revoke" value="(\d+)"', again)[1]
    client.post("/account/tokens", data={"form": token, "revoke": number}, headers={"origin": HERE})
    assert tokens.find(engine, value) is None
    assert [record.act for record in audit.records(engine)][-2:] == ["token_made", "token_revoked"]
    assert value not in str(audit.records(engine))


def test_a_form_of_another_site_makes_none(engine, account_with, settings):
    account = account_with(engine)
    client = client_of(engine, settings)
    sign_in(client)
    assert (
        client.post("/account/tokens", data={"form": "x", "label": "坏"}, headers={"origin": HERE}).status_code == 403
    )
    assert client.post("/account/tokens", data={"label": "坏"}, headers={"origin": "http://evil"}).status_code == 403
    assert tokens.every(engine, account) == []


# --- the interface -------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(tmp_path, monkeypatch, account_with, demo_store):
    """Ask an address as an account with these roles: ``ask("/api/v1/metrics", {"meeting"})``."""
    monkeypatch.setenv("GUATU_STORE", str(demo_store))
    engine = database.open_database(tmp_path / "accounts")
    app = Starlette(
        routes=[*Routes(Settings(), engine).all(), *routes(engine)],
        middleware=[Middleware(Gate, settings=Settings(), engine=engine)],
    )
    client = TestClient(app, base_url=HERE, follow_redirects=False, client=("10.0.0.7", 1))
    held: dict = {}

    def ask(address, roles, *, method="GET", headers=None, **scope):
        key = "-".join(sorted(roles)) + "".join(filter(None, scope.values())).encode().hex()[:20]
        if key not in held:
            account = account_with(engine, key[:60], roles, **scope)
            held[key] = tokens.make(engine, account, "测试")
        said = {"authorization": f"Bearer {held[key]}"} if headers is None else headers
        return client.request(method, address, headers=said)

    ask.engine, ask.client = engine, client
    yield ask
    engine.dispose()


PACE = "/api/v1/metrics/investment_completion?district=tianyuan&as_of=2026-09&by=responsible_unit"


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer guatu_x"}, {"authorization": "Basic d2FuZzp3YW5n"}, {"cookie": "guatu=1"},
     {"authorization": "Bearer"}],
)  # fmt: skip
def test_without_a_token_nothing_answers(ask, headers):
    for address in ("/api/v1/metrics", PACE, "/api/v1/projects?district=tianyuan", "/api/", "/api/v1/x"):
        assert ask(address, {"meeting"}, headers=headers).status_code == 401


def test_a_session_is_no_token(ask, account_with):
    account_with(ask.engine)
    sign_in(ask.client, password=PASSWORD)
    assert ask(PACE, {"meeting"}, headers={}).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(ask, method):
    assert ask(PACE, {"meeting"}, method=method, headers=None).status_code in (403, 405)


def test_json_and_csv_are_the_command_lines(ask, demo_store, capsys):
    from metrics.__main__ import main

    for written in ("json", "csv"):
        main(["investment_completion", "--district", "tianyuan", "--as-of", "2026-09", "--by", "responsible_unit",
              "--format", written, "--store", str(demo_store)])  # fmt: skip
        assert ask(f"{PACE}&format={written}", {"meeting"}).text == capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "status", "why"),
    [
        ("/api/v1/metrics/nothing?district=tianyuan", 404, "没有指标"),
        ("/api/v1/metrics/investment_completion", 400, "district"),
        (PACE + "&colour=red", 400, "不认识的参数：colour"),
        (PACE + "&store=/etc", 400, "不认识的参数：store"),
        (PACE + "&districts=/etc", 400, "不认识的参数：districts"),
        (PACE + "&format=xml", 400, "format"),
        (PACE.replace("2026-09", "2026-13"), 400, "不是月份"),
        (PACE.replace("2026-09", "2031-01"), 400, "晚于最后"),
        (PACE.replace("responsible_unit", "owner"), 400, "by"),
        (PACE.replace("tianyuan", "../x"), 400, "../x"),
    ],
)
def test_a_bad_question_is_answered_in_words(ask, address, status, why):
    answer = ask(address, {"meeting"})
    assert (answer.status_code, why in answer.json()["error"]) == (status, True), answer.text


def test_each_role_is_told_what_its_pages_tell(ask):
    booked = "/api/v1/metrics/reconciliation?district=tianyuan&as_of=2026-09"
    assert ask(booked, {"statistician"}).status_code == 200
    for role, scope in (("meeting", {}), ("office", {}), ("leader", {"leader": "张"}), ("officer", {"unit": "三门镇"})):
        assert ask(booked, {role}, **scope).status_code == 403
        listed = {one["name"] for one in ask("/api/v1/metrics", {role}, **scope).json()["metrics"]}
        assert listed <= access.OPEN_METRICS
        assert "investment_completion" in listed
    for role in ("administrator", "auditor"):
        assert ask(PACE, {role}).status_code == 403
        assert ask("/api/v1/metrics", {role}).json() == {"metrics": []}
    leaders = "/api/v1/metrics/leader_projects?district=tianyuan"
    assert ask(leaders, {"officer"}, unit="三门镇").status_code == 403
    assert {record.act for record in audit.records(ask.engine)} >= {"api_read", "denied"}


def test_an_officer_is_told_of_the_own_projects_only(ask, demo_store):
    from data.warehouse import connect

    with connect(demo_store).cursor() as con:
        rows = con.execute(
            "select project_id, responsible_unit, coalesce(service_unit, '') from mart.project where district = 'tianyuan'"
        ).fetchall()
    own = {project for project, unit, served in rows if unit == "三门镇" or "三门镇" in served.split("、")}
    table = "/api/v1/metrics/project_table?district=tianyuan&as_of=2026-09"
    mine = {row["project_id"] for row in ask(table, {"officer"}, unit="三门镇").json()}
    every = {row["project_id"] for row in ask(table, {"meeting"}).json()}
    assert mine == own & every
    assert 0 < len(mine) < len(every)
    package = ask("/api/v1/projects?district=tianyuan", {"officer"}, unit="三门镇").json()
    assert {one["id"].removeprefix("oc4ids-guatu-tianyuan-") for one in package["projects"]} == mine


def test_an_account_of_one_district_asks_no_other(ask):
    assert ask(PACE, {"meeting"}, district="jingyang").status_code == 403
    assert ask(PACE.replace("tianyuan", "jingyang"), {"meeting"}, district="jingyang").status_code == 200


def test_what_is_open_gives_no_booked_amount_away(demo_store, tmp_path):
    """Every open metric, asked of two stores that differ in booked amounts of single projects only."""
    import inspect

    from data.profile import load_profile
    from data.warehouse import connect
    from metrics.registry import all_metrics

    district, month = "tianyuan", twins.pd.Timestamp("2026-09-01").date()
    moved = twins.make_twin(demo_store, tmp_path / "twin", district, month)
    assert len(moved) > 20
    profile = load_profile(district)

    def said(store, one, by):
        takes = inspect.signature(one.function).parameters
        values = {"as_of": month} if "as_of" in takes else {}
        with connect(store).cursor() as con:
            values |= {"by": by} if one.groups else {}
            return one.function(con, profile=profile, **values).astype(str).to_csv()

    known = all_metrics()
    assert set(known) >= access.OPEN_METRICS
    for name in sorted(access.OPEN_METRICS):
        for by in [None, *(by for by in ("responsible_unit", "project") if by in known[name].groups)]:
            assert said(demo_store, known[name], by) == said(tmp_path / "twin", known[name], by), (name, by)
    closed = known["reconciliation_amounts"]  # else the comparison would say nothing
    assert said(demo_store, closed, None) != said(tmp_path / "twin", closed, None)
