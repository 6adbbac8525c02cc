"""The store's log, logs/guatu.log: one line an event, each with an id; what was done, never what stands in a cell.

``2026-10-12 09:30:12 load id="3f9a1c" file="9月.xlsx" status="loaded" …``. A line that cannot be written (full disk, no
permission) is let go: the log must not stop the work. At LARGEST bytes the file becomes guatu.1.log, and so on.
"""

import json
import secrets
from pathlib import Path

from filelock import FileLock, Timeout

from data import clock
from data.warehouse import store_folder

LARGEST = 2 * 2**20
KEPT = 5  # older files beside the current one
ROOT = Path(__file__).parents[1]


def write(store: Path | str | None, action: str, **facts: object) -> str:
    """Write a line and return its id.

    Args:
        store: the run-time folder.
        action: load, publish, rollback, refusal, error …
        facts: what is to be known of it; names, counts, kinds of errors, no cell contents.
    """
    known = {"id": secrets.token_hex(3), **facts}
    said = " ".join(f"{name}={json.dumps(value, ensure_ascii=False, default=str)}" for name, value in known.items())
    path = store_folder(store) / "logs" / "guatu.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _rotate(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{clock.now().isoformat(' ', 'seconds')} {action} {said}\n")
    except OSError:
        pass
    return str(known["id"])


def error(store: Path | str | None, fault: BaseException, **facts: object) -> str:
    """Write down an error by its kind and its places in our code; its message may quote a cell and is left out."""
    return write(store, "error", **facts, type=type(fault).__name__, where=_places(fault))


def _places(fault: BaseException) -> str:
    """Return where in our code an error arose, the innermost last: ``fetch.py:90 > completion.py:34``."""
    places = []
    trace = fault.__traceback__
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
            places.append(f"{path.name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-6:])


def _rotate(path: Path) -> None:
    """Number the files anew where the current one is full; another process that does so is left to it."""
    if not path.exists() or path.stat().st_size < LARGEST:
        return
    try:
        with FileLock(path.with_suffix(".lock"), timeout=0):
            if path.stat().st_size < LARGEST:
                return
            for number in range(KEPT - 1, 0, -1):
                older = path.with_suffix(f".{number}.log")
                if older.exists():
                    older.replace(path.with_suffix(f".{number + 1}.log"))
            path.replace(path.with_suffix(".1.log"))
    except (Timeout, OSError):
        return
