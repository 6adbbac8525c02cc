"""Backup and restore: one zip with all that cannot be made anew.

``archive/`` (every accepted file and its rows), ``ledger.jsonl`` (the decisions, one a line, out of SQLite or
PostgreSQL alike), ``accounts.jsonl`` (accounts, tokens and the audit trail; passwords and tokens as their hashes),
``versions/`` (what each version was made of, and the files of the frozen ones), ``frozen/`` and ``districts/`` (a copy
of the profiles, to compare). The warehouse itself is left out: restoring builds it.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from accounts import keeping
from data import clock
from data.ledger import Entry, engine_of, open_ledger
from data.profile import districts_folder, load_profile
from etl import archive, store, waiting
from etl.build.build import Progress
from etl.versions import publish
from etl.versions.versions import frozen

FORMAT = 1  # raise it when an older program could not restore what is written
LABEL, LEDGER, ACCOUNTS = "backup.json", "ledger.jsonl", "accounts.jsonl"
STORED = ("archive", "versions", "frozen", "waiting")  # go back into the store
PROFILES = "districts"
WAIT = 20.0  # seconds for another writer to end
HALF_DONE = ".restoring"


class BackupError(ValueError):
    """A backup that cannot be made or restored; says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Restored:
    """What a restore came to."""

    version: str
    files: int
    decisions: int
    differing: list[str]  # profile files that are not those of the backup, or stand in one of the two only


def backup(folder: Path | str | None, file: Path, *, districts: Path | None = None) -> dict[str, Any]:
    """Write a backup of a store; a file of that name is replaced only when the new one is whole.

    Returns:
        what stands on its label.

    Raises:
        store.StoreBusy: somebody is writing.
    """
    place = store.prepare(folder)
    draft = file.with_name(f".{file.name}.partial")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with store.writing(place, wait=WAIT), zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
            with open_ledger(place) as ledger:
                decisions = ledger.entries()
                accounts = list(_accounts(place))
            files = archive.entries(place)
            label = {
                "format": FORMAT,
                "made_at": clock.now().isoformat(" ", "seconds"),
                "districts": sorted({entry.district for entry in files.values()}),
                "files": len(files),
                "decisions": len(decisions),
                "account_lines": len(accounts),
            }
            out.writestr(LABEL, json.dumps(label, ensure_ascii=False, indent=1))
            out.writestr(LEDGER, "".join(f"{_line(entry)}\n" for entry in decisions))
            out.writestr(ACCOUNTS, "".join(f"{line}\n" for line in accounts))
            for path, name in _kept(place, files, districts):
                out.write(path, name)
        draft.chmod(0o600)  # it holds hashes of passwords
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    store.log(place, "backup", file=file.name, files=len(files), decisions=len(decisions))
    return label


def _kept(place: Path, files: dict[int, archive.Entry], districts: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield every file that goes into a backup, and its name there."""
    folders = [place / "archive" / entry.folder_name for entry in files.values()]
    versions = [path for name in sorted(frozen(place)) for path in (place / "versions").glob(f"{name}.duckdb")]
    profiles = districts or districts_folder()
    for path in [
        *(path for folder in folders for path in sorted(folder.iterdir())),
        *sorted((place / "versions").glob("wh-*.json")),
        *versions,
        *sorted(path for path in (place / waiting.FOLDER).glob("[0-9a-f]*/*") if path.is_file()),
        *sorted(path for path in (place / "frozen").rglob("*") if path.is_file()),
    ]:
        yield path, path.relative_to(place).as_posix()
    for path in _profile_files(profiles):
        yield path, f"{PROFILES}/{path.relative_to(profiles).as_posix()}"


def _profile_files(profiles: Path) -> list[Path]:
    return sorted(path for path in profiles.rglob("*") if path.is_file() and not path.name.startswith("."))


def restore(
    file: Path,
    folder: Path | str | None,
    *,
    districts: Path | None = None,
    instead: bool = False,
    progress: Progress = lambda _: None,
) -> Restored:
    """Put a backup into a store and build the warehouse; nothing outside the store is written.

    Args:
        file: the backup.
        folder: the store, empty.
        districts: where the profiles are that hold here; those of the backup are only compared.
        instead: take a store that is not empty, too: what it holds is moved to ``before-<time>`` in it.
        progress: told each step.

    Raises:
        BackupError: the file is no whole backup, or the store is not empty.
        ProfileError: a district of the backup has no profile here.
        store.StoreBusy: somebody is writing.
    """
    place = store.prepare(folder)
    with store.writing(place):
        draft = place / HALF_DONE
        shutil.rmtree(draft, ignore_errors=True)
        try:
            progress("核对备份")
            label, decisions, accounts = _unpack(file, draft)
            for district in label["districts"]:
                load_profile(district, districts)  # without them nothing can be built
            _require_empty_server(place)
            if not _is_empty(place) or (accounts and not _has_no_accounts(place)):
                if not instead:
                    raise BackupError(
                        f"{place} 里已有数据，没有恢复。请指定空的数据目录，或加 --instead（原有的会挪到一边）"
                    )
                _move_aside(place)
            with open_ledger(place) as ledger:
                _restore_accounts(place, accounts)
                ledger.restore(decisions)  # first: an archive without its decisions would be built and believed
            for name in STORED:
                for path in sorted((draft / name).iterdir()) if (draft / name).exists() else ():
                    (place / name).mkdir(exist_ok=True)
                    path.rename(place / name / path.name)
            version = publish.publish(place, districts=districts, progress=progress)
            differing = _differing(draft / PROFILES, districts or districts_folder())
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    files = len(archive.entries(place))
    store.log(place, "restore", file=file.name, files=files, decisions=len(decisions), differing=differing)
    return Restored(version, files, len(decisions), differing)


def _unpack(file: Path, draft: Path) -> tuple[dict[str, Any], list[Entry], list[str]]:
    """Lay the backup's files down in a folder of their own; return its label, decisions and accounts."""
    try:
        with zipfile.ZipFile(file) as package:
            label = json.loads(package.read(LABEL))
            if label["format"] > FORMAT:
                raise BackupError(f"{file.name}：备份由更新的程序写成，请换用新版程序恢复")
            for item in package.infolist():
                parts = PurePosixPath(item.filename).parts
                if item.is_dir() or parts[0] not in (*STORED, PROFILES) or {"..", "/"} & set(parts):
                    continue
                target = draft.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with package.open(item) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
            decisions = [_entry(line) for line in package.read(LEDGER).decode("utf-8").splitlines()]
            held = ACCOUNTS in package.namelist()  # not in backups of before
            accounts = package.read(ACCOUNTS).decode("utf-8").splitlines() if held else []
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        if isinstance(error, BackupError):
            raise
        raise BackupError(f"{file.name}：不是完整的备份（{error}），没有恢复") from None
    found = len(list((draft / "archive").glob("*/entry.json")))
    if (found, len(decisions)) != (label["files"], label["decisions"]):
        raise BackupError(f"{file.name}：备份不完整（应有 {label['files']} 个文件，只有 {found} 个），没有恢复")
    if len(accounts) != label.get("account_lines", 0):
        raise BackupError(f"{file.name}：备份不完整（账号和审计记录少了），没有恢复")
    return label, decisions, accounts


def _accounts(place: Path) -> Iterator[str]:
    engine = engine_of(place)
    try:
        yield from keeping.lines(engine)
    finally:
        engine.dispose()


def _has_no_accounts(place: Path) -> bool:
    engine = engine_of(place)
    try:
        return keeping.is_empty(engine)
    finally:
        engine.dispose()


def _restore_accounts(place: Path, lines: list[str]) -> None:
    engine = engine_of(place)
    try:
        if lines:
            keeping.restore(engine, lines)
    finally:
        engine.dispose()


def _require_empty_server(place: Path) -> None:
    """Refuse a ledger on a server that holds decisions: it cannot be moved aside, nor two ledgers become one."""
    with open_ledger(place) as ledger:
        if not ledger.is_in_store and (count := ledger.count()):
            raise BackupError(
                f"决定记录在数据库服务器上，已有 {count} 条，没有恢复。请换一个空的数据库（GUATU_LEDGER）再恢复"
            )
        is_on_server = not ledger.is_in_store
    if is_on_server and not _has_no_accounts(place):
        raise BackupError("数据库服务器上已有账号或审计记录，没有恢复。请换一个空的数据库（GUATU_LEDGER）再恢复")


def _is_empty(place: Path) -> bool:
    with open_ledger(place) as ledger:
        return not ledger.count() and not archive.entries(place) and not (place / "CURRENT").exists()


def _move_aside(place: Path) -> None:
    """Move what a store holds into a folder of its own; a ledger on a server is empty."""
    aside = place / f"before-{clock.now():%Y%m%dT%H%M%S}"
    aside.mkdir()
    for name in (*STORED, "CURRENT", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        if (place / name).exists():
            (place / name).rename(aside / name)
    store.prepare(place)


def _differing(saved: Path, here: Path) -> list[str]:
    """Return the profile files that differ, by their name below the folder of profiles."""
    names = {path.relative_to(root).as_posix() for root in (saved, here) for path in _profile_files(root)}
    return [name for name in sorted(names) if _content(saved / name) != _content(here / name)]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry) | {"at": entry.at.isoformat()}, ensure_ascii=False)


def _entry(line: str) -> Entry:
    said = json.loads(line)
    return Entry(**said | {"at": datetime.fromisoformat(said["at"])})
