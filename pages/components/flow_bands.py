"""Bands between two columns of named amounts: what came from where and went where; names on the nodes."""

from collections.abc import Callable, Iterable, Mapping

from data import formats
from pages.components.marks import Marks
from pages.components.theme import INK
from pages.components.words import escape

Link = tuple[str, str, int]  # from, to, how many


def spots(column: Mapping[str, int], room: float) -> dict[str, float]:
    """Return where each node of a column begins, ``room`` between two."""
    found, at = {}, 0.0
    for name, count in column.items():
        found[name] = at
        at += count + room
    return found


def bands(
    marks: Marks,
    at: int,
    links: Iterable[Link],
    left: Mapping[str, float],
    right: Mapping[str, float],
    tint: Callable[[str, str], str],
) -> None:
    """Draw the bands from column ``at`` to the next, each as wide as its number; ``tint`` says from → to in colour."""
    out, into = dict(left), dict(right)
    order = {name: place for place, name in enumerate(right)}
    for source, target, width in sorted(links, key=lambda link: order[link[1]]):
        a, b = out[source], into[target]
        out[source] += width
        into[target] += width
        x0, x1, middle = at + 0.02, at + 0.98, at + 0.5
        path = (
            f"M {x0} {a} C {middle} {a} {middle} {b} {x1} {b} L {x1} {b + width} "
            f"C {middle} {b + width} {middle} {a + width} {x0} {a + width} Z"
        )
        marks.shape(type="path", path=path, fillcolor=tint(source, target), line={"width": 0}, layer="below")


def node(
    marks: Marks,
    at: int,
    name: str,
    count: int,
    top: float,
    *,
    colour: str = INK,
    is_last: bool = False,
    more: str = "",
) -> None:
    """Draw one node with its name and number; in the last column the words stand to the left."""
    box = {"x0": at - 0.02, "x1": at + 0.02, "y0": top, "y1": top + count}
    marks.shape(type="rect", fillcolor=colour, line={"width": 0}, **box)
    marks.note(
        x=at + (-0.03 if is_last else 0.03),
        y=top + count / 2,
        xanchor="right" if is_last else "left",
        text=f"{escape(name)} <b>{formats.number(count)}</b>{more}",
        font={"size": 13, "color": INK},
    )
