"""What only the statistician may see of a single project: decided for every amount of the statistics' sheets."""

import pytest

from data import dictionary
from tests.tables import warehouse

PUBLIC = {"planned_total_wan"}  # stands on the board in front of the site

AMOUNTS = """
select column_name
from information_schema.columns
where table_schema = ? and table_name = ? and data_type like 'DECIMAL%'
"""


@pytest.mark.parametrize(("schema", "table"), [("raw", "statistics_return"), ("mart", "booked")])
def test_every_amount_of_the_statistics_is_withheld_or_public(schema, table):
    with warehouse() as con:
        amounts = {name for (name,) in con.execute(AMOUNTS, [schema, table]).fetchall()}
    assert amounts - PUBLIC == amounts & dictionary.withheld()
    assert "booked_ytd_wan" in amounts
