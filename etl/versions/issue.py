"""A draft becomes the version that is read: made in the workshop, forced to the disk, renamed, named by CURRENT."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb

from data import clock
from data.warehouse import version_path
from etl import store
from etl.archive import Entry
from etl.versions import disk_space as room
from etl.versions.disk_space import NoRoom
from etl.versions.versions import prune


def issue(
    folder: Path,
    version: str,
    make: Callable[[Path], None],
    told: dict[str, Any],
    settle: Callable[[], None] = lambda: None,
) -> str:
    """Have a version made, what it rests on settled, and make it the one that is read.

    Args:
        folder: the store.
        version: its name, by ``name_of``.
        make: writes the warehouse file at the path it is given.
        told: what is said of the version beside when it was built (file_ids, rules, decisions, because).
        settle: brings in what the version rests on; where it fails, the version was never there.

    Returns:
        the version's name.

    Raises:
        NoRoom: the disk or the memory did not suffice; nothing is changed.
    """
    workshop = folder / "versions" / store.BUILDING
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    draft = workshop / f"{version}.duckdb"
    try:
        make(draft)
        store.sync_file(draft)
    except (OSError, duckdb.Error) as error:
        if not room.is_to_blame(error):
            raise
        why = str(error).splitlines()[0]
        raise NoRoom(f"数据仓建不成：磁盘或内存不够，或目录不可写（{why}）。没有任何改动。") from None
    built_at = clock.now().isoformat(" ", "seconds")
    facts = folder / "versions" / f"{version}.json"
    store.write_text(facts, json.dumps({"built_at": built_at} | told))
    draft.replace(version_path(folder, version))
    store.sync_folder(folder / "versions")
    try:
        settle()
    except BaseException:  # it was never published
        version_path(folder, version).unlink()
        facts.unlink()
        raise
    store.write_text(folder / "CURRENT", f"{version}.duckdb\n")
    shutil.rmtree(workshop, ignore_errors=True)
    prune(folder, version)
    store.log(
        folder, "publish", version=version, files=len(told["file_ids"]), decisions=told["decisions"],
        because=told["because"],
    )  # fmt: skip
    return version


def name_of(entries: Iterable[Entry]) -> str:
    """Return the name of a version made now of these files."""
    made_of = repr([(entry.file_id, entry.sha256) for entry in entries])
    return f"wh-{clock.now():%Y%m%dT%H%M%S%f}-{hashlib.sha256(made_of.encode()).hexdigest()[:8]}"
