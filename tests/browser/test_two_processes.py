"""Two processes behind nginx, as deploy/ says: a file reaches the page's process; one is killed, the browser comes back."""

import os
import re
import subprocess
import sys
import time

import pytest

from accounts import database, people
from accounts.settings import Settings
from tests.accounts.conftest import FIRST, PASSWORD
from tests.browser.conftest import ROOT, free_port, is_healthy
from tests.browser.screen import PATIENCE, Screen
from tests.install_nginx import find_nginx

NGINX = find_nginx()
pytestmark = pytest.mark.skipif(not NGINX, reason="needs nginx: python -m tests.install_nginx")


def configured(folder, port: int, behind: list[int]) -> str:
    """deploy/nginx.conf without TLS, on other ports."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    first, second = text.index("server {\n    listen 80;"), text.index("server {\n    listen 443")
    text = re.sub(r"\n    ssl_[^\n]*", "", text[:first] + text[second:])
    for old, new in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"), (" Secure;", ""), ("Host $host;", "Host $http_host;"),
        ("8501", f"{behind[0]}"), ("8502", f"{behind[1]}"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ log_format up '$upstream_addr $uri'; access_log {folder}/access.log up; {places}\n{text}}}"


def asked(log) -> list[tuple[int, str]]:
    """Which process was asked last, for which path."""
    found = []
    for line in log.read_text().splitlines():
        upstreams, _, path = line.rpartition(" ")
        port = upstreams.rpartition(":")[2]
        if port.isdecimal():
            found.append((int(port), path))
    return found


@pytest.fixture(scope="module")
def office(demo_store, tmp_path_factory):
    """Nginx's address, and the processes behind it by port."""
    folder = tmp_path_factory.mktemp("two")
    port, behind = free_port(), [free_port(), free_port()]
    (folder / "store").mkdir()
    for name in ("CURRENT", "versions", "archive"):
        (folder / "store" / name).symlink_to(demo_store / name)
    (folder / "store" / "server.toml").write_text(
        f'address = "http://127.0.0.1:{port}"\n[proxy]\naddresses = ["127.0.0.1"]\n'
    )
    engine = database.open_database(folder / "store")
    rules = Settings().password
    people.add(engine, "guanli", "管理员", {"administrator"}, password=PASSWORD, rules=rules)
    people.add(engine, "wang", "王", {"meeting"}, password=FIRST, rules=rules)
    people.add(engine, "tong", "童", {"statistician"}, password=FIRST, rules=rules)
    for login in ("wang", "tong"):
        people.set_password(engine, login, PASSWORD, rules, must_change=False)
    engine.dispose()
    (folder / "nginx.conf").write_text(configured(folder, port, behind), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "GUATU_LEDGER"}
    environment["GUATU_STORE"] = str(folder / "store")
    made = {}
    for number in behind:
        command = [sys.executable, "-m", "accounts.serving", "--host", "127.0.0.1", "--port", str(number)]
        with (folder / f"{number}.txt").open("w") as log:
            made[number] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    proxy = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    try:
        for number, process in made.items():
            while not is_healthy(f"127.0.0.1:{number}"):
                assert process.poll() is None, (folder / f"{number}.txt").read_text()
                time.sleep(0.2)
        yield f"127.0.0.1:{port}", made, folder / "access.log"
    finally:
        for process in (proxy, *made.values()):
            process.terminate()
            process.wait(timeout=60)


def signed_in(browser, address, login, path):
    """A page that a person has opened by signing in."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1180, "height": 820})
    screen = Screen(context.new_page(), address)
    screen.page.goto(f"http://{address}{path}")
    screen.page.fill("#login", login)
    screen.page.fill("#password", PASSWORD)
    screen.page.get_by_role("button", name="登录").click()
    screen.settle()
    return context, screen


def test_upload_reaches_the_process_of_the_page(browser, office, tmp_path):
    address, _, log = office
    context, screen = signed_in(browser, address, "tong", "/data-intake?district=tianyuan")
    (tmp_path / "9月.csv").write_text("项目名称,完成投资\n一号路,1\n", encoding="utf-8")
    screen.page.set_input_files("input[type=file]", str(tmp_path / "9月.csv"))
    screen.page.get_by_test_id("stFileChip").first.wait_for(timeout=PATIENCE)
    screen.settle()
    [held] = {upstream for upstream, path in asked(log) if path == "/data-intake"}
    uploads = {upstream for upstream, path in asked(log) if path.startswith("/_stcore/upload_file/")}
    assert uploads == {held}
    context.close()


def test_one_process_dies_and_the_page_comes_back(browser, office):
    address, made, log = office
    context, screen = signed_in(browser, address, "wang", "/investment?district=tianyuan&as_of=2026-08&by=batch")
    page = screen.page
    head, at = page.locator("h1").inner_text(), page.url
    assert "8月" in page.locator('[data-testid="stMain"]').inner_text()
    [node] = [cookie["value"] for cookie in context.cookies() if cookie["name"] == "guatu_node"]

    [held] = {upstream for upstream, path in asked(log) if path == "/investment"}
    made[held].kill()
    page.wait_for_timeout(8_000)
    screen.settle()  # the page has connected by itself
    page.get_by_role("link", name="批次进度", exact=True).click()
    page.wait_for_url("**/batches?**")
    screen.settle()
    assert "as_of=2026-08" in page.url
    assert {upstream for upstream, path in asked(log) if path == "/_stcore/host-config"} == set(made)
    page.go_back()
    page.wait_for_url(at)
    screen.settle()
    assert page.locator("h1").inner_text() == head
    assert [cookie["value"] for cookie in context.cookies() if cookie["name"] == "guatu_node"] == [node]
    page.reload()
    screen.settle()
    assert page.locator("h1").inner_text() == head
    context.close()
