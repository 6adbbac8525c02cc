"""Exemptions (容错) and incidents (一票否决) of units, as known: what spares a unit, and what bars it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile

EXEMPTIONS = """
with page_entry as (
    select known_from, entry_id, payload
    from mart.decision
    where district = $district and kind = 'exemption' and known_from <= $known_on
    qualify row_number() over (partition by subject order by entry_id desc) = 1
),

said as (
    select responsible_unit, project_id, document_number, cause, exempt_from, exempt_to, known_from
    from mart.exemption
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    union all
    select
        json_extract_string(payload, '$.responsible_unit'),
        json_extract_string(payload, '$.project_id'),
        json_extract_string(payload, '$.document_number'),
        json_extract_string(payload, '$.cause'),
        cast(json_extract_string(payload, '$.exempt_from') as date),
        cast(json_extract_string(payload, '$.exempt_to') as date),
        known_from
    from page_entry
    where coalesce(json_extract_string(payload, '$.status'), '') <> 'undone'
)

-- of a unit, not of one of its projects; an exemption without a document number spares nobody
select responsible_unit, document_number, cause, exempt_from, exempt_to
from said
where responsible_unit is not null
    and project_id is null
    and document_number <> ''
    -- one whose period nobody could read, or none is given, spares nobody
    and coalesce(exempt_from, exempt_to) is not null
    and coalesce(exempt_from <= $until, true)
    and coalesce(exempt_to >= $from_day, true)
order by exempt_from desc nulls last, document_number desc
"""

INCIDENTS = """
select responsible_unit, occurred_on, coalesce(kind, incident, '质量安全或舆情事件'), document_number
from mart.incident
where district = $district
    and known_from <= $known_on
    and (known_to is null or known_to > $known_on)
    and responsible_unit is not null
    and occurred_on between $from_day and $until
order by occurred_on, incident_id
"""


@dataclass(frozen=True)
class Exemption:
    """One exemption of a unit; an open end lasts."""

    unit: str
    document_number: str
    cause: str | None
    exempt_from: date | None
    exempt_to: date | None


def exemptions(
    con: duckdb.DuckDBPyConnection, profile: Profile, from_day: date, to_month: date, known_on: date | None
) -> dict[str, Exemption]:
    """Return the exemption of each unit that holds on a day from ``from_day`` to the end of ``to_month``.

    None where the district's rules have no exemption (rule ``exemption``, J22).
    """
    if not profile.has("exemption", to_month):
        return {}
    values = _values(profile, from_day, to_month, known_on)
    found = (Exemption(*row) for row in con.execute(EXEMPTIONS, values).fetchall())
    return {exemption.unit: exemption for exemption in found}


def incidents(
    con: duckdb.DuckDBPyConnection, profile: Profile, from_day: date, to_month: date, known_on: date | None
) -> dict[str, str]:
    """Return each unit's incidents from ``from_day`` to the end of ``to_month`` in words: day, kind, document.

    None where the district's rules bar nobody from honours (rule ``honours``, T21).
    """
    if not profile.has("honours", to_month):
        return {}
    words: dict[str, list[str]] = {}
    for unit, day, kind, document in con.execute(INCIDENTS, _values(profile, from_day, to_month, known_on)).fetchall():
        words.setdefault(unit, []).append(" ".join(filter(None, [f"{day:%Y-%m-%d}", kind, document])))
    return {unit: "、".join(said) for unit, said in words.items()}


def _values(profile: Profile, from_day: date, to_month: date, known_on: date | None) -> dict[str, Any]:
    return {
        "district": profile.id,
        "known_on": known_on or NOW,
        "from_day": from_day,
        "until": to_month.replace(day=monthrange(to_month.year, to_month.month)[1]),
    }
