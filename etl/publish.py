"""From the archive to the version that is read: build, check, rename into versions/, then point CURRENT at it."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data import clock, known
from data.ledger import open_ledger
from data.profile import ProfileError, load_profile
from data.warehouse import WarehouseBroken, WarehouseMissing, connect, current_version, version_path
from etl import archive, store
from etl.archive import Entry
from etl.build import Progress, build

KEEP = 5  # versions whose files stay; their lists of files stay for ever, so that any of them can be rolled back to
ROLLBACK = "rollback"
SQL_FOLDERS = (Path(__file__).parent, Path(known.__file__).parent / "known")


@dataclass(frozen=True)
class Version:
    """What a published version was made of."""

    name: str
    built_at: str
    file_ids: tuple[int, ...]
    rules: str | None  # digest of the profiles and SQL that made it
    has_file: bool
    is_current: bool


class NoRoom(Exception):  # noqa: N818
    """The machine could not hold the build: no file is at fault."""


class UnknownVersion(ValueError):  # noqa: N818
    """A version that this store never published."""


def set_aside(folder: Path) -> set[int]:
    """Return the file_ids that rollbacks have set aside and nobody has accepted again."""
    aside: set[int] = set()
    with open_ledger(folder) as ledger:
        for entry in ledger.entries(ROLLBACK):
            aside |= set(entry.payload["set_aside"])
            aside -= set(entry.payload["accepted_again"])
    return aside


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
    entries = list(in_force(folder).values())
    told = next((item for item in versions(folder) if item.name == version), None)
    return (
        told is not None
        and told.file_ids == tuple(entry.file_id for entry in entries)
        and told.rules == rules_digest(entries, districts)
    )


def current_version_or_none(folder: Path) -> str | None:
    """Return the version CURRENT names, None also where CURRENT cannot be read."""
    try:
        return current_version(folder)
    except WarehouseBroken:
        return None


def publish(
    folder: Path,
    pending: Iterable[tuple[Path, Entry]] = (),
    *,
    districts: Path | None = None,
    progress: Progress = lambda _: None,
) -> str:
    """Build a version from the files in force and the pending ones, and make it the one that is read.

    The caller holds the store's lock. Pending files enter the archive only when the warehouse has passed its checks;
    whatever goes wrong before, CURRENT and the archive stay as they were.

    Returns:
        the new version's name.
    """
    pending = list(pending)
    files = in_force(folder) | dict(pending)
    names = sorted({entry.district for entry in files.values()})
    profiles = [load_profile(name, districts) for name in names]
    workshop = folder / "versions" / store.BUILDING
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    version = _name(files.values())
    draft = workshop / f"{version}.duckdb"
    try:
        build(draft, files, profiles, progress=progress)
        store.sync_file(draft)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        why = str(error).splitlines()[0]
        raise NoRoom(f"数据仓建不成：磁盘或内存不够，或目录不可写（{why}）。没有任何改动。") from None
    told = {
        "built_at": clock.now().isoformat(" ", "seconds"),
        "file_ids": [entry.file_id for entry in files.values()],
        "rules": rules_digest(files.values(), districts),
    }
    store.write_text(folder / "versions" / f"{version}.json", json.dumps(told))
    draft.replace(version_path(folder, version))
    store.sync_folder(folder / "versions")
    archive.accept(folder, [path for path, _ in pending])
    store.write_text(folder / "CURRENT", f"{version}.duckdb\n")
    shutil.rmtree(workshop, ignore_errors=True)
    _prune(folder, version)
    store.log(folder, "publish", version=version, files=len(files))
    return version


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
    """
    place = store.prepare(folder)
    with store.writing(place):
        wanted = {item.name: set(item.file_ids) for item in versions(place)}.get(version)
        if wanted is None:
            known = "、".join(item.name for item in versions(place)[:KEEP]) or "（无）"
            raise UnknownVersion(f"没有版本“{version}”。最近的版本：{known}")
        now = {entry.file_id for entry in in_force(place).values()}
        payload = {"version": version, "set_aside": sorted(now - wanted), "accepted_again": sorted(wanted - now)}
        before = in_force(place)
        kept = {path: entry for path, entry in before.items() if entry.file_id in wanted}
        with open_ledger(place) as ledger:
            ledger.append(ROLLBACK, payload, reason=reason, who=who)
        store.log(place, "rollback", to=version, set_aside=len(payload["set_aside"]), files=len(kept))
        return publish(place, districts=districts)


def versions(folder: Path) -> list[Version]:
    """Return all versions ever published, newest first."""
    current = current_version_or_none(folder)
    found = []
    for path in sorted((folder / "versions").glob("wh-*.json"), reverse=True):
        told = json.loads(path.read_text(encoding="utf-8"))
        has_file = version_path(folder, path.stem).exists()
        ids = tuple(told["file_ids"])
        found.append(Version(path.stem, told["built_at"], ids, told.get("rules"), has_file, path.stem == current))
    return found


def rules_digest(entries: Iterable[Entry], districts: Path | None = None) -> str | None:
    """Return a digest of what a build goes by beside the files: the districts' profiles and the SQL of the house.

    None where a district's profile is not there: nothing can be said then, nor built.
    """
    texts = [path.read_bytes() for folder in SQL_FOLDERS for path in sorted(folder.rglob("*.sql"))]
    try:
        for district in sorted({entry.district for entry in entries}):
            texts.append(load_profile(district, districts).model_dump_json(exclude={"folder"}).encode())
    except ProfileError:
        return None
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def _name(entries: Iterable[Entry]) -> str:
    made_of = repr([(entry.file_id, entry.sha256) for entry in entries])
    return f"wh-{clock.now():%Y%m%dT%H%M%S%f}-{hashlib.sha256(made_of.encode()).hexdigest()[:8]}"


def _prune(folder: Path, current: str) -> None:
    """Take away the files of all but the last versions; one that a system still holds open goes the next time."""
    for path in sorted((folder / "versions").glob("wh-*.duckdb"), reverse=True)[KEEP:]:
        if path.stem != current:
            try:
                path.unlink()
            except OSError:
                continue
