"""承诺与议定事项: last quarter's come up, open ones stay until somebody says what became of them."""

from datetime import date

from data.profile import load_profile
from metrics.meeting.promises import promises
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
DECISIONS = """
    entry_id | district | kind             | subject   | known_from | who  | payload
    1        | tianyuan | promise          | promise:a | 2026-04-20 | 目标办 | {"quarter": "2026Q1", "text": "四月底前签约", "responsible_unit": "区商务局", "due_on": "2026-04-30"}
    2        | tianyuan | promise          | promise:b | 2026-07-20 | 目标办 | {"quarter": "2026Q2", "text": "九月底前开工", "responsible_unit": "雷打石镇"}
    3        | tianyuan | meeting_decision | promise:c | 2026-07-20 | 目标办 | {"quarter": "2026Q2", "text": "由区财政先行垫付"}
    4        | tianyuan | promise          | promise:d | 2026-07-20 | 目标办 | {"quarter": "2026Q2", "text": "记错了"}
    5        | tianyuan | promise          | promise:d | 2026-07-21 | 目标办 | {"status": "undone"}
    6        | tianyuan | promise          | promise:a | 2026-08-01 | 发改局 | {"status": "kept", "note": "已签"}
    7        | tianyuan | promise          | promise:b | 2026-10-10 | 发改局 | {"status": "broken"}
    8        | tianyuan | promise          | promise:b | 2026-10-12 | 发改局 | {"status": "partly", "note": "已进场"}
    9        | tianyuan | promise          | promise:e | 2026-10-20 | 目标办 | {"quarter": "2026Q3", "text": "补齐材料"}
    10       | jingyang | promise          | promise:f | 2026-07-20 | 目标办 | {"quarter": "2026Q2", "text": "别区的"}
    11       | tianyuan | promise          | promise:g | 2026-01-20 | 目标办 | {"quarter": "2025Q4", "text": "早了结的"}
    12       | tianyuan | promise          | promise:g | 2026-03-01 | 发改局 | {"status": "kept"}
"""


def test_what_comes_up_in_a_review():
    assert_table(
        promises(warehouse(decision=DECISIONS), profile=TIANYUAN, as_of=date(2026, 9, 1)),
        """
        subject   | last_entry_id | entry_kind       | review_quarter | responsible_unit | promise      | fulfilment | note | status_on
        promise:e | 9             | promise          | 2026Q3         |                  | 补齐材料     | open       |      |
        promise:b | 8             | promise          | 2026Q2         | 雷打石镇         | 九月底前开工 | partly     | 已进场 | 2026-10-12  # 后一次认定算数
        promise:c | 3             | meeting_decision | 2026Q2         |                  | 由区财政先行垫付 | open   |      |
        promise:a | 6             | promise          | 2026Q1         | 区商务局         | 四月底前签约 | kept       | 已签 | 2026-08-01  # 本季里才了结
        """,
    )


def test_known_on_an_earlier_day():
    seen = promises(
        warehouse(decision=DECISIONS), profile=TIANYUAN, as_of=date(2026, 9, 1), known_on=date(2026, 10, 11)
    )
    assert seen.set_index("subject").fulfilment.to_dict() == {
        "promise:b": "broken",
        "promise:c": "open",
        "promise:a": "kept",
    }


def test_an_earlier_review_knows_nothing_of_a_later_one():
    seen = promises(warehouse(decision=DECISIONS), profile=TIANYUAN, as_of=date(2026, 3, 1))
    assert seen.subject.tolist() == ["promise:a", "promise:g"]
