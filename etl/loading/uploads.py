"""Uploads: workbooks sent through a page, kept under names of our own and loaded by a process of their own.

The load is the command that people use, ``python -m etl load``: the dashboard goes on serving others meanwhile, a click
in the middle of it breaks nothing, and what it says is what the command says. One folder a sending, in the store's
inbox: the files as ``0001.xlsx`` …, ``request.json``, ``names.json`` (what the files are called), ``steps.txt`` (the
command's progress) and ``answer.json`` (its answer).
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from data import clock
from etl import store as store_module
from etl.intake import EXTENSIONS, limits

ROOT = Path(__file__).parents[2]
KEPT = 20  # sendings whose files stay: those that failed can be mapped and loaded again
MOST_FILES, MOST_MB = limits.MOST_UPLOADS, limits.LARGEST_UPLOAD_MB
TOKEN = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
NUMBER = re.compile(r"^\[(\d+)/(\d+)\]")

_running: dict[str, subprocess.Popen] = {}  # sendings that this process started


@dataclass(frozen=True)
class Sending:
    """Files that were sent together, and how far they are.

    Attributes:
        token: its name, as it stands in the page's address.
        folder: where its files are kept.
        request: district, received, month, late, and the files by the names they came with.
        state: running, done, or broken (the process is gone and has left no answer).
        share: how much of it is done, 0–1.
        step: what it is doing, in words.
        answer: the command's answer (``python -m etl load --json``), once it is done.
    """

    token: str
    folder: Path
    request: dict[str, Any]
    state: Literal["running", "done", "broken"]
    share: float
    step: str
    answer: dict[str, Any]

    def source(self, place: int) -> Path:
        """Return where the n-th file (from 0) is kept."""
        return self.folder / self.request["files"][place]["kept_as"]


def receive(
    store: Path,
    files: Iterable[tuple[str, bytes]],
    *,
    district: str,
    received_on: date | None = None,
    month: str | None = None,
    is_late: bool = False,
    accepted_by: str | None = None,
    unit: str | None = None,
    answer: dict[str, Any] | None = None,
) -> str:
    """Keep uploaded files, each under a number, and start to load them; return the sending's token.

    ``accepted_by``: who has seen how they are read and says yes to it. ``unit``: only rows of its projects load.
    ``answer``: what is known of them already; they are kept and not loaded until ``start``.
    """
    token = f"{clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    folder = store_module.prepare(store) / "inbox" / "uploads" / token
    folder.mkdir(parents=True)
    kept = []
    for number, (name, content) in enumerate(files, start=1):
        called = PurePosixPath(name.replace("\\", "/")).name[:120] or "未命名"
        ending = next((ending for ending in EXTENSIONS if called.lower().endswith(ending)), ".other")
        kept.append({"kept_as": f"{number:04d}{ending}", "name": called})
        (folder / kept[-1]["kept_as"]).write_bytes(content)
    request = {
        "district": district,
        "received": received_on.isoformat() if received_on else None,
        "month": month,
        "late": is_late,
        "accepted_by": accepted_by,
        "unit": unit,
        "files": kept,
        "at": clock.now().isoformat(" ", "seconds"),
    }
    _write(folder / "request.json", request)
    _write(folder / "names.json", {item["kept_as"]: item["name"] for item in kept})
    if answer is None:
        start(store, token)
    else:
        _write(folder / "answer.json", answer)
    _prune(folder.parent, token)
    return token


def start(store: Path, token: str, month: str | None = None, *, is_late: bool = False) -> None:
    """Load the files of a sending, for the first time or again: perhaps with a month, or behind what is frozen."""
    folder = _folder(store, token)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    if month or is_late:
        request |= {"month": month or request["month"], "late": is_late or request["late"]}
        _write(folder / "request.json", request)
    command = [sys.executable, "-m", "etl", "load", *(str(folder / item["kept_as"]) for item in request["files"])]
    command += ["--district", request["district"], "--store", str(store), "--names", str(folder / "names.json")]
    command += ["--received", request["received"]] if request["received"] else []
    command += ["--month", request["month"]] if request["month"] else []
    command += ["--late"] if request["late"] else []
    command += ["--accept", "--by", request["accepted_by"]] if request.get("accepted_by") else []
    command += ["--unit", request["unit"]] if request.get("unit") else []
    told = os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with (folder / "answer.json").open("wb") as answer, (folder / "steps.txt").open("wb") as steps:
        _running[token] = subprocess.Popen(  # noqa: S603  (our own command; the names given are our own)
            [*command, "--json"], cwd=ROOT, env=told, stdin=subprocess.DEVNULL, stdout=answer, stderr=steps
        )


def find(store: Path, token: str) -> Sending | None:
    """Return a sending as it stands now; None where there is none of this name."""
    if not TOKEN.fullmatch(token) or not (_folder(store, token) / "request.json").exists():
        return None
    folder = _folder(store, token)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    process = _running.get(token)
    said = (folder / "steps.txt").read_text(encoding="utf-8", errors="replace") if process else ""
    lines = [line for line in re.split(r"[\r\n]+", said) if line.strip()]
    if process and process.poll() is None:
        share, step = _progress(lines, request)
        return Sending(token, folder, request, "running", share, step, {})
    try:
        answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Sending(token, folder, request, "broken", 0.0, lines[-1] if lines else "", {})
    return Sending(token, folder, request, "done", 1.0, "", answer)


def running(store: Path) -> list[str]:
    """Return the sendings that are being loaded into a store by this process."""
    return [token for token, process in _running.items() if process.poll() is None and _folder(store, token).exists()]


def _progress(lines: list[str], request: dict[str, Any]) -> tuple[float, str]:
    """Return how far a load is, reading being the first three fifths, and what it is doing."""
    share, step = 0.02, "正在启动"
    for line in lines:
        read = NUMBER.match(line)
        if read:
            place = int(read[1])
            name = request["files"][min(place, len(request["files"])) - 1]["name"]
            share, step = 0.05 + 0.55 * (place - 1) / int(read[2]), f"正在读第 {place}/{read[2]} 个：{name}"
        else:
            share, step = min(0.95, max(share, 0.6) + 0.06), line.strip()
    return share, step


def _folder(store: Path, token: str) -> Path:
    return Path(store).resolve() / "inbox" / "uploads" / token


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def _prune(uploads: Path, current: str) -> None:
    """Take away the files of all but the last sendings; what was loaded from them is in the archive."""
    old = sorted(path for path in uploads.iterdir() if TOKEN.fullmatch(path.name))[:-KEPT]
    for path in old:
        process = _running.get(path.name)
        if path.name != current and not (process and process.poll() is None):
            shutil.rmtree(path, ignore_errors=True)
            _running.pop(path.name, None)
