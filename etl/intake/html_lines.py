"""What a web page says beside its tables: titles and units above them, notes below; Excel shows them as rows, too."""

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import html

from etl.intake.row_words import is_note

BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li", "caption", "center", "body"})
NEVER_SEEN = frozenset({"script", "style", "noscript", "select", "option", "button", "title"})
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
MOST_LINES = 6  # the nearest to a table, above and below
LONGEST = 300  # letters


def beside(tree: html.HtmlElement, tables: Sequence[html.HtmlElement]) -> list[tuple[list[str], list[str]]]:
    """Return for each table the lines above it and the notes below it, in the order of the page.

    What stands between two tables belongs to the second, but for the notes that follow the first at once.
    """
    numbers = {table: number for number, table in enumerate(tables)}
    above: dict[int, list[str]] = defaultdict(list)
    below: dict[int, list[str]] = defaultdict(list)
    reached = -1  # the last table that was passed
    for at, line in _lines(tree, numbers):
        if at is not None and line is None:
            reached = at
        elif line is not None and at is not None:  # a caption
            above[at].append(line)
        elif (
            line is not None
            and reached >= 0
            and not above[reached + 1]
            and (is_note(line) or _is_last(reached, tables))
        ):
            below[reached].append(line)
        elif line is not None:
            above[reached + 1].append(line)
    return [(above[number][-MOST_LINES:], below[number][:MOST_LINES]) for number in range(len(tables))]


def _is_last(reached: int, tables: Sequence[html.HtmlElement]) -> bool:
    return reached == len(tables) - 1


def _lines(tree: html.HtmlElement, numbers: dict[html.HtmlElement, int]) -> list[tuple[int | None, str | None]]:
    """Return lines of text outside of the tables' cells, (table, caption), and (table, None) where one stands."""
    found: list[tuple[int | None, str | None]] = []
    texts: list[str] = []
    block: html.HtmlElement | None = None

    def close(at: int | None = None) -> None:
        if line := " ".join("".join(texts).split()):
            found.append((at, line[:LONGEST]))
        texts.clear()

    for text in tree.xpath("//body//text()"):
        parent = text.getparent() if text.is_text else text.getparent().getparent()
        chain = [parent, *parent.iterancestors()]
        if any(one.tag in NEVER_SEEN or HIDDEN.search(one.get("style") or "") for one in chain):
            continue
        table = next((numbers[one] for one in chain if one in numbers), None)
        own = next((one for one in chain if one.tag in BLOCKS or one.tag == "table"), None)
        if table is not None and own is not None and own.tag != "caption":
            close()
            block = None
            if not found or found[-1] != (table, None):
                found.append((table, None))
            continue
        if own is not block:
            close()
            block = own
        texts.append(text)
        if own is not None and own.tag == "caption":
            close(table)
    close()
    return found
