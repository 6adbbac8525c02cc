"""Loading: files taken in, read, laid down in the archive, and published in one build at the end."""

import errno
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data import clock, log
from data.ledger import Entry as LedgerEntry
from data.ledger import open_ledger
from data.profile import Profile
from etl import archive, late, mappings, publish, rereading, store
from etl.archive import Entry
from etl.build import BuildFailed, Progress
from etl.incoming import Incoming, Outcome, Refused, find, refuse_unreadable
from etl.intake import Layout, WorkbookError, limits, parse, read_layout
from etl.plan_month import MonthNeeded, OpeningPlans, effective_months

__all__ = ["Incoming", "Outcome", "Refused", "find", "load"]

COPIES = 3  # tries to copy a file that changes while it is read
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
        self.accepted = archive.current(publish.in_force(place).values())
        self.pending: list[tuple[Path, Entry]] = []
        self.mapped: dict[str, list[LedgerEntry]] = {}  # district → mappings that people have settled
        self.frozen: dict[str, list[late.Frozen]] = {}  # district → what a load must not be dated before

    def run(self, incoming: list[Incoming]) -> Outcome:
        outcome = Outcome()
        for number, item in enumerate(incoming, start=1):
            self.progress(f"[{number}/{len(incoming)}] {item.called}")
            outcome.files.append(self._take_in(item))
        for profile in {item.profile.id: item.profile for item in incoming}.values():
            outcome.read_again += [self._read_again(entry, profile) for entry in self._changed(profile)]
        failed = self._publish(self.pending)
        for file in [*outcome.files, *outcome.read_again]:
            if file["sha256"] in failed and file["status"] == "loaded":
                file |= {"status": "failed", "error": failed[file["sha256"]]}
        outcome.version = publish.current_version_or_none(self.place)
        for file in [*outcome.files, *outcome.read_again]:
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
            is_otherwise = known and self._is_read_otherwise(known, item.profile, item.mapping)
            if known and not is_otherwise and not _gives_the_month(item, known):
                return told | {"status": "unchanged", "sheets": known.report}
            return told | self._read(item, source, told["sha256"], known)
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
        """Return the accepted file of the same content."""
        same = [
            e
            for e in (*self.accepted, *(e for _, e in self.pending))
            if e.sha256 == sha256 and e.district == item.profile.id
        ]
        return same[-1] if same else None

    def _is_read_otherwise(self, entry: Entry, profile: Profile, mapping: Path | None = None) -> bool:
        """Tell whether a file would be read otherwise now: with a mapping file, or by what has been settled since."""
        held = self._mapped(profile.id)
        layouts = rereading.layouts(self.place, None if mapping else entry, profile, held)
        return rereading.is_read_otherwise(entry, [read_layout(mapping), *layouts] if mapping else layouts, held)

    def _changed(self, profile: Profile) -> list[Entry]:
        """Return the accepted files whose mapping has changed since they were read, and that are not read just now."""
        now = {entry.replaces for _, entry in self.pending}
        return [
            entry
            for entry in self.accepted
            if entry.district == profile.id and entry.file_id not in now and self._is_read_otherwise(entry, profile)
        ]

    def _read_again(self, known: Entry, profile: Profile) -> dict[str, Any]:
        """Read an accepted file anew as its columns are understood now; where that fails, it stands as it was read."""
        self.progress(f"按新的列名对照重读 {known.name}")
        told: dict[str, Any] = {
            "file": known.name,
            "sha256": known.sha256,
            "received_on": known.received_on.isoformat(),
        }
        source = rereading.source_of(self.place, known)
        item = Incoming(source, profile, month=known.month, is_demo=known.is_demo, name=known.name)
        try:
            return told | self._read(item, source, known.sha256, known)
        except (Refused, WorkbookError) as error:
            kept = f"{error.args[0]}。仍按原来的读法"
            return told | {"status": "failed", "sheets": known.report, "error": kept}

    def _read(self, item: Incoming, source: Path, sha256: str, known: Entry | None) -> dict[str, Any]:
        """Read a file and lay it down; one that is known takes its own place, from today."""
        mapping = item.mapping or (rereading.mapping_of(self.place, known) if known else None)
        month = item.month or (known.month if known else None)
        given: list[Layout] = [read_layout(mapping)] if mapping else []
        given += mappings.layouts(self._mapped(item.profile.id))
        parsed = parse(source, item.profile, month=month, layout=given, name=item.called)
        tables = parsed.tables()
        sheets = parsed.to_json()["sheets"]
        refuse_unreadable(item.called, sheets)
        received_on = item.received_on or self._received_before(item, sha256) or clock.today()
        if known:
            received_on = known.received_on
        taken = [entry for _, entry in self.pending]
        before = OpeningPlans.of(
            self._accepted_before(known)
            if known
            else [*self.accepted, *(e for e in taken if e.received_on != received_on)]
        )
        try:
            effective = effective_months(item.called, tables, district=item.profile.id, option=month, before=before)
        except MonthNeeded as error:
            raise Refused(str(error), sheets) from None
        entry = Entry(
            file_id=archive.next_file_id(self.place, [*self.archived, *(e.file_id for e in taken)]),
            district=item.profile.id,
            name=item.called,
            sha256=sha256,
            received_on=received_on,
            loaded_at=clock.now(),
            is_demo=item.is_demo,
            month=month,
            mapping_sha256=archive.digest(mapping) if mapping else None,
            kinds=tuple(parsed.kinds),
            effective_months=effective,
            report=sheets,
            headers=parsed.headings,
            replaces=known.file_id if known else None,
            read_on=max(clock.today(), known.known_from) if known else None,
        )
        months = late.months_of(tables, entry.effective_months)
        stopped_by = late.behind(self._frozen(item.profile.id), entry.known_from, months)
        if stopped_by and not item.is_late:
            raise Refused(late.refusal(item.called, entry.known_from, stopped_by), sheets)
        self.pending.append((archive.lay_down(self.place, entry, source, tables, mapping), entry))
        return {"status": "loaded", "sheets": sheets} | ({"is_read_again": True} if known else {})

    def _accepted_before(self, known: Entry) -> list[Entry]:
        """Return the files that spoke before a file that is read anew."""
        turns = archive.turns(self.accepted)
        return [entry for entry in self.accepted if turns[entry.file_id] < turns.get(known.file_id, 0)]

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


def _gives_the_month(item: Incoming, known: Entry) -> bool:
    """Tell whether a file comes again with the month that one of its sheets was waiting for."""
    waits = any(sheet["kind"] and not sheet["loaded"] and sheet.get("message") for sheet in known.report)
    return waits and item.month is not None and item.month != known.month
