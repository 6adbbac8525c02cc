"""The words of headings, as data/reference/heading_words.toml lists them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parents[2] / "data" / "reference" / "heading_words.toml"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def not_needed() -> dict[str, str]:
    """Return the names of columns that need not be loaded, and why, in Chinese."""
    return {name: reason for reason, names in _words()["not_needed"].items() for name in names}


@dataclass(frozen=True)
class Tokens:
    """All words that are understood: a pattern that finds the longest, and what each is (group and name)."""

    pattern: re.Pattern[str]
    of: dict[str, tuple[str, str]]
    measures: tuple[str, ...]


@cache
def tokens() -> Tokens:
    """Return the words of measures, periods and grouping."""
    of = {
        word: (group, name)
        for group in ("neutral", "periods", "measures")
        for name, found in _words()[group].items()
        for word in found
    }
    longest = sorted(of, key=len, reverse=True)
    return Tokens(re.compile("|".join(map(re.escape, longest))), of, tuple(_words()["measures"]))


@dataclass(frozen=True)
class FieldMeaning:
    """What the figures of a field are: their measure, and the periods that may stand beside it."""

    measure: str
    periods: frozenset[str]


@cache
def field_meanings() -> dict[str, FieldMeaning]:
    """Return what the figures of each field are."""
    return {
        name: FieldMeaning(said["measure"], frozenset(said["periods"])) for name, said in _words()["fields"].items()
    }


@cache
def unneeded(what: str) -> dict[str, str]:
    """Return what figures are, in Chinese, that need not be loaded: by their ``measures`` or ``periods``."""
    return dict(_words()[f"unneeded_{what}"])
