"""What a request says of itself, believed only as far as it can be: address, scheme, cookies, origin."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.types import Scope

from accounts.settings import Settings

OURS = b"x-guatu-"  # headers that only the gate may set


@dataclass(frozen=True)
class Asked:
    """One request or websocket handshake."""

    path: str
    query: str
    method: str  # GET for a websocket
    peer: str  # who is connected to us
    client: str  # who asks, through the proxy where there is one
    is_secure: bool
    host: str
    origin: str | None
    headers: dict[str, str]  # lower case; the last of several
    proxy_user: str | None  # whom the proxy says it is

    @property
    def address(self) -> str:
        """Path and query, as a link of ours would write them."""
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies, none where they cannot be read."""
        try:
            return {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("cookie", "")).items()}
        except CookieError:
            return {}

    @property
    def wants_a_page(self) -> bool:
        """Whether a person opens an address: then a redirect to sign-in helps."""
        return self.method == "GET" and "text/html" in self.headers.get("accept", "")

    def is_of_this_site(self, *, must_say: bool) -> bool:
        """Tell whether a request comes from our own pages; ``must_say``: one that does not tell is refused."""
        if self.origin is not None:
            return urlsplit(self.origin).netloc.lower() == self.host.lower() and bool(self.host)
        return not must_say or self.headers.get("sec-fetch-site") in ("same-origin", "none")


def read(scope: Scope, settings: Settings) -> Asked:
    """Read a request; what only a proxy may say is believed of the proxy's addresses alone."""
    pairs = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    headers = {name.decode("latin-1"): value for name, value in pairs}
    peer = (scope.get("client") or ("", 0))[0]
    client, is_secure, user = peer, scope.get("scheme") in ("https", "wss"), None
    proxy = settings.proxy
    if proxy and proxy.is_one(peer):
        hops = ",".join(value for name, value in pairs if name == b"x-forwarded-for").split(",")
        strangers = [hop.strip() for hop in hops if hop.strip() and not proxy.is_one(hop.strip())]
        client = strangers[-1] if strangers else peer  # the nearest that the proxy itself saw
        is_secure = is_secure or headers.get("x-forwarded-proto", "").strip().lower() == "https"
        if proxy.user_header:
            named = [value for name, value in pairs if name.decode("latin-1") == proxy.user_header.lower()]
            user = named[0].strip() if len(named) == 1 and named[0].strip() else None
    host = urlsplit(settings.address).netloc if settings.address else headers.get("host", "")
    return Asked(
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        method=scope.get("method", "GET"),
        peer=peer,
        client=client[:60],
        is_secure=is_secure,
        host=host,
        origin=headers.get("origin"),
        headers=headers,
        proxy_user=user,
    )


def without_ours(scope: Scope) -> Scope:
    """Return the scope without headers that only the gate may set."""
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().replace(b"_", b"-").startswith(OURS)]
    return {**scope, "headers": kept}
