"""Corrected starts: which months a start that was moved later, or earlier, makes a difference in."""

from datetime import date

from data.profile import load_profile
from data.wording.entry_wording import corrected_starts
from metrics.entry.start_corrections import start_corrections
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
STATES = """
    district | project_id | effective_month | kind     | known_from | known_to   | row_id | actual_start_date
    tianyuan | A1         | 2026-03-01      | dispatch | 2026-04-05 | 2026-07-20 | 1      | 2026-03-05  # 三月表重报，改为六月
    tianyuan | A1         | 2026-03-01      | dispatch | 2026-07-20 |            | 2      | 2026-06-10
    tianyuan | A2         | 2026-06-01      | dispatch | 2026-07-05 |            | 3      | 2026-06-01  # 七月的表改早
    tianyuan | A2         | 2026-07-01      | dispatch | 2026-08-05 |            | 4      | 2025-12-31
    tianyuan | A3         | 2026-06-01      | dispatch | 2026-07-05 |            | 5      | 2026-06-01  # 同一月内改日：不影响月份
    tianyuan | A3         | 2026-07-01      | dispatch | 2026-08-05 |            | 6      | 2026-06-30
    tianyuan | A4         | 2026-07-01      | dispatch | 2026-08-05 |            | 7      | 2026-04-01  # 晚收到的旧表不改现在的日期
    tianyuan | A4         | 2026-05-01      | dispatch | 2026-08-20 |            | 8      | 2026-02-01
    tianyuan | A5         | 2026-07-01      | dispatch | 2026-08-05 |            | 9      | 2026-05-01
    tianyuan | A5         | 2026-08-01      | dispatch | 2026-09-05 |            | 10     |             # 空着不是更正
    tianyuan | A5         | 2026-09-01      | dispatch | 2026-10-05 |            | 11     | 2026-11-01  # 改到截至月以后：影响止于截至月
    jingyang | X1         | 2026-03-01      | dispatch | 2026-04-05 |            | 12     | 2026-03-05
    jingyang | X1         | 2026-04-01      | dispatch | 2026-05-05 |            | 13     | 2026-04-05
"""  # fmt: skip


def ask(as_of: date = date(2026, 9, 1), known_on: date | None = None):
    con = warehouse(project_state=STATES, project="district | project_id | project_name\ntianyuan | A1 | 甲项目")
    return start_corrections(con, profile=PROFILE, as_of=as_of, known_on=known_on)


def test_the_months_between_the_two_starts_are_affected():
    assert_table(ask(), """
        project_id | start_month_before | start_month_after | affected_from_month | affected_to_month | received_on
        A5         | 2026-05-01         | 2026-11-01        | 2026-05-01          | 2026-09-01        | 2026-10-05
        A2         | 2026-06-01         | 2025-12-01        | 2025-12-01          | 2026-05-01        | 2026-08-05
        A1         | 2026-03-01         | 2026-06-01        | 2026-03-01          | 2026-05-01        | 2026-07-20
    """)  # fmt: skip


def test_nothing_later_is_seen():
    assert list(ask(known_on=date(2026, 7, 31)).project_id) == ["A1"]
    assert list(ask(known_on=date(2026, 7, 19)).project_id) == []
    assert list(ask(as_of=date(2026, 6, 1)).project_id) == ["A1"]


def test_the_sentence_says_which_months():
    frame = ask()
    assert corrected_starts(frame[frame.project_id == "A1"], named=False) == (
        "开工日期由 2026-03 改为 2026-06，影响 3—5 月的入库入统、批次口径，以及此后是否按时入库入统"
    )
    assert corrected_starts(frame[frame.project_id == "A2"], named=False) == (
        "开工日期由 2026-06 改为 2025-12，影响 2025年12月—2026年5月的入库入统、批次口径，以及此后是否按时入库入统"
    )
    one = frame[frame.project_id == "A1"].assign(affected_from_month=date(2026, 5, 1))
    assert (
        corrected_starts(one)
        == "甲项目开工日期由 2026-03 改为 2026-06，影响 5 月的入库入统、批次口径，以及此后是否按时入库入统"
    )
    assert corrected_starts(frame.iloc[[0, 1, 2, 2, 2]]).endswith("；另有 2 个项目更正了开工日期")
    assert corrected_starts(frame.head(0)) == ""
