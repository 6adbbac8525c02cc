"""Frozen meetings: what was shown, kept as data with a hash, so that it opens the same in years, whatever the code.

A record is one JSON file ``<store>/frozen/<hash>.json``. The hash is that of its text: a record that was altered, or
whose disk went bad, is refused in words. Who froze it, when and why stands in the ledger (kind ``freeze``).
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from data import formats
from data.warehouse import store_folder

HASH = re.compile(r"[0-9a-f]{64}")
DIFFERS = ("slide", "table", "row", "column", "frozen", "today")


class FrozenBroken(Exception):  # noqa: N818  (a state, not a fault)
    """A frozen record is gone or is not what was frozen; says so in Chinese."""


def freeze(content: Mapping[str, Any], store: Path | str | None = None) -> str:
    """Keep a record and return its hash; the same content is the same record.

    Raises:
        OSError: the store cannot be written.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    name = hashlib.sha256(text).hexdigest()
    path = _path(name, store)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return name


def read(name: str, store: Path | str | None = None) -> dict[str, Any]:
    """Return a record by its hash.

    Raises:
        FrozenBroken: there is none of this hash, or its text has changed.
    """
    if not HASH.fullmatch(name):
        raise FrozenBroken("锁定的编号不是 64 位散列值，请从“季度讲评”页打开。")
    try:
        text = _path(name, store).read_bytes()
    except OSError:
        raise FrozenBroken(f"锁定的记录 {name[:8]} 不在数据目录的 frozen 里，请由备份恢复。") from None
    if hashlib.sha256(text).hexdigest() != name:
        raise FrozenBroken(f"锁定的记录 {name[:8]} 被改动过或已损坏，不能显示，请由备份恢复。")
    record: dict[str, Any] = json.loads(text)
    return record


def as_data(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Lay a table out as columns and rows that go to JSON and back unchanged: ISO days, exact decimals as text."""
    return {
        "columns": [str(column) for column in frame.columns],
        "rows": [[_plain(cell) for cell in row] for row in frame.astype(object).itertuples(index=False)],
    }


def differences(frozen: Iterable[Mapping[str, Any]], today: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Say where the tables of two shows differ, cell by cell: frozen against what today's code makes of it.

    Args:
        frozen: slides as kept: ``name`` and ``tables`` (name → as ``as_data`` gave them).
        today: the same, made now.

    Returns:
        One row per cell (``DIFFERS``); a row or column that only one side has is a difference in each of its cells.
    """
    now = {(slide["name"], name): table for slide in today for name, table in slide["tables"].items()}
    then = {(slide["name"], name): table for slide in frozen for name, table in slide["tables"].items()}
    nothing: dict[str, list[Any]] = {"columns": [], "rows": []}
    found = [
        (*key, row + 1, column, before, after)
        for key in dict.fromkeys([*then, *now])
        for row, column, before, after in _cells(then.get(key, nothing), now.get(key, nothing))
    ]
    return pd.DataFrame(found, columns=list(DIFFERS), dtype=object)


def _cells(then: Mapping[str, list[Any]], now: Mapping[str, list[Any]]) -> Iterable[tuple[int, str, object, object]]:
    columns = list(dict.fromkeys([*then["columns"], *now["columns"]]))
    for row in range(max(len(then["rows"]), len(now["rows"]))):
        sides = [
            dict(zip(side["columns"], side["rows"][row], strict=True)) if row < len(side["rows"]) else {}
            for side in (then, now)
        ]
        for column in columns:
            before, after = (side.get(column) for side in sides)
            if before != after:
                yield row, column, before, after


def _plain(cell: Any) -> Any:  # noqa: ANN401
    if formats.is_missing(cell):
        return None
    if isinstance(cell, Decimal):
        return str(cell)
    if isinstance(cell, (datetime, date)):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, (list, tuple)):
        return [_plain(part) for part in cell]
    return cell.item() if hasattr(cell, "item") else cell


def _path(name: str, store: Path | str | None) -> Path:
    return store_folder(store) / "frozen" / f"{name}.json"
