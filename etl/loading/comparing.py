"""A file's sheets of one kind beside what the months before said of the same projects: sums, projects gone and new.

Compared are the projects that both name. The projects of last month are those of the sheets that name any of this
file's, so that one file of several is not held against all of them. An amount of which a slip of unit is suspected is
told by itself and left out here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from etl.loading.earlier_files import Before, Said, amounts, find, keys

COMPARED = {  # kind → field and what it is called
    "dispatch": {
        "annual_plan_wan": "年度计划",
        "reported_ytd_wan": "完成投资",
        "cumulative_wan": "开工累计完成投资",
        "total_investment_wan": "总投资",
    },
    "statistics_return": {
        "booked_ytd_wan": "本年完成投资",
        "cumulative_booked_wan": "自开始建设累计完成投资",
        "planned_total_wan": "计划总投资",
    },
    "annual_plan": {"annual_plan_wan": "年度计划", "total_investment_wan": "总投资"},
}
Record = Mapping[str, Any]
Pair = tuple[Record, Said]


@dataclass(frozen=True)
class Change:
    """One figure of the same projects, in 万元 (projects: a number), then and now.

    Attributes:
        field: of the records; projects: how many there are.
        what: its name in Chinese.
        then, now: the two sums.
    """

    field: str
    what: str
    then: Decimal
    now: Decimal

    @property
    def share(self) -> Decimal | None:
        """Return now against then as a fraction of then; None where nothing was said then."""
        return (self.now - self.then) / self.then if self.then else None

    def words(self, then_called: str) -> str:
        """Say it in words."""
        unit = "个" if self.field == "projects" else "万元"
        return f"{self.what} {self.now:f} {unit}，{then_called}为 {self.then:f} {unit}{_percent(self.share, '，')}"

    def to_json(self) -> dict[str, Any]:
        """Return it as the report tells it."""
        return {
            "field": self.field,
            "what": self.what,
            "then": f"{self.then:f}",
            "now": f"{self.now:f}",
            "change": _percent(self.share),
        }


@dataclass(frozen=True)
class Comparison:
    """A sheet beside the one before.

    Attributes:
        called: what it is compared with, in words: 8月, 上一版计划.
        last: the month before of which a sheet has come; of a plan None.
        pairs: each project of both, now and then.
        known: how many projects the sheets of then have.
        changes: sums then and now.
        gone: projects that stood there and stand neither here nor in a file of the same month that came before.
        new: projects that stand here only.
        left_out: rows with an amount left out of the sums.
    """

    called: str
    last: date | None
    pairs: list[Pair] = field(default_factory=list)
    known: int = 0
    changes: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_of_one_unit(self) -> bool:
        """Whether all its projects are one unit's."""
        units = {now.get("responsible_unit") or then.get("responsible_unit") for now, then in self.pairs}
        return len(units - {None}) == 1 and None not in units

    def change(self, name: str) -> Change | None:
        """Return one of the changes."""
        return next((one for one in self.changes if one.field == name), None)

    def to_json(self) -> dict[str, Any]:
        """Return it as the report tells it."""
        return {
            "called": self.called,
            "common": len(self.pairs),
            "changes": [one.to_json() for one in self.changes],
            "gone": self.gone,
            "new": self.new,
            "left_out": self.left_out,
        }


def compare(
    kind: str,
    records: Sequence[Record],
    month: date | None,
    before: Before,
    slips: Collection[tuple[str, int, str]] = (),
    *,
    is_again: bool = False,
) -> Comparison | None:
    """Compare records with the last month of the same kind, a plan with the last one of its year.

    Args:
        kind: the sheets'.
        records: what they say; those of other months than their own are passed over.
        month: their month.
        before: what came earlier.
        slips: sheet, row and field of amounts of which a slip of unit is suspected.
        is_again: compare with what earlier files said of this very month.
    """
    if kind not in COMPARED:
        return None
    if kind == "annual_plan":
        said, last, called = _last_plan(records, before), None, "上一版计划"
    else:
        last = max(
            (one for one in before.months(kind) if month and (one == month if is_again else one < month)), default=None
        )
        said = before.said(kind, last) if last else {}
        called = f"{last.year}年{last.month}月" if last and month and last.year != month.year else ""
        called = "先前报的" if is_again else called or (f"{last.month}月" if last else "")
    own = own_month(records, month)
    pairs = [(record, earlier) for record in own if (earlier := find(said, record))]
    if not pairs:
        return None
    found = {_place(then): then for _, then in pairs}
    sheets = {(file, sheet) for file, sheet, _ in found}
    then = {place: one for one in said.values() if (place := _place(one))[:2] in sheets}
    slips_then, left_out = before.slips({file for file, _ in sheets}), set[tuple[str, int]]()
    changes = [Change("projects", "项目数", Decimal(len(then)), Decimal(len({_who(one) for one in own})))]
    for name, what in COMPARED[kind].items():
        said_by = [(now, old) for now, old in pairs if now.get(name) is not None and old.get(name) is not None]
        both = [one for one in said_by if not _is_slip(*one, name, slips, slips_then)]
        left_out |= {_row(now) for now, old in said_by if _is_slip(now, old, name, slips, slips_then)}
        if both:
            sums = amounts((old for _, old in both), name), amounts((now for now, _ in both), name)
            changes.append(Change(name, what, *sums))
    came = before.said(kind, month) if month else {}  # an earlier file of this very month may name the others
    gone = [one for place, one in then.items() if place not in found and find(came, one) is None]
    new = [one.get("project_name") or _who(one) for one in own if find(said, one) is None]
    names = [one.get("project_name") or _who(one) for one in gone]
    return Comparison(called, last, pairs, len(then), changes, names, new, len(left_out))


def own_month(records: Iterable[Record], month: date | None) -> list[Record]:
    """Return the records of a sheet's own month: columns of months make records of the others, too."""
    return [one for one in records if month is None or one.get("month") in (None, month)]


def _last_plan(records: Sequence[Record], before: Before) -> dict[str, Said]:
    years = {one.get("year") for one in records}
    return {key: one for key, one in before.said("annual_plan").items() if one.get("year") in years}


def _place(record: Record) -> tuple[str, str, int]:
    return record["file"], record["sheet"], record["row"]


def _row(record: Record) -> tuple[str, int]:
    return record["sheet"], record["row"]


def _is_slip(now: Record, then: Record, name: str, slips: Collection[Any], slips_then: Collection[Any]) -> bool:
    return (*_row(now), name) in slips or (*_place(then), name) in slips_then


def _who(record: Record) -> str:
    return next(iter(keys(record)), "")


def _percent(share: Decimal | None, mark: str = "") -> str:
    if share is None:
        return ""
    sign = "+" if share > 0 else "−" if share < 0 else "±"
    return f"{mark}{sign}{abs(share * 100):.1f} %"
