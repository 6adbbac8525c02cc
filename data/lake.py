"""The lake (数据湖): tables that many districts have published as Parquet, read side by side.

Layout below the lake's root, in a folder or an S3-compatible store:

- ``tables/<table>/district=<id>/<version>.parquet``: a table of one district in one version, never changed;
- ``profiles/district=<id>/<version>.json``: the rules by which the district counted then;
- ``current/<id>.json``: the version that is read, a ``Delivery``. It is replaced last, so a version that is only half
  written is never read.
"""

import hashlib
import json
import threading
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import fsspec

from data.lake_views import EVERY, city_view, district_view
from data.profile import Profile, districts_folder
from data.reading import Answers, Reader
from data.warehouse import SCHEMA_VERSION

VARIABLE = "GUATU_LAKE"  # the address of the lake on which the dashboard is started


class LakeEmpty(ValueError):  # noqa: N818  (a state, not a fault)
    """No district has published there yet; says what to do, in Chinese."""


class LakeUnreadable(ValueError):  # noqa: N818
    """What a district has published cannot be read by this program; says which district and what to do, in Chinese."""


@dataclass(frozen=True)
class Delivery:
    """What a district has published last: the content of its pointer file."""

    district: str
    version: str
    delivered_at: str  # ISO, Beijing time
    schema_version: int
    last_known_on: str | None  # ISO day of the newest file in it
    is_demo: bool
    withholds_booked: bool
    tables: dict[str, list[str]]  # table → its columns
    earlier: list[dict[str, str]] = field(default_factory=list)  # version, delivered_at of those kept, newest first

    @property
    def delivered_on(self) -> date:
        """The day of delivery."""
        return datetime.fromisoformat(self.delivered_at).date()

    def to_json(self) -> str:
        """Write the pointer file's text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class Place:
    """Where a lake lies: a file system and the root in it."""

    files: Any  # fsspec.AbstractFileSystem
    root: str

    def current(self, district: str) -> str:
        """Return the path of a district's pointer."""
        return f"{self.root}/current/{district}.json"

    def table(self, table: str, district: str, version: str) -> str:
        """Return the path of a table of a district's version."""
        return f"{self.root}/tables/{table}/district={district}/{version}.parquet"

    def profile(self, district: str, version: str) -> str:
        """Return the path of the rules of a district's version."""
        return f"{self.root}/profiles/district={district}/{version}.json"

    def address(self, path: str) -> str:
        """Return a path as an engine reads it: plain for a folder, with its protocol elsewhere."""
        return path if self.is_local else self.files.unstrip_protocol(path)

    @property
    def is_local(self) -> bool:
        """Tell whether the lake is a folder of this machine."""
        return "file" in self.files.protocol


def place(url: str | Path) -> Place:
    """Return where the lake of an address lies: a folder, or ``s3://bucket/path`` (needs s3fs).

    Raises:
        LakeUnreadable: what the kind of address needs is not installed.
    """
    try:
        files, root = fsspec.url_to_fs(str(url), use_listings_cache=False)
    except (ImportError, ValueError):
        raise LakeUnreadable(f"{url} 这种地址读写不了。对象存储请先运行 pip install -r requirements-s3.txt。") from None
    return Place(files, root.rstrip("/"))


def deliveries(at: Place) -> list[Delivery]:
    """Return what every district has published last, by district id.

    Raises:
        LakeEmpty: there is no pointer.
        LakeUnreadable: a pointer is damaged, or of another version of the program.
    """
    paths = sorted(at.files.glob(f"{at.root}/current/*.json"))
    if not paths:
        raise LakeEmpty(f"{at.root} 里还没有区发布数据。请各区运行 python -m etl publish-lake {at.root}。")
    texts = at.files.cat(paths) if len(paths) > 1 else {paths[0]: at.files.cat_file(paths[0])}
    found = []
    for path in paths:
        district = path.rpartition("/")[2].removesuffix(".json")
        try:
            found.append(Delivery(**json.loads(texts[path])))
        except (ValueError, TypeError):
            raise LakeUnreadable(f"区“{district}”的发布记录 {path} 读不出来。请该区重新发布。") from None
        if found[-1].schema_version != SCHEMA_VERSION:
            raise LakeUnreadable(
                f"区“{district}”发布的表结构版本是 {found[-1].schema_version}，本程序要的是 {SCHEMA_VERSION}。"
                "请该区与本级用同一版程序，由该区重新发布。"
            )
    return found


@dataclass(frozen=True)
class Lake:
    """The current versions of all districts, open for reading."""

    at: Place
    deliveries: tuple[Delivery, ...]
    _districts: duckdb.DuckDBPyConnection = field(repr=False)
    _city: duckdb.DuckDBPyConnection = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _answers: dict[str, Answers] = field(default_factory=dict, repr=False, compare=False)
    _profiles: dict[str, Profile] = field(default_factory=dict, repr=False, compare=False)

    @property
    def version(self) -> str:
        """Name what is open: another one as soon as a district has published."""
        return version_of(self.deliveries)

    def reader(self, *, city: bool = False) -> Reader:
        """Return a cursor for metrics: on each district by its own id, or on all of them as one (``EVERY``)."""
        with self._lock:
            cursor = (self._city if city else self._districts).cursor()
            answers = self._answers.setdefault("city" if city else "districts", Answers())
        return Reader(cursor, answers)

    def profile(self, district: str) -> Profile:
        """Return the rules that a district has published with its current version.

        Raises:
            LakeUnreadable: the district has published nothing, or rules that cannot be read.
        """
        if district not in self._profiles:  # of the version that is open: it does not change
            self._profiles[district] = profile(self.at, self.deliveries, district)
        return self._profiles[district]


def profile(at: Place, found: tuple[Delivery, ...], district: str) -> Profile:
    """Return the rules of a district's current version; see ``Lake.profile``."""
    version = next((one.version for one in found if one.district == district), None)
    if version is None:
        known = "、".join(one.district for one in found)
        raise LakeUnreadable(f"区“{district}”没有发布数据。已发布的有：{known}")
    try:
        told = json.loads(at.files.cat_file(at.profile(district, version)))
        return Profile(**told, folder=districts_folder() / district)
    except (OSError, ValueError):
        raise LakeUnreadable(f"区“{district}”发布的规则读不出来。请该区用同一版程序重新发布。") from None


_open: dict[tuple[str, str], Lake] = {}
_opening = threading.Lock()


def connect(url: str | Path) -> Lake:
    """Open the lake at an address; while no district publishes, it is opened once a process.

    Raises:
        LakeEmpty, LakeUnreadable: see ``deliveries``.
    """
    at = place(url)
    found = tuple(deliveries(at))
    with _opening:
        key = (str(url), version_of(found))
        if key not in _open:
            for older in [one for one in _open if one[0] == str(url)]:
                _open.pop(older)
            _open[key] = Lake(at, found, _views(at, found, city=False), _views(at, found, city=True))
        return _open[key]


def version_of(found: tuple[Delivery, ...]) -> str:
    """Name a set of deliveries."""
    told = repr([(one.district, one.version, one.delivered_at) for one in found])
    return f"lake-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _views(at: Place, found: tuple[Delivery, ...], *, city: bool) -> duckdb.DuckDBPyConnection:
    """Return a connection whose schema ``mart`` shows the current files of all districts."""
    con = duckdb.connect()
    con.execute("set parquet_metadata_cache = true")  # a file is never changed
    if not at.is_local:
        con.register_filesystem(at.files)
    con.execute("create schema mart")
    for table, columns in tables(found).items():
        files = ", ".join(_quoted(path) for path in paths(at, found, table))
        # a district's id stays text, whatever it looks like
        source = f"read_parquet([{files}], hive_partitioning = true, hive_types_autocast = false)"
        view = city_view(table, columns) if city else district_view(columns)
        con.execute(f"create view mart.{table} as {view.format(source=source)}")
    con.execute("create schema meta")
    last = max((one.last_known_on for one in found if one.last_known_on), default=None)
    con.execute(
        f"create view meta.version as select cast({_quoted(last) if last else 'null'} as date) as last_known_on"
    )
    return con


def tables(found: tuple[Delivery, ...]) -> dict[str, list[str]]:
    """Return the tables that districts have published, with their columns."""
    return {table: columns for one in reversed(found) for table, columns in one.tables.items()}


def paths(at: Place, found: tuple[Delivery, ...], table: str) -> list[str]:
    """Return the addresses of a table's current files, one a district that has published it."""
    return [at.address(at.table(table, one.district, one.version)) for one in found if table in one.tables]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


__all__ = ["EVERY", "Delivery", "Lake", "LakeEmpty", "LakeUnreadable", "Place", "connect", "deliveries", "place"]
