"""Alone at a machine no page shows a QR code: nobody else reaches its address."""

from tests.pages.conftest import words_on


def test_alone_at_a_machine_there_is_none(run_page, demo_store):
    assert "本页的二维码" not in words_on(run_page("pages/overview.py", demo_store))
