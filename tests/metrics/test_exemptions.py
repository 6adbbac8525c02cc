"""容错: an exemption holds in its period; one without a period that can be read spares nobody."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.ranking.exemptions import exemptions
from tests.tables import warehouse

JINGYANG = load_profile("jingyang")


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        ("2026-08-01", "2026-09-30", True),
        ("2026-08-01", "", True),  # an open end lasts
        ("", "2026-07-01", True),  # until the first day that is asked about
        ("", "2026-06-30", False),
        ("2026-10-01", "", False),
        ("", "", False),  # 适用期 was not given, or nobody could read it
    ],
)
def test_an_exemption_holds_in_its_period(first, last, holds):
    con = warehouse(
        exemption=f"""
        district | responsible_unit | document_number | known_from | exempt_from | exempt_to
        jingyang | 区住建局         | 〔2026〕1号     | 2026-07-01 | {first}     | {last}
        """
    )
    found = exemptions(con, JINGYANG, date(2026, 7, 1), date(2026, 9, 1), None)
    assert ("区住建局" in found) is holds
