"""Rows of words on a slide and on the pages behind its marks: as many pages as there are rows, none left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.components.meeting.slides.drawing import INK, LEFT, RIGHT, RULE, SMALL, SOFT, line, text, width

Cell = str | tuple[str, str]  # the words, or words and their colour
Page = tuple[str, str]  # title and body, as Drawn.details takes them
FOOT = 1000
PITCH = 56
SIZE = 32


@dataclass(frozen=True)
class Field:
    """A column: where it stands, its head, and the room its words have."""

    x: float
    head: str
    room: float
    anchor: str = "start"


def listed(fields: Sequence[Field], rows: Sequence[Sequence[Cell]], *, top: float = 236, pitch: float = PITCH) -> str:
    """Draw heads and rows; a text that is too long for its room is set smaller, then shortened.

    A row with fewer words than there are columns gives its last words the room up to the right edge.
    """
    body = "".join(text(field.x, top + 22, field.head, SMALL, SOFT, anchor=field.anchor) for field in fields)
    for place, row in enumerate(rows):
        y = top + 36 + place * pitch
        body += line(LEFT, y, RIGHT, y, RULE)
        last = len(row) - 1
        for column, (field, cell) in enumerate(zip(fields, row, strict=False)):
            said, colour = cell if isinstance(cell, tuple) else (cell, INK)
            room = RIGHT - field.x if column == last < len(fields) - 1 else field.room
            size = SIZE if width(said, SIZE) <= room else SMALL
            body += text(field.x, y + pitch * 0.5 + 12, said, size, colour, anchor=field.anchor, room=room)
    return body


def paged(
    key: str, title: str, fields: Sequence[Field], rows: Sequence[Sequence[Cell]], *, above: str = "", top: float = 236
) -> dict[str, Page]:
    """Return pages that hold all rows: the first under ``key``, the others under ``key`` with the page's number.

    Args:
        key: the mark that leads to the first page; the others follow it in order.
        title: of each page; with several, “（2/3）” stands behind it.
        fields: the columns.
        rows: all rows.
        above: a drawing that stands over the rows of the first page.
        top: where the rows begin under it.
    """
    first, later = _fitting(top), _fitting(236)
    parts = [rows[:first], *(rows[at : at + later] for at in range(first, len(rows), later))]
    pages = {}
    for place, part in enumerate(parts):
        numbered = f"{title}（{place + 1}/{len(parts)}）" if len(parts) > 1 else title
        body = (above if not place else "") + listed(fields, part, top=top if not place else 236)
        pages[key if not place else f"{key}·{place + 1}"] = (numbered, body)
    return pages


def _fitting(top: float) -> int:
    return max(1, int((FOOT - top - 36) // PITCH))
