"""The document around every page is Chinese, an app on a tablet, and only Streamlit's own document is touched."""

import gzip
import json
from pathlib import Path

import pytest
import streamlit
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from accounts.serving import frame

ROOT = Path(__file__).parents[2]
INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def client(*, ends_sessions=False):
    async def index(request):
        if "gzip" in request.headers.get("accept-encoding", ""):  # as Streamlit answers addresses of pages
            packed = gzip.compress(INDEX.read_bytes())
            return Response(
                packed, headers={"cache-control": "no-cache", "content-encoding": "gzip"}, media_type="text/html"
            )
        return FileResponse(INDEX, headers={"cache-control": "no-cache"})

    async def own(_request):
        return HTMLResponse('<html lang="en"><head></head></html>', headers={"cache-control": "no-store"})

    routes = [*frame.routes(), Route("/own", own), Route("/{path:path}", index)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(frame.Frame, ends_sessions=ends_sessions)]))


@pytest.mark.parametrize(
    "headers", [{}, {"if-none-match": "*"}, {"range": "bytes=0-10"}, {"accept-encoding": "gzip, deflate, br"}]
)
def test_streamlits_document_is_completed(headers):
    answer = client().get("/investment", headers=headers)
    assert answer.status_code == 200
    assert '<html lang="zh-CN">' in answer.text
    assert "<title>挂图</title>" in answer.text
    assert 'rel="manifest"' in answer.text
    assert "session-end" not in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers


def test_where_people_sign_in_the_page_watches_its_session():
    assert '<script src="/session-end.js"></script>' in client(ends_sessions=True).get("/").text
    assert "/sign-in?fault=ended" in client().get("/session-end.js").text


def test_our_own_pages_are_left_alone():
    assert client().get("/own").text == '<html lang="en"><head></head></html>'


def test_the_manifest_names_icons_that_are_there():
    said = json.loads(client().get("/manifest.webmanifest").text)
    assert said["display"] == "standalone"
    for icon in said["icons"]:
        picture = Image.open(ROOT / icon["src"].removeprefix("/app/"))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert Image.open(ROOT / "static" / "icon-180.png").size == (180, 180)
