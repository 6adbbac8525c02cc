"""What of a file waits for a person: a reading that nothing proves, a month that nothing names, a contradiction.

The proven and confirmed sheets of a file load; those that ask wait (``etl/waiting.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.decision_kinds import ConfirmedReading
from data.ledger import Entry
from data.profile import Profile
from etl.intake import ParsedFile
from etl.intake.proofs import Reading, speaks_against
from etl.loading import confirmations, contradicting
from etl.loading.comparing import COMPARED, compare
from etl.loading.confirmations import confirms
from etl.loading.earlier_files import SLIP, Before
from etl.loading.proving import strengthen

MONTH = "--month"  # stands in the message of a sheet that only a month can settle
UNPROVEN = "这种版式本区还没有确认过，表里的合计、占比等也证明不了读法"
FEWEST = 5  # projects known before, of which most must disagree
SAMPLED = 6  # first rows that are kept to be shown


@dataclass
class Question:
    """Why a sheet waits.

    Attributes:
        sheet: its name.
        reasons: why, in words; each ends with what to do where that is more than yes or no.
        readings: how its tables were read.
        needs_month: only a month settles it.
        comparison: what changed against the month before (``comparing.Comparison.to_json``); None: nothing is known.
        contradicts: what of it contradicts the months before, in words.
        samples: its first records.
    """

    sheet: str
    reasons: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    needs_month: bool = False
    comparison: dict[str, Any] | None = None
    contradicts: list[str] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it as the report and the waiting file tell it."""
        return {
            "reasons": self.reasons + self.contradicts,
            "needs_month": self.needs_month,
            "contradicts": self.contradicts,
            "comparison": self.comparison,
            "samples": self.samples,
        }


def about_readings(parsed: ParsedFile, held: Mapping[str, Entry], before: Before) -> dict[str, Question]:
    """Return a question for each sheet with a table that nobody confirmed and nothing proves.

    The parsed file's readings are replaced by those that the store has strengthened.

    Args:
        parsed: the file.
        held: the district's confirmations (``confirmations.in_force``).
        before: what came earlier.
    """
    found: dict[str, Question] = {}
    months = {sheet["sheet"]: sheet["month"] for sheet in parsed.sheets.to_pylist()}
    for sheet, readings in parsed.readings.items():
        for place, reading in enumerate(readings):
            if not reading.needs_proof:
                continue
            records = _records(parsed, reading.kind, sheet)
            known = strengthen(reading, records, months[sheet], before)
            if not reading.is_proven or _is_shifted(known):
                reading = readings[place] = known  # noqa: PLW2901
            if not reading.is_proven and not confirms(held, reading.to_json()):
                question = found.setdefault(sheet, Question(sheet))
                question.reasons += [one for one in why(reading) if one not in question.reasons]
                question.readings.append(reading)
                question.samples = question.samples or _records(parsed, reading.kind, sheet)[:SAMPLED]
    return found


def _is_shifted(reading: Reading) -> bool:
    """Tell whether most projects have another total than is known of them: their names may stand a row off."""
    known = [one for one in reading.identities if one.name == "total_known" and one.checked >= FEWEST]
    return any(map(speaks_against, known))


def about_before(
    questions: dict[str, Question], parsed: ParsedFile, before: Before, profile: Profile, *, is_settled: bool
) -> None:
    """Add to the questions what changed against the month before, and a question for a sheet that contradicts it.

    Args:
        questions: sheet → what is asked of it already.
        parsed: the file.
        before: what came earlier.
        profile: the district.
        is_settled: a person has settled of this very file what earlier months contradict.
    """
    slips = {(one["sheet"], one["row"], one["field"]) for one in parsed.notices.to_pylist() if one["kind"] == SLIP}
    for (kind, month), sheets in _of_one_month(parsed).items():
        of_sheet = {name: _records(parsed, kind, name) for name in sheets}
        records = [record for found in of_sheet.values() for record in found]
        compared = compare(kind, records, month, before, slips)
        called = [parsed.name, *sheets, *sheets.values()]
        against = contradicting.reasons(called, kind, records, month, compared, before, profile)
        again = compare(kind, records, month, before, slips, is_again=True) if month else None
        if more := contradicting.reasons_again(called, kind, month, again, before, profile):
            against, compared = [*more, *against], again
        for name in sheets:
            if against and not is_settled:
                question = questions.setdefault(name, Question(name))
                question.contradicts += against
                question.samples = question.samples or of_sheet[name][:SAMPLED]
            if compared and name in questions:
                questions[name].comparison = questions[name].comparison or compared.to_json()


def _of_one_month(parsed: ParsedFile) -> dict[tuple[str, date | None], dict[str, str]]:
    """Return the sheets (name and title) of each kind and month that can be compared with what came before."""
    found: dict[tuple[str, date | None], dict[str, str]] = {}
    for sheet in parsed.sheets.to_pylist():
        for kind in {one.kind for one in parsed.readings.get(sheet["sheet"], ())} & COMPARED.keys():
            found.setdefault((kind, sheet["month"]), {})[sheet["sheet"]] = sheet["title"] or ""
    return found


def about_months(sheets: Iterable[Mapping[str, Any]]) -> dict[str, Question]:
    """Return a question for each sheet of a known kind of which nothing could be loaded for want of a month."""
    return {
        sheet["sheet"]: Question(sheet["sheet"], [sheet["message"]], needs_month=True)
        for sheet in sheets
        if sheet["kind"] and not sheet["loaded"] and MONTH in (sheet.get("message") or "")
    }


def why(reading: Reading) -> list[str]:
    """Say why a reading is not proven."""
    said = list(reading.doubts.values())
    said += [
        f"对不上：{one.text}（查 {one.checked} 行，{one.checked - one.agree} 行不符"
        + (f"，如第 {'、'.join(map(str, one.rows))} 行）" if one.rows else "）")
        for one in reading.identities
        if speaks_against(one)
    ]
    labels = {one["field"]: one["header"] for one in reading.columns if one["field"]}
    if reading.unproven:
        named = "、".join(f"“{labels.get(name, name)}”" for name in reading.unproven)
        said.append(f"没有合计、占比等可以核对：{named}")
    return [UNPROVEN, *said]


def settled(questions: Mapping[str, Question], called: str, sha256: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what the ledger keeps where a person accepts all that was asked: subject and payload.

    A layout is confirmed for the months to come; what earlier months contradict, only of this very file.
    """
    said = []
    if against := [text for question in questions.values() for text in question.contradicts]:
        content = ConfirmedReading(status="settled", file=called, contradicts=against).payload
        said.append((confirmations.subject_of_file(sha256), content))
    for question in questions.values():
        for reading in question.readings:
            told = reading.to_json()
            said.append((confirmations.subject(told), confirmations.payload(told, question.sheet, called)))
    return said


def report(sheets: Sequence[dict[str, Any]], waits: Mapping[str, Question]) -> None:
    """Say in a file's report which sheets were loaded, which wait and why, and which hold nothing to load."""
    for sheet in sheets:
        question = waits.get(sheet["sheet"])
        if question:
            sheet |= {"status": "asked", "asked": question.to_json()}
        else:
            sheet["status"] = "loaded" if sheet["loaded"] else "skipped"


def _records(parsed: ParsedFile, kind: str, sheet: str) -> list[dict[str, Any]]:
    table = parsed.records.get(kind)
    return [one for one in table.to_pylist() if one["sheet"] == sheet] if table is not None else []
