"""The lists of requests and of open points about land, and the request that is opened beside its list."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from data import formats
from pages.components import registry, tables, words
from pages.components.services import service_acts, service_words
from pages.components.view import Row, View

COLUMNS = (
    tables.Column("project", "项目", kind="text", sub="about", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("responsible_unit", "承办单位", width="minmax(0, 1fr)"),
    tables.Column("limit", "时限", kind="text", sub="allowed", sort_by="due_on", width="140px"),
    tables.Column("state_words", "状态", kind="text", sub="used", tone="state_tone", sort_by="left_days",
                  width="170px"),
)  # fmt: skip
LAND = (
    tables.Column("point", "未决事项", kind="text", sub="about", width="minmax(0, 2fr)", strong=True),
    tables.Column("project", "项目", kind="text", sub="responsible_unit", width="minmax(0, 1.6fr)"),
    tables.Column("limit", "时限", kind="text", sub="age", tone="limit_tone", sort_by="due_on", width="124px"),
    tables.Column("consulted", "会商", kind="text", tone="consulted_tone", sort_by="consulted_on", width="150px"),
)  # fmt: skip


def show(requests: pd.DataFrame, view: View, chosen: str) -> None:
    """Draw the list; a row opens its request beside the list."""
    tables.show(
        service_words.rows(requests), COLUMNS, view=view, key="requests", link="services", link_by="request_id",
        param="request", chosen=chosen, fold=12, empty="这里没有事项。", label="要素保障事项", can_be_asked=False,
    )  # fmt: skip


def land(points: pd.DataFrame, view: View) -> None:
    """Draw the open points about land and clearance; a row leads to its project."""
    tables.show(
        service_words.land_rows(points), LAND, view=view, key="land", fold=12, empty="没有用地、征拆未决事项。",
        label="用地、征拆未决事项", can_be_asked=False,
    )  # fmt: skip


def opened(row: Row, view: View, on: date) -> None:
    """Draw one request: what it is, how it is handled, what can be done."""
    words.title(row.service_kind if isinstance(row.service_kind, str) else "（没有写明事项）")
    [said] = service_words.rows(pd.DataFrame([row])).itertuples()
    limit = said.limit if pd.isna(row.due_on) else f"时限 {said.allowed}，到{said.limit}"
    lines = [
        f"{row.responsible_unit}承办，{formats.day(row.received_on)}收件，{limit}",
        f"{said.state_words}：{said.used}",
    ]
    st.html(f'<p class="gt-stand">{"<br>".join(map(escape, lines))}</p>')
    consulted = "" if pd.isna(row.consulted_on) else f"（{formats.day(row.consulted_on)}会商）"
    for label, text in (
        ("办理方式", row.handling), ("环评管理", row.eia_handling), (f"未决事项{consulted}", row.open_point),
        ("办理结果", row.evidence), ("最近登记", row.changed_by),
    ):  # fmt: skip
        if isinstance(text, str):
            words.aside(f"{label}：{text}")
    with st.container(horizontal=True):
        service_acts.act(row, view, on)
        if isinstance(row.project_id, str):
            st.page_link(
                registry.page("project").path, label=f"看项目：{words.plain(row.project_name)}",
                query_params=view.params | {"project": row.project_id},
            )  # fmt: skip
