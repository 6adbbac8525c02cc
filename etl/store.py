"""The store: its folders, its log, and the lock that lets one writer in at a time."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from data import clock
from data import log as data_log
from data.ledger import os_user
from data.warehouse import store_folder

FOLDERS = ("inbox", "archive", "versions", "logs")
PENDING = ".pending"  # in archive/: files taken in but not yet published
BUILDING = ".building"  # in versions/: the warehouse being built, and what spills from it


class StoreBusy(Exception):  # noqa: N818
    """Another process is writing to this store; says who and since when."""


def prepare(store: Path | str | None = None) -> Path:
    """Return the store's folder with all it needs in it."""
    folder = store_folder(store).resolve()
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def writing(store: Path, wait: float = 0) -> Iterator[None]:
    """Hold the store for writing, and clear away what a killed writer left behind.

    Raises:
        StoreBusy: somebody else is writing, ``wait`` seconds from now still; the message names them.
    """
    lock = FileLock(store / "writer.lock", timeout=wait)
    holder = store / "writer.json"
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(_who_holds(holder)) from None
    try:
        told = {"who": os_user(), "process": os.getpid(), "since": clock.now().isoformat(" ", "seconds")}
        holder.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        sweep(store)
        yield
    finally:
        sweep(store)
        holder.unlink(missing_ok=True)
        lock.release()


def tell(store: Path, step: str) -> None:
    """Say to whoever looks what the writer is doing now."""
    holder = store / "writer.json"
    try:
        told = json.loads(holder.read_text(encoding="utf-8"))
        write_text(holder, json.dumps(told | {"step": step}, ensure_ascii=False))
    except (OSError, ValueError):
        return  # only words: they must not stop the work


def sweep(store: Path) -> None:
    """Take away half-made things: nothing in them was ever published."""
    shutil.rmtree(store / "archive" / PENDING, ignore_errors=True)
    shutil.rmtree(store / "versions" / BUILDING, ignore_errors=True)


def log(store: Path, action: str, **facts: object) -> str:
    """Write one line to the store's log; return its id."""
    return data_log.write(store, action, **facts)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Force a written file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_text(path: Path, text: str) -> None:
    """Replace a small file in one step: a reader sees the old text or the new, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _who_holds(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text(encoding="utf-8"))
        who = f"{told['who']}（进程 {told['process']}，{told['since']} 开始）"
    except (OSError, ValueError, KeyError):
        who = "另一个程序"
    return f"{who}正在写入这个数据目录，同时只能有一个。请等它结束后再试。"
