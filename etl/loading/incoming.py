"""What comes in: workbooks among what is named, what is said of each, and what became of all."""

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.profile import Profile
from etl.intake import EXTENSIONS, limits

ASKED = 3  # exit code: something waits for a person
COPIES = 3  # tries to copy a file that changes while it is read


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
    is_accepted: bool = False  # a person has seen how it is read and says yes to it
    accepted_by: str | None = None  # who that is; None: the system's user
    unit: str | None = None  # the unit that sends it: only rows of its own projects load

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
    moved: dict[str, dict[str, Any] | None] = field(default_factory=dict)  # district → what it moved; None: nothing

    @property
    def exit_code(self) -> int:
        """0: all loaded or unchanged; 1: a file could not be loaded, or there was none; 3: something waits."""
        if not self.files or any(file["status"] == "failed" for file in self.files):
            return 1
        return ASKED if any(file["status"] == "asked" for file in self.files) else 0

    def to_json(self) -> dict[str, Any]:
        """Return the answer of ``--json``; what was read again stands in it only where something was."""
        answer = {"version": self.version, "ignored": self.ignored, "files": self.files}
        answer |= {"read_again": self.read_again} if self.read_again else {}
        return answer | ({"moved": self.moved} if self.moved else {})


class Refused(ValueError):  # noqa: N818
    """A file that can be read but not loaded; says why and what to do."""


def refuse_unreadable(name: str, sheets: list[dict[str, Any]], asked: Collection[str] = ()) -> None:
    """Refuse a file of which nothing can be loaded, nor asked; a sheet that cannot be hurts no other.

    Args:
        name: what the file is called.
        sheets: the report of its sheets.
        asked: the sheets that wait for a person: they are no reason to refuse.

    Raises:
        Refused: with what each sheet says of it.
    """
    others = [sheet for sheet in sheets if sheet["sheet"] not in asked]
    stuck = [sheet for sheet in others if sheet["kind"] and not sheet["loaded"] and sheet.get("message")]
    if not (asked or any(sheet["loaded"] for sheet in sheets)):
        said = [f"表“{sheet['sheet']}”：{sheet['message']}" for sheet in stuck or sheets if sheet.get("message")]
        raise Refused(f"{name}：" + ("；".join(said) or "没有一行能载入。请看各行退回的原因"), sheets)


def copy(path: Path, workshop: Path) -> Path:
    """Copy a file before it is read, so that what is archived is what was read; one that changes is refused.

    Raises:
        Refused: it is being changed.
    """
    workshop.mkdir(parents=True, exist_ok=True)
    target = workshop / f"source{path.suffix.lower()}"
    for _ in range(COPIES):
        before = path.stat()
        limits.check_size(path.name, before.st_size)
        shutil.copyfile(path, target)
        after = path.stat()
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if same and target.stat().st_size == after.st_size:
            return target
    raise Refused(f"{path.name}：文件正在被改动。请保存、关闭以后再载入")


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
