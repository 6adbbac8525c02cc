"""Compressed files of the frontend: each is compressed once and kept, since their names change with what they hold.

Streamlit leaves its own files uncompressed so as not to compress them for every visitor (plotly alone is 4.6 MB).
"""

import gzip

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WORTH = ("javascript", "css", "json", "svg", "wasm", "html", "font/ttf")
LEAST = 1024
LEVEL = 6


class StaticCompression:
    """Pure ASGI middleware for the files below ``/static/`` and ``/app/static/``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file where the browser takes one."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not scope["path"].startswith("/static/")
            or "gzip" not in headers.get("accept-encoding", "")
            or {"range", "if-none-match", "if-modified-since"} & set(headers.keys())
        ):
            await self.app(scope, receive, send)
            return
        if scope["path"] not in self._kept:
            await self._first(scope, receive, send)
            return
        kept_headers, body = self._kept[scope["path"]]
        await send({"type": "http.response.start", "status": 200, "headers": kept_headers})
        await send({"type": "http.response.body", "body": body})

    async def _first(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the file be read, compress and keep it; whatever is not worth it goes on as it comes."""
        start: Message = {}
        parts: list[bytes] = []
        is_held = False

        async def held(message: Message) -> None:
            nonlocal start, is_held
            if message["type"] == "http.response.start":
                said = Headers(raw=message["headers"])
                is_held = (
                    message["status"] == 200
                    and any(kind in said.get("content-type", "") for kind in WORTH)
                    and int(said.get("content-length", "0")) >= LEAST
                    and "content-encoding" not in said
                )
                start = message
                if not is_held:
                    await send(message)
            elif is_held and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
            else:
                await send(message)

        await self.app({**scope, "extensions": {}}, receive, held)
        if not is_held:
            return
        whole = b"".join(parts)
        if len(whole) != int(Headers(raw=start["headers"])["content-length"]):  # the visitor went away meanwhile
            await send(start)
            await send({"type": "http.response.body", "body": whole})
            return
        body = await to_thread.run_sync(gzip.compress, whole, LEVEL)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        headers.add_vary_header("accept-encoding")
        if "etag" in headers:
            headers["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
        if "immutable" in headers.get("cache-control", ""):  # only a file whose name changes with what it holds
            self._kept[scope["path"]] = (headers.raw, body)
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})
