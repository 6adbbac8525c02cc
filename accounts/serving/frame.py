"""The document around every page: Chinese, an app on a tablet, and back to sign-in when the session has ended.

Streamlit sends one ``index.html`` for all addresses; what it lacks is put into its head on the way out.
"""

import json
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MANIFEST = {
    "name": "挂图 · 重点项目监测",
    "short_name": "挂图",
    "lang": "zh-CN",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "background_color": "#ffffff",
    "theme_color": "#0b5cad",
    "icons": [
        {"src": "/app/static/icon.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/app/static/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
    ],
}
SCRIPT = Path(__file__).with_name("session_end.js").read_text(encoding="utf-8")
HEAD = """
    <link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials" />
    <link rel="apple-touch-icon" href="/app/static/icon-180.png" />
    <meta name="theme-color" content="#0b5cad" />
    <meta name="apple-mobile-web-app-title" content="挂图" />
"""
ENDS = '    <script src="/session-end.js"></script>\n'
CHANGES = (('<html lang="en">', '<html lang="zh-CN">'), ("<title>Streamlit</title>", "<title>挂图</title>"))


def routes() -> list[Route]:
    """Return the routes of what the head names."""

    async def manifest(_request: Request) -> Response:
        return Response(json.dumps(MANIFEST, ensure_ascii=False), media_type="application/manifest+json")

    async def script(_request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return [Route("/manifest.webmanifest", manifest), Route("/session-end.js", script)]


class Frame:
    """Pure ASGI middleware that completes the document's head; whatever else is sent goes on as it comes."""

    def __init__(self, app: ASGIApp, *, ends_sessions: bool = False) -> None:
        self.app = app
        self._head = HEAD + (ENDS if ends_sessions else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, a document with its head completed."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        # of another document than ours; and one that comes compressed cannot be completed
        without = {b"if-none-match", b"if-modified-since", b"range", b"accept-encoding"}
        is_file = scope["path"].startswith(("/static/", "/media/", "/app/static/"))
        headers = scope["headers"] if is_file else [pair for pair in scope["headers"] if pair[0].lower() not in without]
        start: Message = {}
        parts: list[bytes] = []

        async def completed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_document(message):
                start = message
            elif start and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_completed(send, start, self._complete(b"".join(parts)))
            else:
                await send(message)

        await self.app({**scope, "headers": headers, "extensions": {}}, receive, completed)

    def _complete(self, document: bytes) -> bytes:
        text = document.decode("utf-8")
        for old, new in CHANGES:
            text = text.replace(old, new, 1)
        return text.replace("</head>", f"{self._head}  </head>", 1).encode()


def _is_document(start: Message) -> bool:
    """Tell whether an answer is Streamlit's document: our own pages say that they are not to be kept."""
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith("text/html")
        and headers.get("cache-control") == "no-cache"
        and "content-encoding" not in headers
    )


async def _send_completed(send: Send, start: Message, document: bytes) -> None:
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-length"] = str(len(document))
    for name in ("etag", "last-modified", "accept-ranges"):
        if name in headers:
            del headers[name]
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": document})
