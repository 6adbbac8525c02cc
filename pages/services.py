"""要素保障: which requests are due, which department answers in time, what is over the limit, what waits for land."""

import streamlit as st

from metrics.projects.project_file import projects_found
from metrics.services.land_points import land_points
from metrics.services.service_requests import service_requests
from metrics.services.service_summary import service_summary
from pages.components import access, context, states, tables, words, working_day
from pages.components.fetch import fetch
from pages.components.services import service_acts, service_figures, service_lists, service_words

view = context.bar("services")
on = working_day.on(view)
requests = fetch(service_requests, view, on=on)
points = fetch(land_points, view, on=on)
projects = access.mine(fetch(projects_found, view))
names = dict(zip(projects.project_id, projects.project_name, strict=True))
if requests.empty and points.empty:
    service_acts.register(view, on, names)
    states.nothing("还没有要素保障事项", "请载入“要素保障”台账，或在这里登记。")
units = fetch(service_summary, view, by="responsible_unit", on=on)

words.headline(
    *service_words.headline(fetch(service_summary, view, by=None, on=on).iloc[0], units, points, view.as_of, on)
)
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title(f"{view.as_of.month}月到期的，各单位时限内办结了多少", "件；红色为没有在时限内办结")
        service_figures.departments(units, 190)
    with grid.cell():
        words.title("在办事项离时限还有几个工作日", "件")
        service_figures.limits(requests, 190)
words.footer(view, "service_request", note="收件当日不计，补正期间停表，节假日和调休已计")

mine = requests.project_id.isna() | requests.project_id.isin(names) | (requests.responsible_unit == access.unit())
shown = requests[mine].reset_index(drop=True)
land = points[points.project_id.isna() | points.project_id.isin(names) | (points.responsible_unit == access.unit())]
with st.container(horizontal=True, vertical_alignment="center"):
    part = context.choose("part", service_words.counts(shown, land, view.as_of), label="事项")
    service_acts.register(view, on, names)
    tables.download(shown, view=view, name="要素保障办理台账", kinds=("service_request",), label="台账 Excel")
    tables.download(
        service_words.chosen(shown, "open", view.as_of), view=view, name="在办要素保障 分单位清单",
        kinds=("service_request",), sheets_by="responsible_unit", signed=True, label="分单位 Excel",
    )  # fmt: skip
    tables.download(
        land, view=view, name="用地征拆会商清单", kinds=("service_request", "issue"), signed=True, label="会商 Excel"
    )
if part == "land":
    service_lists.land(land.reset_index(drop=True), view)
    st.stop()
rows = service_words.chosen(shown, part, view.as_of)
wanted = st.query_params.get("request", "")
chosen = shown[shown.request_id == wanted]
if chosen.empty:
    service_lists.show(rows, view, "")
else:
    with st.grid(2, min_column_width=440, gap="medium") as grid:
        with grid.cell():
            service_lists.show(rows, view, wanted)
        with grid.cell():
            service_lists.opened(chosen.iloc[0], view, on)
