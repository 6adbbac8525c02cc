"""Text as offices write it, brought to one form: full-width characters, dashes, blanks, line breaks."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized, normalize

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣─━⁃", "-") | dict.fromkeys("～〜﹏", "~"))
ODD = re.compile("[\\s\u200b-\u200f\u2060\ufeff]")  # what a text must be freed of even where it is NFKC already
DASHED = re.compile("[\\s‐-―−─━⁃～〜﹏﹣－\u200b-\u200f\u2060\ufeff]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
DATE = re.compile(r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?: 0?0:00(?::00)?)?")
BLANKS = re.compile(r"\s+")
PUNCTUATION = re.compile(r"[^\w]")
BETWEEN = "\0"  # stands between texts that are read as one: no pattern here reaches across it
BLANK_BESIDE_CHINESE = re.compile(r" (?:(?<=[^\x00-\x7f] )|(?=[^\x00-\x7f]))")
CHINESE = "\u3400-\u9fff"
CHINESE_BRACKETS = re.compile(rf"\((?:(?<=[{CHINESE}）]\()([^()\0]*)|([^()\0]*[{CHINESE}][^()\0]*))\)")
CHINESE_STOP = re.compile(rf"[,;:!?](?<=[{CHINESE}）].)(?=[{CHINESE}（\d\0]|$)")
FULL_WIDTH = dict(zip(",;:!?", "，；：！？", strict=True))
HALF_WIDTH = [*((full, half) for half, full in FULL_WIDTH.items()), ("（", "("), ("）", ")")]
STROKES = "-_/\\.·…"
LONGEST_NOTHING = 4  # of those that are words
NOTHING = re.compile(rf"[{re.escape(STROKES)}]+|无|暂无|空|n/?a|null|none", re.IGNORECASE)
UNCALCULATED = "#未计算"  # stands in a cell whose formula was never calculated
DOUBTFUL = re.compile(
    r"#〔([^〕]*)〕(.*)", re.DOTALL
)  # stands in a cell that cannot be trusted: why, and what it shows
IN_FORMAT = re.compile(r"#单位〔([^|]*)\|([^〕]*)〕(.*)", re.DOTALL)  # a unit written by the number format
# marks whose NFKC form is a digit, and what separates two figures in one cell
MARK_DIGITS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf]"
)
ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"})


@lru_cache(maxsize=65536)
def shown(text: str) -> str:
    """Return the text as it may be shown: NFKC on one line, but brackets and stops as Chinese sets them."""
    return _shown(text)


def shown_each(texts: Sequence[str]) -> list[str]:
    """Return ``shown`` of each text; as one long text many are read several times quicker."""
    found = _shown(BETWEEN.join(texts)).split(BETWEEN)
    return found if len(found) == len(texts) else [_shown(text) for text in texts]


def _shown(text: str) -> str:
    for full, half in HALF_WIDTH:  # what nearly every Chinese text has: normalising it all would take far longer
        text = text.replace(full, half)
    if not is_normalized("NFKC", text) or ODD.search(text):
        text = BLANKS.sub(" ", INVISIBLE.sub("", normalize("NFKC", text)))
        text = text.replace(f" {BETWEEN}", BETWEEN).replace(f"{BETWEEN} ", BETWEEN).strip()
        text = BLANK_BESIDE_CHINESE.sub("", text)
    text = CHINESE_BRACKETS.sub(lambda found: f"（{found[1] or found[2] or ''}）", text)
    return CHINESE_STOP.sub(lambda stop: FULL_WIDTH[stop[0]], text)


def plain(text: str) -> str:
    """Return the text for comparison and parsing: NFKC, all dashes as “-”, no blanks and line breaks at all."""
    if is_normalized("NFKC", text) and not DASHED.search(text):
        return text
    text = INVISIBLE.sub("", normalize("NFKC", text.translate(DASHES)))
    return BLANKS.sub("", text).translate(DASHES)


def doubtful(shown: object, reason: str) -> str:
    """Return what stands in a cell that cannot be trusted; its reader makes a fault of it, with the reason."""
    return f"#〔{reason}〕{shown}"


def in_format(seen: str, unit: str, stored: str) -> str:
    """Return what stands in a cell whose number format writes a unit: the number as seen, and as it is stored."""
    return f"#单位〔{unit}|{stored}〕{seen}"


def is_marker(text: str) -> bool:
    """Tell whether a cell's text was put there by the intake, because the cell cannot be read."""
    return text.startswith("#") and (text == UNCALCULATED or text.startswith("#〔"))


def as_shown(cell: object) -> str:
    """Return a cell as a reader of the file sees it, also where it could not be trusted."""
    text = as_text(cell)
    if text.startswith("#") and (found := DOUBTFUL.fullmatch(text)):
        return found[2]
    if text.startswith("#") and (found := IN_FORMAT.fullmatch(text)):
        return found[3] + found[1]
    return text


def is_run_together(text: str) -> bool:
    """Tell whether bringing a text to its plain form would join digits that stand apart: lines, blanks, ①, ².

    A blank between groups of three digits (“12 000.5”) separates thousands and joins one figure.
    """
    if text.isascii() and text.isprintable() and " " not in text:
        return False
    found = text.replace("_x000D_", "\n").strip()
    if MARK_DIGITS.search(found):
        return True
    if re.search(r"\d[^\S ]*[\r\n\t\v\f\u2028\u2029][^\S ]*\s*[+-]?[.\d]", found):
        return True
    parts = re.search(r"[\d.,]*\d[.,]?(?:\s+[.,]?\d[\d.,]*)+", found)
    if parts and re.search(r"\s", parts[0]):
        return re.fullmatch(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d*)?", parts[0]) is None
    return False


def is_nothing(text: str) -> bool:
    """Tell whether a plain text stands for an empty cell: “—”, “/” or “无”."""
    if len(text) > LONGEST_NOTHING and text[0] not in STROKES:
        return False
    return not text or NOTHING.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """Return the form under which names are compared: plain, and without punctuation."""
    if text.isalnum() and is_normalized("NFKC", text):
        return text.lower()
    return PUNCTUATION.sub("", plain(text)).lower()


def texts_of(cells: Sequence[Any]) -> Sequence[str]:
    """Return the texts among a column's cells; most columns are of texts only, or of none."""
    types = set(map(type, cells))
    if types == {str}:
        return cells
    return [cell for cell in cells if type(cell) is str] if str in types else []


def heading_text(cell: object) -> str:
    """Return a cell of a title or heading; a date that is a month's first or last day names the month.

    A text file writes such a date as 2026/9/1 or 2026-09-01.
    """
    if isinstance(cell, str) and (said := DATE.fullmatch(cell.strip())):
        year, month, day = int(said[1]), int(said[2]), int(said[3])
    elif isinstance(cell, date):
        year, month, day = cell.year, cell.month, cell.day
    else:
        return as_text(cell)
    is_of_month = 1 <= month <= 12 and day in (1, monthrange(year, month)[1])
    return f"{year}年{month}月" if is_of_month else as_text(cell)


def as_text(cell: object) -> str:
    """Return a cell as it reads on screen; a whole number without its “.0”."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
