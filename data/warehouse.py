"""The only place that opens a warehouse for reading: CURRENT → file → read-only connection.

Every build is a new file and CURRENT names the one to read, so a reader never sees a half-made version; a file that
is open is never written again.
"""

import json
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.reading import Answers, Reader

SCHEMA_VERSION = 11  # of etl/schema.sql: raise it with every change there; older ones are rebuilt from the archive
DEFAULT_STORE = Path(__file__).parent / "store"
VERSION_NAME = re.compile(r"wh-[0-9T]+-[0-9a-f]+")
# told on opening, not after: a version let go while a reader is still in it is opened again beside that one
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}
OPEN_VERSIONS = 3  # connections kept: the current version and those that a slow reader may still be in

_lock = threading.Lock()
_open: dict[tuple[str, int], "Warehouse"] = {}


class WarehouseMissing(Exception):  # noqa: N818  (a state, not a fault)
    """Nothing has been published in this store yet; says what to do, in Chinese."""


class WarehouseBroken(Exception):  # noqa: N818
    """The published warehouse cannot be read by this program; says why and what to do, in Chinese."""


_DAMAGES = (WarehouseBroken, duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


def is_damage(error: Exception) -> bool:
    """Tell whether an error says that the warehouse cannot be read; any other is a fault of the program."""
    return isinstance(error, _DAMAGES)


class WarehouseOutdated(WarehouseBroken):
    """The published warehouse is of another schema version; ``is_newer``: a newer program has made it."""

    def __init__(self, name: str, found: int | None) -> None:
        self.is_newer = (found or 0) > SCHEMA_VERSION
        next_step = (
            "它由更新的程序生成。请换用新版程序，或重新启动看板；也可运行 python -m etl status 由存档重建。"
            if self.is_newer
            else "请运行 python -m etl status，它会由存档重建数据仓。"
        )
        super().__init__(f"数据仓 {name} 的结构版本是 {found}，本程序要的是 {SCHEMA_VERSION}。{next_step}")


@dataclass(frozen=True)
class Warehouse:
    """One published version, open read-only."""

    version: str
    path: Path
    _connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _answers: Answers = field(default_factory=Answers, repr=False, compare=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a new cursor: one for every query, made under a lock, since connections are not for sharing."""
        with self._lock:
            return self._connection.cursor()

    def reader(self) -> Reader:
        """Return a cursor for metrics: what was asked of this version before is not asked again."""
        return Reader(self.cursor(), self._answers)


def store_folder(store: Path | str | None = None) -> Path:
    """Return the run-time folder: the one given, ``GUATU_STORE`` or data/store."""
    return Path(store or os.environ.get("GUATU_STORE") or DEFAULT_STORE)


def version_path(store: Path | str | None, version: str) -> Path:
    """Return where a version's file stands."""
    return store_folder(store) / "versions" / f"{version}.duckdb"


def current_version(store: Path | str | None = None) -> str | None:
    """Return the version that CURRENT names, None where nothing is published.

    Raises:
        WarehouseBroken: CURRENT does not hold the name of a version.
    """
    path = store_folder(store) / "CURRENT"
    try:
        text = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        text = ""
    version = text.removesuffix(".duckdb")
    if not VERSION_NAME.fullmatch(version):
        raise WarehouseBroken(f"{path} 里不是版本名。请运行 python -m etl status，它会由存档重建数据仓。")
    return version


def step_of_writer(store: Path | str | None = None) -> str | None:
    """Return what somebody who writes to the store is doing, in words; None where nobody writes."""
    try:
        told = json.loads((store_folder(store) / "writer.json").read_text(encoding="utf-8"))
        return str(told.get("step") or "正在写入")
    except (OSError, ValueError, AttributeError):
        return None


def connect(store: Path | str | None = None) -> Warehouse:
    """Open the current version read-only; the same version is opened once a process.

    Raises:
        WarehouseMissing: nothing is published.
        WarehouseBroken: the file is gone or damaged.
        WarehouseOutdated: it is of another schema version.
    """
    folder = store_folder(store)
    version = current_version(folder)
    if version is None:
        raise WarehouseMissing(
            f"还没有数据：{folder} 里没有发布过数据仓。"
            "请运行 python -m etl load 载入报表，或 python -m etl demo 生成演示数据。"
        )
    path = version_path(folder, version).resolve()
    try:
        key = (str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise WarehouseBroken(
            f"数据仓文件 {path.name} 不见了。请运行 python -m etl status，它会由存档重建数据仓。"
        ) from None
    with _lock:
        if key not in _open:
            _open[key] = _opened(version, path)
            while len(_open) > OPEN_VERSIONS:
                _open.pop(next(iter(_open)))
        return _open[key]


def _opened(version: str, path: Path) -> Warehouse:
    try:
        connection = duckdb.connect(str(path), read_only=True, config=LOCKED)
        found = _schema_version(connection)
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise WarehouseBroken(
            f"数据仓文件 {path.name} 打不开（{first_line}）。请运行 python -m etl status，它会由存档重建数据仓。"
        ) from None
    if found != SCHEMA_VERSION:
        connection.close()
        raise WarehouseOutdated(path.name, found)
    return Warehouse(version, path, connection)


def _schema_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    row = connection.execute("select schema_version from meta.version").fetchone()
    return row[0] if row else None
