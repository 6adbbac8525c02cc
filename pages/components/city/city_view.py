"""The context of 各区县总览: the month, and that no one district is meant."""

from datetime import date

import pandas as pd
import streamlit as st

from data import formats
from data.common_profile import common_profile
from data.lake import Lake
from pages.components import access, context, registry, words
from pages.components.view import View


class CityView(View):
    """A view of all districts: a link from it names the month, not a district."""

    @property
    def params(self) -> dict[str, str]:
        """The month as a raw query parameter."""
        return {"as_of": f"{self.as_of:%Y-%m}"}


def bar(page: str, there: Lake, standing: pd.DataFrame) -> CityView:
    """Draw title and month, and return the view; the month stands in the URL as ``as_of``."""
    access.require_reader()
    access.require(*registry.page(page).acts)
    months = [month.date() for month in standing["month"]]
    default = standing.loc[standing["is_default"], "month"].iloc[0].date()
    wanted = st.query_params.get("as_of", "")
    as_of = next((month for month in months if f"{month:%Y-%m}" == wanted), default)
    st.set_page_config(page_title=f"{registry.page(page).title} · 挂图")
    demo = "<i>演示数据</i>" if any(one.is_demo for one in there.deliveries) else ""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="xsmall", key="context"
    ):
        st.html(
            f'<p class="gt-where"><span>{words.escape(f"{len(there.deliveries)} 个区县")}</span>{demo}</p>',
            width="stretch",
        )
        with st.popover(f"截至 {formats.month(as_of)}"):
            _months(months, as_of)
        context.identity()
    return CityView(common_profile(), as_of, None, None, there.version, months=tuple(months))


def _months(months: list[date], as_of: date) -> None:
    st.session_state["city_month"] = f"{as_of:%Y-%m}"
    st.pills(
        "截至月",
        [f"{month:%Y-%m}" for month in months],
        format_func=lambda text: formats.month(date.fromisoformat(f"{text}-01")),
        key="city_month",
        required=True,
        width=330,
        on_change=lambda: context.put("as_of", st.session_state["city_month"]),
    )
