"""Loading: files taken in, read, laid down in the archive, and published in one build at the end."""

import errno
import shutil
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from data import clock, log
from data.ledger import Entry as LedgerEntry
from data.ledger import open_ledger
from data.profile import Profile
from etl import archive, store, waiting
from etl.archive import Entry
from etl.build.build import Progress
from etl.intake import Layout, WorkbookError, parse, read_layout
from etl.loading import backdated as late
from etl.loading import candidates, confirmations, mappings, moved, unit_scope
from etl.loading import reloading as rereading
from etl.loading.deciding import decide
from etl.loading.earlier_files import Before
from etl.loading.incoming import Incoming, Outcome, Refused, copy, find
from etl.loading.plan_month import OpeningPlans
from etl.versions import publish, publishing

__all__ = ["Incoming", "Outcome", "Refused", "find", "load"]

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
        self.held: dict[str, dict[str, LedgerEntry]] = {}  # district → readings that people have confirmed
        self.confirmed: list[
            tuple[Incoming, str, dict[str, Any]]
        ] = []  # what is settled with this load, for the ledger
        self.mapped: dict[str, list[LedgerEntry]] = {}  # district → mappings that people have settled
        self.frozen: dict[str, list[late.Frozen]] = {}  # district → what a load must not be dated before

    def run(self, incoming: list[Incoming]) -> Outcome:
        outcome = Outcome()
        for number, item in enumerate(incoming, start=1):
            self.progress(f"[{number}/{len(incoming)}] {item.called}")
            outcome.files.append(self._take_in(item))
        for profile in {item.profile.id: item.profile for item in incoming}.values():
            outcome.read_again += [self._read_again(entry, profile) for entry in self._changed(profile)]
        self._write_down()
        accepted = {item.profile.id for item in incoming if item.is_accepted}
        before = {district: moved.sums(self.place, district) for district in {item.profile.id for item in incoming}}
        failed = publishing.publish_pending(self.place, self.pending, self.districts, self.progress)
        for file in [*outcome.files, *outcome.read_again]:
            if file["sha256"] in failed and file["status"] in ("loaded", "asked"):
                file |= {"status": "failed", "error": failed[file["sha256"]]}
        self._end_waiting(outcome.files, incoming)
        for district, then in before.items():
            change = moved.moved(then, moved.sums(self.place, district))
            if change or district in accepted:
                outcome.moved[district] = change
        outcome.version = publish.current_version_or_none(self.place)
        for file in [*outcome.files, *outcome.read_again]:
            counts = {key: sum(sheet[key] for sheet in file["sheets"]) for key in ("rows_total", "loaded", "rejected")}
            store.log(self.place, "load", file=file["file"], status=file["status"], sha256=file["sha256"], **counts)
        return outcome

    def _write_down(self) -> None:
        """Write into the ledger what people have settled with files that load, who each time."""
        said = {(item.profile.id, item.accepted_by, subject): payload for item, subject, payload in self.confirmed}
        confirmations.write(self.place, [(*key, payload) for key, payload in said.items()])

    def _take_in(self, item: Incoming) -> dict[str, Any]:
        """Read one file and lay it down; return its report."""
        told: dict[str, Any] = {"file": item.called, "sha256": None, "status": "failed", "sheets": []}
        workshop = self.place / "archive" / store.PENDING / "reading"
        try:
            source = copy(item.path, workshop)
            told["sha256"] = archive.digest(source)
            known = self._known(item, told["sha256"])
            is_asked = waiting.waits(self.place, item.profile.id, told["sha256"])
            if item.unit and is_asked and not item.is_accepted:
                raise Refused(f"{item.called}：这份表已经在等统计人员确认，不必再传")
            is_asked = is_asked or (known is not None and _gives_the_month(item, known))
            if known and not is_asked and not self._is_read_otherwise(known, item.profile, item.mapping):
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

    def _known(self, item: Incoming, sha256: str) -> Entry | None:
        """Return the accepted file of the same content."""
        same = [
            e
            for e in (*self.accepted, *(e for _, e in self.pending))
            if e.sha256 == sha256 and e.district == item.profile.id and e.unit in (None, item.unit)
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
        item = Incoming(source, profile, month=known.month, is_demo=known.is_demo, name=known.name, unit=known.unit)
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
        received_on = item.received_on or self._received_before(item, sha256) or clock.today()
        if known:
            received_on = known.received_on
        read = partial(parse, source, item.profile, month=month, name=item.called, received_on=received_on)
        parsed = read(layout=given)
        if item.unit:
            parsed = unit_scope.restrict(parsed, unit_scope.Projects.of(self.place, item.profile, item.unit))
        taken = [entry for _, entry in self.pending]
        spoke = self._accepted_before(known) if known else self.accepted
        before = Before.of(self.place, spoke, [] if known else self.pending, item.profile.id)
        decision = decide(
            item,
            parsed,
            month,
            sha256,
            held=self._confirmed(item.profile.id),
            before=before,
            opening=OpeningPlans.of([*spoke, *(e for e in taken if not known and e.received_on != received_on)]),
            known=known,
        )
        sheets = decision.sheets
        self.confirmed += [(item, *said) for said in decision.confirmed]
        told: dict[str, Any] = {"status": "asked" if decision.waits else "loaded", "sheets": sheets}
        if decision.waits:
            candidates.add(sheets, decision.waits, lambda layout: read(layout=[layout, *given]), before)
            told["id"] = self._wait(item, source, sha256, received_on, month, mapping, sheets)
        loads = {sheet["sheet"] for sheet in sheets if sheet["status"] == "loaded"}
        if not loads or (known and decision.waits and loads == _loaded(known)):
            return told
        tables = decision.parsed.tables()
        entry = Entry(
            file_id=archive.next_file_id(self.place, [*self.archived, *(e.file_id for e in taken)]),
            district=item.profile.id,
            name=item.called,
            sha256=sha256,
            received_on=received_on,
            loaded_at=clock.now(),
            is_demo=item.is_demo,
            unit=item.unit,
            month=month,
            mapping_sha256=archive.digest(mapping) if mapping else None,
            kinds=tuple(decision.parsed.kinds),
            effective_months=decision.effective,
            report=sheets,
            headers=decision.parsed.headings,
            replaces=known.file_id if known else None,
            read_on=max(clock.today(), known.known_from) if known else None,
        )
        months = late.months_of(tables, entry.effective_months)
        stopped_by = late.behind(self._frozen(item.profile.id), entry.known_from, months)
        if stopped_by and not item.is_late:
            raise Refused(late.refusal(item.called, entry.known_from, stopped_by), sheets)
        self.pending.append((archive.lay_down(self.place, entry, source, tables, mapping), entry))
        return told | ({"is_read_again": True} if known else {})

    def _wait(
        self,
        item: Incoming,
        source: Path,
        sha256: str,
        received_on: date,
        month: date | None,
        mapping: Path | None,
        sheets: list[dict[str, Any]],
    ) -> str:
        """Keep a file that waits for a person; return its id."""
        said = waiting.now(
            district=item.profile.id, name=item.called, sha256=sha256, received_on=received_on, month=month,
            is_demo=item.is_demo, unit=item.unit, sheets=sheets,
        )  # fmt: skip
        return waiting.keep(self.place, said, source, mapping).id

    def _confirmed(self, district: str) -> dict[str, LedgerEntry]:
        """Return the readings that people have confirmed: before, and with files of this load."""
        if district not in self.held:
            self.held[district] = confirmations.in_force(self.place, district)
        return self.held[district]

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

    def _end_waiting(self, files: list[dict[str, Any]], incoming: list[Incoming]) -> None:
        """Take away what waited and is loaded now."""
        for file, item in zip(files, incoming, strict=True):
            if file["status"] in ("loaded", "unchanged"):
                waiting.take_away(self.place, waiting.id_of(item.profile.id, file["sha256"]))


def _gives_the_month(item: Incoming, known: Entry) -> bool:
    """Tell whether a file comes again with the month that one of its sheets was waiting for."""
    waits = any(sheet["kind"] and not sheet["loaded"] and sheet.get("message") for sheet in known.report)
    return waits and item.month is not None and item.month != known.month


def _loaded(entry: Entry) -> set[str]:
    """Return the sheets of an accepted file that were loaded."""
    return {sheet["sheet"] for sheet in entry.report if sheet.get("status", "loaded") == "loaded" and sheet["loaded"]}
