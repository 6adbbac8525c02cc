"""The year's forecast on a page: the sentence with its back-test one touch away, and the groups' forecasts."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.components import context, tables, words
from pages.components.completion import completion_curves as curves
from pages.components.completion import forecast_words
from pages.components.tables import Column
from pages.components.view import View

NUMBERS = (
    Column("annual_plan_wan", "年度计划", width="7em"),
    Column("reported_ytd_wan", "上报", width="7em"),
    Column("forecast_wan", width="7em", strong=True),
    Column("forecast_low_wan", width="7em", wide_only=True),
    Column("forecast_high_wan", width="7em", wide_only=True),
    Column("forecast_rate", width="6em"),
    Column("forecast_gap_wan", width="7em"),
)
TRIED = (
    Column("forecast_level", width="minmax(6em, 1fr)"),
    Column("tried_forecasts", width="5em"),
    Column("covered_share", width="6em"),
    Column("forecast_error_share", width="6em"),
    Column("linear_error_share", width="7em"),
    Column("last_year_error_share", width="8em"),
)


def note(total: pd.DataFrame, tried: Callable[[], pd.DataFrame], view: View) -> None:
    """Draw the sentence, and the back-test behind a button.

    Args:
        total: ``year_end_forecast`` of the district.
        tried: gives ``forecast_backtest``; asked once the button is touched.
        view: the page's view.
    """
    whole = total.iloc[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container():
            words.aside(f"{forecast_words.finding(whole)}。")
        if whole.history_years:
            with st.popover("预测准不准", key="forecast_tried", on_change="rerun") as shown:
                if shown.open:
                    _backtest(tried(), whole, view)


def show(series: pd.DataFrame, fan: pd.DataFrame, groups: pd.DataFrame, view: View) -> None:
    """Draw the curve with its fan, and each group's forecast.

    Args:
        series: ``investment_series``.
        fan: ``forecast_by_month``.
        groups: ``year_end_forecast`` by the view's grouping.
        view: the page's view.
    """
    if not fan.empty:
        curves.s_curve(series, height=360, fan=fan, key="forecast_curve")
    if groups.forecast_projects.any():
        by = str(view.by)
        label = context.GROUP_LABELS[by]
        name = Column("name", label, kind="text", width="minmax(7em, 1.5fr)", strong=True)
        rows = groups.assign(name=groups[by])
        tables.show(
            rows, [name, *NUMBERS], view=view, key="forecast", link=None, link_by=by, by=by, of="year_end_forecast",
            fold=8, label=f"各{label}年末预测",
        )  # fmt: skip
    words.footer(view, "dispatch", "annual_plan", note="预测是参考，不是任务，也不进考核")


def _backtest(tried: pd.DataFrame, total: pd.Series, view: View) -> None:
    st.markdown(forecast_words.HOW)
    st.markdown(forecast_words.tried(tried, total))
    if not tried.empty:
        tables.show(
            tried[tried.month_number.isna()], TRIED, view=view, key="backtest", link=None, link_by="forecast_level",
            can_be_asked=False, label="预测回测",
        )  # fmt: skip
