"""The map: the towns by how fast they are, and the projects that are behind."""

from collections.abc import Hashable, Mapping

import pandas as pd

from data import formats
from data.wording.completion_wording import judged, pace
from pages.components.map import map_geography as maps
from pages.components.map.map_scene import Scene, scene
from pages.components.meeting.slides.drawing import (  # fmt: skip
    GROUND,
    INK,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    STATUS,
    leads,
    line,
    mark,
    path,
    text,
    width,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Page
from pages.components.meeting.slides.unit_projects import pages
from pages.components.view import Row

WIDTH, HEIGHT = 1180, 770
X, Y = 60.0, 226.0
# as on the map page, made dark: behind in earth, ahead in blue
TINTS = {"behind": "#8a4a2c", "slow": "#5f4033", "normal": "#343f4a", "ahead": "#2f5d88"}
NONE = "#1b2733"
MEANT = {"task_rate": "任务完成率（上报÷计划进度）", "pace_gap_pp": "比时序快慢（百分点）"}


def draw(
    geo: maps.Geography,
    towns: pd.DataFrame,
    points: pd.DataFrame,
    lights: Mapping[str, tuple[str, str]],
    projects: pd.DataFrame,
    judged_by: str = "task_rate",
    units: pd.DataFrame | None = None,
) -> Drawn:
    """Draw the district.

    Args:
        geo: its shapes.
        towns: ``investment_completion`` by town.
        points: ``map_points``.
        lights: light → sign and word.
        projects: ``completion_projects``, for the pages behind the towns.
        judged_by: the column on which the lights stand; the map writes it behind each town.
        units: ``investment_completion`` by unit: where a town answers for projects, too, both figures stand named.
    """
    known = towns[towns[judged_by].notna() & towns.town.isin(list(geo.towns))].sort_values(judged_by)
    own = {} if units is None else {row.responsible_unit: row for row in units.itertuples()}
    body = ""
    if geo.outline is not None:
        placed, _ = maps.placed(geo, points)
        notes = {row.town: judged(row, judged_by) for row in towns.itertuples()}
        tints = {row.town: TINTS.get(row.light, NONE) for row in towns.itertuples() if isinstance(row.light, str)}
        body += _map(scene(geo, towns, placed, width=WIDTH, height=HEIGHT), notes, tints)
        body += text(LEFT, 1000, f"镇街后为辖区内项目的{MEANT[judged_by]}，颜色为亮灯；界线和位置为示意", 28, SOFT)
    body += _tally(points, lights)
    details: dict[str, Page] = {}
    for row in known.itertuples():
        details |= pages(row, projects, by="town")
    return Drawn(_title(known, judged_by), body + _slowest(known, judged_by, own), details, is_empty=known.empty)


def _title(known: pd.DataFrame, judged_by: str) -> str:
    if known.empty:
        return "没有落到镇街的在列项目"
    late = known[known.light.isin(["slow", "behind"])]
    if late.empty:
        return f"{len(known)} 个镇街没有进度偏慢、滞后的"
    worst = late.iloc[0]
    is_task = judged_by == "task_rate"
    said = f"按项目计划完成 {formats.percent(worst.task_rate)}" if is_task else pace(worst.pace_gap_pp)
    return f"{len(known)} 个镇街 {len(late)} 个进度偏慢或滞后，{worst.town}{said}"


def _map(drawn: Scene, notes: Mapping[str, str], tints: Mapping[str, str]) -> str:
    at = lambda x, y: (X + x, Y + y)  # noqa: E731
    facts = {label.town: label for label in drawn.labels}
    body = ""
    for town, area in drawn.geography.towns.items():
        for ring in maps.rings(area):
            body += path(
                (at(*drawn.view.pixel(*corner)) for corner in ring),
                fill=tints.get(town, NONE),
                edge=GROUND,
                thick=4,
            )
    for ring in maps.rings(drawn.geography.outline):
        body += path((at(*drawn.view.pixel(*corner)) for corner in ring), edge=SOFT, thick=2)
    for spot in drawn.marks:
        x, y = at(*drawn.view.pixel(spot.longitude, spot.latitude))
        sign = formats.LIGHTS[spot.light][0] if spot.light else formats.NOT_DUE[0]
        body += mark(x, y, sign, spot.size * 1.05, STATUS.get(spot.light or "", SOFT))
    for label in facts.values():
        x, y = at(label.x, label.y)
        anchor = "end" if label.is_left else "start"
        body += line(*at(label.exit_x, label.exit_y), x + (8 if label.is_left else -8), y, SOFT, 1.5)
        note = notes.get(label.town, formats.NONE)
        aside = width(label.town, 28) + 14
        named = text(x, y + 10, label.town, 28, INK, anchor=anchor)
        named += text(x + (-aside if label.is_left else aside), y + 10, note, 28, SOFT, anchor=anchor)
        body += leads(named, label.town)
    return body


def _tally(points: pd.DataFrame, lights: Mapping[str, tuple[str, str]]) -> str:
    """How many projects stand under each light."""
    body, x = "", 1270.0
    counts = points.light.value_counts()
    for place, light in enumerate(("behind", "slow", "normal", "ahead")):
        sign, said = lights[light]
        y = 262 + place * 96
        body += line(x, y - 36, RIGHT, y - 36, RULE) + mark(x + 18, y + 18, sign, 34, STATUS[light])
        body += text(x + 52, y + 32, said, 40, STATUS[light], bold=True)
        body += text(RIGHT, y + 36, f"{int(counts.get(light, 0))} 个", 52, INK, bold=True, anchor="end")
    return body


def _slowest(known: pd.DataFrame, judged_by: str, own: Mapping[Hashable, Row]) -> str:
    """The slowest towns by all projects within them, and under each what it answers for itself, where it does."""
    head = f"最慢的镇街（辖区内项目）：{MEANT[judged_by].partition('（')[0]}"
    body = line(1270, 640, RIGHT, 640, RULE) + text(1270, 686, head, 30, SOFT, room=RIGHT - 1270)
    for place, row in enumerate(known.head(4).itertuples()):
        y = 738 + place * 80
        tone = STATUS[row.light] if isinstance(row.light, str) else SOFT
        value = formats.percent(row.task_rate) if judged_by == "task_rate" else formats.signed(row.pace_gap_pp)
        said = text(1270, y, row.town, 36, INK, room=360)
        if row.town in own:
            said += text(1270, y + 32, f"作为责任单位：{judged(own[row.town], judged_by)}", 28, SOFT, room=560)
        said += text(RIGHT, y, value, 40, tone, bold=True, anchor="end")
        body += leads(said, row.town)
    return body
