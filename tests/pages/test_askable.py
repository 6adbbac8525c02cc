"""Every figure of every list leads to its cells: a list whose figures nobody can ask about fails here.

While the reader asks, each page is drawn once (and its other lists); what the list components are given says which columns
are figures and which of them can be asked about.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from data import dictionary
from metrics.provenance.cells_of_rows import OF_PROJECTS, OF_STATISTICS
from pages.components import registry, tables
from pages.components.completion import completion_board as rankings
from tests.tables import find_table

ANSWERED = {  # lists that name file, sheet and row themselves: the answer stands in the row
    "findings", "changed", "screens", "sources", "files", "sheets", "rejections", "proposals", "days", "intake_rows",
    "preview",
}  # fmt: skip
NOT_SAID = {  # figures that no sheet said: people's decisions, rules, and what compares two states of knowledge
    ("typed", "score_rate"): "登记在页面上的，见其依据；表里的在得分里问",
    ("parts", "item_weight"): "权重是规则",
    ("trial", "trial_rank"): "试算按所给规则比较旁边各单位的得分",
    ("changes", "gap_before_wan"): "上期的数，换截至月来问",
    ("changes", "gap_change_wan"): "两期之差，两期各自可问",
    ("signed", "signed_wan"): "签认时锁定的数，在签认清单里",
    ("signed", "change_wan"): "与签认时之差",
    ("asked_items", "item_weight"): "权重是规则",
    **{
        ("backtest", field): "回测把往年的预测与后来的实际相比"
        for field in (
            "tried_forecasts",
            "covered_share",
            "forecast_error_share",
            "linear_error_share",
            "last_year_error_share",
        )
    },
    **{
        ("candidates", field): "由各季和年度得分比较得来，得分各自可问"
        for field in ("candidate_place", "combined_score", "year_score", "quarter_score")
    },
    ("summary", "target_rate"): "完成与目标之比，两者各自可问",
}
LISTS = {  # further lists of a page, by its address
    "investment_completion": ({"list": "outside"},),
    "entry_lag": ({"list": "start"}, {"list": "anomaly"}, {"list": "unlinked"}),
    "reconciliation": ({"list": "responsible_unit"}, {"list": "changes"}, {"list": "screens"}),
    "unit_ranking": ({"unit": "三门镇"}, {"part": "trial"}, {"part": "year", "year_unit": "三门镇"}),
    "data_health": ({"unit": "三门镇"},),
}
WITHOUT = {"meeting", "reports", "definitions"}  # slides, letters and rules: no list of figures
PAGES = [(page, {}) for page in registry.GROUPS.values() for page in page if page.name not in WITHOUT]
PAGES += [(page, more) for page, _ in list(PAGES) for more in LISTS.get(page.name, ())]


@pytest.fixture
def drawn(monkeypatch) -> Iterator[dict[str, dict[str, Any]]]:
    """What the lists of a page were given, by their key."""
    found: dict[str, dict[str, Any]] = {}
    draw, board = tables._ROWS, rankings._BOARD

    def rows(*, key, data, **events):
        found[key] = data
        return draw(key=key, data=data, **events)

    def ranked(*, key, data, **events):
        found[key] = data | {"columns": []}
        return board(key=key, data=data, **events)

    monkeypatch.setattr(tables, "_ROWS", rows)
    monkeypatch.setattr(rankings, "_BOARD", ranked)
    yield found


def not_askable(key: str, data: dict[str, Any]) -> list[str]:
    """The columns of a list that show figures (or dates) which lead nowhere."""
    if key in ANSWERED or not data["rows"]:
        return []
    kinds = {"count", "months", "money", "percent", "points", "score", "date", "month"}
    entries = dictionary.entries()
    figures = [
        column for column in data["columns"] if column["field"] in entries and entries[column["field"]].kind in kinds
    ]
    return [f"{key}.{column['field']}" for column in figures if not column["asks"] and not _names(key, column, data)]


def _names(key: str, column: dict[str, Any], data: dict[str, Any]) -> bool:
    """Tell whether the column is what the row is called by, or is known to be said by no sheet."""
    return (key, column["field"]) in NOT_SAID or data["columns"][0] is column


@pytest.mark.parametrize(("page", "more"), PAGES, ids=[f"{page.name}{more or ''}" for page, more in PAGES])
def test_every_figure_of_every_list_can_be_asked_about(page, more, run_page, demo_store, query_of, drawn):
    app = run_page(page.path, demo_store, **query_of(page), **more, cells="pick")
    assert not app.exception
    assert [name for key, data in drawn.items() for name in not_askable(key, data)] == []
    for data in drawn.values():  # boards offer every figure of a row
        assert data.get("asks", True)


def test_a_list_without_its_cells_fails():
    data = {"rows": [1], "columns": [{"field": "name", "asks": ""}, {"field": "due", "asks": ""}]}
    assert not_askable("new", data) == ["new.due"]
    data["columns"][1]["asks"] = "due"
    assert not_askable("new", data) == []


def test_whatever_is_said_to_be_behind_a_figure_is_defined():
    """What the dictionary names as a figure's parts are columns itself, and their way ends at cells."""
    entries = dictionary.entries()
    raw = {kind: find_table(f"raw_{kind}")[1] for kind in (*OF_PROJECTS, *OF_STATISTICS, "score_entry")}
    said = {(kind, field) for kind, columns in raw.items() for field in columns}
    fields = {field for _, field in said} | set(find_table("monthly_plan")[1])
    for entry in entries.values():
        assert set(entry.counted_by) <= set(entries), entry.name
        assert set(entry.made_of) <= set(entries), entry.name
        assert not (entry.compares and entry.made_of), entry.name
        assert set(entry.read_from) <= fields, entry.name
        assert {tuple(name.split(".")) for name in entry.said_in} <= said, entry.name
