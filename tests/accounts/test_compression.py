"""Files of the frontend are compressed once and kept; what is not whole is never kept."""

import gzip

import pytest
from starlette.testclient import TestClient

from accounts.serving.compression import StaticCompression

TEXT = b"const figures = [1, 2, 3];\n" * 200
IMMUTABLE = "public, immutable, max-age=31536000"


def app_of(*, body=TEXT, sent=None, kind="application/javascript", cache=IMMUTABLE, status=200):
    """An app that serves one file; ``sent``: how much of it is sent before the visitor goes away."""
    asked = []

    async def app(scope, _receive, send):
        asked.append(scope["path"])
        headers = {"content-type": kind, "content-length": str(len(body)), "cache-control": cache, "etag": '"1"'}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        half = len(body) // 2
        for part, more in ((body[:half], True), (body[half:], False)) if sent is None else ((body[:sent], False),):
            await send({"type": "http.response.body", "body": part, "more_body": more})

    return StaticCompression(app), asked


def test_a_file_is_compressed_once_and_is_the_same():
    app, asked = app_of()
    answers = [TestClient(app).get("/static/js/a.1234.js") for _ in range(3)]
    assert [answer.content for answer in answers] == [TEXT] * 3
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert int(answers[2].headers["content-length"]) == len(gzip.compress(TEXT, 6)) < len(TEXT) / 10
    assert "accept-encoding" in answers[2].headers["vary"]
    assert len(asked) == 1


def test_a_file_that_was_broken_off_is_not_kept():
    app, asked = app_of(sent=0)
    TestClient(app).get("/static/js/a.1234.js")
    TestClient(app).get("/static/js/a.1234.js")
    assert len(asked) == 2
    assert app._kept == {}


@pytest.mark.parametrize(
    ("path", "headers", "more"),
    [
        ("/static/js/a.js", {"accept-encoding": "br"}, {}),
        ("/static/js/a.js", {"range": "bytes=0-9"}, {}),
        ("/static/js/a.js", {"if-none-match": '"1"'}, {}),
        ("/static/a.woff2", {}, {"kind": "font/woff2"}),
        ("/static/js/a.js", {}, {"body": b"short"}),
        ("/static/js/a.js", {}, {"status": 404}),
        ("/media/a.js", {}, {}),
    ],
)
def test_the_rest_goes_on_as_it_comes(path, headers, more):
    app, _ = app_of(**more)
    answer = TestClient(app).get(path, headers=headers)
    assert "content-encoding" not in answer.headers
    assert answer.content == more.get("body", TEXT)


def test_a_file_whose_name_stays_is_not_kept():
    app, asked = app_of(cache="no-cache")
    for _ in range(2):
        assert TestClient(app).get("/static/index.html").content == TEXT
    assert len(asked) == 2
