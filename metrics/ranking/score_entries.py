"""What people typed for the assessment (考核手工项): rates, bonus and deduction, from sheets and from pages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.quarters import quarter_start
from metrics.registry import metric

SQL = """
with page_entry as (
    select entry_id, known_from, who, reason, payload
    from mart.decision
    where district = $district and kind = 'score' and known_from <= $known_on
    qualify row_number() over (partition by subject order by entry_id desc) = 1
),

said as (
    select
        quarter, responsible_unit, item, score_rate, points, basis, document_number, known_from,
        null as who, 0 as entry_id
    from mart.score_entry
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    union all
    select
        cast(json_extract_string(payload, '$.quarter') as date),
        json_extract_string(payload, '$.responsible_unit'),
        json_extract_string(payload, '$.item'),
        cast(json_extract_string(payload, '$.score_rate') as decimal(9, 6)),
        cast(json_extract_string(payload, '$.points') as decimal(9, 2)),
        concat_ws('；', reason, json_extract_string(payload, '$.evidence')),
        json_extract_string(payload, '$.document_number'),
        known_from,
        who,
        entry_id
    from page_entry
    where coalesce(json_extract_string(payload, '$.status'), '') <> 'undone'
),

typed as (
    -- of what was said twice the last stands; bonus and deduction are told apart by their documents
    select *
    from said
    where quarter between $from_quarter and $to_quarter
    qualify row_number() over (
        partition by date_trunc('quarter', quarter), responsible_unit, item,
            case when points is not null then coalesce(document_number, '') end
        order by known_from desc, entry_id desc
    ) = 1
)

select
    cast(date_trunc('quarter', quarter) as date) as quarter,
    responsible_unit,
    item,
    score_rate,
    points,
    basis,
    nullif(document_number, '') as document_number,
    who,
    known_from as received_on
from typed
order by quarter, responsible_unit, item, document_number
"""


@dataclass(frozen=True)
class Typed:
    """One thing that was typed: a rate 0–1 of an item, or points (扣分 below zero); who is None for a sheet's."""

    quarter: date
    unit: str
    item: str
    score_rate: Decimal | None
    points: Decimal | None
    basis: str | None
    document_number: str | None
    who: str | None
    received_on: date

    @property
    def counted_points(self) -> Decimal:
        """Return the points as they count: nothing without a document number."""
        return self.points if self.points is not None and self.document_number else Decimal(0)

    @property
    def rate(self) -> Fraction | None:
        """Return the rate as an exact fraction, None for points."""
        return None if self.score_rate is None else Fraction(self.score_rate)


def typed_items(
    con: duckdb.DuckDBPyConnection, profile: Profile, from_month: date, to_month: date, known_on: date | None
) -> list[Typed]:
    """Return what was typed for the quarters from that of ``from_month`` to that of ``to_month``."""
    return [Typed(*row) for row in con.execute(SQL, _values(profile, from_month, to_month, known_on)).fetchall()]


@metric()
def score_entries(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Typed items of the quarter (考核手工项): what was entered by sheet or on the page, by whom, and why.

    口径：同一单位同一考核项以最后一次为准，表格与页面不分先后；加分、扣分按文号各记一笔，无文号的不计入得分。

    Returns:
        One row per quarter's entry in force. ``score_rate`` is a fraction, ``points`` are below zero for a
        deduction; ``who`` is null where a sheet said it.

    Source:
        J31, T19.
    """
    return con.execute(SQL, _values(profile, as_of, as_of, known_on)).df()


def _values(profile: Profile, from_month: date, to_month: date, known_on: date | None) -> dict[str, Any]:
    last = quarter_start(to_month)
    return {
        "district": profile.id,
        "known_on": known_on or NOW,
        "from_quarter": quarter_start(from_month),
        "to_quarter": last.replace(month=last.month + 2, day=28),
    }
