"""Texts with formatting inside one cell: what is struck out is not said, footnote marks are no digits."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from etl.intake.text import doubtful, is_run_together, plain

FIGURE = re.compile(r"[(（]?[+-]?[¥$]?\d[\d,]*(?:\.\d*)?[)）]?%?(?:亿元?|万元?|元)?")
LONG_FIGURE = re.compile(r"[\d,]*\d{2,}[\d,.]*|\d+\.\d+")
STRUCK_OUT = "被删除线划掉，没有读。仍然有效的请取消删除线"
FREED = {
    "struck": ("struck_out", "有删除线文字，只读了没有划掉的部分"),
    "raised": ("raised_marks", "数字旁有上标或下标注码，没有读作数字"),
}
MAY_BE_A_POWER = re.compile(r"(?:.*[×xX*])?10")


@dataclass(frozen=True)
class Run:
    """A stretch of text with one formatting; ``is_struck`` None: as the cell is."""

    text: str
    is_struck: bool | None = None
    is_raised: bool = False  # or lowered


def is_telling(runs: list[Run]) -> bool:
    """Tell whether the formatting changes what the text says."""
    figures = [run for run in runs if LONG_FIGURE.fullmatch(plain(run.text))]
    return any(run.is_struck or run.is_raised for run in runs) or len(figures) > 1


def read(runs: list[Run], *, is_struck: bool = False) -> tuple[str, str | None]:
    """Return what a cell says, and of what it was freed: “struck”, “raised” or nothing.

    Args:
        runs: the stretches of the text.
        is_struck: the cell's own formatting, for stretches that say nothing of it.
    """
    whole = "".join(run.text for run in runs)
    left = [run for run in runs if not (is_struck if run.is_struck is None else run.is_struck)]
    if plain(whole) and not plain("".join(run.text for run in left)):
        return doubtful(whole, STRUCK_OUT), None
    seen = "".join(run.text for run in left)
    base = "".join(run.text for run in left if not run.is_raised)
    freed = "struck" if plain(seen) != plain(whole) else None
    if base != seen and FIGURE.fullmatch(plain(base)):
        if MAY_BE_A_POWER.fullmatch(plain(base)):
            return doubtful(whole, "数字旁有上标或下标，分不清是注码还是乘方，请写成普通数字"), None
        return base, "raised"
    long = [run for run in left if LONG_FIGURE.fullmatch(plain(run.text))]
    if len(long) > 1 and FIGURE.fullmatch(plain(seen)) and not is_run_together(seen):
        return doubtful(whole, "一格里有格式不同的几段数字，连成了一个数，请只留一个数"), None
    return seen, freed


class Reader:
    """Gathers the runs of a text from the events of an XML parser; ``name`` is an element without its prefix."""

    def __init__(self, collect: Callable[[Any], None]) -> None:
        self.collect = collect  # switches the parser's characters on (a function) and off (None)
        self.runs: list[Run] = []
        self._struck: bool | None = None
        self._raised = False
        self._phonetic = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning."""
        if name in ("si", "is"):
            self.runs = []
            self._struck, self._raised, self._phonetic = None, False, 0
        elif name == "r":
            self._struck, self._raised = None, False
        elif name == "rPr":
            self._struck = False
        elif name == "strike":
            self._struck = attributes.get("val", "1") in ("1", "true", "on")
        elif name == "vertAlign":
            self._raised = attributes.get("val") in ("superscript", "subscript")
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t" and not self._phonetic:
            self._text = []
            self.collect(self._text.append)

    def end(self, name: str) -> None:
        """Take an element's end."""
        if name == "rPh":
            self._phonetic -= 1
        elif name == "t" and not self._phonetic:
            self.collect(None)
            self.runs.append(Run("".join(self._text), self._struck, self._raised))
