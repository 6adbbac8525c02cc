"""The map with WebGL: pydeck without tiles, styles or any request to an outside host.

A selection makes Streamlit fade whatever is not selected by wrapping each layer's own colour accessors. A colour given
to the sub-layer escapes it, and so does an accessor that is left out; the choice is marked by an outline of its own.
"""

import base64
import io
from functools import lru_cache

import pydeck as pdk
from PIL import Image, ImageDraw
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from pages.components.map.map_scene import Scene
from pages.components.theme import FONT, INK, MUTED
from pages.components.words import LIGHTS, NOT_DUE

LAND, PAPER, EDGE, OUTLINE = "#eef1f4", "#ffffff", "#d3dae1", "#5b6875"
SHAPES = {
    "▲": [(0, -1.1), (1.1, 0.92), (-1.1, 0.92)],
    "◆": [(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)],
    "▼": [(-1.1, -0.92), (1.1, -0.92), (0, 1.1)],
}
MARKS = LIGHTS | {"none": NOT_DUE}
WORD = pdk.types.String
PIXELS = {"line_width_units": WORD("pixels")}


def deck(scene: Scene) -> pdk.Deck:
    """Draw the scene as a pydeck map; layers ``towns`` and ``projects`` can be picked."""
    view = scene.view
    return pdk.Deck(
        layers=[*_ground(scene), *_words(scene), *_projects(scene)],
        map_provider=None,  # and map_style not given at all: None or "" would fetch a style
        tooltip=False,
        initial_view_state=pdk.ViewState(
            longitude=view.longitude, latitude=view.latitude, zoom=view.zoom, min_zoom=view.zoom - 1, max_zoom=15
        ),
    )


def rgb(colour: str) -> list[int]:
    """#rrggbb as deck.gl takes it."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)] + [255]


def _feature(area: BaseGeometry, **properties: str) -> dict:
    return {"type": "Feature", "geometry": mapping(area), "properties": properties}


def _area(name: str, areas: list[BaseGeometry], fill: str, edge: str, thick: float) -> pdk.Layer:
    """Filled areas that keep their colour when something is selected."""
    return pdk.Layer(
        "GeoJsonLayer", id=name, data=[_feature(area) for area in areas], pickable=False, stroked=True, filled=True,
        get_line_color=rgb(edge), get_line_width=thick, **PIXELS,
        _subLayerProps={"polygons-fill": {"getFillColor": rgb(fill)}},
    )  # fmt: skip


def _edge(name: str, area: BaseGeometry, colour: str, thick: float) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer", id=name, data=[_feature(area)], pickable=False, stroked=True, filled=False,
        get_line_color=rgb(colour), get_line_width=thick, **PIXELS,
    )  # fmt: skip


def _ground(scene: Scene) -> list[pdk.Layer]:
    geo, towns = scene.geography, scene.geography.towns
    picked = pdk.Layer(  # lies under the coloured cells, which are not pickable and so do not hide it
        "GeoJsonLayer", id="towns", data=[_feature(area, town=name) for name, area in towns.items()], pickable=True,
        stroked=False, filled=True, get_fill_color=rgb(LAND),
    )  # fmt: skip
    tints = sorted(set(scene.colours.values()))
    layers = [picked, _area("neighbours", list(geo.neighbours.values()), LAND, EDGE, 1)]
    for tint in tints:
        areas = [area for name, area in towns.items() if scene.colours[name] == tint]
        layers.append(_area(f"cells-{tint}", areas, tint, PAPER, 2))
    layers.append(_edge("outline", geo.outline, OUTLINE, 1.5))
    if scene.chosen_town:
        layers.append(_edge("chosen-town", towns[scene.chosen_town], INK, 3))
    return layers


def _words(scene: Scene) -> list[pdk.Layer]:
    view, layers = scene.view, []
    leaders = []
    for label in scene.labels:
        side = 6 if label.is_left else -6
        leaders.append({"a": view.place(label.exit_x, label.exit_y), "b": view.place(label.x + side, label.y)})
    layers.append(
        pdk.Layer("LineLayer", id="leaders", data=leaders, get_source_position="a", get_target_position="b",
                  pickable=False, get_width=0.8)
    )  # fmt: skip
    around = [{"at": view.place(x, y), "text": name} for name, (x, y) in scene.neighbours.items()]
    layers.append(_text("neighbour-names", around, 13, "middle", get_color=rgb(MUTED)))
    for is_left, anchor in ((True, "end"), (False, "start")):
        column = [label for label in scene.labels if label.is_left is is_left]
        names = [{"at": view.place(label.x, label.y - 10), "text": label.town} for label in column]
        notes = [{"at": view.place(label.x, label.y + 9), "text": label.note} for label in column]
        layers += [_text(f"names-{anchor}", names, 15, anchor, "bold"), _text(f"notes-{anchor}", notes, 13, anchor)]
    return layers


def _text(name: str, data: list[dict], size: int, anchor: str, weight: str = "normal", **more: object) -> pdk.Layer:
    """Words without get_color keep the default black, which is not faded; without SDF, Chinese is drawn crisp."""
    return pdk.Layer(
        "TextLayer", id=name, data=data, get_position="at", get_text="text", get_size=size, pickable=False,
        get_text_anchor=WORD(anchor), get_alignment_baseline=WORD("center"), character_set=WORD("auto"),
        font_family=WORD(FONT), font_weight=WORD(weight), font_settings={"sdf": False, "fontSize": 64, "buffer": 8},
        parameters={"depthCompare": "always"}, **more,
    )  # fmt: skip


def _projects(scene: Scene) -> list[pdk.Layer]:
    picture, spots = _atlas()
    marks = [
        {
            "id": mark.project_id,
            "at": [mark.longitude, mark.latitude],
            "icon": mark.light or "none",
            "size": mark.size * 1.3,
        }
        for mark in scene.marks
    ]
    layers = [
        pdk.Layer(
            "IconLayer", id="projects", data=marks, get_position="at", get_icon="icon", get_size="size",
            size_units=WORD("pixels"), icon_atlas=WORD(picture), icon_mapping=spots, pickable=True,
        )
    ]  # fmt: skip
    ring = [mark for mark in marks if mark["id"] == scene.chosen_project]
    if ring:
        layers.append(
            pdk.Layer(
                "ScatterplotLayer", id="chosen-project", data=ring, get_position="at", filled=False, stroked=True,
                get_radius=1, radius_min_pixels=21, radius_max_pixels=21, line_width_min_pixels=3, pickable=False,
            )
        )  # fmt: skip
    return layers


@lru_cache(maxsize=1)
def _atlas(size: int = 80) -> tuple[str, dict]:
    """The lights' marks as one picture, drawn here so that nothing is fetched and no font decides a shape."""
    big = size * 4
    sheet = Image.new("RGBA", (big * len(MARKS), big))
    pen = ImageDraw.Draw(sheet)
    for i, light in enumerate(MARKS.values()):
        x, y, r = big * (i + 0.5), big / 2, big * 0.36
        if light.sign in SHAPES:
            corners = [(x + r * dx, y + r * dy) for dx, dy in SHAPES[light.sign]]
            pen.line([*corners, *corners[:2]], fill=PAPER, width=int(r * 0.42), joint="curve")
            pen.polygon(corners, fill=light.colour)
            continue
        pen.ellipse([x - r * 1.2, y - r * 1.2, x + r * 1.2, y + r * 1.2], fill=PAPER)
        if light.sign in ("○", "◇"):
            pen.ellipse([x - r, y - r, x + r, y + r], fill=PAPER, outline=light.colour, width=int(r * 0.24))
        else:
            pen.ellipse([x - r, y - r, x + r, y + r], fill=light.colour)
    out = io.BytesIO()
    sheet.resize((size * len(MARKS), size), Image.Resampling.LANCZOS).save(out, "PNG")
    box = {"y": 0, "width": size, "height": size, "mask": False}
    spots = {name: {"x": i * size, **box} for i, name in enumerate(MARKS)}
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode(), spots
