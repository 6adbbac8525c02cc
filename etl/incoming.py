"""What comes in: workbooks among what is named, what is said of each, and what became of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.profile import Profile
from etl.intake import EXTENSIONS


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
    read_again: list[dict[str, Any]] = field(default_factory=list)  # accepted before, whose mapping has changed since

    @property
    def exit_code(self) -> int:
        """0: all loaded or unchanged; 1: a file could not be loaded, or there was none."""
        return 0 if self.files and all(file["status"] != "failed" for file in self.files) else 1

    def to_json(self) -> dict[str, Any]:
        """Return the answer of ``--json``; what was read again stands in it only where something was."""
        answer = {"version": self.version, "ignored": self.ignored, "files": self.files}
        return answer | ({"read_again": self.read_again} if self.read_again else {})


class Refused(ValueError):  # noqa: N818
    """A file that can be read but not loaded; says why and what to do."""


def refuse_unreadable(name: str, sheets: list[dict[str, Any]]) -> None:
    """Refuse a file of which nothing can be loaded; a sheet that cannot be hurts no other.

    Args:
        name: what the file is called.
        sheets: the report of its sheets.

    Raises:
        Refused: with what each sheet says of it.
    """
    stuck = [sheet for sheet in sheets if sheet["kind"] and not sheet["loaded"] and sheet.get("message")]
    if not any(sheet["loaded"] for sheet in sheets):
        said = [f"表“{sheet['sheet']}”：{sheet['message']}" for sheet in stuck or sheets if sheet.get("message")]
        raise Refused(f"{name}：" + ("；".join(said) or "没有一行能载入。请看各行退回的原因"), sheets)


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
