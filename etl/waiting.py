"""Files that wait for a person (待确认): kept in the store as they came, with what is asked, until one says yes or no.

One folder a file, ``waiting/<id>``: the file, ``about.json``, and the mapping file where one was given. The id is
made of district and content: the same file once more is the same that waits.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import clock
from etl import store as store_module

FOLDER = "waiting"
ABOUT = "about.json"


class NoSuchFile(LookupError):  # noqa: N818
    """No file of this id waits; says so in words."""


@dataclass(frozen=True)
class Waiting:
    """One file that waits.

    Attributes:
        id: its name, made of district and content.
        district, name, sha256, received_on, month, is_demo: as of a file that is loaded.
        asked_at: since when it waits.
        sheets: the report of its sheets; those that wait have ``status`` asked and ``asked``, why.
        folder: where it lies.
        unit: the unit that sent it: only rows of its own projects will load.
    """

    id: str
    district: str
    name: str
    sha256: str
    received_on: date
    month: date | None
    is_demo: bool
    asked_at: datetime
    sheets: list[dict[str, Any]] = field(default_factory=list)
    folder: Path = Path()
    unit: str | None = None

    @property
    def source(self) -> Path:
        """The file as it came."""
        return next(self.folder.glob("source.*"))

    @property
    def mapping(self) -> Path | None:
        """The mapping file that was given with it."""
        kept = self.folder / "mapping.toml"
        return kept if kept.exists() else None

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The reports of the sheets that wait."""
        return [sheet for sheet in self.sheets if sheet.get("status") == "asked"]

    @property
    def was_read(self) -> bool:
        """Whether every sheet that waits was read: of one that only a month is wanted for, nobody has seen how."""
        return all(sheet.get("readings") for sheet in self.asked)

    def to_json(self) -> dict[str, Any]:
        """Return it as commands answer it."""
        told = asdict(self)
        del told["folder"]
        return json.loads(json.dumps(told, ensure_ascii=False, default=_iso))


def id_of(district: str, sha256: str) -> str:
    """Return the id under which a file waits."""
    return hashlib.sha256(f"{district}/{sha256}".encode()).hexdigest()[:8]


def keep(store: Path, waiting: Waiting, source: Path, mapping: Path | None = None) -> Waiting:
    """Keep a file that waits, in place of what waited under its id; the caller holds the store's lock."""
    draft = store / FOLDER / f".{waiting.id}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    shutil.copyfile(source, draft / f"source{source.suffix.lower()}")
    if mapping:
        shutil.copyfile(mapping, draft / "mapping.toml")
    told = waiting.to_json()
    (draft / ABOUT).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    for path in draft.iterdir():
        store_module.sync_file(path)
    shutil.rmtree(store / FOLDER / waiting.id, ignore_errors=True)
    draft.rename(store / FOLDER / waiting.id)
    store_module.sync_folder(store / FOLDER)
    return waiting


def all_of(store: Path, district: str | None = None) -> list[Waiting]:
    """Return the files that wait, the oldest first."""
    found = [_read(path) for path in sorted((store / FOLDER).glob(f"[0-9a-f]*/{ABOUT}"))]
    return sorted((one for one in found if district in (None, one.district)), key=lambda one: (one.asked_at, one.id))


def find(store: Path, id: str) -> Waiting:
    """Return the file of an id, or of its first letters where they tell it.

    Raises:
        NoSuchFile: none of this id waits (any more).
    """
    found = [one for one in all_of(store) if id and one.id.startswith(id)]
    if len(found) != 1:
        raise NoSuchFile(f"没有编号为“{id}”的待确认文件：可能已经有人确认或撤下。请用 python -m etl pending 看现有的")
    return found[0]


def waits(store: Path, district: str, sha256: str) -> bool:
    """Tell whether a file waits."""
    return (store / FOLDER / id_of(district, sha256) / ABOUT).exists()


def take_away(store: Path, id: str) -> None:
    """Take a file away that no longer waits."""
    shutil.rmtree(store / FOLDER / id, ignore_errors=True)


def now(**said: Any) -> Waiting:  # noqa: ANN401
    """Return a file that waits from now on."""
    return Waiting(id=id_of(said["district"], said["sha256"]), asked_at=clock.now(), **said)


def _read(about: Path) -> Waiting:
    said: Mapping[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    return Waiting(
        **{
            **said,
            "received_on": date.fromisoformat(said["received_on"]),
            "month": date.fromisoformat(said["month"]) if said["month"] else None,
            "asked_at": datetime.fromisoformat(said["asked_at"]),
            "folder": about.parent,
        }
    )


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
