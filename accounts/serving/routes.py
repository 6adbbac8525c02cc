"""The routes of sign-in and of one's own account. Whoever gets here has passed the gate."""

import secrets
from pathlib import Path
from urllib.parse import parse_qs

import sqlalchemy as sa
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from accounts import audit, people, sessions, signing_in, tokens
from accounts.serving import cookies, forms
from accounts.serving.headers import OWN_POLICY
from accounts.settings import Settings

LARGEST_FORM = 16 * 1024
STYLE = Path(__file__).with_name("sign_in.css").read_text(encoding="utf-8")
NO_STORE = {"cache-control": "no-store", "content-security-policy": OWN_POLICY}


class Routes:
    """Handlers that share the settings and the database."""

    def __init__(self, settings: Settings, engine: sa.Engine) -> None:
        self.settings = settings
        self.engine = engine

    def all(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/sign-in", self.show_sign_in, methods=["GET"]),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-in/style.css", self.style, methods=["GET"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/account", self.show_account, methods=["GET"]),
            Route("/account", self.change_password, methods=["POST"]),
            Route("/account/tokens", self.change_tokens, methods=["POST"]),
        ]

    async def style(self, _request: Request) -> Response:
        """Return the style of our own pages."""
        return PlainTextResponse(STYLE, media_type="text/css", headers={"cache-control": "no-cache"})

    async def show_sign_in(self, request: Request) -> Response:
        """Show the sign-in page; whom the proxy recognised is signed in at once."""
        asked, session = request.scope["guatu"]
        after = local_address(request.query_params.get("next"))
        if session is not None:
            return RedirectResponse(after, 303, NO_STORE)
        if asked.proxy_user is not None:
            try:
                token = await to_thread.run_sync(
                    lambda: signing_in.elsewhere(
                        self.engine, self.settings, login=asked.proxy_user, way="proxy", address=asked.client
                    )
                )
            except signing_in.Refused as refused:
                return self._form(request, after=after, fault=str(refused), status=403)
            return self.signed_in(request, token, after)
        return self._form(request, after=after, fault=FAULTS.get(request.query_params.get("fault", ""), ""))

    async def sign_in(self, request: Request) -> Response:
        """Sign in with account and password."""
        said = await read_form(request)
        after = local_address(said.get("next"))
        if not self.settings.local_accounts:
            return self._form(request, after=after, fault="这里不用账号口令登录。", status=403)
        if not cookies.is_form_token(request.cookies.get(cookies.form_cookie(self.settings)), said.get("form")):
            return self._form(request, after=after, fault="页面已过期，请再登录一次。", status=403)
        asked = request.scope["guatu"][0]
        login, password = said.get("login", ""), said.get("password", "")
        try:
            token = await to_thread.run_sync(
                lambda: signing_in.by_password(
                    self.engine, self.settings, login=login, password=password, address=asked.client
                )
            )
        except signing_in.Refused as refused:
            return self._form(request, after=after, login=login, fault=str(refused), status=401)
        return self.signed_in(request, token, after)

    async def show_account(self, request: Request) -> Response:
        """Show one's own account."""
        return await self._account(request)

    async def change_password(self, request: Request) -> Response:
        """Change one's own password."""
        asked, session = request.scope["guatu"]
        said = await read_form(request)
        if not self._is_own_form(request, said):
            return await self._account(request, fault="页面已过期，请再提交一次。", status=403)
        if said.get("wanted") != said.get("again"):
            return await self._account(request, fault="两次输入的新口令不一样。", status=400)
        try:
            await to_thread.run_sync(self._change_password, session, said, asked.client)
        except (people.NotPossible, signing_in.Refused) as refused:
            return await self._account(request, fault=str(refused), status=400)
        token = await to_thread.run_sync(
            lambda: sessions.open_session(
                self.engine, session.account, way=session.way, address=asked.client, rules=self.settings.session
            )
        )
        answer = RedirectResponse("/account?changed=1", 303, NO_STORE)
        cookies.put(answer, cookies.session_cookie(self.settings), token, self.settings)
        return answer

    async def change_tokens(self, request: Request) -> Response:
        """Make a token of one's own account, shown once, or end one."""
        asked, session = request.scope["guatu"]
        said = await read_form(request)
        if not self._is_own_form(request, said):
            return await self._account(request, fault="页面已过期，请再提交一次。", status=403)
        try:
            made = await to_thread.run_sync(self._change_tokens, session, said, asked.client)
        except people.NotPossible as refused:
            return await self._account(request, fault=str(refused), status=400)
        return await self._account(request, made=made)

    async def sign_out(self, request: Request) -> Response:
        """End this session, or all of this account."""
        asked, session = request.scope["guatu"]
        said = await read_form(request)
        if not self._is_own_form(request, said):
            return await self._account(request, fault="页面已过期，请再提交一次。", status=403)
        everywhere = said.get("where") == "everywhere"
        if everywhere:
            await to_thread.run_sync(sessions.end_all, self.engine, session.account.id)
        else:
            await to_thread.run_sync(sessions.end, self.engine, session.id)
        await to_thread.run_sync(
            lambda: audit.write(
                self.engine, "signed_out", login=session.account.login, address=asked.client, everywhere=everywhere
            )
        )
        answer = RedirectResponse("/sign-in", 303, NO_STORE | {"clear-site-data": '"cache", "storage"'})
        cookies.drop(answer, cookies.session_cookie(self.settings), self.settings)
        return answer

    def signed_in(self, request: Request, token: str, after: str) -> Response:
        """Answer a sign-in: a fresh cookie, and on to the page; what the browser was before ends."""
        old = request.cookies.get(cookies.session_cookie(self.settings))
        if old:
            sessions.end(self.engine, sessions.id_of(old))
        answer = RedirectResponse(after, 303, NO_STORE)
        cookies.put(answer, cookies.session_cookie(self.settings), token, self.settings)
        answer.delete_cookie(cookies.form_cookie(self.settings), path="/", secure=self.settings.is_secure)
        return answer

    def _change_tokens(self, session: sessions.Session, said: dict[str, str], address: str) -> str:
        """Make or end a token and write it down; return the value of a new one."""
        account = session.account
        if said.get("revoke", "").isdecimal():
            ended = tokens.revoke(self.engine, account, int(said["revoke"]))
            audit.write(self.engine, "token_revoked", login=account.login, address=address, label=ended.label)
            return ""
        value = tokens.make(self.engine, account, said.get("label", ""))
        audit.write(self.engine, "token_made", login=account.login, address=address, label=said.get("label", ""))
        return value

    def _change_password(self, session: sessions.Session, said: dict[str, str], address: str) -> None:
        """Check the present password under the same lock as a sign-in, then set the new one and end all sessions."""
        account = session.account
        signing_in.check_password(
            self.engine, self.settings, login=account.login, password=said.get("present", ""), address=address
        )
        people.set_password(
            self.engine, account.login, said.get("wanted", ""), self.settings.password, must_change=False
        )
        audit.write(self.engine, "password_changed", login=account.login, address=address)

    def _is_own_form(self, request: Request, said: dict[str, str]) -> bool:
        return cookies.is_form_token(request.cookies.get(cookies.session_cookie(self.settings)), said.get("form"))

    def _form(
        self, request: Request, *, after: str, login: str = "", fault: str = "", status: int = 200
    ) -> HTMLResponse:
        name = cookies.form_cookie(self.settings)
        secret = request.cookies.get(name) or secrets.token_urlsafe(24)
        page = forms.sign_in(
            self.settings, token=cookies.form_token(secret), after=after, login=login[:64], fault=fault
        )
        answer = HTMLResponse(page, status, NO_STORE)
        cookies.put(answer, name, secret, self.settings, same_site="strict")
        return answer

    async def _account(self, request: Request, *, fault: str = "", made: str = "", status: int = 200) -> Response:
        session = request.scope["guatu"][1]
        last = await to_thread.run_sync(sessions.last_visit, self.engine, session)
        token = cookies.form_token(request.cookies[cookies.session_cookie(self.settings)])
        good = "口令已修改，其他设备上的登录都已结束。" if request.query_params.get("changed") and not fault else ""
        held = await to_thread.run_sync(tokens.every, self.engine, session.account)
        page = forms.own_account(
            self.settings, session.account, token=token, last=last, fault=fault, good=good, tokens=held, made=made
        )
        return HTMLResponse(page, status, NO_STORE)


FAULTS = {
    "oidc": "统一身份认证没有完成，请再试一次。",
    "unknown": signing_in.NO_ACCOUNT,
    "ended": "登录已结束，请重新登录。",
}


def local_address(said: str | None) -> str:
    """Return an address of ours to go on to: a path with a query; whatever else is said becomes the first page."""
    text = said or "/"
    if not text.startswith("/") or text.startswith(("//", "/\\", "/sign-")) or any(c in text for c in "\\\r\n\t\0"):
        return "/"
    return text[:2000]


async def read_form(request: Request) -> dict[str, str]:
    """Read a small form; one that is too large or broken is empty."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return {}
    try:
        pairs = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in pairs.items()}
