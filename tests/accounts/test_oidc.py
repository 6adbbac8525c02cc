"""Signing in by OpenID Connect against a small provider that the test runs; each lie of a provider is refused."""

import socket
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from accounts import audit
from accounts.serving.app import routes_of
from accounts.serving.gate import Gate
from accounts.settings import Oidc, Settings

HERE = "http://testserver"
SECRET = "s3cret-of-the-client"


class Provider:
    """A provider that names one person, and lies as it is told to."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.issuer = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.lies: dict = {}
        self.header = {"alg": "RS256", "kid": "1"}
        self.signed_by = self.key
        self.nonce, self.asked = "", {}

    def app(self) -> Starlette:
        async def metadata(_request):
            names = ("authorization", "token")
            said = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
            return JSONResponse(said | {f"{name}_endpoint": f"{self.issuer}/{name}" for name in names})

        async def keys(_request):
            return JSONResponse(KeySet([self.key]).as_dict(private=False))

        async def token(request):
            self.asked = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            self.asked["authorization"] = request.headers.get("authorization", "")
            if self.asked.get("code") != "good":
                return JSONResponse({"error": "invalid_grant"}, 400)
            now = int(time.time())
            claims = {"iss": self.issuer, "aud": "guatu", "sub": "1", "iat": now, "exp": now + 60,
                      "nonce": self.nonce, "preferred_username": "wang"}  # fmt: skip
            claims = {name: value for name, value in (claims | self.lies).items() if value is not None}
            signed = jwt.encode(self.header, claims, self.signed_by, algorithms=["RS256", "HS256", "none"])
            return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed})

        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", metadata),
                Route("/keys", keys),
                Route("/token", token, methods=["POST"]),
            ]
        )


@pytest.fixture
def provider():
    provider = Provider()
    port = int(provider.issuer.rsplit(":", 1)[1])
    server = uvicorn.Server(uvicorn.Config(provider.app(), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield provider
    server.should_exit = True
    thread.join()


@pytest.fixture
def client(provider, engine, account_with, tmp_path):
    account_with(engine)
    secret = tmp_path / "oidc.secret"
    secret.write_text(SECRET + "\n")
    oidc = Oidc(issuer=provider.issuer, client_id="guatu", secret_file=secret)
    settings = Settings(address=HERE, oidc=oidc)
    app = Starlette(routes=routes_of(settings, engine), middleware=[Middleware(Gate, settings=settings, engine=engine)])
    return TestClient(app, base_url=HERE, follow_redirects=False)


def go(client, provider, after="/map") -> dict[str, str]:
    """Set out for the provider; return what the address says."""
    came = client.get("/sign-in/oidc", params={"next": after})
    assert came.headers["location"].startswith(f"{provider.issuer}/authorization?")
    said = {name: values[0] for name, values in parse_qs(urlsplit(came.headers["location"]).query).items()}
    provider.nonce = said["nonce"]
    return said


def test_who_is_recognised_comes_in(client, provider, engine):
    said = go(client, provider)
    assert (said["response_type"], said["client_id"], said["code_challenge_method"]) == ("code", "guatu", "S256")
    assert said["redirect_uri"] == f"{HERE}/sign-in/back"
    came = client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    assert (came.status_code, came.headers["location"]) == (303, "/map")
    assert client.get("/account").status_code == 200
    assert provider.asked["code_verifier"]
    assert provider.asked["authorization"].startswith("Basic ")
    assert audit.records(engine)[-1].what == '{"way": "oidc"}'


def lie(**claims):
    return lambda provider: provider.lies.update(claims)


def signed_by(key, **header):
    def change(provider) -> None:
        provider.signed_by = key
        provider.header = {"alg": "RS256", "kid": "1"} | header

    return change


LIES = {
    "another issuer": lie(iss="http://127.0.0.1:1"),
    "another client": lie(aud="other"),
    "another client beside": lie(aud=["guatu", "other"]),
    "for another party": lie(azp="other"),
    "over": lie(exp=1),
    "from the future": lie(nbf=2**33),
    "another nonce": lie(nonce="x"),
    "no nonce": lie(nonce=None),
    "no end": lie(exp=None),
    "no name": lie(preferred_username=None),
    "a name that is no text": lie(preferred_username=["wang"]),
    "another key": signed_by(RSAKey.generate_key(2048, {"kid": "1"})),
    "no signature": signed_by(OctKey.import_key("x"), alg="none"),
    "a shared secret": signed_by(OctKey.import_key(SECRET), alg="HS256"),
}


@pytest.mark.parametrize("lying", LIES.values(), ids=LIES)
def test_a_provider_that_lies_opens_nothing(client, provider, lying):
    said = go(client, provider)
    lying(provider)
    came = client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    assert came.headers["location"] == "/sign-in?fault=oidc"
    assert client.get("/account").status_code == 401
    assert "没有完成" in client.get("/sign-in?fault=oidc").text


@pytest.mark.parametrize("change", [{"state": "x"}, {"state": ""}, {"code": "bad"}, {"code": ""}])
def test_an_answer_to_another_question_opens_nothing(client, provider, change):
    said = go(client, provider)
    client.get("/sign-in/back", params={"code": "good", "state": said["state"]} | change)
    assert client.get("/account").status_code == 401


def test_an_answer_in_another_browser_opens_nothing(client, provider):
    said = go(client, provider)
    client.cookies.clear()
    client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    assert client.get("/account").status_code == 401


def test_an_answer_counts_once(client, provider):
    said = go(client, provider)
    client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    del client.cookies["guatu"]
    client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    assert client.get("/account").status_code == 401


def test_whoever_has_no_account_here_is_told_so(client, provider):
    said = go(client, provider)
    provider.lies["preferred_username"] = "li"
    came = client.get("/sign-in/back", params={"code": "good", "state": said["state"]})
    assert came.headers["location"] == "/sign-in?fault=unknown"
    assert "没有您的账号" in client.get("/sign-in?fault=unknown").text


def test_a_provider_that_is_away_is_told_so(client, provider, monkeypatch):
    monkeypatch.setattr(provider, "issuer", "http://127.0.0.1:9")  # it names another one: not asked further
    assert client.get("/sign-in/oidc").headers["location"] == "/sign-in?fault=oidc"
