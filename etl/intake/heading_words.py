"""The words of headings, as data/reference/heading_words.toml lists them."""

import tomllib
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
