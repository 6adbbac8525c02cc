"""Values that can be read and cannot be right: impossible dates, codes of elsewhere, components that do not add up.

Each notice names field, value and, where one is likely, what was probably meant; nothing is changed here.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from data.profile import Profile
from data.working_days import working_days
from etl.intake.columns import Column
from etl.intake.money import FACTORS, amounts
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.text import shown

HAPPENED = ("actual_start_date", "actual_finish_date", "in_use_date", "start_date", "production_date")
NEARLY_STARTED = 3  # months: who writes them ahead means what he writes
EARLIEST, LATEST = date(1990, 1, 1), date(2060, 1, 1)
BY_MONTH = (  # often written as a month only
    ("planned_start_date", "planned_finish_date"),
    ("actual_start_date", "actual_finish_date"),
    ("start_date", "production_date"),
    ("declared_month", "library_entry_month"),
)
BY_DAY = (
    ("received_on", "done_on"),
    ("raised_on", "due_on"),
    ("raised_on", "closed_on"),
    ("entered_on", "left_on"),
    ("declared_on", "decided_on"),
    ("exempt_from", "exempt_to"),
)
COMPONENTS = ("booked_construction_wan", "booked_installation_wan", "booked_equipment_wan", "booked_other_wan")
REGION = slice(5, 11)  # of a unified project code


def notice_dates(table: Table, result: SheetResult, kept: Sequence[int], months: Sequence[date | None]) -> None:
    """Notice dates before 1990 or far ahead, what happened after the sheet's month, ends before their beginnings."""
    dated = {column.field: column for column in table.header.columns if table.kind.reads(column.field) == "date"}
    first_month = min((month for month in set(months) if month), default=LATEST)
    first_month = first_month if table.kind.month == "required" else LATEST
    for field, column in dated.items():
        days = table.fields.get(field)
        if not days:
            continue
        odd = {day for day in set(days) if day and not EARLIEST <= day < LATEST}
        late = {day for day in set(days) if day and day.replace(day=1) > first_month and field in HAPPENED}
        for place in kept if odd or late else ():
            day, month = days[place], months[place]
            if day in odd:
                text = f"{_cell(table, column, place)} {day} 不在 1990 年至 2059 年之间，请核对"
                _say(table, result, "suspected_date", text, place, field, day)
            elif day in late and month and day.replace(day=1) > month:
                text = f"{_cell(table, column, place)} {day} 晚于本表所属的 {month:%Y年%m月}，请核对"
                _say(table, result, "future_date", text, place, field, day, _a_year_less(day, month))
    for first, last in (*BY_MONTH, *BY_DAY):
        if first not in dated or not table.fields.get(first) or not table.fields.get(last):
            continue
        for place in kept:
            begun, ended = table.fields[first][place], table.fields[last][place]
            if begun and ended and (ended < begun if (first, last) in BY_DAY else _month(ended) < _month(begun)):
                text = f"{_cell(table, dated.get(last, dated[first]), place)} {ended} 早于起始的 {begun}，请核对"
                _say(table, result, "suspected_date", text, place, last, ended)


def notice_pauses(table: Table, result: SheetResult, kept: Sequence[int], received_on: date, profile: Profile) -> None:
    """Notice requests whose clock stood still for less than no working day, or for more than have passed."""
    if "paused_days" not in table.fields or "received_on" not in table.fields:
        return
    column = next(column for column in table.header.columns if column.field == "paused_days")
    ended = table.fields.get("done_on") or [None] * len(table.rows)
    for place in kept:
        paused, begun, until = table.fields["paused_days"][place], table.fields["received_on"][place], ended[place]
        if not paused or begun is None:
            continue
        passed = working_days(profile, begun + timedelta(days=1), until or received_on) if paused > 0 else []
        if 0 < paused <= len(passed):
            continue
        end = f"{until} 办结" if until else f"{received_on} 还没有办结"
        text = f"{_cell(table, column, place)} 为 {paused} 个工作日，而 {begun} 收件、{end}，请核对"
        _say(table, result, "suspected_pause", text, place, "paused_days", paused)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _a_year_less(day: date, month: date) -> date | None:
    """Return the day a year before, where that is past and the day itself far ahead: the year was mistyped."""
    if (day.year - month.year) * 12 + day.month - month.month <= NEARLY_STARTED:
        return None
    earlier = day.replace(year=day.year - 1, day=min(day.day, 28))
    return earlier.replace(day=day.day) if earlier.replace(day=1) <= month and day.day <= 28 else None


def notice_codes(table: Table, result: SheetResult, kept: Sequence[int], profile: Profile) -> None:
    """Notice project codes given elsewhere: neither in this district nor by its city, its province or the nation."""
    codes = table.fields.get("project_code")
    if not codes:
        return
    own = profile.region_code
    given_here = {own, f"{own[:4]}00", f"{own[:2]}0000", "000000", "100000"}
    column = next(column for column in table.header.columns if column.field == "project_code")
    position, label = column.position, column.label.text
    for place in kept:
        code = codes[place]
        if code and code[REGION] not in given_here:  # perhaps all: a sheet of another district
            row = table.rows[place] + 1
            text = f"{position}{row}“{label}” {code} 是区划 {code[REGION]} 的代码，不是本区 {own}，请核对"
            result.notice("code_elsewhere", text, row, field="project_code", value=code)


def notice_components(table: Table, result: SheetResult, kept: Sequence[int]) -> None:
    """Notice rows of a statistics return whose four components are not the year's total (DOMAIN 4.4)."""
    if any(field not in table.fields for field in (*COMPONENTS, "booked_ytd_wan")):
        return
    total, parts = table.fields["booked_ytd_wan"], [amounts(table.fields[field]).exact for field in COMPONENTS]
    nothing = pa.scalar(Decimal("0.00"), parts[0].type)
    said = [pc.is_valid(part) for part in parts]
    is_said = pc.or_(pc.or_(said[0], said[1]), pc.or_(said[2], said[3]))
    added = [pc.fill_null(part, nothing) for part in parts]
    rest = pc.subtract(amounts(total).exact, pc.add(pc.add(added[0], added[1]), pc.add(added[2], added[3])))
    allowed = max((FACTORS.get(unit, Decimal(1)) / 40 for unit in table.units.values()), default=Decimal(1))
    is_off = pc.and_(is_said, pc.greater(pc.abs(rest), pa.scalar(max(allowed, Decimal("0.05")))))
    column = next(column for column in table.header.columns if column.field == "booked_ytd_wan")
    loaded = set(kept)
    for place in pc.indices_nonzero(pc.fill_null(is_off, False)).to_pylist():
        if place in loaded:
            whole, added_up = total[place], total[place] - rest[place].as_py()
            text = f"{_cell(table, column, place)} {whole} 万元，四项构成之和为 {added_up} 万元，请核对"
            _say(table, result, "identity_broken", text, place, "booked_ytd_wan", whole, added_up)


def _cell(table: Table, column: Column, place: int) -> str:
    return f"{column.position}{table.rows[place] + 1}“{shown(column.label.text)}”"


def _say(
    table: Table,
    result: SheetResult,
    kind: str,
    text: str,
    place: int,
    field: str,
    value: object,
    better: object = None,
) -> None:
    result.notice(kind, text, table.rows[place] + 1, field=field, value=value, suggested=better)
