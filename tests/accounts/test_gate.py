"""The gate: nothing answers without a session, files only to whom they were sent, headers are believed of a proxy alone."""

import logging
import re
from contextlib import contextmanager

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime

from accounts import audit, database, people, sessions
from accounts.serving.compression import StaticCompression
from accounts.serving.gate import HEADER, PUBLIC, Gate
from accounts.serving.headers import SecurityHeaders
from accounts.serving.routes import Routes, local_address
from accounts.settings import Locking, Oidc, Proxy, Settings
from api.routes import routes
from tests.accounts.conftest import FIRST, PASSWORD

HERE = "http://testserver"
SEEN = (b"/media/" + b"a" * 56 + b".xlsx", b"/_stcore/upload_file/0f-1/7e-2")
PAGE = {"accept": "text/html"}


async def behind(scope, receive, send):
    """What stands behind the gate: tells who is there, sends two addresses of files by websocket."""
    who = dict(scope["headers"]).get(HEADER.encode(), b"nobody")
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            await send({"type": "websocket.send", "bytes": b"\n\x51" + SEEN[0] + b"\x12" + SEEN[1] + b"\x1a" + who})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": who})


def client_of(engine, settings, address="10.0.0.9") -> TestClient:
    """A browser at an address, in front of sign-in, gate and whatever stands behind them."""
    app = Starlette(
        routes=[*Routes(settings, engine).all(), Mount("/", behind)],
        middleware=[Middleware(SecurityHeaders), Middleware(Gate, settings=settings, engine=engine)],
    )
    return beside(app, address)


def beside(app, address="10.0.0.9") -> TestClient:
    return TestClient(app, base_url=HERE, follow_redirects=False, client=(address, 1))


def form_of(answer) -> str:
    return re.search('name="form" value="([0-9a-f]+)"', answer.text)[1]


def sign_in(client, login="wang", password=PASSWORD, after="/", **more):
    said = {"form": form_of(client.get("/sign-in")), "login": login, "password": password, "next": after}
    return client.post("/sign-in", data=said | more, headers={"origin": HERE})


@pytest.fixture
def client(engine, account_with, settings):
    account_with(engine)
    return client_of(engine, settings)


def rerun(*, is_auto=False) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    message.rerun_script.is_auto_rerun = is_auto
    return message.SerializeToString()


@contextmanager
def websocket(client, **headers):
    with client.websocket_connect("/_stcore/stream", headers={"origin": HERE} | headers) as socket:
        yield socket


# --- without a session -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_app(tmp_path_factory):
    """The dashboard's own server with all its routes, as it is served to others."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    settings, engine = Settings(), database.open_database(tmp_path_factory.mktemp("served") / "store")
    kept, Runtime._instance = Runtime._instance, None
    app = st.App(
        __file__,
        routes=[*Routes(settings, engine).all(), *routes(engine)],
        middleware=[Middleware(Gate, settings=settings, engine=engine), Middleware(StaticCompression)],
    )
    app._starlette_app = app._build_starlette_app()
    yield app._starlette_app
    Runtime._instance = kept
    engine.dispose()


def addresses_of(app) -> set[str]:
    found = set()
    for route in app.routes:
        found.add(re.sub(r"\{[^}]+\}", "x", route.path) or "/")
    return found


def test_every_route_of_the_server_asks_for_a_session(real_app):
    client, found = beside(real_app), addresses_of(real_app)
    assert len(found) > 15
    assert {"/_stcore/health", "/media/x", "/_stcore/upload_file/x/x", "/component/x", "/app/static/x", "/"} <= found
    assert {"/api/v1/metrics", "/api/v1/metrics/x", "/api/v1/projects"} <= found
    open_ = set()
    for address in sorted(found | {"/static/index.html", "/investment", "/_stcore/agent/mcp"}):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"):
            if address == "/_stcore/stream":
                continue
            answer = client.request(method, address, headers={"origin": HERE})
            if answer.status_code not in (401, 403):
                open_.add((method, address))
    public = {(method, path) for path, methods in PUBLIC.items() for method in methods}
    assert open_ <= public
    assert ("GET", "/_stcore/health") in open_


@pytest.mark.parametrize(
    "path",
    [
        "/", "//", "//sign-in", "/sign-in/", "/sign-in%2f", "/sign-in/../static/index.html", "/sign-in%00", "/Sign-In",
        "/app/static/icon.png/", "/app/static/icon.png%2f..%2flogo.svg", "/app/static/%2e%2e/dashboard.py", "/sign-in;x",
        "/_stcore/health/../metrics", "/_stcore/health/x", "/%2e%2e/etc/passwd", "/sign-in\\..", "/sign-in?next=/../x#",
    ],
)  # fmt: skip
def test_no_trick_with_the_path_gets_past(real_app, path):
    answer = beside(real_app).get(path, headers=PAGE)
    if answer.status_code == 200:
        assert path.startswith("/sign-in?")
        assert "<h1>挂图</h1>" in answer.text
    else:
        assert answer.status_code in (303, 401)
        assert answer.headers.get("location", "/sign-in").startswith("/sign-in")


@pytest.mark.parametrize(
    "cookie", ["", "guatu=", "guatu=" + "A" * 43, "guatu=" + "0" * 64, "guatu=a; guatu=b", 'guatu="x']
)
def test_a_forged_cookie_opens_nothing(client, cookie):
    assert client.get("/", headers={"cookie": cookie}).status_code == 401


def test_the_kept_id_of_a_session_opens_nothing(client, engine):
    sign_in(client)
    session_id = sessions.id_of(client.cookies["guatu"])
    assert sessions.find(engine, session_id, Settings().session)
    client.cookies.clear()
    assert client.get("/", headers={"cookie": f"guatu={session_id}"}).status_code == 401


def test_a_websocket_without_a_session_is_refused(client):
    with pytest.raises(WebSocketDisconnect), websocket(client):
        pass
    with pytest.raises(WebSocketDisconnect), websocket(client, cookie="guatu=" + "A" * 43):
        pass


# --- with a session ----------------------------------------------------------------------------------------------


def test_sign_in_page_sign_out_and_no_way_back(client):
    asked = client.get("/investment?district=a&by=town", headers=PAGE)
    assert asked.headers["location"] == "/sign-in?next=/investment%3Fdistrict%3Da%26by%3Dtown"
    came = sign_in(client, after="/investment?district=a")
    assert (came.status_code, came.headers["location"]) == (303, "/investment?district=a")
    cookie = came.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/").status_code == 200
    token = client.cookies["guatu"]
    form = form_of(client.get("/account"))
    assert client.post("/sign-out", data={"form": form}, headers={"origin": HERE}).status_code == 303
    assert client.get("/", headers={"cookie": f"guatu={token}"}).status_code == 401  # a replayed session


def test_under_https_the_cookie_is_this_hosts_and_never_sent_in_the_clear(engine, account_with):
    account_with(engine)
    settings = Settings(address=HERE.replace("http", "https"))
    client = TestClient(client_of(engine, settings).app, base_url="https://testserver", follow_redirects=False)
    said = {"form": form_of(client.get("/sign-in")), "login": "wang", "password": PASSWORD}
    came = client.post("/sign-in", data=said, headers={"origin": "https://testserver"})
    cookie = next(text for text in came.headers.get_list("set-cookie") if text.startswith("__Host-guatu="))
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_sign_in_ends_the_session_that_the_browser_had(client):
    sign_in(client)
    old = client.cookies["guatu"]
    form = form_of(client.get("/account"))  # a session does not show the sign-in page
    client.post("/sign-out", data={"form": form}, headers={"origin": HERE})
    sign_in(client)
    assert client.cookies["guatu"] != old


def test_two_people_are_told_apart(client, engine, account_with):
    account_with(engine, "li")
    other = beside(client.app)
    sign_in(client)
    sign_in(other, "li")
    said = [one.get("/").content for one in (client, other, client)]
    assert said[0] == said[2] != said[1]
    assert said[0].decode() == sessions.id_of(client.cookies["guatu"])


def test_nobody_names_a_session_but_the_gate(client):
    sign_in(client)
    mine = sessions.id_of(client.cookies["guatu"])
    for name in ("X-Guatu-Session", "x_guatu_session", "X-GUATU-session"):
        assert client.get("/", headers={name: "another"}).text == mine
    with websocket(client, **{"X-Guatu-Session": "another"}) as socket:
        socket.send_bytes(rerun())
        assert socket.receive_bytes().endswith(mine.encode())


def test_a_file_answers_only_whom_it_was_sent_to(client, engine, account_with):
    account_with(engine, "li")
    other = beside(client.app)
    sign_in(client)
    sign_in(other, "li")
    for path in SEEN:
        assert client.get(path.decode()).status_code == 404
    with websocket(client) as socket:
        socket.send_bytes(rerun())
        socket.receive_bytes()
        for path in SEEN:
            assert client.get(path.decode()).status_code == 200
            assert other.get(path.decode()).status_code == 404
            assert other.put(path.decode(), headers={"origin": HERE}).status_code == 404
    assert client.get(SEEN[0].decode() + "/x").status_code == 404


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/interact", "/auth/login", "/oauth2callback"]
)
def test_what_the_product_does_not_use_is_closed_to_everybody(client, path):
    sign_in(client)
    assert client.get(path).status_code == 404


def test_a_websocket_ends_with_its_session(client, engine):
    sign_in(client)
    with websocket(client) as socket:
        socket.send_bytes(rerun())
        socket.receive_bytes()
        sessions.end_all(engine, people.get(engine, "wang").id)
        socket.send_bytes(rerun())
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
        assert ended.value.code == 4401


def test_a_websocket_that_says_nothing_ends_too(client, engine, monkeypatch):
    monkeypatch.setattr("accounts.serving.gate.WATCH_SECONDS", 0.05)
    sign_in(client)
    with websocket(client) as socket:
        sessions.end_all(engine, people.get(engine, "wang").id)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_bytes()


@pytest.mark.parametrize(("message", "expected"), [(rerun(), True), (rerun(is_auto=True), False), (b"\xff", False)])
def test_only_a_person_keeps_a_session_open(client, monkeypatch, message, expected):
    noted = []
    monkeypatch.setattr(sessions, "seen", lambda *_: noted.append(1))
    sign_in(client)
    with websocket(client) as socket:
        noted.clear()
        socket.send_bytes(message)
        socket.receive_bytes()
    assert bool(noted) is expected


def test_files_that_go_out_are_written_down(client, engine):
    async def file(scope, receive, send):  # noqa: ARG001
        said = "attachment; filename*=utf-8''%E6%B8%85%E5%8D%95.xlsx"
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-disposition", said.encode())]})
        await send({"type": "http.response.body", "body": b"x"})

    sign_in(client)
    client.app.router.routes[-1].app = file
    client.get("/file")
    client.head("/file")
    assert [(one.act, one.what) for one in audit.records(engine)][1:] == [("downloaded", '{"file": "清单.xlsx"}')]


# --- forms and other sites ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://testserver.evil.example", "https://testserver:444"]
)
def test_another_site_changes_nothing(client, origin):
    sign_in(client)
    form = form_of(client.get("/account"))
    for path in ("/sign-out", "/account", "/sign-in", "/_stcore/upload_file/0f-1/7e-2"):
        assert client.post(path, data={"form": form}, headers={"origin": origin}).status_code == 403
    assert client.post("/sign-out", data={"form": form}).status_code == 403  # it does not say where it comes from
    with pytest.raises(WebSocketDisconnect), websocket(client, origin=origin):
        pass
    assert client.get("/").status_code == 200


def test_a_websocket_says_where_it_comes_from(client):
    sign_in(client)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


@pytest.mark.parametrize("form", [None, "", "0" * 64])
def test_a_form_of_another_page_is_refused(client, form):
    said = {"login": "wang", "password": PASSWORD} | ({"form": form} if form is not None else {})
    assert client.post("/sign-in", data=said, headers={"origin": HERE}).status_code == 403
    sign_in(client)
    assert client.post("/sign-out", data={"form": form or ""}, headers={"origin": HERE}).status_code == 403
    assert client.get("/").status_code == 200


def test_a_form_that_is_too_large_is_not_read(client):
    answer = sign_in(client, more="x" * 20_000)
    assert answer.status_code == 403


NEXT = [  # what is asked for, where it leads
    ("/investment?by=town", "/investment?by=town"),
    ("", "/"),
    ("//evil.example", "/"),
    ("/\\evil.example", "/"),
    ("/a\\b", "/"),
    ("https://evil.example", "/"),
    ("javascript:alert(1)", "/"),
    ("/\t/evil.example", "/"),
    ("/a\r\nset-cookie: x", "/"),
    ("/sign-out", "/"),
]


@pytest.mark.parametrize(("asked", "expected"), NEXT)
def test_sign_in_leads_only_to_ourselves(asked, expected):
    assert local_address(asked) == expected


def test_names_on_our_own_pages_are_escaped(client, engine):
    nasty = '"><script>alert(1)</script>'
    answer = client.get("/sign-in", params={"next": f"/{nasty}"})
    assert "<script" not in answer.text
    answer = sign_in(client, login=nasty, password="x")
    assert "<script" not in answer.text
    people.add(engine, "li", nasty, ["officer"], password=FIRST, rules=Settings().password, unit=nasty)
    sign_in(client, "li", FIRST)
    assert "<script" not in client.get("/account").text


# --- passwords ---------------------------------------------------------------------------------------------------


def test_the_first_password_must_be_changed_before_anything_else(client, engine):
    people.add(engine, "li", "李", ["meeting"], password=FIRST, rules=Settings().password)
    sign_in(client, "li", FIRST)
    assert client.get("/", headers=PAGE).headers["location"] == "/account"
    assert client.get("/static/index.html").status_code == 403
    with pytest.raises(WebSocketDisconnect), websocket(client):
        pass
    said = {
        "form": form_of(client.get("/account")),
        "present": FIRST,
        "wanted": "Xia-2026-tian",
        "again": "Xia-2026-tian",
    }
    for wrong in (
        {"present": "x"},
        {"again": "y"},
        {"wanted": "short", "again": "short"},
        {"wanted": FIRST, "again": FIRST},
    ):
        assert client.post("/account", data=said | wrong, headers={"origin": HERE}).status_code == 400
    before = client.cookies["guatu"]
    assert client.post("/account", data=said, headers={"origin": HERE}).status_code == 303
    assert client.cookies["guatu"] != before
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"cookie": f"guatu={before}"}).status_code == 401


def test_the_present_password_cannot_be_guessed_on_a_page_left_open(client):
    sign_in(client)
    form = form_of(client.get("/account"))
    said = {"form": form, "present": "guess", "wanted": "Xia-2026-tian", "again": "Xia-2026-tian"}
    answers = [client.post("/account", data=said, headers={"origin": HERE}).text for _ in range(6)]
    assert "失败次数过多" in answers[-1]


def test_a_locked_account_is_told_so_and_others_are_not(engine, account_with):
    account_with(engine)
    account_with(engine, "li")
    client = client_of(engine, Settings(locking=Locking(failures_by_account=3)))
    answers = [sign_in(client, password="wrong") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert "失败次数过多" in answers[-1].text
    assert sign_in(client, "li").status_code == 303


# --- a proxy -----------------------------------------------------------------------------------------------------

PROXY = Settings(address=HERE, local_accounts=False, proxy=Proxy(addresses=("10.1.1.5",), user_header="X-Remote-User"))


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("10.1.1.5", {"X-Remote-User": "wang"}, 303),
        ("10.1.1.5", {"X-Remote-User": "Wang"}, 303),
        ("10.1.1.5", {"X-Remote-User": "li"}, 403),  # no account here
        ("10.1.1.5", {}, 200),
        ("10.1.1.6", {"X-Remote-User": "wang"}, 200),  # somebody else's word is nothing
        ("10.1.1.6", {"X-Remote-User": "wang", "X-Forwarded-For": "10.1.1.5"}, 200),
    ],
)
def test_a_header_signs_in_only_from_the_proxy(engine, account_with, address, headers, expected):
    account_with(engine)
    assert client_of(engine, PROXY, address).get("/sign-in", headers=headers).status_code == expected


def test_two_headers_sign_in_nobody(engine, account_with):
    account_with(engine)
    client = client_of(engine, PROXY, "10.1.1.5")
    assert client.get("/sign-in", headers=[("x-remote-user", "wang"), ("x-remote-user", "li")]).status_code == 200


def test_a_proxys_session_ends_where_the_proxy_names_another(engine, account_with):
    account_with(engine)
    account_with(engine, "li")
    client = client_of(engine, PROXY, "10.1.1.5")
    client.get("/sign-in", headers={"X-Remote-User": "wang"})
    assert client.get("/", headers={"X-Remote-User": "wang"}).status_code == 200
    assert client.get("/", headers={"X-Remote-User": "li"}).status_code == 401
    assert client.get("/").status_code == 401
    elsewhere = beside(client.app, "10.1.1.6")
    elsewhere.cookies = client.cookies
    assert elsewhere.get("/", headers={"X-Remote-User": "wang"}).status_code == 401


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("10.1.1.5", "10.7.7.7", "10.7.7.7"),
        ("10.1.1.5", "1.2.3.4, 10.7.7.7", "10.7.7.7"),  # what the visitor wrote himself stands before
        ("10.1.1.5", "1.2.3.4, 10.7.7.7, 10.1.1.5", "10.7.7.7"),
        ("10.1.1.5", "", "10.1.1.5"),
        ("10.7.7.7", "1.2.3.4", "10.7.7.7"),
    ],
)
def test_who_asks_is_told_by_the_proxy_alone(engine, account_with, peer, forwarded, expected):
    account_with(engine)
    client = client_of(engine, Settings(address=HERE, proxy=Proxy(addresses=("10.1.1.5",))), peer)
    client.headers["X-Forwarded-For"] = forwarded
    assert sign_in(client).status_code == 303
    assert audit.records(engine)[-1].address == expected


# --- headers -----------------------------------------------------------------------------------------------------


def test_every_answer_carries_the_headers(client):
    sign_in(client)
    for path in ("/", "/account", "/nowhere", "/_stcore/metrics", "/sign-in/style.css"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]  # no other host
    assert "default-src 'none'" in client.get("/account").headers["content-security-policy"]


def test_without_local_accounts_no_password_is_taken(engine, account_with):
    account_with(engine)
    settings = Settings(
        local_accounts=False, address=HERE, oidc=Oidc(issuer="https://id", client_id="g", secret_file="s")
    )
    client = client_of(engine, settings)
    assert 'name="password"' not in client.get("/sign-in").text
    answer = client.post("/sign-in", data={"login": "wang", "password": PASSWORD}, headers={"origin": HERE})
    assert answer.status_code == 403
