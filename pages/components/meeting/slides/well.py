"""What went well: the units that are ahead of their own plan, and the batches in which more was done."""

import pandas as pd

from data import formats
from data.wording.batch_wording import word
from pages.components.meeting.slides.drawing import BLUE, GOOD, INK, LEFT, RIGHT, RULE, SMALL, SOFT, leads, line, text
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, listed
from pages.components.meeting.slides.unit_projects import pages

ROWS = 7
FIELDS = (
    Field(LEFT, "单位", 300), Field(620, "完成率", 180, "end"), Field(920, "项目计划完成", 240, "end"),
    Field(1180, "比时序", 220, "end"),
)  # fmt: skip
BATCHES = 1290


def draw(units: pd.DataFrame, batches: pd.DataFrame, before: pd.DataFrame, projects: pd.DataFrame) -> Drawn:
    """Draw the units ahead, best first, and beside them what each batch has done since last quarter's end.

    Args:
        units: ``investment_completion`` by unit, those that are ranked.
        batches: ``batch_progress`` now.
        before: ``batch_progress`` as of last quarter's end, empty where none compares.
        projects: ``completion_projects``, for the pages behind the units.
    """
    done = (units.reported_ytd_wan - units.planned_ytd_wan).round(2) >= 0  # in cents: a quotient may fall short of 1
    reached = units[(units.light == "ahead") & done]
    sure = reached[~reached.is_provisional & (reached.suspect_projects == 0)]
    ahead = sure.sort_values(["task_rate", "responsible_unit"], ascending=[False, True])
    then = {row.batch: row.done for row in before.itertuples()}
    grown = [
        row
        for row in batches.itertuples()
        if isinstance(row.yardstick, str) and row.done > then.get(row.batch, row.done)
    ]
    shown = ahead.head(ROWS)
    body = listed(FIELDS, [()] * 0) + "".join(
        leads(_unit(272 + place * 92, row), row.responsible_unit) for place, row in enumerate(shown.itertuples())
    )
    if len(ahead) > ROWS:
        body += text(
            LEFT,
            990,
            f"另有 {len(ahead) - ROWS} 家：{'、'.join(ahead.responsible_unit.iloc[ROWS:])}",
            SMALL,
            SOFT,
            room=1080,
        )
    if grown:
        body += text(BATCHES, 258, "比上季末多做成的", SMALL, SOFT)
    for place, row in enumerate(grown):
        top = 272 + place * 150
        body += line(BATCHES, top, RIGHT, top, RULE) + text(BATCHES, top + 58, row.batch, 40, INK)
        body += text(RIGHT, top + 58, f"+{int(row.done - then[row.batch])} 个", 48, GOOD, bold=True, anchor="end")
        body += text(
            BATCHES,
            top + 108,
            f"{word('done', row.yardstick)} {int(row.done)} 个，共 {int(row.projects + row.converted)} 个",
            30,
            SOFT,
        )
    details: dict[str, tuple[str, str]] = {}
    for row in shown.itertuples():
        details |= pages(row, projects, worst_first=False)
    whose = {key: key.split("·")[0] for key in details}
    title = _title(ahead, grown, len(reached) - len(sure))
    return Drawn(title, body, details, whose, is_empty=ahead.empty and not grown)


def _title(ahead: pd.DataFrame, grown: list, unsure: int) -> str:
    """Say who reached the own plan; units whose figure is provisional are counted apart, not named."""
    parts = []
    if len(ahead):
        best = ahead.iloc[0]
        parts.append(
            f"{len(ahead)} 家单位达到项目计划，{best.responsible_unit}最高（{formats.percent(best.task_rate)}）"
        )
        parts += [f"另 {unsure} 家数字暂定"] if unsure else []
    if grown:
        parts.append(f"{len(grown)} 个批次比上季末有增加")
    return "；".join(parts) or "没有达到项目计划的单位"


def _unit(top: float, row) -> str:  # noqa: ANN001  (a named tuple)
    base = top + 58
    body = line(LEFT, top, 1180, top, RULE) + text(LEFT, base, row.responsible_unit, 40, INK, room=340)
    body += text(620, base, formats.percent(row.investment_completion_rate), 36, SOFT, anchor="end")
    body += text(920, base, formats.percent(row.task_rate), 44, BLUE, bold=True, anchor="end")
    return body + text(1180, base, f"{formats.signed(row.pace_gap_pp)}", 36, SOFT, anchor="end")
