"""Room on the disk: looked at before a build, so that it is refused in words and not broken off in the middle."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

LEAST = 32 * 2**20  # an empty warehouse, its log and its spill
SWELL = 12  # a warehouse and what it spills, of the archive's Parquet it is made from


class NoRoom(Exception):  # noqa: N818
    """The machine could not hold the build: no file is at fault."""


def is_to_blame(error: Exception) -> bool:
    """Tell whether a build broke off because the disk or the memory ended, or nothing may be written there."""
    is_out = isinstance(error, OSError | duckdb.IOException | duckdb.OutOfMemoryException | duckdb.FatalException)
    return is_out or "Could not write file" in str(error)  # a commit says it as an error of the transaction


def require(store: Path, folders: Iterable[Path], size: int = 0) -> None:
    """Ask whether the disk can hold a build.

    Args:
        store: the folder on that disk.
        folders: the archive's folders it is made from.
        size: bytes of a version that is copied instead.

    Raises:
        NoRoom: it cannot; says how much there is and how much is wanted.
    """
    parquet = sum(path.stat().st_size for folder in folders for path in folder.glob("*.parquet"))
    wanted = LEAST + SWELL * parquet + size
    free = shutil.disk_usage(store).free
    if free < wanted:
        raise NoRoom(
            f"磁盘空间不够：{store} 所在磁盘还剩 {free // 2**20} MB，生成数据仓约需 {wanted // 2**20} MB。"
            "请清理磁盘后再试。没有任何改动。"
        )
