"""Which field a heading names: by an alias where all that the alias leaves out is understood, else by its words."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from etl.intake.heading import Meaning, meaning
from etl.intake.heading_words import field_meanings, not_needed, unneeded
from etl.intake.kinds import Kind, kinds
from etl.intake.labels import Label

LAST = "cumulative_last_year_wan"
WIDE = frozenset({"reported_month_wan", "planned_ytd_wan"})
TOTALS = frozenset({"total_investment_wan", "planned_total_wan"})
FIGURES = frozenset({"money", "percent"})
BESIDE = {"total": frozenset({"plan", "done"}), "plan": frozenset({"total", "done"}), "done": frozenset()}
ANY_BESIDE = frozenset({"done"})
OF_PARTS = frozenset({"source", "component", "other"})
COMPOSED = 0.85  # the quality of a field told by words, beside 1.0 of a full alias
ELSEWHEN = frozenset({"last_year_same", "last_year", "previous_month", "next_month", "quarter"})
_SINCE_WHEN = re.compile("历年|往年累计")  # up to last year, or up to now: only the sums tell
_MONEY_WORD = re.compile("投资|资金|金额|额|形象|进度")
_PLANNED, _ACTUAL = re.compile("计划|预计|预期|拟"), re.compile("实际|已")
_DATED = frozenset({"ytd", "month", "half", "year"})
State = Literal["known", "unknown", "contested"]


@dataclass(frozen=True)
class Match:
    """What a heading names: a field, or none and why; ``fields`` are those it may name."""

    field: str | None
    quality: float = 0.0
    reason: str = ""
    state: State = "unknown"
    fields: tuple[str, ...] = ()


def is_figure_field(kind: Kind, field: str) -> bool:
    """Tell whether a field holds amounts or percents."""
    return kind.reads(field) in FIGURES


def match(kind: Kind, one: Label) -> Match:
    """Return the field that a heading names in a kind of sheet."""
    return _match(kind.id, one)


@lru_cache(maxsize=65536)
def _match(kind_id: str, one: Label) -> Match:
    kind = kinds()[kind_id]
    vetoed: list[str] = []
    for place, (key, dropped) in enumerate(one.ways):
        field = kind.aliases.get(key)
        if not field or (kind.wide and field.startswith(f"{kind.wide.cell}:")):
            continue  # a thing is one only where thing_fields says so
        if field in WIDE and not one.month and "{" in key:
            continue
        if one.unit == "%" and kind.reads(field) == "money":
            continue  # a share of it
        if _may_drop(kind, field, dropped, is_january=one.month == 1):
            return Match(field, 1.0 - 0.05 * min(place, 2), fields=_also(field, one))
        vetoed.append(field)
    whole = one.says
    if whole.rest or not whole.measure and not whole.periods:
        known = not_needed().get(one.parts[-1].short_key) if one.parts else None
        if known or (whole.measure == "share" and one.unit == "%"):
            return Match(None, reason=f"{known or unneeded('measures')['share']}，不必读", state="known")
        why = f"“{whole.rest}”不认识" if vetoed and whole.rest else "列名认不出"
        return Match(None, reason=why, fields=tuple(dict.fromkeys(vetoed)))
    return _composed(kind, one, whole)


@lru_cache(maxsize=16384)
def kinds_naming(one: Label) -> frozenset[str]:
    """Return the kinds of sheet in which a heading may fill a field: by a name, or by words that are all understood.

    Most rows of a sheet are no headings; this says so before each kind is tried. A name below another may be a thing's.
    """
    is_worded = not one.says.rest and bool(one.says.measures or one.says.periods)
    found = (kind for kind in kinds().values() if is_worded or _may_name(kind, one))
    return frozenset(kind.id for kind in found)


def _may_name(kind: Kind, one: Label) -> bool:
    if any(key in kind.aliases for key in one.keys):
        return True
    above = (part.short_key for part in one.parts[:-1]) if kind.wide else ()
    return any(name in kind.wide.parents or kind.aliases.get(name) in kind.wide.parts for name in above)  # type: ignore[union-attr]


def said_by_child(kind: Kind, one: Label) -> tuple[str, ...]:
    """Return the field that the last part of a heading names, where it says its own period: is the parent its parent?

    Without merged cells a parent may seem to reach over columns that are not its own (上年 · 2026年计划投资).
    """
    if len(one.parts) < 2:  # noqa: PLR2004
        return ()
    child = one.parts[-1]
    found = match(kind, Label(child.key, (child,))).field
    return (found,) if found and (found in TOTALS or meaning([child.key]).periods) else ()


def _may_drop(kind: Kind, field: str, dropped: tuple[str, ...], *, is_january: bool) -> bool:
    """Tell whether an alias may stand for a heading of which it leaves out some parts; January is the year to date."""
    if not any(dropped):
        return True
    how = kind.reads(field)
    if how == "date":
        other = _ACTUAL if field.startswith(("planned", "due")) else _PLANNED
        return other.search("".join(dropped)) is None
    if how not in FIGURES:
        return True
    left = meaning(dropped)
    if left.rest:
        return False
    says = field_meanings().get(field)
    if says is None:
        return not left.periods & ELSEWHEN
    periods = {"ytd" if is_january and one == "month" else one for one in left.periods}
    return left.measures <= {says.measure} | BESIDE.get(says.measure, ANY_BESIDE) and periods <= says.periods


def _also(field: str, one: Label) -> tuple[str, ...]:
    """Return the fields that a heading may name beside its own: a bare 累计 may be the year's, 历年累计 up to now."""
    said = one.says
    if field == LAST and _SINCE_WHEN.search(one.text):
        return ("cumulative_wan",)
    if field in ("cumulative_wan", "cumulative_booked_wan") and "since" not in said.periods and not said.rest:
        return ("reported_ytd_wan",) if field == "cumulative_wan" else ("booked_ytd_wan",)
    return ()


def _composed(kind: Kind, one: Label, whole: Meaning) -> Match:
    """Return the field that the words of a heading name together, all of them understood."""
    measure, periods = (
        ("share" if one.unit == "%" and "progress" not in whole.measures else whole.measure),
        whole.periods,
    )
    own = meaning([one.parts[-1].key])
    if measure == "total" and own.measure == "done":
        measure = "done"  # 总投资 stands above as the name of the group
    if measure in OF_PARTS and measure not in own.measures:
        return Match(None, reason=f"上级写的是{unneeded('measures')[measure]}", state="unknown")
    if elsewhen := next((one for one in unneeded("periods") if one in periods), None):
        return Match(None, reason=f"{unneeded('periods')[elsewhen]}，不必读", state="known")
    is_booked = kind.id == "statistics_return"
    names = (
        {"ytd": "booked_ytd_wan", "month": "booked_month_wan", "since": "cumulative_booked_wan"} if is_booked else {}
    )
    names = names or {"ytd": "reported_ytd_wan", "month": "reported_month_wan", "since": "cumulative_wan"}
    fields: tuple[str, ...] = ()
    if measure == "done":
        fields = _done(periods, names)
    elif measure == "plan" and "progress" in whole.measures:
        fields = ("planned_progress",)
    elif measure == "plan" and not whole.measures & {"funds", "paid", "source", "component", "other", "booked"}:
        fields = _planned(kind, one, periods)
    elif measure == "total" and not periods and not whole.measures & {"source", "component", "funds", "paid", "booked"}:
        fields = ("planned_total_wan",) if is_booked else ("total_investment_wan",)
    elif measure in ("funds", "paid") and not periods & {"since", "last", "month"}:
        fields = ("funds_in_place_wan",) if measure == "funds" else ("funds_paid_wan",)
    elif measure == "progress" and not periods & {"last"}:
        fields = ("physical_progress",)
    if measure in ("done", "plan") and not one.unit and not _MONEY_WORD.search(one.text) and len(fields) == 1:
        return Match(None, reason="没有写明是不是投资", fields=fields) if not periods & _DATED else _one(kind, fields)
    found = _one(kind, fields, measure)
    return replace(found, fields=_also(found.field, one)) if found.field == LAST else found


def _one(kind: Kind, fields: tuple[str, ...], measure: str | None = None) -> Match:
    """Return the field that is left, where the kind has it; of several none."""
    there = tuple(field for field in fields if field in kind.read_as)
    if len(there) == 1 == len(fields):
        return Match(there[0], COMPOSED)
    if not fields and measure in unneeded("measures"):
        return Match(None, reason=f"{unneeded('measures')[measure]}，不必读", state="known")
    if fields and not there:
        return Match(
            None, reason="这类表不载入这样的数", state="unknown" if measure == "done" and fields != (LAST,) else "known"
        )
    return Match(None, reason="没有写明是哪个时段的", fields=there)


def _done(periods: frozenset[str], names: dict[str, str]) -> tuple[str, ...]:
    if "last" in periods:
        return (LAST,) if not periods & {"ytd", "month"} else ()
    if "since" in periods:
        return (names["since"],) if not periods & {"ytd", "month"} else ()
    if "ytd" in periods:
        return (names["ytd"],)
    if "month" in periods:
        return (names["month"],) if not periods & {"cumulative", "until"} else (names["ytd"], names["month"])
    if "year" in periods or "half" in periods:
        return (names["ytd"],)
    return (names["ytd"], names["since"])


def _planned(kind: Kind, one: Label, periods: frozenset[str]) -> tuple[str, ...]:
    if periods <= {"year"}:
        return ("annual_plan_wan",) if periods or kind.id == "annual_plan" else ("annual_plan_wan", "planned_ytd_wan")
    return ("planned_ytd_wan",) if kind.id == "annual_plan" and one.month and not periods & {"half", "last"} else ()
