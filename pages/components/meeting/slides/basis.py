"""The last slide: what the figures rest on, with the version; nowhere else in the show."""

from pages.components.meeting.slides.drawing import INK, LEFT, RIGHT, SOFT, lines, text
from pages.components.meeting.slides.frame import Drawn, Occasion


def draw(occasion: Occasion) -> Drawn:
    """Draw the sources, the yardsticks and the version."""
    body, y = "", 290.0
    said = (
        *occasion.basis,
        f"数据版本 {occasion.version}；{occasion.until}{'；演示数据' if occasion.is_demo else ''}",
    )
    for one in said:
        for part in lines(one, 36, RIGHT - LEFT, 3):
            body += text(LEFT, y, part, 36, INK if one != said[-1] else SOFT)
            y += 54
        y += 24
    return Drawn("数据依据和口径", body)
