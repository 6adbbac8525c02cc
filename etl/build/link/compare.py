"""A key project beside a statistics project: what agrees, what contradicts, and a score from 0 to 100."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz

from etl.build.link.marks import Agreement, Marks, agree, differing
from etl.build.link.names import Name, compact, company, is_typing_slip, named_company, read

Grade = Literal["same", "equal", "slip", "contained", "alike", "other"]  # of two names, the closest first
Answer = Literal["same", "different", "unknown"]
GRADES: tuple[Grade, ...] = ("same", "equal", "slip", "contained", "alike", "other")

EXACT, CLOSE, FAR = 0.02, 0.10, 0.50  # of the larger total: the difference
WEIGHTS = {"name": 60, "total": 20, "town": 10, "owner": 5, "start": 5}
SAME, SLIP_SCORE, CONTAINED_SCORE, ALIKE = 100.0, 96.0, 82.0, 62.0
SHARED = 30.0  # of two names' letters: with less, neither contains the other nor is it mistyped
SHORT = 4  # letters: a shorter name within a longer one says nothing


@dataclass(frozen=True)
class Side:
    """One project as its source describes it now; names are all it ever bore, the newest first."""

    names: tuple[str, ...]
    code: str | None = None
    owner: str | None = None
    town: str | None = None
    total_wan: float | None = None
    start: date | None = None


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against two projects being one."""

    grade: Grade
    name_score: float
    marks: Agreement
    read_marks: tuple[Marks, Marks]
    is_generic: bool
    code: Answer
    town: Answer
    owner: Answer
    total_off: float | None  # difference of the totals, of the larger one
    start_months: int | None  # between the two starts

    @property
    def marks_differ(self) -> str:
        """The marks that the two names do not share, in words."""
        return differing(*self.read_marks)

    @cached_property
    def parts(self) -> dict[str, float]:
        """The score's parts, each 0 to 100; what is not known on both sides is not among them."""
        parts = {"name": self.name_score}
        if self.total_off is not None:
            parts["total"] = 100 * max(0.0, 1 - self.total_off / FAR)
        for name, answer in (("town", self.town), ("owner", self.owner)):
            if answer != "unknown":
                parts[name] = 100.0 if answer == "same" else 0.0
        if self.start_months is not None:
            parts["start"] = max(0.0, 100 - 100 * self.start_months / 12)
        return parts

    @cached_property
    def score(self) -> float:
        """The parts' weighted mean; a common code is half of it, marks that contradict halve it."""
        parts = self.parts
        mean = sum(WEIGHTS[name] * part for name, part in parts.items()) / sum(WEIGHTS[name] for name in parts)
        if self.marks == "conflict":
            mean /= 2
        return round(50 + mean / 2 if self.code == "same" else mean, 1)


def compare(project: Side, statistics: Side, prefixes: tuple[str, ...] = (), towns: tuple[str, ...] = ()) -> Evidence:
    """Compare the two, by the names that are closest; marks that contradict in the newest names contradict anyhow."""
    ours, theirs = ([read(name, prefixes, towns) for name in side.names[:3] or ("",)] for side in (project, statistics))
    pairs = [(one, other) for one in ours for other in theirs]
    graded = [_graded(one, other, project.owner, prefixes) for one, other in pairs]
    best = max(range(len(pairs)), key=lambda i: (graded[i][1], -GRADES.index(graded[i][0])))
    one, other = pairs[best]
    marks = agree(one.marks, other.marks)
    if marks != "conflict" and agree(pairs[0][0].marks, pairs[0][1].marks) == "conflict":
        one, other = pairs[0]
        marks = "conflict"
    grade, score = graded[best]
    return Evidence(
        grade=grade,
        name_score=round(score, 1),
        marks=marks,
        read_marks=(one.marks, other.marks),
        is_generic=one.is_generic or other.is_generic,
        code=_answer(project.code, statistics.code),
        town=_answer(project.town, statistics.town),
        owner=_owner(project, statistics, [other for _, other in pairs], prefixes),
        total_off=_off(project.total_wan, statistics.total_wan),
        start_months=_months(project.start, statistics.start),
    )


def _graded(one: Name, other: Name, owner: str | None, prefixes: tuple[str, ...]) -> tuple[Grade, float]:
    """Return how close two names are, with the owner's name before one of them or without it."""
    if one.plain == other.plain:
        return "same", SAME
    cores = {(a, b) for a in _without_owner(one, owner, prefixes) for b in _without_owner(other, owner, prefixes)}
    score = max(fuzz.ratio(a, b) for a, b in cores)
    if score < SHARED:
        return "other", score
    is_equal = agree(one.marks, other.marks) == "equal"
    if score == SAME:
        return ("equal", SAME) if is_equal else ("contained", 90.0)
    if any(is_typing_slip(a, b) for a, b in cores):
        return ("slip", SLIP_SCORE) if is_equal else ("contained", CONTAINED_SCORE)
    if any(len(min(a, b, key=len)) >= SHORT and (a in b or b in a) for a, b in cores):
        return "contained", max(score, CONTAINED_SCORE)
    return ("alike" if score >= ALIKE else "other"), score


def _without_owner(name: Name, owner: str | None, prefixes: tuple[str, ...]) -> Iterable[str]:
    yield name.core
    for who in {compact(owner), company(owner, prefixes)} if owner else ():
        if name.core.startswith(who) and len(name.core) - len(who) >= SHORT:
            yield name.core[len(who) :]


def _owner(project: Side, statistics: Side, names: list[Name], prefixes: tuple[str, ...]) -> Answer:
    """The statistics side states an owner seldom, but its name often begins with a company."""
    if not project.owner:
        return "unknown"
    ours = company(project.owner, prefixes)
    if statistics.owner:
        return "same" if company(statistics.owner, prefixes) == ours else "different"
    if len(ours) >= SHORT and any(name.plain.startswith(ours) for name in names):
        return "same"
    named = [who for name in names if (who := named_company(name.plain))]
    if named and project.owner.endswith("公司"):
        return "same" if any(company(who, prefixes) == ours for who in named) else "different"
    return "unknown"


def _answer(one: str | None, other: str | None) -> Answer:
    if not one or not other:
        return "unknown"
    return "same" if one == other else "different"


def _off(one: float | None, other: float | None) -> float | None:
    return abs(one - other) / max(one, other) if one and other and one > 0 and other > 0 else None


def _months(one: date | None, other: date | None) -> int | None:
    return abs((one.year - other.year) * 12 + one.month - other.month) if one and other else None
