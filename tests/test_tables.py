"""The text tables themselves: what they accept and what they refuse."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from tests.tables import assert_table, read_table, warehouse


def test_blank_is_null_and_remarks_are_no_data():
    table = read_table("""
        unit   | amount  # a remark in the head
        城建局 | 1.5     # 恰在时序上

        天元街 |         # not reported
    """)
    assert table.to_dict("records") == [{"unit": "城建局", "amount": "1.5"}, {"unit": "天元街", "amount": None}]


def test_a_ragged_row_is_refused():
    with pytest.raises(AssertionError, match="1 cells under 2 columns"):
        read_table("a | b\n1")


def test_warehouse_fills_what_is_not_given():
    con = warehouse(project_month="project_id | month\nA1 | 2026-03-01", raw_dispatch="row_id\n7")
    rows = con.execute(
        "select project_id, month, batch, is_counted, expected_share, reported_ytd_wan from mart.project_month"
    ).fetchall()
    assert rows == [("A1", date(2026, 3, 1), "—", False, 0.25, None)]  # three of twelve months
    assert con.execute("select row_id, month from raw.dispatch").fetchall() == [(7, date(2000, 1, 1))]


def test_a_name_that_looks_like_a_schema_is_still_a_mart_table():
    con = warehouse(source_month="kind | rows\n月度调度 | 3", source_file="file_id | name\n1 | 调度.xlsx")
    assert con.execute("select kind, rows from mart.source_month").fetchall() == [("月度调度", 3)]
    assert con.execute("select name from source.file").fetchall() == [("调度.xlsx",)]


def test_unknown_columns_and_tables_are_refused():
    with pytest.raises(AssertionError, match="no column owner_name"):
        warehouse(project_month="owner_name\nx")
    with pytest.raises(AssertionError, match="no table for 'nothing'"):
        warehouse(nothing="a\n1")


def test_assert_table_compares_the_named_columns_only():
    result = pd.DataFrame({
        "unit": ["城建局", "0012"], "rate": [2 / 3, None], "plan": [Decimal("1000.00"), Decimal("0.00")],
        "month": pd.to_datetime(["2026-03-01", None]), "is_late": [True, False], "other": [1, 2],
    })  # fmt: skip
    assert_table(
        result,
        """
        month      | unit   | rate | plan | is_late
        2026-03-01 | 城建局 | 2/3  | 1000 | true
                   | 0012   |      | 0    | false
    """,
    )


@pytest.mark.parametrize(
    "text",
    ["rate\n0.66666\n0", "rate\n2/3", "rate\n2/3\n", "rate\n2/3\n0\n1", "rate\n\n2/3", "code\n12\n12", "nothing\n1\n2"],
)
def test_assert_table_sees_a_difference(text):
    result = pd.DataFrame({"rate": [2 / 3, 0.0], "code": ["0012", "12"]})
    with pytest.raises(AssertionError):
        assert_table(result, text)
