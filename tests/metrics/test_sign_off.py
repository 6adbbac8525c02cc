"""The sign-off of a month: what is frozen, and what is told when figures, reasons or groups change afterwards."""

import json

import pytest

from metrics.reconciliation.sign_off import digest, sign_off_changes, sign_offs, signed_list, subject
from tests.metrics.test_reconciliation import ASKED, SEPTEMBER, TIANYUAN, decided, made, part
from tests.tables import assert_table

MONTH = SEPTEMBER.replace(day=1)


def sign(con, payload, known_on="2026-10-25", who="李四"):
    number = con.execute("select count(*) + 1 from mart.decision").fetchone()[0]
    con.execute(
        "insert into mart.decision values (?, 'tianyuan', 'sign_off', ?, ?, ?, ?, null, ?)",
        [number, subject(TIANYUAN, MONTH), known_on, known_on, who, json.dumps(payload, ensure_ascii=False)],
    )


@pytest.fixture
def con():
    return made([decided("F", "2026-09", part("R02", "150"))])


def test_the_list_holds_every_group_with_what_is_settled(con):
    payload = signed_list(con, **ASKED)
    assert payload["as_of"] == "2026-09-01"
    assert set(payload["groups"]) == {*"ABCDFGHJ", "S:SX", "S:SI", "S:SK"}
    assert payload["groups"]["F"] == {"reported": "400.00", "booked": "0", "R02": "150"}
    assert payload["groups"]["B"] == {"reported": "1000.00", "booked": "949.99"}  # what is proposed is not signed
    assert payload["hash"] == digest(dict(reversed(payload["groups"].items())))


def test_nothing_changed(con):
    assert sign_offs(con, **ASKED).empty
    sign(con, signed_list(con, **ASKED))
    assert_table(
        sign_offs(con, **ASKED),
        """
        compared_month | signed_by | is_intact | groups | changed_groups
        2026-09-01     | 李四      | true      | 11     | 0
        """,
    )
    assert sign_off_changes(con, **ASKED).empty


def test_later_changes_stand_against_the_list(con):
    sign(con, signed_list(con, **ASKED))
    con.execute("update mart.booked set booked_ytd_wan = 900 where statistics_id = 'SB' and month = '2026-09-01'")
    con.execute("delete from mart.booked where statistics_id = 'SX'")
    subject_, known_on, who, payload = decided("F", "2026-09", part("R02", "100"), part("R03", "20"))
    con.execute(
        "insert into mart.decision values (9, 'tianyuan', 'reason', ?, ?, ?, ?, null, ?)",
        [subject_, known_on, known_on, who, payload],
    )
    assert_table(
        sign_off_changes(con, **ASKED),
        """
        group_id | signed_field | signed_wan | now_wan | change_wan
        B        | booked       | 949.99     | 900     | -49.99
        F        | R02          | 150        | 100     | -50
        F        | R03          | 0          | 20      | 20
        S:SX     | R18          | -40        | 0       | 40
        S:SX     | booked       | 40         | 0       | -40
        """,
    )
    assert sign_offs(con, **ASKED).changed_groups[0] == 3


def test_a_list_that_was_tampered_with_is_told(con):
    payload = signed_list(con, **ASKED)
    payload["groups"]["A"]["booked"] = "951.00"
    sign(con, payload)
    assert not sign_offs(con, **ASKED).is_intact[0]


@pytest.mark.parametrize("last", ["undone", "known later", "another month"])
def test_which_sign_off_stands(con, last):
    if last == "another month":
        con.execute("insert into mart.decision values (7, 'tianyuan', 'sign_off', 'sign_off:tianyuan:2026-08',"
                    " '2026-09-20', '2026-09-20', '李四', null, '{\"groups\": {}}')")  # fmt: skip
    else:
        sign(con, signed_list(con, **ASKED), known_on="2026-12-01" if last == "known later" else "2026-10-25")
    if last == "undone":
        sign(con, {"status": "undone"}, known_on="2026-10-26")
    assert sign_offs(con, **ASKED).empty
    assert sign_off_changes(con, **ASKED).empty


def test_without_a_month_to_compare_nothing_can_be_signed(con):
    con.execute("delete from mart.source_month where kind = 'statistics_return'")
    with pytest.raises(ValueError, match="没有可签认的月份"):
        signed_list(con, **ASKED)
    assert sign_offs(con, **ASKED).empty
