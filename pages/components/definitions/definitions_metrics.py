"""指标口径 in words: every metric with its 口径 and the articles it follows, from its docstring."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data import formats

TEXTS = Path(__file__).parents[3] / "data" / "reference" / "texts.toml"


def metrics(docs: dict[str, str]) -> pd.DataFrame:
    """One row a metric: its name, 口径 and source, taken from its docstring."""
    names = {name: _title(doc) for name, doc in docs.items()}
    rows = []
    for name, doc in docs.items():
        words = re.sub(r"``(\w+)``", lambda found: f"“{names.get(found[1], found[1])}”", _section(doc))
        words = re.sub(r"（\w*[a-z]+_\w+）", "", words)
        rows.append({"metric": names[name], "definition": words, "articles": _articles(doc), "name": name})
    return pd.DataFrame(rows)


def _title(doc: str) -> str:
    """The Chinese name in the docstring's first line."""
    found = re.search(r"[（(](.+?)[）)]", doc.partition("\n")[0])
    return found[1] if found else doc.partition("\n")[0]


def _section(doc: str) -> str:
    _, found, rest = doc.partition("口径：")
    return "".join(line.strip() for line in rest.partition("\n\n")[0].splitlines()) if found else formats.NONE


def _articles(doc: str) -> str:
    """The docstring's source: J13 becomes 旌阳第13条, other Chinese pieces stay, English words go."""
    _, found, rest = doc.partition("Source:\n")
    if not found:
        return formats.NONE
    texts = letters()
    text = " ".join(line.strip() for line in rest.partition("\n\n")[0].splitlines())
    pieces = []
    for piece in re.split(r"[,;:()；，。]|\.(?!\d)", text):
        cited = re.fullmatch(r"\s*([A-Z])(\d+)(?:–[A-Z]?(\d+))?\s*", piece)
        if cited and cited[1] in texts:
            until = f"—{cited[3]}" if cited[3] else ""
            pieces.append(f"{texts[cited[1]]}第{cited[2]}{until}条")
        elif re.search(r"[\u4e00-\u9fff]", piece):
            pieces.append(re.sub(r"[A-Za-z]+", "", piece).strip())
    return "、".join(pieces) or formats.NONE


@lru_cache(maxsize=1)
def letters() -> dict[str, str]:
    """Return which text each letter of a citation means: J → 旌阳."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))
