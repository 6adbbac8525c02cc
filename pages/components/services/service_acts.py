"""What people do about a request: register it, change it, note the consultation, finish it. All in the ledger."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import clock
from data.decision_kinds import ServiceRequest
from pages.components import access, context, decide, words
from pages.components.view import Row, View

KINDS = (
    "占用、征收林地", "林木采伐", "临时占用、挖掘城市道路", "城市绿化用地", "用地指标", "耕地占补平衡", "征地拆迁",
    "环评", "用水", "用电", "用气", "资金", "审批帮代办", "其他",
)  # fmt: skip
WAYS = ("承诺制", "容缺预审", "直通车", "绿色通道", "全程代办", "现场帮办")  # J24, T14
EIA_WAYS = ("豁免管理", "承诺审批", "加快推进")  # J28
ACTS = {"done": "办结", "consulted": "记会商", "edit": "修改"}
LONGEST = 200


def register(view: View, on: date, projects: dict[str, str]) -> None:
    """Draw the form that registers a request."""
    if not access.may(ServiceRequest.KIND):
        return
    with st.popover("登记事项"):
        kind = st.selectbox(
            "事项", KINDS, index=None, key="request_kind", placeholder="选事项或填写", accept_new_options=True
        )
        project = st.selectbox(
            "项目", list(projects), index=None, key="request_project", placeholder="选项目",
            format_func=lambda key: words.plain(projects[key]),
        )  # fmt: skip
        said = {"service_kind": kind, "project_id": project, **_fields(view, "new", None, on)}
        request_id = f"D{clock.now():%Y%m%d%H%M%S}"
        st.button("登记", type="primary", key="request_new", disabled=not kind or not said["received_on"],
                  on_click=_write, args=(request_id, said, None, on, view))  # fmt: skip


def act(row: Row, view: View, on: date) -> None:
    """Draw what may be done about the request that is open beside the list."""
    if not access.may(ServiceRequest.KIND):
        return
    with st.popover("办理"):
        key = row.request_id
        chosen = st.segmented_control("事项", list(ACTS), format_func=ACTS.__getitem__, default="done", key=f"do_{key}")
        said, is_ready = _form(chosen or "done", row, view, on)
        seen = None if pd.isna(row.last_entry_id) else int(row.last_entry_id)
        st.button("写入台账", type="primary", key=f"do_save_{key}", disabled=not is_ready, on_click=_write,
                  args=(key, said, seen, on, view))  # fmt: skip


def _form(chosen: str, row: Row, view: View, on: date) -> tuple[dict[str, Any], bool]:
    key = f"{chosen}_{row.request_id}"
    if chosen == "done":
        day = st.date_input("办结日期", on, key=f"day_{key}", format="YYYY-MM-DD")
        result = st.text_input("办理结果、文号（必填）", key=f"result_{key}", max_chars=LONGEST)
        return {"done_on": day, "evidence": result.strip()}, bool(result.strip())
    if chosen == "consulted":
        day = st.date_input("会商日期", on, key=f"day_{key}", format="YYYY-MM-DD")
        point = st.text_area("未决事项（没有了就空着）", _text(row.open_point), key=f"point_{key}", max_chars=LONGEST)
        return {"consulted_on": day, "open_point": point.strip() or None}, day is not None
    return _fields(view, key, row, on), True


def _fields(view: View, key: str, row: Row | None, on: date) -> dict[str, Any]:
    """Draw the fields of a request; what stands is filled in."""
    units = [unit.name for unit in view.profile.units]
    unit = st.selectbox("承办单位", *_options(units, row, "responsible_unit"), key=f"unit_{key}", placeholder="选单位")
    received = on if row is None or pd.isna(row.received_on) else row.received_on
    limit = None if row is None or pd.isna(row.limit_days) else int(row.limit_days)
    paused = 0 if row is None or pd.isna(row.paused_days) else int(row.paused_days)
    said = {
        "responsible_unit": unit if unit != "—" else None,
        "received_on": st.date_input("收件日期", received, key=f"received_{key}", format="YYYY-MM-DD"),
        "limit_days": st.number_input("时限（工作日，空着按本区规定）", 1, 250, limit, key=f"limit_{key}"),
        "paused_days": st.number_input("补正停表（工作日）", 0, 250, paused, key=f"paused_{key}"),
        "handling": st.selectbox(
            "办理方式", *_options(WAYS, row, "handling"), key=f"way_{key}", placeholder="没有"
        ),
        "eia_handling": st.selectbox(
            "环评管理", *_options(EIA_WAYS, row, "eia_handling"), key=f"eia_{key}", placeholder="不是环评"
        ),
    }  # fmt: skip
    return said if row is not None else {name: value for name, value in said.items() if value is not None}


def _options(known: tuple[str, ...] | list[str], row: Row | None, field: str) -> tuple[list[str], int | None]:
    """Return the options of a choice, with what stands among them, and its place."""
    was = None if row is None else getattr(row, field)
    options = [*known, *([was] if isinstance(was, str) and was not in known else [])]
    return options, options.index(was) if isinstance(was, str) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _write(request_id: str, said: dict[str, Any], seen: int | None, on: date, view: View) -> None:
    decision = ServiceRequest(on=on, request_id=request_id, **said)
    decide.write(decision, view=view, after=seen, then=partial(context.put, "request", request_id))
