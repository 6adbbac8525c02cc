"""What the columns might be that no alias explains: a guess a column, with a confidence, for a person to settle.

Header words are compared with every alias (rapidfuzz), and the cells below are read as the field would read them; a
field is given to one column, the surest first. Nothing is loaded by a guess: it becomes a layout when a person says so.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from data.profile import Profile
from etl.intake import values
from etl.intake.columns import letters
from etl.intake.dates import date_reader
from etl.intake.header import Header, find_header
from etl.intake.kinds import Kind, kinds
from etl.intake.labels import Label, in_words
from etl.intake.layout import header_key
from etl.intake.matching import WIDE
from etl.intake.money import read_amounts
from etl.intake.names import LABELS, Names
from etl.intake.percents import percent_reader
from etl.intake.tables import unknown_above
from etl.intake.text import as_text, plain, shown
from etl.intake.workbook import Sheet, is_blank

SAMPLED = 40  # rows below the header that are looked at
MOST_COLUMNS = 80
SURE = 0.5  # from here a guess is taken unless a person says otherwise
POSSIBLE = 0.3  # enough for a field without which the kind cannot be
WORDS, SHAPE = 0.65, 0.35  # weights of what the header says and of how the cells read
FAINT = 0.15  # below this the header says nothing of the field
PERIOD = re.compile(r"\{\w+\}")
CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
WORDED = ("text", "name", "unit", "town", "batch", "identifier", "code")


@dataclass(frozen=True)
class GuessedColumn:
    """One column: where it stands, what it says, what stands in it, and what it probably is (None: not to be read)."""

    position: str
    header: str
    samples: tuple[str, ...]
    field: str | None
    confidence: float


@dataclass(frozen=True)
class Guess:
    """A sheet's layout as it seems: the kind, each column, and the fingerprint under which a mapping is kept."""

    kind: str
    confidence: float
    columns: tuple[GuessedColumn, ...]
    fingerprint: str


def guess(sheet: Sheet, profile: Profile, *, file: str = "", kind: str | None = None) -> Guess | None:
    """Guess a sheet's kind and columns; None where no row could be a header.

    What the intake understands is no guess: a sheet of a known kind is of that kind, its columns as they are read.

    Args:
        sheet: its cells.
        profile: the district, for the names of units, towns and batches.
        file: the file's name, for title words.
        kind: the kind a person has chosen; None: the likeliest.
    """
    header = find_header(sheet, sheet.name + file, [])
    if header and header.kind:
        header = unknown_above(sheet, header, sheet.name + file) or header  # the one that a person is wanted for
    known = header.kind.id if header and header.kind else None
    if header is None:
        return None
    labels = header.labels[:MOST_COLUMNS]
    cells = _samples(sheet, header.bottom, len(labels))
    above = plain(sheet.name + file + "".join(as_text(cell) for row in sheet.rows[: header.top] for cell in row))
    names = Names(profile)
    shapes = {how: [_shape(how, column, names) for column in cells] for how in _ways()}
    likeliest: tuple[float, str, dict[int, tuple[str, float]]] | None = None
    tried = kind or known
    for one in kinds().values() if tried is None else [kinds()[tried]]:
        found = _assign(one, labels, shapes, _read(header) if one.id == known else {})
        score = _kind_score(one, found, above)
        if likeliest is None or score > likeliest[0]:
            likeliest = score, one.id, found
    assert likeliest is not None  # noqa: S101
    _, chosen, found = likeliest
    columns = tuple(
        GuessedColumn(letters(at), label.text, tuple(_shown(cells[at])), *found.get(at, (None, 0.0)))
        for at, label in enumerate(labels)
        if label.text
    )
    required = [max((s for f, s in found.values() if f in group), default=0.0) for group in kinds()[chosen].required]
    return Guess(chosen, min(required, default=0.0), columns, fingerprint([column.header for column in columns]))


def fingerprint(headers: Sequence[str]) -> str:
    """Return what tells a layout: its headers without periods, units and blanks, the same next month."""
    return hashlib.sha256("|".join(header_key(header) for header in headers).encode()).hexdigest()[:16]


def field_labels(kind: str) -> dict[str, str]:
    """Return the fields that a column of this kind may fill, with the commonest header of each."""
    one = kinds()[kind]
    return {field: in_words(names[0]).replace("·", " ") for field in one.read_as if (names := one.names_of(field))}


def _samples(sheet: Sheet, first: int, width: int) -> list[list[Any]]:
    """Return the cells below the header by column: of rows with two cells or more, blank ones left out."""
    rows = [row for row in sheet.rows[first : first + 3 * SAMPLED] if sum(not is_blank(cell) for cell in row) > 1]
    return [[row[at] for row in rows[:SAMPLED] if not is_blank(row[at])] for at in range(width)]


def _shown(cells: Sequence[Any]) -> list[str]:
    return [shown(as_text(cell))[:24] for cell in cells[:3]]


def _ways() -> set[str]:
    return {how for kind in kinds().values() for how in kind.read_as.values()}


def _shape(how: str, cells: Sequence[Any], names: Names) -> float:
    """Return the share of cells that read as a field of this type would have them; 0 where the column is empty."""
    if not cells:
        return 0.0
    if how == "money":
        _, faults = read_amounts(cells, "万元", None)
        return 1 - len(faults) / len(cells)
    if how in ("number", "percent", "date", "yes_no"):
        reader = {"number": values.number, "percent": percent_reader(cells), "yes_no": values.yes_no}
        _, faults = values.read_column(cells, date_reader(None) if how == "date" else reader[how])
        share = 1 - len(faults) / len(cells)
        return share if how != "date" or not all(isinstance(cell, float) for cell in cells) else share / 2
    if how == "code":
        return sum(bool(CODE.search(plain(as_text(cell)))) for cell in cells) / len(cells)
    texts = [as_text(cell) for cell in cells if not _is_number(cell)]
    if how in LABELS:
        return sum(names.is_known(how, text) for text in texts) / len(cells)
    if how == "name":
        return len({text for text in texts if len(text) > 3}) / len(cells)
    return len(texts) / len(cells)


def _is_number(cell: Any) -> bool:  # noqa: ANN401
    return isinstance(cell, int | float) or not isinstance(values.number(cell), values.Fault | None)


def _read(header: Header) -> dict[int, str | None]:
    """Return the columns that are read, each with its field; of several columns for one field the first has it."""
    slots: set[tuple[str, int | None]] = set()
    found: dict[int, str | None] = {}
    for one in header.columns:
        if ":" not in one.field:
            slot = one.field, one.label.month if one.field in WIDE else None
            found[one.index] = None if slot in slots else one.field
            slots.add(slot)
    return found


def _assign(
    kind: Kind, labels: Sequence[Label], shapes: dict[str, list[float]], read: dict[int, str | None]
) -> dict[int, tuple[str, float]]:
    """Give each field to the column that is read as it, else that says and looks most like it, the surest first."""
    aliases: dict[str, list[str]] = {}
    for alias, field in kind.aliases.items():
        if ":" not in field:  # a column that stands for a thing is known by its name, never guessed
            aliases.setdefault(field, []).append(alias)
    order = {field: place for place, field in enumerate(kind.read_as)}
    scored = sorted(
        (
            (_score(label, names, kind.read_as[field], shapes[kind.read_as[field]][at]), at, field)
            for at, label in enumerate(labels)
            if label.text
            for field, names in aliases.items()
        ),
        key=lambda one: (-one[0], one[1], order[one[2]]),
    )
    needed = {field for group in kind.required for field in group}
    found = {at: (field, 1.0) for at, field in read.items() if field and at < len(labels)}
    taken = {field for field, _ in found.values()}
    for score, at, field in scored:
        enough = POSSIBLE if field in needed and not _is_met(kind, field, taken) else SURE
        is_wide = field in WIDE and labels[at].month is not None
        if (
            score < enough
            or at in found
            or at in read
            or (field in taken and not is_wide)
            or (field in WIDE and not is_wide)
        ):
            continue
        found[at] = field, round(min(score, 1.0), 2)
        taken.add(field)
    return found


def _is_met(kind: Kind, field: str, taken: set[str]) -> bool:
    return all(taken.intersection(group) for group in kind.required if field in group)


def _score(label: Label, aliases: Sequence[str], how: str, shape: float) -> float:
    if (label.unit == "%" and how == "money") or (label.unit not in (None, "%") and how == "percent"):
        return 0.0
    words = max((_likeness(key, alias) for key in label.keys for alias in aliases), default=0.0)
    if words == 1:
        return 1.0
    if how == "code" and shape > 0.6:
        return 0.95
    if how in LABELS and shape > 0.6:
        return 0.6 + 0.3 * shape
    if words < FAINT:
        return 0.0
    if how in WORDED or shape > 0:
        return WORDS * words + SHAPE * shape
    return WORDS * words / 2


def _likeness(key: str, alias: str) -> float:
    if key == alias:
        return 1.0
    key, alias = PERIOD.sub("期", key), PERIOD.sub("期", alias)
    within = 0.85 if len(alias) > 1 and len(key) > 1 and (alias in key or key in alias) else 0.0
    return max(within, fuzz.ratio(key, alias) / 100)


def _kind_score(kind: Kind, found: dict[int, tuple[str, float]], above: str) -> float:
    scores = dict(found.values())
    required = [max((scores.get(field, 0.0) for field in group), default=0.0) for group in kind.required]
    said = 0.5 * any(word in above for word in kind.title_words)
    return sum(required) / len(required) - 2 * required.count(0.0) + sum(scores.values()) / 2 + said
