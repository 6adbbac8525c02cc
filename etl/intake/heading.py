"""What a heading says, taken apart word by word: what is measured, of which period, and what nobody understands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from etl.intake.heading_words import tokens

NUMBERING = re.compile(r"^[(（]?\d{1,2}[)）.、．]|^[①-⑳]|(?<![\d{])\d{1,2}(?![\d}月季年])")


@dataclass(frozen=True)
class Meaning:
    """What a heading, or a part of it, says.

    Attributes:
        measures: done, plan, expected, share, total … as named in heading_words.toml.
        periods: ytd, month, quarter, year, since … likewise.
        rest: letters that no word explains; empty: all is understood.
    """

    measures: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    rest: str = ""

    @property
    def measure(self) -> str | None:
        """The measure that counts: of several the one that changes the meaning of the others."""
        return next((one for one in tokens().measures if one in self.measures), None)

    def __or__(self, other: "Meaning") -> "Meaning":
        return Meaning(self.measures | other.measures, self.periods | other.periods, self.rest + other.rest)


def meaning(texts: Iterable[str]) -> Meaning:
    """Return what several parts of a heading say together."""
    found = Meaning()
    for text in texts:
        found |= _meaning(text)
    return found


@lru_cache(maxsize=65536)
def _meaning(text: str) -> Meaning:
    """Take a key apart, the longest words first: “{ytd}完成投资预计” is done and expected, of the year to date."""
    text = NUMBERING.sub("", text)
    measures, periods, rest, place = set(), set(), [], 0
    while place < len(text):
        found = tokens().pattern.match(text, place)
        if not found:
            rest.append(text[place])
            place += 1
            continue
        group, name = tokens().of[found[0]]
        if group == "measures":
            measures.add(name)
        elif group == "periods":
            periods.add(name)
        place = found.end()
    return Meaning(frozenset(measures), frozenset(periods), "".join(rest))
