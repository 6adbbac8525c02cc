"""One sheet's XML walked with a parser, in whatever way it is written: prefixes, quotes, cells without references."""

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.parsers import expat

from etl.intake import rich_text
from etl.intake.rich_text import Run
from etl.intake.sheet_facts import Look, SheetFacts

RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
TRUE = ("1", "true")
LONGEST_GAP = 1000  # empty rows; what stands alone below more of them is no part of the table
MOST_STRAYS = 20  # cells; more of them are data


class DoctypeError(ValueError):
    """The XML declares a document type: entities could be made to swell."""


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Return the place (from 0) of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def parser() -> expat.XMLParserType:
    """Return a parser that refuses document types."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise DoctypeError("DOCTYPE")

    made.StartDoctypeDeclHandler = refuse
    return made


def facts(
    pieces: Iterable[bytes],
    looks: dict[str, Look],
    texts: dict[int, list[Run]],
    *,
    was_calculated: bool,
    is_thin: bool = False,
) -> SheetFacts:
    """Walk a sheet's XML.

    Args:
        pieces: the part, piece by piece.
        looks: the styles that matter, by the number a cell gives.
        texts: the shared texts whose formatting matters, by the number a cell gives.
        was_calculated: the program that wrote the book calculates; else a stored zero is no result.
        is_thin: most rows are empty: tell which cells stand alone far below the others.

    Raises:
        expat.ExpatError, DoctypeError: the XML is damaged or not safe.
    """
    walk = _Walk(looks, texts, was_calculated=was_calculated, is_thin=is_thin)
    for piece in pieces:
        walk.parser.Parse(piece, False)
    walk.parser.Parse(b"", True)
    return walk.result()


class _Walk:
    def __init__(
        self, looks: dict[str, Look], texts: dict[int, list[Run]], *, was_calculated: bool, is_thin: bool
    ) -> None:
        self.looks, self.texts, self.was_calculated, self.is_thin = looks, texts, was_calculated, is_thin
        self.parser = parser()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._root, self._end
        self.runs = rich_text.Reader(self._collect)
        self.row, self.column = -1, -1
        self.is_row_named = True
        self.prefix = 0  # letters of the prefix before every name
        self.value: list[str] = []
        self.type: str | None = None
        self.is_formula = self.is_inline = False
        self.arrays: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()
        self.uncalculated: set[tuple[int, int]] = set()
        self.found_looks: dict[tuple[int, int], Look] = {}
        self.found_texts: dict[tuple[int, int], list[Run]] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.places: dict[int, list[int]] = {}  # row → columns with a value, where that is asked

    def _collect(self, take: object) -> None:
        self.parser.CharacterDataHandler = take  # type: ignore[assignment]

    def _root(self, name: str, _: dict[str, str]) -> None:
        self.prefix = name.find(":") + 1
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name[self.prefix :] if self.prefix else name
        if name == "c":
            self._cell(attributes)
        elif name == "v":
            if self.is_thin:
                self.places.setdefault(self.row, []).append(self.column)
            if self.is_formula or self.arrays or self.type == "e" or (self.type == "s" and self.texts):
                self.value = []
                self._collect(self.value.append)
        elif name == "row":
            number = attributes.get("r")
            self.is_row_named = number is not None
            self.row = int(number) - 1 if number else self.row + 1
            self.column = -1
            if attributes.get("hidden") in TRUE:
                self.hidden.add(self.row)
        elif name == "f":
            self.is_formula = True
            if attributes.get("t") in ("array", "dataTable") and (found := RANGE.fullmatch(attributes.get("ref", ""))):
                right, bottom = found[3] or found[1], found[4] or found[2]
                self.arrays.append((int(found[2]) - 1, column_of(found[1]), int(bottom) - 1, column_of(right)))
        elif name == "is":
            self.is_inline = True
            if self.is_thin:
                self.places.setdefault(self.row, []).append(self.column)
            self.runs.start(name, attributes)
        elif self.is_inline:
            self.runs.start(name, attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            self.column = column_of(letters)
            if not self.is_row_named:
                self.row = int(place[len(letters) :]) - 1
        else:
            self.column += 1
        self.type, self.is_formula, self.value = attributes.get("t"), False, []
        look = self.looks.get(attributes.get("s", "0"))
        if look is not None:
            self.found_looks[self.row, self.column] = look

    def _end(self, name: str) -> None:
        name = name[self.prefix :] if self.prefix else name
        if name == "v":
            self._collect(None)
        elif name == "c":
            self._end_of_cell()
        elif self.is_inline:
            self.runs.end(name)
            if name == "is":
                self.is_inline = False
                if rich_text.is_telling(self.runs.runs):
                    self.found_texts[self.row, self.column] = self.runs.runs

    def _end_of_cell(self) -> None:
        place = self.row, self.column
        if self.type == "e":
            self.errors[place] = "".join(self.value).strip()
        elif self.is_formula or (self.arrays and self._is_in_array(*place)):
            if not self._is_result("".join(self.value).strip()):
                self.uncalculated.add(place)
        elif self.type == "s" and self.value:
            said = "".join(self.value).strip()
            runs = self.texts.get(int(said)) if said.isdigit() else None
            if runs is not None:
                self.found_texts[place] = runs

    def _is_in_array(self, row: int, column: int) -> bool:
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.arrays)

    def _is_result(self, said: str) -> bool:
        """Tell whether what is stored is a formula's result; Excel keeps an empty text as an empty value."""
        if not said:
            return self.type == "str" and self.was_calculated
        if self.was_calculated or self.type in ("str", "e", "s"):
            return True
        try:
            return float(said) != 0
        except ValueError:
            return True

    def result(self) -> SheetFacts:
        last, strays = self._strays()
        return SheetFacts(
            frozenset(self.hidden),
            frozenset(self.uncalculated),
            self.found_looks,
            self.found_texts,
            last,
            strays,
            self.errors,
        )

    def _strays(self) -> tuple[int | None, tuple[tuple[int, int], ...]]:
        """Return the last row above a long gap and the few cells below it; what has more cells below it is data."""
        rows = sorted(self.places)
        for number, (before, row) in enumerate(zip(rows, rows[1:], strict=False), start=1):
            if row - before > LONGEST_GAP:
                below = [(one, column) for one in rows[number:] for column in self.places[one]]
                if len(below) <= MOST_STRAYS:
                    return before, tuple(below)
        return None, ()
