"""项目地图: where does it stand, and where is it stuck?"""

import streamlit as st

from data import formats
from data.wording import completion_wording
from metrics.completion.investment_completion import investment_completion
from metrics.projects.map_points import map_points
from pages.components import context, screen, states, tables, words
from pages.components.fetch import fetch
from pages.components.map import map_choice, map_panel, map_picture
from pages.components.map import map_geography as maps

view = context.bar("map", judges=True)
points = fetch(map_points, view)
if points.empty:
    states.nothing(f"{formats.month(view.as_of)}没有在列的项目", "请换一个截至月，或载入当年的年度计划表。")
geo = maps.geography(view.profile)
if geo.outline is None:
    states.nothing("这个区还没有边界图", "请维护人员补上本区的边界图（boundary.geojson）；项目清单见“投资完成”。")
judged_by = completion_wording.judged_by(view.profile, view.as_of)
towns = maps.every_town(geo, fetch(investment_completion, view, by="town"), points)

head, tail = map_panel.headline(towns, geo.towns, judged_by)
placed, unplaced = maps.placed(geo, points)
words.headline(words.escape(head) + words.late(tail), map_panel.tally(points))

with st.grid(2, min_column_width=440, gap="medium") as grid:
    left, right = grid.cell(), grid.cell()
with right:
    batches = map_choice.several("batch", {batch: batch for batch in maps.in_order(view.profile, points)}, "批次")
    lights = map_choice.several("light", map_choice.light_words(points), "亮灯")
    town, project = map_choice.chosen(points, towns, geo.towns, judged_by)
    shown = map_choice.filtered(points, batches, lights)
    if project:
        row = points.set_index("project_id", drop=False).loc[project]
        map_panel.project_facts(row, view)
        map_panel.project_list(shown[shown.town == row.town], view, judged_by, rows=3)
    else:
        inside = shown[shown.town == town]
        map_panel.town_facts(towns.set_index("town", drop=False).loc[town], inside)
        map_panel.project_list(inside, view, judged_by, rows=6)
with left, st.container(key="main-picture", gap="xsmall"):
    map_picture.draw(
        geo, towns, shown[shown.project_id.isin(placed.project_id)], screen.screen(), town, project, judged_by
    )
    map_panel.legend(judged_by)
    words.footer(view, "dispatch", "annual_plan", note="镇街界线和位置为示意")

with st.container(horizontal=True, vertical_alignment="center"):
    tables.download(points, view=view, name="项目地图", labels=map_panel.LABELS)
    if len(unplaced):
        with st.popover(f"{len(unplaced)} 个项目没有坐标或坐标在区外，未上图"):
            map_panel.unplaced_list(unplaced, view)
screen.probe()
