"""What install.py runs: commands of the program and of the administrator, and a server on trial."""

import contextlib
import os
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

WAIT = 180  # seconds for a server to answer


class Failed(Exception):  # noqa: N818
    """A step that did not work; says which and what to do, in Chinese."""


def step(name: str) -> None:
    """Say what is done next."""
    print(f"- {name}", flush=True)


def try_out(program: Path, store: Path) -> None:
    """Rebuild the store where the program needs it, and start the pages once on a free port of this machine."""
    step("由存档重建数据仓（没有数据时略过）")
    run(program, store, "etl", "status", "--json", quiet=True)
    step("试运行")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(python(program)), "-m", "streamlit", "run", "dashboard.py", "--server.address", "127.0.0.1"]
    with subprocess.Popen(  # noqa: S603
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=program,
        env=_environment(store) | {"GUATU_ROLES": "meeting"},
        stdout=subprocess.DEVNULL,
        **_owner_of(store),
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", lambda: server.poll() is None)
        finally:
            server.terminate()


def wait_for(address: str, is_running: Callable[[], bool] = lambda: True) -> None:
    """Wait until a server answers."""
    for _ in range(WAIT):
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310
            return
        if not is_running():
            raise Failed("程序启动后自己停了，见上面的说明和数据目录里的 logs/guatu.log")
        time.sleep(1)
    raise Failed(f"{address} 在 {WAIT} 秒里没有回答")


def command(command: str | None, name: str) -> None:
    """Run a command of the administrator's own, without a shell."""
    if command:
        step(name)
        parts = command if os.name == "nt" else shlex.split(command)
        checked(parts, f"{name}的命令没有成功：{command}")


def run(program: Path, store: Path, module: str, *arguments: str, quiet: bool = False) -> None:
    """Run a command of the program on the store, as the user whom the store belongs to."""
    command = [str(python(program)), "-m", module, *arguments, "--store", str(store)]
    ended = subprocess.run(  # noqa: S603
        command,
        cwd=program,
        env=_environment(store),
        stdout=subprocess.DEVNULL if quiet else None,
        check=False,
        **_owner_of(store),
    )
    if ended.returncode:
        raise Failed(f"python -m {module} {arguments[0]} 没有成功，见上面的说明")


def checked(command: list[str] | str, why: str) -> None:
    """Run a command; raise ``Failed`` with the reason given where it does not succeed."""
    try:
        is_done = subprocess.run(command, check=False).returncode == 0  # noqa: S603
    except OSError:
        is_done = False
    if not is_done:
        raise Failed(why)


class _Owner(TypedDict, total=False):
    """Who runs a command, as subprocess takes it."""

    user: int
    group: int
    extra_groups: list[int]


def _owner_of(store: Path) -> _Owner:
    """Return who is to run what writes into the store: its owner, where root installs."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return {}
    owner = store.stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


def _environment(store: Path) -> dict[str, str]:
    return os.environ | {"GUATU_STORE": str(store.resolve()), "PYTHONUTF8": "1"}


def python(program: Path) -> Path:
    """Return the Python of an installed program."""
    return program.resolve() / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version(program: Path) -> str:
    """Return the version that an installed program says."""
    told = subprocess.run(  # noqa: S603
        [str(python(program)), "-m", "etl", "--version"], cwd=program, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "版本不明"
