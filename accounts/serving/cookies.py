"""The cookies: one that opens the session, one that a form must know."""

import hashlib
import hmac

from starlette.responses import Response

from accounts.settings import Settings


def session_cookie(settings: Settings) -> str:
    """Return the name of the session's cookie; under https a browser takes ``__Host-`` from this host alone."""
    return "__Host-guatu" if settings.is_secure else "guatu"


def form_cookie(settings: Settings) -> str:
    """Return the name of the cookie that a form before sign-in must know."""
    return "__Host-guatu-form" if settings.is_secure else "guatu-form"


def put(response: Response, name: str, value: str, settings: Settings, *, same_site: str = "lax") -> None:
    """Set a cookie for this browser session: never readable by scripts, under https never sent in the clear."""
    response.set_cookie(name, value, httponly=True, secure=settings.is_secure, samesite=same_site, path="/")  # type: ignore[arg-type]


def drop(response: Response, name: str, settings: Settings) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, httponly=True, secure=settings.is_secure, samesite="lax", path="/")


def form_token(secret: str) -> str:
    """Return what a form must carry: follows from a cookie that another site cannot read."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(secret: str | None, token: object) -> bool:
    """Tell whether a form carries what follows from the cookie."""
    return bool(secret) and isinstance(token, str) and hmac.compare_digest(form_token(secret or ""), token)
