"""Stores in the four states a reader may meet: filled, empty, partial, broken. Made by the commands people use."""

import hashlib
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock

from data import warehouse

ROOT = Path(__file__).parents[1]
BROKEN_VERSION = "wh-20000101T000000-0bad0bad"
KEPT_STORES = 3  # of the last sources tested


def etl(*arguments: object) -> str:
    """Run ``python -m etl …`` as a person would, in a process of its own; fail with what it said."""
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{' '.join(command[1:])} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def run(module: str, *arguments: object, **environment: object) -> str:
    """Run ``python -m module …`` in this process, which has it all imported; fail with what it said."""
    main = importlib.import_module(f"{module}.__main__").main
    said, complaint = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        mock.patch.dict(os.environ, {name: str(value) for name, value in environment.items()}),
        redirect_stdout(said),
        redirect_stderr(complaint),
    ):
        code = main(list(map(str, arguments)))
    for stream in (said, complaint):
        stream.seek(0)
    out = said.read()
    if code:
        pytest.fail(f"{module} {' '.join(map(str, arguments))} ended with {code}:\n{out}\n{complaint.read()}")
    return out


def make_filled(store: Path, kept: Path) -> Path:
    """Make a store with both demo districts loaded; one made before from the same sources is copied."""
    made = kept / sources_digest()
    with FileLock(kept / "lock"):
        if not made.exists():
            shutil.rmtree(kept / "making", ignore_errors=True)
            etl("demo", "--store", kept / "making")
            (kept / "making").rename(made)
            for older in sorted(kept.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)[:-KEPT_STORES]:
                shutil.rmtree(older)
        shutil.copytree(made, store)
    return store


def sources_digest() -> str:
    """Return a digest of all that a store is made from: code, profiles, reference, and the libraries asked for."""
    digest = hashlib.sha256()
    paths = [ROOT / "requirements.txt", *(path for name in ("etl", "data") for path in (ROOT / name).rglob("*.*"))]
    for path in sorted(paths):
        within = path.relative_to(ROOT)
        if path.is_file() and within.parts[:2] != ("data", "store") and "__pycache__" not in within.parts:
            digest.update(within.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def sendings(filled: Path, kind: str = "") -> list[tuple[str, Path]]:
    """Return district and path of the demo's workbooks whose name holds ``kind``, in the order they were received."""
    manifest = next(filled.rglob("manifest.json"))
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    found = [(entry["district"], manifest.parent / entry["file"]) for entry in entries if kind in entry["file"]]
    assert found, f"the demo wrote no workbook named “{kind}”"
    return found


def make_partial(store: Path, filled: Path) -> Path:
    """Make a store in which only the annual plans are loaded."""
    plans = sendings(filled, "投资计划")
    for district in sorted({district for district, _ in plans}):
        run(
            "etl",
            "load",
            *(path for where, path in plans if where == district),
            "--district",
            district,
            "--store",
            store,
        )
    return store


def make_broken(store: Path, filled: Path) -> Path:
    """Make a store whose CURRENT names a file that was cut off, as after a full disk."""
    (store / "versions").mkdir(parents=True)
    whole = next(iter(sorted((filled / "versions").glob("*.duckdb"))))
    (store / "versions" / f"{BROKEN_VERSION}.duckdb").write_bytes(whole.read_bytes()[:20_000])
    (store / "CURRENT").write_text(f"{BROKEN_VERSION}\n", encoding="utf-8")
    return store


def counted_project(store: Path) -> tuple[str, str]:
    """Return district and id of a project that every page has something to say about: the largest that counts."""
    with warehouse.connect(store).cursor() as con:
        return con.execute(
            "select district, project_id from mart.project_month where is_counted and booked_ytd_wan > 0"
            " order by month desc, district, annual_plan_wan desc, project_id limit 1"
        ).fetchone()
