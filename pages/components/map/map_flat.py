"""The map without WebGL: the same scene as filled plotly shapes in plain pixels, clickable, with nothing to fetch."""

import plotly.graph_objects as go
from shapely import contains_xy
from shapely.geometry import box

from pages.components.map.map_deck import EDGE, LAND, OUTLINE, PAPER
from pages.components.map.map_geography import rings
from pages.components.map.map_scene import Scene
from pages.components.marks import Marks
from pages.components.theme import FONT, INK, MUTED
from pages.components.words import escape, light

SYMBOLS = {"▲": "triangle-up", "●": "circle", "◆": "diamond", "▼": "triangle-down", "○": "circle", "◇": "diamond-open"}


def figure(scene: Scene) -> go.Figure:
    """Draw the scene; every clickable point carries ["town"|"project", id] as its customdata."""
    geo, window = scene.geography, _window(scene)
    traces = [
        line for area in geo.neighbours.values() for line in _area(scene, area.intersection(window), LAND, EDGE, 1)
    ]
    for town, area in geo.towns.items():
        traces += _area(scene, area, scene.colours[town], PAPER, 2)
    traces += _area(scene, geo.outline, None, OUTLINE, 1.5)
    if scene.chosen_town:
        traces += _area(scene, geo.towns[scene.chosen_town], None, INK, 3)
    marks = Marks()
    traces += [_touch(scene), _projects(scene, marks)]
    _words(scene, marks)
    drawing = go.Figure(data=traces, layout=_layout(scene))
    marks.put(drawing)
    return drawing


def _layout(scene: Scene) -> go.Layout:
    view = scene.view
    axis = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    return go.Layout(
        height=view.height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        dragmode=False,
        clickmode="event+select",
        hovermode="closest",
        hoverdistance=30,
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "color": INK},
        xaxis=axis | {"range": [0, view.width]},
        yaxis=axis | {"range": [view.height, 0], "scaleanchor": "x", "constrain": "range"},
    )


def _window(scene: Scene) -> object:
    """The part of the earth that can be seen, with room for a wider screen."""
    view = scene.view
    west, north = view.place(-view.width, 0)
    east, south = view.place(2 * view.width, view.height)
    return box(west, south, east, north)


def _area(scene: Scene, area: object, fill: str | None, edge: str, thick: float) -> list[dict]:
    """One trace a part of the area."""
    traces = []
    for ring in rings(area):
        xs, ys = zip(*(scene.view.pixel(*corner) for corner in ring), strict=True)
        traces.append(
            {
                "type": "scatter",
                "x": [round(x, 1) for x in xs],
                "y": [round(y, 1) for y in ys],
                "mode": "lines",
                "line": {"color": edge, "width": thick},
                "fill": "toself" if fill else "none",
                "fillcolor": fill or "rgba(0,0,0,0)",
                "hoverinfo": "skip",
            }
        )
    return traces


def _touch(scene: Scene) -> dict:
    """Strew unseen points over the cells, so that a touch anywhere in a cell meets one."""
    view, step = scene.view, 14
    spots = [(x, y) for y in range(step // 2, view.height, step) for x in range(step // 2, view.width, step)]
    longitudes, latitudes = zip(*(view.place(x, y) for x, y in spots), strict=True)
    xs: list[float] = []
    ys: list[float] = []
    whose: list[list[str]] = []
    for town, area in scene.geography.towns.items():
        inside = [spot for spot, is_in in zip(spots, contains_xy(area, longitudes, latitudes), strict=True) if is_in]
        xs += [x for x, _ in inside]
        ys += [y for _, y in inside]
        whose += [["town", town]] * len(inside)
    for label in scene.labels:  # its name leads to the town, too
        xs.append(round(label.x + (-44 if label.is_left else 44), 1))
        ys.append(round(label.y, 1))
        whose.append(["town", label.town])
    faint = {"marker": {"opacity": 0}}
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "customdata": whose,
        "mode": "markers",
        "hoverinfo": "none",
        "marker": {"size": step + 6, "opacity": 0},
        "selected": faint,
        "unselected": faint,
    }


def _projects(scene: Scene, around: Marks) -> dict:
    places = [scene.view.pixel(mark.longitude, mark.latitude) for mark in scene.marks]
    lights = [light(mark.light) for mark in scene.marks]
    is_hollow = [status.sign in ("○", "◇") for status in lights]
    both = list(zip(lights, is_hollow, strict=True))
    plain = {"marker": {"opacity": 1}}
    for mark, (x, y) in zip(scene.marks, places, strict=True):
        if mark.project_id == scene.chosen_project:
            ring = {"x0": x - 20, "x1": x + 20, "y0": y - 20, "y1": y + 20}
            around.shape(type="circle", line={"color": INK, "width": 3}, **ring)
    return {
        "type": "scatter",
        "x": [round(x, 1) for x, _ in places],
        "y": [round(y, 1) for _, y in places],
        "customdata": [["project", mark.project_id] for mark in scene.marks],
        "hovertext": [escape(mark.hint) for mark in scene.marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "mode": "markers",
        "marker": {
            "symbol": [SYMBOLS[status.sign] for status in lights],
            "size": [mark.size for mark in scene.marks],
            "opacity": 1,
            "color": [PAPER if hollow else status.colour for status, hollow in both],
            "line": {
                "color": [status.colour if hollow else PAPER for status, hollow in both],
                "width": [2.2 if hollow else 1.4 for hollow in is_hollow],
            },
        },
        "selected": plain,
        "unselected": plain,
    }


def _words(scene: Scene, marks: Marks) -> None:
    for name, (x, y) in scene.neighbours.items():
        marks.note(x=x, y=y, text=escape(name), font={"size": 13, "color": MUTED}, yanchor="middle")
    for label in scene.labels:
        side = 6 if label.is_left else -6
        ends = {"x0": label.exit_x, "y0": label.exit_y, "x1": label.x + side, "y1": label.y}
        marks.shape(type="line", line={"color": "#7b8793", "width": 1}, **ends)
        anchor = {"xanchor": "right" if label.is_left else "left", "x": label.x, "yanchor": "middle"}
        marks.note(y=label.y - 10, text=f"<b>{escape(label.town)}</b>", font={"size": 15}, **anchor)
        marks.note(y=label.y + 9, text=escape(label.note), font={"size": 13}, **anchor)
