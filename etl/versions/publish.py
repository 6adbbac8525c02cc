"""From the archive to the version that is read: build, check, rename into versions/, then point CURRENT at it."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data import clock, known, sheet_kinds
from data.ledger import open_ledger
from data.profile import ProfileError, load_profile
from data.warehouse import WarehouseBroken, WarehouseMissing, connect
from etl import archive, store
from etl.archive import Entry
from etl.build import decisions
from etl.build.build import BuildFailed, Progress, build, check, settings
from etl.lake.publish_lake import publish_lake
from etl.versions import disk_space as room
from etl.versions import issue as draft
from etl.versions.disk_space import NoRoom
from etl.versions.versions import DECISION, KEEP, LOAD, Version, current_version_or_none, versions

ROLLBACK = "rollback"
CHECKED_IN_COPIES = ("keys_are_unique", "nothing_is_orphaned")  # they read nothing that only a build has
WAIT = 20.0  # seconds that a decision waits for another writer
SQL_FOLDERS = (Path(__file__).parents[1], Path(known.__file__).parent / "known")
LINK_RULES = Path(__file__).parents[1] / "build" / "link"
SHEET_KINDS = Path(sheet_kinds.__file__)


NOT_PUBLISHED = (store.StoreBusy, BuildFailed, NoRoom, duckdb.Error)  # what a publication may end with


class UnknownVersion(ValueError):  # noqa: N818
    """A version that this store never published."""


@dataclass(frozen=True)
class Rollback:
    """Going back: the files that hold then, and the entry that says so once the version is built."""

    files: dict[Path, Entry]
    payload: dict[str, Any]
    reason: str
    who: str | None

    def write(self, folder: Path) -> None:
        """Write it into the ledger."""
        with open_ledger(folder) as ledger:
            ledger.append(ROLLBACK, self.payload, reason=self.reason, who=self.who)


def set_aside(folder: Path) -> set[int]:
    """Return the file_ids that rollbacks have set aside and nobody has accepted again."""
    aside: set[int] = set()
    with open_ledger(folder) as ledger:
        for entry in ledger.entries(ROLLBACK):
            aside |= set(entry.payload["set_aside"])
            aside -= set(entry.payload["accepted_again"])
    return aside


def received(folder: Path) -> dict[int, Entry]:
    """Return every file ever accepted, by file_id: in force or set aside."""
    return archive.entries(folder)


def in_force(folder: Path) -> dict[Path, Entry]:
    """Return the archive's files that builds take: folder → entry, in order of loading."""
    aside = set_aside(folder)
    return {
        folder / "archive" / entry.folder_name: entry
        for file_id, entry in archive.entries(folder).items()
        if file_id not in aside
    }


def is_up_to_date(folder: Path, districts: Path | None = None) -> bool:
    """Say whether the published version can be read, and was made of the files and by the rules that hold now."""
    try:
        version = connect(folder).version
    except (WarehouseMissing, WarehouseBroken):
        return not in_force(folder) and current_version_or_none(folder) is None
    with open_ledger(folder) as ledger:
        said = ledger.count()
    told = next((item for item in versions(folder) if item.name == version), None)
    return told is not None and told.decisions == said and _is_of_these_files(told, folder, districts)


def _is_of_these_files(told: Version, folder: Path, districts: Path | None) -> bool:
    entries = list(in_force(folder).values())
    return told.file_ids == tuple(entry.file_id for entry in entries) and told.rules == rules_digest(entries, districts)


def publish(
    folder: Path,
    pending: Iterable[tuple[Path, Entry]] = (),
    *,
    districts: Path | None = None,
    because: str = LOAD,
    rollback: Rollback | None = None,
    progress: Progress = lambda _: None,
) -> str:
    """Build a version from the files in force, the ledger and the pending ones, and make it the one that is read.

    The caller holds the store's lock. Pending files enter the archive, and a rollback the ledger, only when the
    warehouse has passed its checks; whatever goes wrong before, CURRENT, archive and ledger stay as they were.

    Returns:
        the new version's name.
    """
    pending = list(pending)
    files = (rollback.files if rollback else in_force(folder)) | dict(pending)
    names = sorted({entry.district for entry in files.values()})
    profiles = [load_profile(name, districts) for name in names]
    with open_ledger(folder) as ledger:
        decided = ledger.entries()
    told = {
        "file_ids": [entry.file_id for entry in files.values()],
        "rules": rules_digest(files.values(), districts),
        "decisions": len(decided) + (rollback is not None),
        "because": because,
    }

    def tell(step: str) -> None:
        store.tell(folder, step)
        progress(step)

    def make(path: Path) -> None:
        room.require(folder, files)
        build(path, files, profiles, decided, progress=tell)

    def settle() -> None:
        archive.accept(folder, [path for path, _ in pending])
        if rollback:
            rollback.write(folder)

    version = draft.issue(folder, draft.name_of(files.values()), make, told, settle)
    to_lake(folder, districts, tell)
    return version


def decided(
    folder: Path | str | None = None, *, districts: Path | None = None, progress: Progress = lambda _: None
) -> str:
    """Publish what people have decided since: in a copy of the current version where that is enough, else a full build.

    Returns:
        the version that holds the decisions; the current one where it does already.

    Raises:
        store.StoreBusy: another writer did not end in time; what it publishes next will hold them.
    """
    place = store.prepare(folder)
    with store.writing(place, wait=WAIT):
        if is_up_to_date(place, districts) and (current := current_version_or_none(place)):
            return current
        return _copied(place, districts) or publish(place, districts=districts, because=DECISION, progress=progress)


def _copied(folder: Path, districts: Path | None) -> str | None:
    """Publish a copy of the current version with the decisions of now; None where a full build is needed."""
    try:
        current = connect(folder)
    except (WarehouseMissing, WarehouseBroken):
        return None
    told = next((item for item in versions(folder) if item.name == current.version), None)
    if told is None or not _is_of_these_files(told, folder, districts):
        return None
    with open_ledger(folder) as ledger:
        entries = ledger.entries()
    with current.cursor() as con:
        news = decisions.unread(con, entries)
        if not decisions.can_be_remade(con, news):
            return None

    def make(path: Path) -> None:
        room.require(folder, (), current.path.stat().st_size)
        shutil.copyfile(current.path, path)
        with duckdb.connect(str(path), config=settings(path.parent)) as con:
            decisions.write(con, entries)
            decisions.remake(con, {entry.kind for entry in news})
            con.execute("update meta.version set built_at = ?", [clock.now()])
            check(con, CHECKED_IN_COPIES)
            con.execute("checkpoint")

    facts = {"file_ids": list(told.file_ids), "rules": told.rules, "decisions": len(entries), "because": DECISION}
    version = draft.issue(folder, draft.name_of(in_force(folder).values()), make, facts)
    to_lake(folder, districts)
    return version


def to_lake(folder: Path, districts: Path | None, progress: Progress = lambda _: None) -> None:
    """Publish the store's districts to the lake that ``GUATU_PUBLISH_LAKE`` names, where it names one.

    A lake that is away does not undo what is published here: log and progress say so, the next publication mends it.
    """
    if not (url := os.environ.get("GUATU_PUBLISH_LAKE")):
        return
    try:
        made = publish_lake(folder, url, districts=districts)
        store.log(folder, "publish_lake", lake=url, districts=[one.district for one in made])
    except Exception as error:  # noqa: BLE001  whatever is wrong with another office's storage
        store.log(folder, "publish_lake_failed", lake=url, error=str(error))
        progress(f"没有发布到 {url}（{error}），下次发布时补上，也可运行 python -m etl publish-lake {url}")


def republish(
    folder: Path | str | None = None, *, districts: Path | None = None, progress: Progress = lambda _: None
) -> str:
    """Build and publish anew from what is in the archive and the ledger: after a decision, or for a new schema."""
    place = store.prepare(folder)
    with store.writing(place):
        return publish(place, districts=districts, progress=progress)


def roll_back(
    folder: Path | str | None, version: str, reason: str, *, districts: Path | None = None, who: str | None = None
) -> str:
    """Go back to the files of an earlier version: those received since are set aside, by a ledger entry, with a reason.

    Raises:
        UnknownVersion: the store never published it.
        BuildFailed, NoRoom: the version cannot be built any more; nothing is changed, nor written into the ledger.
    """
    place = store.prepare(folder)
    with store.writing(place):
        wanted = {item.name: set(item.file_ids) for item in versions(place)}.get(version)
        if wanted is None:
            known = "、".join(item.name for item in versions(place)[:KEEP]) or "（无）"
            raise UnknownVersion(f"没有版本“{version}”。最近的版本：{known}")
        now = {entry.file_id for entry in in_force(place).values()}
        payload = {"version": version, "set_aside": sorted(now - wanted), "accepted_again": sorted(wanted - now)}
        files = {
            place / "archive" / entry.folder_name: entry
            for file_id, entry in received(place).items()
            if file_id in wanted
        }
        published = publish(place, districts=districts, rollback=Rollback(files, payload, reason, who))
        store.log(place, "rollback", to=version, set_aside=len(payload["set_aside"]), files=len(files))
        return published


def rules_digest(entries: Iterable[Entry], districts: Path | None = None) -> str | None:
    """Return a digest of what a build goes by beside the files: the districts' profiles and the SQL of the house.

    None where a district's profile is not there: nothing can be said then, nor built.
    """
    sources = [path for folder in SQL_FOLDERS for path in sorted(folder.rglob("*.sql"))]
    texts = [path.read_bytes() for path in (*sources, *sorted(LINK_RULES.glob("*.py")), SHEET_KINDS)]
    try:
        for district in sorted({entry.district for entry in entries}):
            texts.append(load_profile(district, districts).model_dump_json(exclude={"folder"}).encode())
    except ProfileError:
        return None
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]
