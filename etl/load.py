"""Loading: files taken in, read, laid down in the archive, and published in one build at the end."""

import errno
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data import clock, log
from data.ledger import Entry as LedgerEntry
from data.ledger import open_ledger
from data.profile import Profile
from etl import archive, late, mappings, publish, store
from etl.archive import Entry
from etl.build import BuildFailed, Progress
from etl.intake import WorkbookError, limits, parse, read_layout
from etl.plan_month import MonthNeeded, OpeningPlans, effective_months

EXTENSIONS = {".xlsx", ".xlsm", ".xls", ".csv"}
COPIES = 3  # tries to copy a file that changes while it is read
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Incoming:
    """A file to load, and what the person who loads it says of it."""

    path: Path
    profile: Profile
    received_on: date | None = None  # None: today
    month: date | None = None
    mapping: Path | None = None
    is_demo: bool = False
    is_late: bool = False  # may be dated before what is frozen
    name: str | None = None  # what it is called, where the path is a name of our own

    @property
    def called(self) -> str:
        """What the file is called."""
        return self.name or self.path.name


@dataclass
class Outcome:
    """What became of a load."""

    version: str | None = None
    ignored: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: all loaded or unchanged; 1: a file could not be loaded, or there was none."""
        return 0 if self.files and all(file["status"] != "failed" for file in self.files) else 1

    def to_json(self) -> dict[str, Any]:
        """Return the answer of ``--json``."""
        return {"version": self.version, "ignored": self.ignored, "files": self.files}


class Refused(ValueError):  # noqa: N818
    """A file that can be read but not loaded; says why and what to do."""


def find(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Return the workbooks among paths and in folders, and the names of what was passed over."""
    found: list[Path] = []
    ignored: list[str] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for inner in sorted(inner for inner in path.rglob("*") if inner.is_file()):
            wanted = inner.suffix.lower() in EXTENSIONS and not inner.name.startswith("~$")
            (found if wanted else ignored).append(inner if wanted else inner.name)  # type: ignore[arg-type]
    return found, ignored


def load(
    incoming: Iterable[Incoming],
    folder: Path | str | None = None,
    *,
    districts: Path | None = None,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Take files into the archive and publish a version with them; a file that fails hurts no other.

    Raises:
        store.StoreBusy: somebody else is writing.
    """
    place = store.prepare(folder)
    with store.writing(place):
        return _Load(place, districts, progress).run(list(incoming))


class _Load:
    """One load, from the lock to the published version."""

    def __init__(self, place: Path, districts: Path | None, progress: Progress) -> None:
        self.place = place
        self.districts = districts
        self.progress = progress
        self.archived = archive.entries(place)
        self.accepted = list(publish.in_force(place).values())
        self.pending: list[tuple[Path, Entry]] = []
        self.mapped: dict[str, list[LedgerEntry]] = {}  # district → mappings that people have settled
        self.frozen: dict[str, list[late.Frozen]] = {}  # district → what a load must not be dated before

    def run(self, incoming: list[Incoming]) -> Outcome:
        outcome = Outcome()
        for number, item in enumerate(incoming, start=1):
            self.progress(f"[{number}/{len(incoming)}] {item.called}")
            outcome.files.append(self._take_in(item))
        failed = self._publish(self.pending)
        for file in outcome.files:
            if file["sha256"] in failed and file["status"] == "loaded":
                file |= {"status": "failed", "error": failed[file["sha256"]]}
        outcome.version = publish.current_version_or_none(self.place)
        for file in outcome.files:
            counts = {key: sum(sheet[key] for sheet in file["sheets"]) for key in ("rows_total", "loaded", "rejected")}
            store.log(self.place, "load", file=file["file"], status=file["status"], sha256=file["sha256"], **counts)
        return outcome

    def _take_in(self, item: Incoming) -> dict[str, Any]:
        """Read one file and lay it down; return its report."""
        told: dict[str, Any] = {"file": item.called, "sha256": None, "status": "failed", "sheets": []}
        workshop = self.place / "archive" / store.PENDING / "reading"
        try:
            source = self._copy(item.path, workshop)
            told["sha256"] = archive.digest(source)
            known = self._known(item, told["sha256"])
            if known:
                return told | {"status": "unchanged", "sheets": known.report}
            return told | self._read(item, source, told["sha256"])
        except (Refused, WorkbookError) as error:
            return told | {"error": str(error.args[0])} | ({"sheets": error.args[1]} if len(error.args) > 1 else {})
        except OSError as error:
            if error.errno in DISK_FULL:
                return told | {"error": f"{item.called}：磁盘空间不够，没有载入。请清理磁盘后再试"}
            return told | {"error": f"{item.called}：读不到文件（{error.strerror or error}）。请检查路径和权限"}
        except Exception as error:  # noqa: BLE001  one file's fault, known or not, hurts no other
            id = log.error(self.place, error, file=item.called)
            return told | {"error": f"{item.called}：读取时出错（编号 {id}），请把这个文件和编号交给维护人员"}
        finally:
            shutil.rmtree(workshop, ignore_errors=True)

    def _copy(self, path: Path, workshop: Path) -> Path:
        """Copy a file before it is read, so that what is archived is what was read; one that changes is refused."""
        workshop.mkdir(parents=True, exist_ok=True)
        copy = workshop / f"source{path.suffix.lower()}"
        for _ in range(COPIES):
            before = path.stat()
            limits.check_size(path.name, before.st_size)
            shutil.copyfile(path, copy)
            after = path.stat()
            same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
            if same and copy.stat().st_size == after.st_size:
                return copy
        raise Refused(f"{path.name}：文件正在被改动。请保存、关闭以后再载入")

    def _known(self, item: Incoming, sha256: str) -> Entry | None:
        """Return the accepted file of the same content, unless a mapping now explains what was not understood."""
        same = [
            e
            for e in (*self.accepted, *(e for _, e in self.pending))
            if e.sha256 == sha256 and e.district == item.profile.id
        ]
        if not same:
            return None
        entry = same[-1]
        is_explained = (
            entry.mapping_sha256 != archive.digest(item.mapping)
            if item.mapping
            else mappings.explains_since(self._mapped(item.profile.id), entry.loaded_at)
        )
        return None if is_explained and any(sheet["kind"] is None for sheet in entry.report) else entry

    def _read(self, item: Incoming, source: Path, sha256: str) -> dict[str, Any]:
        given = [read_layout(item.mapping)] if item.mapping else []
        given += mappings.layouts(self._mapped(item.profile.id))
        parsed = parse(source, item.profile, month=item.month, layout=given, name=item.called)
        tables = parsed.tables()
        sheets = parsed.to_json()["sheets"]
        _refuse_unreadable(item.called, sheets)
        received_on = item.received_on or self._received_before(item, sha256) or clock.today()
        taken = [entry for _, entry in self.pending]
        before = OpeningPlans.of([*self.accepted, *(e for e in taken if e.received_on != received_on)])
        entry = Entry(
            file_id=archive.next_file_id(self.place, [*self.archived, *(e.file_id for e in taken)]),
            district=item.profile.id,
            name=item.called,
            sha256=sha256,
            received_on=received_on,
            loaded_at=clock.now(),
            is_demo=item.is_demo,
            month=item.month,
            mapping_sha256=archive.digest(item.mapping) if item.mapping else None,
            kinds=tuple(parsed.kinds),
            effective_months=_effective_months(item, tables, before, sheets),
            report=sheets,
        )
        months = late.months_of(tables, entry.effective_months)
        stopped_by = late.behind(self._frozen(item.profile.id), received_on, months)
        if stopped_by and not item.is_late:
            raise Refused(late.refusal(item.called, received_on, stopped_by), sheets)
        self.pending.append((archive.lay_down(self.place, entry, source, tables, item.mapping), entry))
        return {"status": "loaded", "sheets": sheets}

    def _mapped(self, district: str) -> list[LedgerEntry]:
        if district not in self.mapped:
            self.mapped[district] = mappings.in_force(self.place, district)
        return self.mapped[district]

    def _frozen(self, district: str) -> list[late.Frozen]:
        if district not in self.frozen:
            with open_ledger(self.place) as ledger:
                self.frozen[district] = late.frozen(ledger.entries(late.KIND, district))
        return self.frozen[district]

    def _received_before(self, item: Incoming, sha256: str) -> date | None:
        """Return when a file that was set aside first came in: accepting it again does not make it newer."""
        days = [e.received_on for e in self.archived.values() if e.sha256 == sha256 and e.district == item.profile.id]
        return min(days, default=None)

    def _publish(self, pending: list[tuple[Path, Entry]]) -> dict[str, str]:
        """Publish the pending files; where the build fails with all, the halves are tried, down to the one at fault."""
        if not pending and publish.is_up_to_date(self.place, self.districts):
            return {}
        try:
            publish.publish(self.place, pending, districts=self.districts, progress=self.progress)
        except publish.NoRoom as error:
            store.log(self.place, "refusal", type="NoRoom", files=[entry.file_id for _, entry in pending])
            if not pending:
                raise
            return {entry.sha256: str(error) for _, entry in pending}
        except (BuildFailed, duckdb.Error) as error:
            store.log(self.place, "refusal", type=type(error).__name__, files=[entry.file_id for _, entry in pending])
            if not pending:
                raise
            if len(pending) == 1:
                path, entry = pending[0]
                shutil.rmtree(path)
                reason = str(error) if isinstance(error, BuildFailed) else "数据仓建不成，请把这个文件交给维护人员"
                return {entry.sha256: f"{entry.name}：{reason}"}
            half = len(pending) // 2
            return self._publish(pending[:half]) | self._publish(pending[half:])
        return {}


def _effective_months(
    item: Incoming, tables: Mapping[str, pa.Table], before: OpeningPlans, sheets: list[dict[str, Any]]
) -> dict[str, str]:
    """Return from which month each plan sheet holds; a file of which nobody knows is refused with its account."""
    try:
        return effective_months(item.called, tables, district=item.profile.id, option=item.month, before=before)
    except MonthNeeded as error:
        raise Refused(str(error), sheets) from None


def _refuse_unreadable(name: str, sheets: list[dict[str, Any]]) -> None:
    """Refuse a file of which nothing can be loaded, or of which a sheet of a known kind cannot."""
    stuck = [sheet for sheet in sheets if sheet["kind"] and not sheet["loaded"] and sheet.get("message")]
    if stuck or not any(sheet["loaded"] for sheet in sheets):
        said = [f"表“{sheet['sheet']}”：{sheet['message']}" for sheet in stuck or sheets if sheet.get("message")]
        raise Refused(f"{name}：" + ("；".join(said) or "没有一行能载入。请看各行退回的原因"), sheets)
