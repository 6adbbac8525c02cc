"""The first visitor of a fresh server comes by a deep link: the page must stand in the dashboard's frame."""

import pytest

from pages.components import registry
from tests.browser.conftest import serving

LAST = [spec for specs in registry.GROUPS.values() for spec in specs if not spec.is_hidden][-1]


@pytest.mark.parametrize("path", [LAST.url_path, LAST.name], ids=["the page's address", "the file's name"])
def test_deep_link_on_a_fresh_server_is_framed(path, open_page, empty_store, tmp_path):
    with serving(empty_store, tmp_path / "log.txt") as host:
        screen = open_page(path, host=host)
        assert screen.page.locator(".st-key-head-tabs a").count() == len(registry.GROUPS)


def test_an_address_that_no_page_has_is_answered_in_chinese(open_page, empty_store, tmp_path):
    with serving(empty_store, tmp_path / "log.txt") as host:
        screen = open_page("no-such-page", host=host)
        assert screen.page.locator("h1").inner_text() == "没有这个页面"
        assert "no-such-page" in screen.page.locator(".gt-stand").inner_text()
        assert screen.page.locator('[role="dialog"]').count() == 0
        screen.page.locator(".st-key-main-picture").get_by_role("link", name=LAST.title).click()
        screen.page.wait_for_url(f"**/{LAST.url_path}*")
        screen.settle()
        assert screen.page.locator("h1").inner_text() != "没有这个页面"
        assert screen.page.locator('[role="dialog"]').count() == 0
