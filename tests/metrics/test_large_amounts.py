"""Amounts up to what a cell may hold are multiplied and summed without overflow."""

from datetime import date
from decimal import Decimal

import duckdb

from metrics.completion.completion_facts import BEHIND, SLOW_OR_BEHIND
from metrics.completion.pace import EXPECTED_TWELFTHS, TASK_PARTS

LARGEST = Decimal("9999999999999999.99")


def test_the_largest_amount_has_a_light():
    bars = {"behind_bar": "$behind_bar", "slow_bar": "$slow_bar", "task": TASK_PARTS}
    con = duckdb.connect()
    con.execute(
        "create table told as select date '2026-09-01' as month, cast(0.75 as double) as expected_share,"
        " cast($1 as decimal(18, 2)) as carried_ytd_wan, cast($1 as decimal(18, 2)) as annual_plan_wan",
        [LARGEST],
    )
    for rules, bar, share in ((BEHIND, "behind_bar", "slow_share"), (SLOW_OR_BEHIND, "slow_bar", "normal_share")):
        month = con.execute(f"select {rules['month'].format(**bars)} from told", {bar: Decimal(540)})
        assert month.fetchone() == (False,)
        task = con.execute(f"select {rules['task'].format(**bars)} from told", {share: Decimal("0.8")})
        assert task.fetchone() == (False,)
    [(twelfths, month)] = con.execute(f"select {EXPECTED_TWELFTHS['bulletin']}, month from told").fetchall()
    assert (twelfths, month) == (9 * LARGEST, date(2026, 9, 1))
