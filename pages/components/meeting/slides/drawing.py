"""The few words in which a slide is drawn. All text becomes SVG here and nowhere else: names are escaped.

A slide has no style sheet: the same string is thumbnail, show, frozen record and page of a PDF. Coordinates are those
of the slide, 1920 × 1080; ``y`` of a text is its baseline.
"""

import math
import unicodedata
from collections.abc import Iterable
from html import escape

FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
GROUND, PANEL, RULE = "#0b1119", "#15202c", "#2a3846"
INK, SOFT = "#f4f7fa", "#b4c0cc"
BLUE, DIM, WARN, LATE, GOOD = "#7dbdff", "#4f7299", "#ffcf5c", "#ff8f73", "#6fd3b0"
STATUS = {"ahead": BLUE, "normal": SOFT, "slow": WARN, "behind": LATE}
LEFT, RIGHT, TOP = 80, 1840, 236  # where a slide's body may stand
SMALL = 28  # nothing is written smaller
STOPS = "，。；：、！？）〕》”’…%"  # these never begin a line

_CORNERS = {
    "◆": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    "▼": ((-1.05, -0.9), (1.05, -0.9), (0, 1.05)),
    "▲": ((-1.05, 0.9), (1.05, 0.9), (0, -1.05)),
    "■": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
}


def width(content: str, size: float) -> float:
    """About how wide a line is: a Chinese character (and %) is 1 em, a digit or letter a little more than half."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" or letter == "%" for letter in content)
    thin = sum(letter in " .·,:" for letter in content)
    return size * (wide + 0.3 * thin + 0.57 * (len(content) - wide - thin))


def lines(content: str, size: float, room: float, most: int = 2) -> list[str]:
    """Break a name into at most ``most`` lines, none begun by a stop; what does not fit ends in an ellipsis."""
    if width(content, size) <= room:
        return [content]
    count = min(most, math.ceil(width(content, size) / room))
    even = width(content, size) / count + size
    parts: list[str] = []
    for letter in content:
        if parts and (letter in STOPS or width(parts[-1] + letter, size) <= min(room, even)):
            parts[-1] += letter
        else:
            parts.append(letter)
    if len(parts) > most:
        parts = [*parts[: most - 1], clipped("".join(parts[most - 1 :]), size, room)]
    return parts


def clipped(content: str, size: float, room: float) -> str:
    """Shorten a line to the room there is."""
    if width(content, size) <= room:
        return content
    while content and width(content + "…", size) > room:
        content = content[:-1]
    return content + "…"


def text(
    x: float,
    y: float,
    content: object,
    size: float = 34,
    fill: str = INK,
    *,
    bold: bool = False,
    anchor: str = "start",
    room: float | None = None,
) -> str:
    """Write one line; with ``room`` it is shortened to fit."""
    said = clipped(str(content), size, room) if room else str(content)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{700 if bold else 400}" fill="{fill}"'
        f' text-anchor="{anchor}">{escape(said)}</text>'
    )


def figure(
    x: float, y: float, said: str, unit: str = "", size: float = 88, fill: str = INK, *, room: float = math.inf
) -> str:
    """Write a large figure with its unit small beside it, smaller still, then shortened, to fit ``room``."""
    left = room - width(said, size) - size * 0.12
    beside = next((one for one in (max(SMALL, size * 0.38), SMALL) if width(unit, one) <= left), SMALL)
    unit = clipped(unit, beside, left)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="700" fill="{fill}">{escape(said)}'
        f'<tspan dx="{size * 0.12:.0f}" font-size="{beside:.0f}" font-weight="400" fill="{SOFT}">'
        f"{escape(unit)}</tspan></text>"
    )


def box(
    x: float, y: float, w: float, h: float, fill: str, *, edge: str = "none", thick: float = 0, round_: float = 0
) -> str:
    """Draw a rectangle; a negative width or height reaches to the left or up."""
    left, top = min(x, x + w), min(y, y + h)
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{abs(w):.1f}" height="{abs(h):.1f}" rx="{round_:g}" fill="{fill}"'
        f' stroke="{edge}" stroke-width="{thick:g}"/>'
    )


def line(x: float, y: float, to_x: float, to_y: float, colour: str = RULE, thick: float = 2, *, dash: str = "") -> str:
    """Draw a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" stroke-width="{thick:g}"'
        f"{dashed}/>"
    )


def path(
    points: Iterable[tuple[float, float]],
    *,
    fill: str = "none",
    edge: str = "none",
    thick: float = 0,
    closed: bool = True,
) -> str:
    """Draw a polygon, or with ``closed`` off a broken line."""
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<path d="M{way}{"Z" if closed else ""}" fill="{fill}" stroke="{edge}" stroke-width="{thick:g}"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    )


def mark(x: float, y: float, sign: str, size: float, colour: str) -> str:
    """Draw ▲ ● ◆ ▼ ■ ○ as a shape around a point, so that no font can change it."""
    half = size / 2
    if sign in _CORNERS:
        return path(((x + half * a, y + half * b) for a, b in _CORNERS[sign]), fill=colour)
    hollow = sign in ("○", "◇")
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half * 0.9:.1f}" fill="{"none" if hollow else colour}"'
        f' stroke="{colour}" stroke-width="{size * 0.12 if hollow else 0:.1f}"/>'
    )


def leads(body: str, detail: str) -> str:
    """Make a part of the slide lead to one of its details, by touch."""
    return f'<g data-detail="{escape(detail)}" style="cursor:pointer">{body}</g>'


def canvas(body: str, label: str) -> str:
    """Return the whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1920 1080" role="img" aria-label="{escape(label)}"'
        f' font-family="{FONT}" style="font-variant-numeric:tabular-nums;display:block;width:100%;height:100%">'
        f"{box(0, 0, 1920, 1080, GROUND)}{body}</svg>"
    )
