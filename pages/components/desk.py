"""The head of pages that work without figures, too: page and district, and what is missing so far, in words."""

from datetime import date

import streamlit as st

from data import clock, warehouse
from pages.components import access, context, decide, fetch, registry, states
from pages.components.view import View


def bar(page: str) -> View:
    """Settle the district, draw the head and ask for access; unlike ``context.bar`` it goes on where nothing is loaded.

    Returns:
        the view; its ``version`` is empty where nothing is published yet, its ``as_of`` then the current month.
    """
    raw = context.read_address()
    role = access.look_as(raw.get("role", ""))
    access.require_reader()
    version = fetch.version() if _is_published() else ""
    profile = context.find_district(raw)
    standing = fetch.stand(version, profile) if version else None
    months = standing.months if standing else ()
    by_default = standing.last_month if standing else None
    as_of = next((month for month in months if f"{month:%Y-%m}" == raw.get("as_of")), by_default)
    is_demo = bool(standing and standing.is_demo)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="context"):
        st.html(context.heading(page, profile, None, is_demo), width="stretch")
        context.district(profile)
        context.identity()
    kept = {"district": profile.id, "as_of": f"{as_of:%Y-%m}" if as_of else "", "role": role}
    context.keep(kept | {name: raw.get(name, "") for name in ("known_on", "by")})
    access.require(*registry.page(page).acts)
    for notice in st.session_state.pop("guatu_notices", []):
        states.note(notice)
    if not version:
        states.note(
            "还没有数据：在这里载入第一批报表，各页就有数字；要先看演示，请维护人员在命令行运行 python -m etl demo。"
        )
    elif not months:
        states.note(f"{profile.short_name}还没有月度调度表，载入以后各页才有数字。")
    sources = standing.sources if standing else {}
    view = View(profile, as_of or _this_month(), None, None, version, sources, months, is_demo, raw.get("by", ""))
    decide.ask_who()
    return view


def _is_published() -> bool:
    try:
        return bool(warehouse.current_version())
    except warehouse.WarehouseBroken:
        return True  # fetch.version says what is wrong


def _this_month() -> date:
    return clock.today().replace(day=1)
