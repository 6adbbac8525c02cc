"""Pictures and words of the entry lag: open cells say “>”, zero is a cell, what is not due is none, names do nothing."""

from datetime import date

import pandas as pd

from pages.components.entry import entry_figures as lag_figures
from pages.components.entry import entry_words as lag_words
from pages.components.entry import start_grid

HOSTILE = "<script>alert(1)</script>"


def triangle() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "cohort_month": date(2026, 7, 1),
                "periods_since": 0,
                "projects": 2,
                "entered": 0,
                "entered_share": 0.0,
                "is_due": False,
            },
            {
                "cohort_month": date(2026, 7, 1),
                "periods_since": 1,
                "projects": 2,
                "entered": 1,
                "entered_share": 0.5,
                "is_due": True,
            },
            {
                "cohort_month": date(2026, 8, 1),
                "periods_since": 0,
                "projects": 1,
                "entered": 1,
                "entered_share": 1.0,
                "is_due": False,
            },
            {
                "cohort_month": date(2026, 9, 1),
                "periods_since": None,
                "projects": 3,
                "entered": 0,
                "entered_share": None,
                "is_due": False,
            },
        ]
    ).assign(waiting=[1, 1, 0, 3], waiting_reported_wan=[900.0, 900.0, 0.0, 25000.0])


def by_start() -> pd.DataFrame:
    row = {"start_month": date(2026, 2, 1), "projects": 2, "due": 2, "on_time": 0, "waiting_reported_wan": 5000.0}
    return pd.DataFrame(
        [
            {
                **row,
                "responsible_unit": HOSTILE,
                "statistics_entry_median_months": None,
                "longest_wait_months": 7,
                "waiting": 2,
            },
            {
                **row,
                "responsible_unit": "某镇",
                "statistics_entry_median_months": 0,
                "longest_wait_months": None,
                "waiting": 0,
                "on_time": 2,
            },
        ]
    )


def totals(**of_hostile: float) -> pd.DataFrame:
    """``entry_lag`` by unit: 某镇 has nothing open, the other what is given or what its cells hold."""
    return pd.DataFrame(
        [
            {"responsible_unit": HOSTILE, "waiting": 2, "unbooked_at_stake_wan": 5000.0} | of_hostile,
            {"responsible_unit": "某镇", "waiting": 0, "unbooked_at_stake_wan": 5000.0},
        ]
    )


def test_zero_is_a_cell_and_what_is_not_due_is_none():
    figure, _ = lag_figures.triangle(triangle())
    assert list(figure.data[0].text) == ["0", "50", "100"]
    words = [note.text for note in figure.layout.annotations]
    assert "<b>1</b> 个 900 万" in words
    assert "全部入统" in words
    assert "<b>3</b> 个 2.50 亿" in words
    assert any("次期末全部入统" in text for text in words)


def test_open_cells_say_more_than_and_are_hatched():
    drawn = start_grid.grid(by_start(), totals(), "responsible_unit", chosen=("某镇", "2026-02"))
    cells = [row["cells"][1] for row in drawn["rows"]]
    assert [cell["text"] for cell in cells] == ["> 7", "当月"]
    assert [cell["open"] for cell in cells] == [True, False]
    assert [(row["name"], cell["start"]) for row, cell in zip(drawn["rows"], cells, strict=True)] == [
        (HOSTILE, "2026-02"), ("某镇", "2026-02")
    ]  # fmt: skip
    assert [cell["chosen"] for cell in cells] == [False, True]
    assert drawn["heads"] == ["更早", "1–2"]
    assert [row["cells"][0] for row in drawn["rows"]] == [None, None]  # the cells are all there is


def test_what_started_earlier_is_a_cell_of_its_own_and_the_row_is_the_whole():
    drawn = start_grid.grid(by_start(), totals(waiting=5, unbooked_at_stake_wan=25000.0), "responsible_unit")
    [row] = [row for row in drawn["rows"] if row["name"] == HOSTILE]
    assert (row["note"], row["late"]) == ("5 个 2.50 亿", True)  # 2 of 0.50 in the cell, 3 of 2.00 earlier
    assert (row["cells"][0]["text"], row["cells"][0]["start"]) == ("3 个", "before-2026-02")
    assert row["cells"][0]["hint"].endswith("已报未入统 2.00 亿元")
    cases = pd.DataFrame(
        {
            "responsible_unit": [HOSTILE] * 4 + ["某镇"],
            "start_date": pd.to_datetime(["2025-12-31", "2026-01-05", "2026-02-20", None, "2025-01-01"]),
        }
    )
    assert lag_words.chosen_cell(cases, "responsible_unit", HOSTILE, "before-2026-02").index.tolist() == [0, 3]


def test_january_is_read_under_february():
    cases = pd.DataFrame(
        {
            "responsible_unit": ["甲", "甲", "乙"],
            "start_date": pd.to_datetime(["2026-01-05", "2026-02-20", "2026-02-01"]),
        }
    )
    assert len(lag_words.chosen_cell(cases, "responsible_unit", "甲", "2026-02")) == 2


def test_a_median_that_is_not_reached_says_so():
    lag = pd.Series(
        {
            "projects": 4, "due": 3, "on_time": 1, "on_time_rate": 1 / 3, "unbooked_at_stake_wan": 12345.0, "late_in": 0,
            "overdue": 2, "statistics_entry_median_months": float("nan"), "longest_wait_months": 9,
            "library_entry_median_months": 0, "library_longest_wait_months": 3, "raw_due": 0, "raw_on_time_rate": None,
            "unlinked": 2,
        }
    )  # fmt: skip
    years = pd.DataFrame({"start_year": [2025, 2026], "due": [1, 2], "on_time_rate": [0.0, 0.5]})
    head, below = lag_words.headline(lag, years, date(2026, 9, 1), "this_year")
    assert head.startswith("今年开工应入统 2 个，今年开工按时入统率 50.0%；历年开工的应入统 3 个，按时入统率 33.3%")
    none_due, _ = lag_words.headline(lag, years, date(2027, 1, 1), "this_year")
    assert none_due.startswith("今年开工的都还没有到应入统期；历年开工的应入统 3 个")
    assert "1.23 亿元已报未入统" in head
    assert "开工到入统过半未入，中位 > 9 个月" in below
    assert "到入库中位当月" in below
    assert "未匹配 2 个" in below
    assert "待统计确认" not in below
    doubtful = pd.Series({"awaiting_confirmation": 1, "awaiting_confirmation_wan": 300.0})
    _, below = lag_words.headline(pd.concat([lag, doubtful]), years, date(2026, 9, 1), "this_year")
    assert "未匹配 1 个，按等待计" in below
    assert "另有 1 个疑似已入库、待统计确认（上报 300 万元），不计逾期" in below
