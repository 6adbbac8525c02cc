"""The versions ever published: what each was made of, which of them stay as files, and which are taken away."""

import json
from dataclasses import dataclass
from pathlib import Path

from data.ledger import open_ledger
from data.warehouse import WarehouseBroken, current_version, version_path

# Versions whose files stay, of loads and of decisions each; their lists of files stay for ever, so that any of them
# can be rolled back to. Those that a freeze or a sign-off names stay, too.
KEEP = 5
FREEZING = ("freeze", "sign_off")  # kinds of decisions whose payload names a version
LOAD, DECISION = "load", "decision"  # why a version was published


@dataclass(frozen=True)
class Version:
    """What a published version was made of."""

    name: str
    built_at: str
    file_ids: tuple[int, ...]
    rules: str | None  # digest of the profiles and SQL that made it
    decisions: int  # entries of the ledger that it was made with
    because: str  # LOAD or DECISION
    has_file: bool
    is_current: bool


def current_version_or_none(folder: Path) -> str | None:
    """Return the version CURRENT names, None also where CURRENT cannot be read."""
    try:
        return current_version(folder)
    except WarehouseBroken:
        return None


def versions(folder: Path) -> list[Version]:
    """Return all versions ever published, newest first."""
    current = current_version_or_none(folder)
    found = []
    for path in sorted((folder / "versions").glob("wh-*.json"), reverse=True):
        told = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Version(
                name=path.stem,
                built_at=told["built_at"],
                file_ids=tuple(told["file_ids"]),
                rules=told.get("rules"),
                decisions=told.get("decisions", 0),
                because=told.get("because", LOAD),
                has_file=version_path(folder, path.stem).exists(),
                is_current=path.stem == current,
            )
        )
    return found


def frozen(folder: Path) -> set[str]:
    """Return the versions that a meeting, a bulletin or a sign-off has frozen."""
    with open_ledger(folder) as ledger:
        return {str(entry.payload.get("version")) for kind in FREEZING for entry in ledger.entries(kind)}


def prune(folder: Path, current: str) -> None:
    """Take away the files of all but the last versions; one that a system still holds open goes the next time."""
    there = [item for item in versions(folder) if item.has_file]
    kept = {current} | frozen(folder)
    for because in (LOAD, DECISION):
        kept |= {item.name for item in [item for item in there if item.because == because][:KEEP]}
    known = {item.name for item in there}
    for path in (folder / "versions").glob("wh-*.duckdb"):
        if path.stem in known - kept:
            try:
                path.unlink()
            except OSError:
                continue
