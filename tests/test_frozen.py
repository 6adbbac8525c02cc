"""Frozen meetings: the same in years, refused when altered, and where today's code says something else."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from data import frozen

TABLE = pd.DataFrame(
    {
        "unit": ["区住建局", None],
        "amount_wan": [Decimal("12.30"), Decimal("0.00")],
        "rate": [1 / 3, np.nan],
        "month": [pd.Timestamp(2026, 9, 1), pd.NaT],
        "rank": pd.array([1, None], dtype="Int64"),
    }
)


def show(table: pd.DataFrame, name: str = "headline") -> list[dict]:
    return [{"name": name, "tables": {"units": frozen.as_data(table)}}]


def test_a_record_comes_back_as_it_was(tmp_path):
    content = {"what": "meeting", "slides": show(TABLE), "day": date(2026, 10, 20).isoformat()}
    name = frozen.freeze(content, tmp_path)
    assert frozen.read(name, tmp_path) == content
    assert frozen.freeze(content, tmp_path) == name  # the same content is the same record
    assert [path.name for path in (tmp_path / "frozen").iterdir()] == [f"{name}.json"]
    rows = frozen.read(name, tmp_path)["slides"][0]["tables"]["units"]["rows"]
    assert rows == [["区住建局", "12.30", 1 / 3, "2026-09-01", 1], [None, "0.00", None, None, None]]


def test_an_altered_record_is_refused(tmp_path):
    name = frozen.freeze({"slides": show(TABLE)}, tmp_path)
    path = tmp_path / "frozen" / f"{name}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("12.30", "12.40"), encoding="utf-8")
    with pytest.raises(frozen.FrozenBroken, match="被改动过"):
        frozen.read(name, tmp_path)


@pytest.mark.parametrize(("name", "why"), [("0" * 64, "由备份恢复"), ("../CURRENT", "不是 64 位散列值")])
def test_a_record_that_is_not_there_is_said(tmp_path, name, why):
    with pytest.raises(frozen.FrozenBroken, match=why):
        frozen.read(name, tmp_path)


def test_nothing_differs_from_itself():
    assert frozen.differences(show(TABLE), show(TABLE)).empty


def test_each_cell_that_differs_is_named():
    now = TABLE.assign(amount_wan=[Decimal("12.31"), Decimal("0.00")]).drop(columns="rank")
    found = frozen.differences(show(TABLE), show(now))
    assert found.to_dict("records") == [
        {"slide": "headline", "table": "units", "row": 1, "column": "amount_wan", "frozen": "12.30", "today": "12.31"},
        {"slide": "headline", "table": "units", "row": 1, "column": "rank", "frozen": 1, "today": None},
    ]


def test_a_row_or_slide_that_only_one_side_has_differs():
    assert frozen.differences(show(TABLE), show(TABLE.head(1))).column.tolist() == ["amount_wan"]
    both = frozen.differences(show(TABLE), show(TABLE, "entry"))
    assert set(both.slide) == {"headline", "entry"}
