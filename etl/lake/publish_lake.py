"""Publishes districts of a store to a lake: tables first, the pointer that makes them read last, then old ones go."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from data import clock, lake, warehouse
from data.lake import Delivery, Place
from data.profile import Profile, ProfileError, load_profile
from etl.lake import lake_tables

KEEP = 3  # versions of a district: a reader that began with an older one can end
ROWS = 100_000  # at a time
DISTRICTS = "select distinct district from mart.source_month order by district"
LAST_KNOWN_ON = "select max(received_on) from source.file where district = $district"
IS_DEMO = "select coalesce(bool_or(is_demo), false) from source.file where district = $district"


def publish_lake(
    store: Path | str | None, url: str, *, districts: Path | None = None, only: Iterable[str] = ()
) -> list[Delivery]:
    """Publish the current version of a store's districts to the lake at ``url``.

    A district whose current version lies there already, by the same rules, is left as it is.

    Args:
        store: where the warehouse is; see ``data.warehouse``.
        url: a folder or ``s3://bucket/path``.
        districts: the folder of the profiles.
        only: ids; all districts of the store where none is given.

    Returns:
        what was published anew.

    Raises:
        ProfileError: a district has no profile, or one of ``only`` is not in the store; nothing is published.
        WarehouseMissing, WarehouseBroken: nothing is published.
        LakeUnreadable: the address is of a kind that this machine cannot reach.
    """
    source = warehouse.connect(store)
    at = lake.place(url)
    # one publisher of a store at a time: what another is writing is not taken for a remnant
    with FileLock(warehouse.store_folder(store) / "lake.lock"), source.cursor() as con:
        there = [district for (district,) in con.execute(DISTRICTS).fetchall()]
        if missing := sorted(set(only) - set(there)):
            raise ProfileError(f"数据目录里没有区“{'、'.join(missing)}”的数据。已有：{'、'.join(there)}")
        profiles = [load_profile(district, districts) for district in there if not only or district in only]
        return [made for profile in profiles if (made := _publish(con, at, profile, source.version))]


def _publish(con: duckdb.DuckDBPyConnection, at: Place, profile: Profile, version: str) -> Delivery | None:
    before = _pointer(at, profile.id)
    rules = profile.model_dump_json(exclude={"folder"})
    if before and _made_of(before.version) == version and _is_text(at, at.profile(profile.id, before.version), rules):
        return None
    stamp = clock.now()
    earlier = [{"version": before.version, "delivered_at": before.delivered_at}, *before.earlier] if before else []
    # the same warehouse may be published again by other rules: what is read, or was, is never written over
    is_taken = any(_made_of(one["version"]) == version for one in earlier)
    name = f"{version}~{stamp:%Y%m%dT%H%M%S%f}" if is_taken else version
    tables = lake_tables.columns(con)
    for table, columns in tables.items():
        sql = lake_tables.rows_of(table, columns, withholds=profile.withhold_booked_projects)
        _write(at, at.table(table, profile.id, name), con.sql(sql, params={"district": profile.id}))
    values = {"district": profile.id, "withhold_below": profile.withhold_below}
    _write(at, at.table("booked_total", profile.id, name), con.sql(lake_tables.BOOKED_TOTAL, params=values))
    _write_text(at, at.profile(profile.id, name), rules)
    known_on = con.execute(LAST_KNOWN_ON, {"district": profile.id}).fetchone()
    is_demo = con.execute(IS_DEMO, {"district": profile.id}).fetchone()
    made = Delivery(
        district=profile.id,
        version=name,
        delivered_at=stamp.isoformat(timespec="seconds"),
        schema_version=warehouse.SCHEMA_VERSION,
        last_known_on=known_on[0].isoformat() if known_on and known_on[0] else None,
        is_demo=bool(is_demo and is_demo[0]),
        withholds_booked=profile.withhold_booked_projects,
        tables=tables | {"booked_total": ["district", "month", "booked_projects", "booked_ytd_wan"]},
        earlier=earlier[: KEEP - 1],
    )
    _write_text(at, at.current(profile.id), made.to_json())
    _prune(at, made)
    return made


def _made_of(name: str) -> str:
    """Return the warehouse that a version in the lake was made of."""
    return name.partition("~")[0]


def _pointer(at: Place, district: str) -> Delivery | None:
    """Return what the district has published last; None where that is nothing, or nothing that can be read."""
    try:
        return Delivery(**json.loads(at.files.cat_file(at.current(district))))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _is_text(at: Place, path: str, text: str) -> bool:
    try:
        return bool(at.files.cat_file(path).decode() == text)
    except FileNotFoundError:
        return False


def _write(at: Place, path: str, answer: duckdb.DuckDBPyRelation) -> None:
    """Write an answer as Parquet, some rows at a time."""
    at.files.makedirs(path.rpartition("/")[0], exist_ok=True)
    batches = answer.to_arrow_reader(ROWS)
    with at.files.open(path, "wb") as file:
        with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_table(pa.Table.from_batches([batch]))
        if at.is_local:
            file.flush()
            os.fsync(file.fileno())


def _write_text(at: Place, path: str, text: str) -> None:
    """Put a small file in place in one step: a reader sees the old text, or the new one."""
    at.files.makedirs(path.rpartition("/")[0], exist_ok=True)
    if not at.is_local:
        at.files.pipe_file(path, text.encode())  # one PUT
        return
    draft = Path(path).with_name(f".{Path(path).name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _prune(at: Place, made: Delivery) -> None:
    """Take away the district's files of versions that are kept no longer, half-written ones among them."""
    kept = {made.version, *(one["version"] for one in made.earlier)}
    folders = [*at.files.glob(f"{at.root}/tables/*/district={made.district}")]
    for folder in (*folders, f"{at.root}/profiles/district={made.district}"):
        for path in at.files.ls(folder, detail=False):
            if Path(path).stem not in kept:
                at.files.rm_file(path)
