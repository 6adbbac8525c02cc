"""Signing in by OpenID Connect: code with PKCE, state and nonce; the account is the value of one claim."""

import json
import logging
import secrets
from typing import Any

import httpx
import sqlalchemy as sa
from anyio import to_thread
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from accounts import signing_in
from accounts.serving import cookies
from accounts.serving.routes import NO_STORE, Routes, local_address
from accounts.settings import Oidc, Settings

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never none, never one with a shared secret
PATIENCE = 10  # seconds
LEEWAY = 60  # seconds that two clocks may differ
LOG = logging.getLogger(__name__)


class NotRecognised(Exception):  # noqa: N818
    """The provider's answer does not hold; says why, for the log."""


class OidcRoutes:
    """The way to the provider and back."""

    def __init__(self, settings: Settings, engine: sa.Engine, oidc: Oidc, back_to: Routes) -> None:
        self.settings = settings
        self.engine = engine
        self.oidc = oidc
        self.signed_in = back_to.signed_in
        self._metadata: dict[str, Any] = {}

    def all(self) -> list[Route]:
        """Return the routes."""
        return [Route("/sign-in/oidc", self.go), Route("/sign-in/back", self.back)]

    async def go(self, request: Request) -> Response:
        """Send the browser to the provider; what its answer must fit stands in a cookie of ours."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        kept["next"] = local_address(request.query_params.get("next"))
        try:
            metadata = await self._provider()
        except (httpx.HTTPError, ValueError, NotRecognised) as error:
            return self._failed(error)
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=kept["state"],
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
        answer = RedirectResponse(address, 303, NO_STORE)
        cookies.put(answer, self._cookie, json.dumps(kept).encode().hex(), self.settings)
        return answer

    async def back(self, request: Request) -> Response:
        """Take the provider's answer, sign in whom it names."""
        try:
            kept = json.loads(bytes.fromhex(request.cookies.get(self._cookie, "")))
            login = await self._login(dict(request.query_params), kept)
        except (httpx.HTTPError, OAuthError, JoseError, ValueError, KeyError, NotRecognised) as error:
            return self._failed(error)
        asked = request.scope["guatu"][0]
        try:
            token = await to_thread.run_sync(
                lambda: signing_in.elsewhere(self.engine, self.settings, login=login, way="oidc", address=asked.client)
            )
        except signing_in.Refused:
            return self._failed(None)
        answer = self.signed_in(request, token, local_address(kept.get("next")))
        cookies.drop(answer, self._cookie, self.settings)
        return answer

    async def _login(self, said: dict[str, str], kept: dict[str, str]) -> str:
        """Return the account that the provider names, after everything it says has been checked."""
        if not said.get("code") or not secrets.compare_digest(said.get("state", ""), kept["state"]):
            raise NotRecognised("no code, or of another browser")
        metadata = await self._provider()
        async with self._client() as client:
            token = await client.fetch_token(
                metadata["token_endpoint"], code=said["code"], code_verifier=kept["verifier"]
            )
            keys = KeySet.import_key_set(
                (await client.request("GET", metadata["jwks_uri"], withhold_token=True)).json()
            )
        claims = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.oidc.issuer},
            aud={"essential": True, "value": self.oidc.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": kept["nonce"]},
        ).validate(claims)
        parties = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", self.oidc.client_id) != self.oidc.client_id or (len(parties) > 1 and "azp" not in claims):
            raise NotRecognised("for another client")
        login = claims.get(self.oidc.claim)
        if not isinstance(login, str) or not login.strip():
            raise NotRecognised(f"no claim {self.oidc.claim}")
        return login

    async def _provider(self) -> dict[str, Any]:
        """Return what the provider says of itself, asked once."""
        if not self._metadata:
            address = self.oidc.issuer.rstrip("/") + "/.well-known/openid-configuration"
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                said = (await client.get(address)).raise_for_status().json()
            if said.get("issuer") != self.oidc.issuer:
                raise NotRecognised("another issuer")
            self._metadata = said
        return self._metadata

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.oidc.client_id,
            self.oidc.secret_file.read_text(encoding="utf-8").strip(),
            scope="openid profile",
            redirect_uri=f"{self.settings.address}/sign-in/back",
            code_challenge_method="S256",
            timeout=PATIENCE,
        )

    @property
    def _cookie(self) -> str:
        return cookies.session_cookie(self.settings) + "-oidc"

    def _failed(self, error: Exception | None) -> Response:
        """Lead back to sign-in; the log is told the kind of error only, since its text may hold a token."""
        if error is not None:
            LOG.warning("sign-in by OpenID Connect failed: %s", type(error).__name__)
        answer = RedirectResponse(f"/sign-in?fault={'oidc' if error else 'unknown'}", 303, NO_STORE)
        cookies.drop(answer, self._cookie, self.settings)
        return answer
