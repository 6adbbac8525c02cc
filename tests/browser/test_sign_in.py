"""From sign-in to a page and out again, in a real browser and on the real server."""

import os
import subprocess
import sys
import time

import pytest

from tests.browser.conftest import ROOT, free_port, is_healthy
from tests.browser.screen import Screen

FIRST, PASSWORD = "Chu-shi-2026", "Qing-2026-chun"


@pytest.fixture(scope="module")
def office(demo_store, tmp_path_factory):
    """The demo served to others, with a ledger of its own, and two people who may come in."""
    folder = tmp_path_factory.mktemp("office")
    port = free_port()
    own = {"GUATU_STORE": str(demo_store), "GUATU_LEDGER": f"sqlite:///{folder / 'ledger.sqlite'}"}
    environment = os.environ | own
    for login, *more in (
        ("tongji", "--name", "统计员", "--roles", "statistician"),
        ("guanli", "--name", "管理员", "--roles", "administrator"),
    ):
        command = [sys.executable, "-m", "accounts", "add", login, *more]
        subprocess.run(command, cwd=ROOT, env=environment, input=FIRST + "\n", text=True, check=True)
    command = [sys.executable, "-m", "accounts.serving", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        while not is_healthy(f"127.0.0.1:{port}"):
            assert process.poll() is None, (folder / "log.txt").read_text()
            time.sleep(0.2)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def enter(page, login: str) -> None:
    """Sign in for the first time and change the password."""
    page.fill("#login", login)
    page.fill("#password", FIRST)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/account*")
    for field, text in (("#present", FIRST), ("#wanted", PASSWORD), ("#again", PASSWORD)):
        page.fill(field, text)
    page.get_by_role("button", name="修改口令").click()
    page.wait_for_url("**/account?changed=1")
    page.get_by_role("link", name="进入挂图").click()


@pytest.fixture
def tab_of(browser, office):
    """Tabs of browsers that know nothing of each other."""
    contexts = []

    def tab_of(size=(1180, 820)):
        context = browser.new_context(locale="zh-CN", viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        return Screen(context.new_page(), office)

    yield tab_of
    for context in contexts:
        context.close()


def test_sign_in_page_and_out_again(tab_of, office):
    screen, other = tab_of((390, 844)), tab_of()
    page = screen.page
    page.goto(f"http://{office}/investment")
    assert page.url.endswith("/sign-in?next=/investment")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.title() == "登录 · 挂图"
    enter(page, "tongji")
    screen.settle()
    assert page.locator(".gt-account").inner_text() == "统计员"
    assert screen.outside_hosts() == set()

    other.page.goto(f"http://{office}/")
    enter(other.page, "guanli")
    other.settle()
    assert "/people" in other.page.url
    assert "2 个账号" in other.page.locator("h1").inner_text()
    other.open("investment")
    assert "需要其他权限" in other.page.locator("h1").inner_text()

    page.reload()  # another person's sign-in changed nothing here
    screen.settle()
    assert page.locator(".gt-account").inner_text() == "统计员"

    second = page.context.new_page()
    second.goto(f"http://{office}/account")
    second.get_by_role("button", name="退出这台设备").click()
    second.wait_for_url("**/sign-in")
    page.wait_for_url("**/sign-in*")  # the page that was left open leads to sign-in by itself
    page.go_back()
    assert page.locator("#login").count() or "sign-in" in page.url


def test_a_refusal_says_why_and_keeps_the_account(tab_of, office):
    page = tab_of().page
    page.goto(f"http://{office}/sign-in")
    page.fill("#login", "nobody")
    page.fill("#password", "wrong")
    page.get_by_role("button", name="登录").click()
    assert page.locator('[role="alert"]').inner_text() == "账号或口令不对。"
    assert page.input_value("#login") == "nobody"
    assert page.input_value("#password") == ""
