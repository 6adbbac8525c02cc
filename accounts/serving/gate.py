"""The gate: one ASGI middleware in front of everything that the server answers.

Without a session only ``PUBLIC`` answers. With one, the request goes on with a header that names the session and that
nobody else can set; Streamlit keeps it for the page (``st.user``) and binds its own session to it. Every message of a
websocket asks again, so that a session which has ended, here or in another process, ends within one message.
"""

import asyncio
from contextlib import suppress
from functools import partial
from urllib.parse import quote, unquote

import sqlalchemy as sa
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from accounts import audit, sessions, tokens
from accounts.serving import requests
from accounts.serving.cookies import session_cookie
from accounts.serving.sent_addresses import SentAddresses
from accounts.sessions import Session
from accounts.settings import Settings

HEADER = "x-guatu-session"
HEALTH = "/_stcore/health"
PROGRAMS = "/api/"  # asked by programs, with a token of an account in place of a session
SIGN_IN = "/sign-in"
PUBLIC = {  # path → methods; compared whole, never by their beginnings
    SIGN_IN: {"GET", "POST"},
    "/sign-in/oidc": {"GET"},
    "/sign-in/back": {"GET"},
    "/sign-in/style.css": {"GET", "HEAD"},
    "/app/static/icon.png": {"GET", "HEAD"},
    "/app/static/icon-180.png": {"GET", "HEAD"},  # a tablet asks for it without cookies
    HEALTH: {"GET", "HEAD"},
}
OWN = ("/account", "/sign-out")  # what somebody may do before the password is changed
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/oauth2callback", "/auth")
WATCH_SECONDS = 15
ENDED = 4401  # websocket code: the session has ended


class Gate:
    """Pure ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, *, settings: Settings, engine: sa.Engine) -> None:
        self.app = app
        self.settings = settings
        self.engine = engine
        self.sent = SentAddresses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through who has a session, and whoever asks for what is public."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope = requests.without_ours(scope)
        asked = requests.read(scope, self.settings)
        if scope["type"] == "http" and asked.path.startswith(PROGRAMS):
            await self._program(scope, receive, send, asked)
            return
        session = await self._session(asked)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, asked, session)
            return
        refusal = self._refusal(asked, session)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self.app(_named(scope, asked, session), receive, self._noting(asked, session, send))

    async def _program(self, scope: Scope, receive: Receive, send: Send, asked: requests.Asked) -> None:
        """Let a program through that shows a token of an account; cookies say nothing here."""
        kind, _, value = asked.headers.get("authorization", "").partition(" ")
        account = await to_thread.run_sync(tokens.find, self.engine, value.strip()) if kind == "Bearer" else None
        if account is None or asked.method not in ("GET", "HEAD"):
            refusal = _plain("需要有效的令牌：Authorization: Bearer …" if account is None else "只能读取。",
                             401 if account is None else 405)  # fmt: skip
            await refusal(scope, receive, send)
            return
        await self.app({**scope, "guatu": (asked, account)}, receive, send)

    def _noting(self, asked: requests.Asked, session: Session | None, send: Send) -> Send:
        """Return ``send`` that writes files that go out and come in into the trail."""

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start" and session is not None:
                said = Headers(raw=message["headers"]).get("content-disposition", "")
                what = None
                if asked.method == "GET" and said.startswith("attachment") and message["status"] < 300:
                    what = ("downloaded", {"file": file_name(said)})
                elif asked.method == "PUT" and message["status"] < 300:
                    what = ("uploaded", {"bytes": asked.headers.get("content-length", "")})
                if what:
                    await to_thread.run_sync(partial(self._write, what[0], asked, session, **what[1]))
            await send(message)

        return noting

    def _write(self, act: str, asked: requests.Asked, session: Session, **what: object) -> None:
        audit.write(self.engine, act, login=session.account.login, address=asked.client, **what)

    def _refusal(self, asked: requests.Asked, session: Session | None) -> Response | None:
        """Return what to answer instead of the page, None where the request may go on."""
        is_public = asked.method in PUBLIC.get(asked.path, ())
        if asked.method not in ("GET", "HEAD", "OPTIONS") and not asked.is_of_this_site(must_say=True):
            return _plain("来源不符。", 403)
        if is_public:
            return None
        if session is None:
            return _to_sign_in(asked)
        if asked.path.startswith(CLOSED):
            return _plain("没有这个地址。", 404)
        if session.account.needs_change(self.settings.password) and asked.path not in (*OWN, "/sign-in/style.css"):
            return RedirectResponse("/account", 303) if asked.wants_a_page else _plain("请先修改口令。", 403)
        if not self.sent.is_for(session.id, asked.path):
            return _plain("没有这个文件。", 404)
        return None

    async def _websocket(
        self, scope: Scope, receive: Receive, send: Send, asked: requests.Asked, session: Session | None
    ) -> None:
        if (
            session is None
            or session.account.needs_change(self.settings.password)
            or not asked.is_of_this_site(must_say=True)
        ):
            await receive()  # the handshake
            await send({"type": "websocket.close", "code": ENDED})
            return
        is_over = asyncio.Event()
        closing = asyncio.Lock()

        async def close() -> None:
            async with closing:
                if not is_over.is_set():
                    is_over.set()
                    with suppress(RuntimeError, OSError):
                        await send({"type": "websocket.close", "code": ENDED})

        async def checked() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                is_there = _is_a_persons(message.get("bytes"))
                if is_over.is_set() or not await self._is_open(session, asked, is_there=is_there):
                    await close()
                    return {"type": "websocket.disconnect", "code": ENDED}
            return message

        async def noted(message: Message) -> None:
            if is_over.is_set():
                return
            if message["type"] == "websocket.send" and message.get("bytes"):
                self.sent.note(session.id, message["bytes"])
            await send(message)

        async def watch() -> None:
            while not is_over.is_set():
                await asyncio.sleep(WATCH_SECONDS)
                if not await self._is_open(session, asked, is_there=False):
                    await close()

        watching = asyncio.create_task(watch())
        try:
            await self.app(_named(scope, asked, session), checked, noted)
        finally:
            is_over.set()
            watching.cancel()

    async def _session(self, asked: requests.Asked) -> Session | None:
        token = asked.cookies.get(session_cookie(self.settings))
        if not token:
            return None
        session = await to_thread.run_sync(sessions.find, self.engine, sessions.id_of(token), self.settings.session)
        if session is None or not self._fits(session, asked):
            self.sent.forget(sessions.id_of(token))
            return None
        if asked.wants_a_page:
            await to_thread.run_sync(sessions.seen, self.engine, session)
        return session

    async def _is_open(self, session: Session, asked: requests.Asked, *, is_there: bool) -> bool:
        found = await to_thread.run_sync(sessions.find, self.engine, session.id, self.settings.session)
        if found is None or not self._fits(found, asked):
            self.sent.forget(session.id)
            return False
        if is_there:
            await to_thread.run_sync(sessions.seen, self.engine, found)
        return True

    def _fits(self, session: Session, asked: requests.Asked) -> bool:
        """Tell whether the proxy that recognised somebody still says it is the same person."""
        return session.way != "proxy" or asked.proxy_user == session.account.login


def _named(scope: Scope, asked: requests.Asked, session: Session | None) -> Scope:
    """Return the scope with the session's id in a header, for Streamlit; and what was found out, for our routes."""
    named = {**scope, "guatu": (asked, session)}
    if session is not None:
        named["headers"] = [*scope["headers"], (HEADER.encode(), session.id.encode())]
    return named


def file_name(disposition: str) -> str:
    """Return the file's name in a Content-Disposition."""
    plain, _, coded = disposition.partition("filename*=")
    if coded:
        return unquote(coded.rpartition("'")[2])
    return plain.partition("filename=")[2].strip('"; ')


def _to_sign_in(asked: requests.Asked) -> Response:
    if asked.wants_a_page:
        return RedirectResponse(f"{SIGN_IN}?next={quote(asked.address)}", 303, {"cache-control": "no-store"})
    return _plain("请先登录。", 401)


def _plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"cache-control": "no-store"})


def _is_a_persons(data: bytes | None) -> bool:
    """Tell whether a message is of a person, not of a page that asks by itself every few seconds."""
    message = BackMsg()
    try:
        message.ParseFromString(data or b"")
    except Exception:  # noqa: BLE001  (Streamlit refuses it and says why)
        return False
    return message.WhichOneof("type") == "rerun_script" and not message.rerun_script.is_auto_rerun
