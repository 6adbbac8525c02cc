"""Where a cell stands and what stands in it, in words; shared by all lists of cells."""

from typing import Any

import pandas as pd
import streamlit as st

from data import dictionary, formats, originals
from data.sheet_kinds import SHEET_LABELS
from pages.components import access
from pages.components.view import Row

WITHHELD = "有数（限统计人员看）"


def with_originals(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what stands in the cells themselves, where the archive still gives it quickly; booked ones are withheld."""
    hidden = booked(frame)
    read = _read(tuple((row.file_id, row.sheet, row.position, row.row) for row in frame[~hidden].itertuples()))
    texts = pd.Series([text or "" for text in read], index=frame.index[~hidden], dtype=object)
    kept = frame.assign(original=texts.reindex(frame.index).fillna(""))
    if hidden.any():
        kept["value"] = kept["value"].mask(hidden, WITHHELD)
    return kept


def booked(frame: pd.DataFrame) -> pd.Series:
    """Tell which cells hold a booked amount that this reader may not see."""
    if access.may("see_booked_projects") or "field" not in frame:
        return pd.Series(False, index=frame.index)
    return frame["field"].isin(dictionary.withheld())


def place(row: Row) -> str:
    """Sheet, column and row, and what kind of sheet it is."""
    if not isinstance(row.sheet, str):
        return formats.NONE
    hidden = "（隐藏）" if row.is_hidden else ""
    kind = getattr(row, "kind", None)
    of = f" · {SHEET_LABELS.get(kind, kind)}" if isinstance(kind, str) else ""
    at = "".join(map(str, originals.cell_of(row.position, row.row))) if isinstance(row.position, str) else row.row
    return f"{row.sheet} {at}{hidden}{of}"


@st.cache_data(max_entries=64, show_spinner="正在回读原表…")
def _read(places: tuple[tuple[Any, ...], ...]) -> list[str | None]:
    return originals.texts(places)
