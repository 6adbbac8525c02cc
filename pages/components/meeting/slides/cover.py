"""The first slide: whose review, of which quarter, and the finding in a sentence."""

import pandas as pd

from data import formats
from data.wording.completion_wording import both
from pages.components.meeting.slides.drawing import BLUE, INK, LEFT, RIGHT, SOFT, line, lines, text
from pages.components.meeting.slides.frame import Drawn, Occasion


def draw(occasion: Occasion, months: pd.DataFrame) -> Drawn:
    """Draw the cover; ``months`` is ``overview``, its last row is now."""
    now = months.iloc[-1]
    body = line(LEFT, 300, LEFT + 160, 300, BLUE, 10)
    for place, part in enumerate(lines(f"{occasion.district}重点项目", 110, RIGHT - LEFT)):
        body += text(LEFT, 440 + place * 124, part, 110, INK, bold=True)
    body += text(LEFT, 690, f"{occasion.quarter}讲评", 84, INK)
    said = f"完成年度计划 {formats.percent(now.investment_completion_rate)}，{both(now)}"
    body += text(LEFT, 830, said, 48, SOFT, room=RIGHT - LEFT)
    return Drawn(f"{occasion.district}重点项目{occasion.quarter}讲评", body, is_plain=True)
