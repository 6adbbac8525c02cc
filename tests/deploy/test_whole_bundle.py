"""The bundle as an office has it: unpacked into an empty folder, installed with no index, served, signed in to."""

import os
import re
import subprocess
import sys
import time
import zipfile

import httpx
import pytest

from deploy import bundle
from tests.browser.conftest import free_port, is_healthy

FIRST, PASSWORD = "Anfang-2026-erst", "Guatu-Probe-2026"
HERE = "linux-x86_64"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64",
    reason="the wheels of this platform are not those of the bundle that is tried",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A program installed from its bundle, and its empty store."""
    folder = tmp_path_factory.mktemp("bundle")
    archive = bundle.make(folder / "dist", [HERE])
    with zipfile.ZipFile(archive) as package:
        package.extractall(folder)
    program, store = folder / "opt" / "guatu", folder / "var" / "guatu"
    command = ["python3.11", "-m", "deploy.install", "install", "--to", str(program), "--store", str(store)]
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "GUATU_", "PYTHON"))}
    ended = subprocess.run(
        command,
        cwd=folder / archive.stem / "program",
        env=alone | {"PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert "已安装" in ended.stdout
    return program, store, alone | {"GUATU_STORE": str(store)}


def test_installed_from_its_own_wheels_alone(installed):
    program, _, _ = installed
    libraries = program / ".venv/lib/python3.11/site-packages"
    assert {"streamlit", "duckdb", "psycopg"} <= {path.name for path in libraries.iterdir()}
    assert not (program / "tests").exists()


def form_of(answer) -> str:
    return re.search('name="form" value="([0-9a-f]+)"', answer.text)[1]


def test_serves_and_signs_in(installed):
    program, store, environment = installed
    python = str(program / ".venv/bin/python")
    adding = [python, "-m", "accounts", "add", "guanli", "--name", "管理员", "--roles", "administrator"]
    subprocess.run(adding, cwd=program, env=environment, input=f"{FIRST}\n{FIRST}\n", text=True, check=True)
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    serving = [python, "-m", "accounts.serving", "--host", "127.0.0.1", "--port", str(port), "--store", str(store)]
    with subprocess.Popen(serving, cwd=program, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while not is_healthy(f"127.0.0.1:{port}"):
                assert server.poll() is None
                time.sleep(0.2)
            with httpx.Client(base_url=here, headers={"origin": here}, trust_env=False) as client:
                assert client.get("/", headers={"accept": "text/html"}).headers["location"].startswith("/sign-in")
                said = {"form": form_of(client.get("/sign-in")), "login": "guanli", "password": FIRST, "next": "/"}
                assert client.post("/sign-in", data=said).status_code == 303
                said = {
                    "form": form_of(client.get("/account")),
                    "present": FIRST,
                    "wanted": PASSWORD,
                    "again": PASSWORD,
                }
                client.post("/account", data=said)
                assert "Streamlit" in client.get("/", headers={"accept": "text/html"}).text
        finally:
            server.terminate()
