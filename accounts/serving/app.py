"""What is put around the dashboard's app: compressed files; the gate and sign-in where it is served to others."""

import ipaddress
import os
import sys
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from accounts import database
from accounts.serving import frame
from accounts.serving.compression import StaticCompression
from accounts.serving.frame import Frame
from accounts.serving.gate import Gate
from accounts.serving.headers import SecurityHeaders
from accounts.serving.routes import Routes
from accounts.settings import Settings, read_settings

SERVED = "GUATU_SERVED"  # set by python -m accounts.serving: others may come


def is_served() -> bool:
    """Tell whether this server is for others than the person at this machine."""
    return os.environ.get(SERVED) == "1"


def is_loopback(host: str | None) -> bool:
    """Tell whether only this machine reaches an address; without one a server listens everywhere."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return (host or "").lower() == "localhost"


def routes_of(settings: Settings, engine: sa.Engine) -> list[Route]:
    """Return the routes of the ways of signing in that are set up."""
    own = Routes(settings, engine)
    if settings.oidc is None:
        return own.all()
    from accounts.serving.oidc import OidcRoutes  # its libraries take a second to load

    return [*own.all(), *OidcRoutes(settings, engine, settings.oidc, own).all()]


def parts(for_programs: Callable[[sa.Engine], list[Route]]) -> dict[str, Any]:
    """Return what ``st.App`` is to be made with: routes and middleware, the first one outermost.

    ``for_programs``: the routes that answer programs; only where the dashboard is served to others.

    Ends the program where others could reach a server on which nobody has to sign in.
    """
    if not is_served():
        if not is_loopback(st.get_option("server.address")):
            sys.exit("不能启动：不登录只能在本机使用。要给别人用，请运行 python -m accounts.serving --host 地址。")
        return {"routes": frame.routes(), "middleware": [Middleware(Frame), Middleware(StaticCompression)]}
    settings, engine = read_settings(), database.shared()
    return {
        "routes": [*routes_of(settings, engine), *for_programs(engine), *frame.routes()],
        "middleware": [
            Middleware(SecurityHeaders, is_secure=settings.is_secure),
            Middleware(Gate, settings=settings, engine=engine),
            Middleware(Frame, ends_sessions=True),
            Middleware(StaticCompression),
        ],
    }
