"""The map without WebGL: the same scene as filled plotly shapes in plain pixels, clickable, with nothing to fetch."""

import plotly.graph_objects as go
from shapely.geometry import box

from pages.components.map_deck import EDGE, LAND, OUTLINE, PAPER
from pages.components.map_scene import Scene
from pages.components.maps import rings
from pages.components.theme import FONT, INK, MUTED
from pages.components.words import escape, light

SYMBOLS = {"▲": "triangle-up", "●": "circle", "◆": "diamond", "▼": "triangle-down", "○": "circle"}


def figure(scene: Scene) -> go.Figure:
    """Draw the scene; every clickable point carries ["town"|"project", id] as its customdata."""
    drawing = go.Figure(layout=_layout(scene))
    for area in scene.geography.neighbours.values():
        _area(drawing, scene, area.intersection(_window(scene)), LAND, EDGE, 1)
    for town, area in scene.geography.towns.items():
        _area(drawing, scene, area, scene.colours[town], PAPER, 2)
    _area(drawing, scene, scene.geography.outline, None, OUTLINE, 1.5)
    if scene.chosen_town:
        _area(drawing, scene, scene.geography.towns[scene.chosen_town], None, INK, 3)
    _add_touch(drawing, scene)
    _add_projects(drawing, scene)
    _add_words(drawing, scene)
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


def _area(drawing: go.Figure, scene: Scene, area: object, fill: str | None, edge: str, thick: float) -> None:
    for ring in rings(area):
        xs, ys = zip(*(scene.view.pixel(*corner) for corner in ring), strict=True)
        drawing.add_scatter(
            x=[round(x, 1) for x in xs],
            y=[round(y, 1) for y in ys],
            mode="lines",
            line={"color": edge, "width": thick},
            fill="toself" if fill else "none",
            fillcolor=fill or "rgba(0,0,0,0)",
            hoverinfo="skip",
        )


def _add_touch(drawing: go.Figure, scene: Scene) -> None:
    """Strew unseen points over the cells, so that a touch anywhere in a cell meets one."""
    xs, ys, whose = [], [], []
    step = 14
    for town, area in scene.geography.towns.items():
        west, south, east, north = area.bounds
        (left, bottom), (right, top) = scene.view.pixel(west, south), scene.view.pixel(east, north)
        for x in range(int(left) + step // 2, int(right), step):
            for y in range(int(top) + step // 2, int(bottom), step):
                longitude, latitude = scene.view.place(x, y)
                if area.intersects(box(longitude, latitude, longitude, latitude)):
                    xs.append(x)
                    ys.append(y)
                    whose.append(["town", town])
    for label in scene.labels:  # its name leads to the town, too
        xs.append(round(label.x + (-44 if label.is_left else 44), 1))
        ys.append(round(label.y, 1))
        whose.append(["town", label.town])
    faint = {"marker": {"opacity": 0}}
    drawing.add_scatter(
        x=xs, y=ys, customdata=whose, mode="markers", hoverinfo="none", marker={"size": step + 6, "opacity": 0},
        selected=faint, unselected=faint,
    )  # fmt: skip


def _add_projects(drawing: go.Figure, scene: Scene) -> None:
    marks = scene.marks
    places = [scene.view.pixel(mark.longitude, mark.latitude) for mark in marks]
    lights = [light(mark.light) for mark in marks]
    drawing.add_scatter(
        x=[round(x, 1) for x, _ in places],
        y=[round(y, 1) for _, y in places],
        customdata=[["project", mark.project_id] for mark in marks],
        hovertext=[escape(mark.hint) for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        mode="markers",
        marker={
            "symbol": [SYMBOLS[status.sign] for status in lights],
            "size": [mark.size for mark in marks],
            "opacity": 1,
            "color": [PAPER if status.sign == "○" else status.colour for status in lights],
            "line": {
                "color": [status.colour if status.sign == "○" else PAPER for status in lights],
                "width": [2.2 if status.sign == "○" else 1.4 for status in lights],
            },
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    for mark, (x, y) in zip(marks, places, strict=True):
        if mark.project_id == scene.chosen_project:
            drawing.add_shape(
                type="circle", x0=x - 20, x1=x + 20, y0=y - 20, y1=y + 20, line={"color": INK, "width": 3}
            )


def _add_words(drawing: go.Figure, scene: Scene) -> None:
    plain = {"showarrow": False, "yanchor": "middle"}
    for name, (x, y) in scene.neighbours.items():
        drawing.add_annotation(x=x, y=y, text=escape(name), font={"size": 13, "color": MUTED}, **plain)
    for label in scene.labels:
        side = 6 if label.is_left else -6
        drawing.add_shape(
            type="line", x0=label.exit_x, y0=label.exit_y, x1=label.x + side, y1=label.y,
            line={"color": "#7b8793", "width": 1},
        )  # fmt: skip
        anchor = {"xanchor": "right" if label.is_left else "left", "x": label.x}
        drawing.add_annotation(
            y=label.y - 10, text=f"<b>{escape(label.town)}</b>", font={"size": 15}, **anchor, **plain
        )
        drawing.add_annotation(y=label.y + 9, text=escape(label.note), font={"size": 13}, **anchor, **plain)
