"""One mark a project, so that anybody can count: the key of the marks, and those of one row of counts."""

from collections.abc import Sequence

from pages.components.meeting.slides.drawing import SOFT, mark, text, width
from pages.components.view import Row

Kind = tuple[str, str, str, str]  # column that counts them, sign, colour, word in the key


def key(kinds: Sequence[Kind], left: float) -> str:
    """Say what each sign means, in one line above the rows."""
    body, x = "", left
    for _, sign, colour, said in kinds:
        body += mark(x + 16, 248, sign, 28, colour) + text(x + 42, 259, said, 30, SOFT)
        x += 42 + width(said, 30) + 44
    return body


def signs(kinds: Sequence[Kind], row: Row) -> list[tuple[str, str]]:
    """Return sign and colour of each project counted in the row, in the order of the kinds."""
    return [(sign, colour) for name, sign, colour, _ in kinds for _ in range(int(getattr(row, name)))]
