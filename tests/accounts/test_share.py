"""A page's address as a QR code, where it is served to others; who opens a link has his own rights."""

import re
from base64 import b64decode
from urllib.parse import unquote

from accounts import database, people
from pages.components import share
from tests.accounts.test_pages import CLOSED, opened, own_and_other, served  # noqa: F401  (fixtures)
from tests.pages.conftest import words_on


def test_the_code_is_on_a_served_page_and_names_it(served, own_and_other):  # noqa: F811
    district, _, own, _ = own_and_other
    app = served("pages/project.py", ["meeting"], {"district": district, "project": own, "role": "meeting"})
    assert "本页的二维码" in words_on(app)


def test_the_picture_is_a_code_of_the_text():
    said = unquote(share.picture("https://guatu.example/investment?district=a&as_of=2026-09"))
    assert said.startswith("data:image/svg+xml")
    assert re.search(r"<svg[^>]+width=", said) or b64decode(said.partition(",")[2])
    assert share.picture("a") != share.picture("b")


def test_a_link_of_somebody_else_opens_with_ones_own_rights(served, own_and_other):  # noqa: F811
    """The statistician's link, role and all: the meeting sees no bench, the officer no file of others."""
    district, unit, own, other = own_and_other
    link = {"district": district, "role": "statistician"}
    assert CLOSED in words_on(served("pages/reconciliation.py", ["meeting"], link))
    theirs = served("pages/project.py", ["officer"], link | {"project": other}, unit=unit)
    assert "不在您的范围内" in words_on(theirs)
    mine = served("pages/project.py", ["officer"], link | {"project": own})
    assert not mine.exception
    assert "不在您的范围内" not in words_on(mine)
    assert people.get(database.shared(), "officer").unit == unit
