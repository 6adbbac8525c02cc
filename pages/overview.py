"""总览: are we on pace, what changed, who must act?"""

import streamlit as st

from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.forecast_backtest import forecast_backtest
from metrics.completion.forecast_by_month import forecast_by_month
from metrics.completion.investment_completion import investment_completion
from metrics.completion.investment_series import investment_series
from metrics.completion.why_changed import why_changed
from metrics.completion.year_end_forecast import year_end_forecast
from metrics.overview.actions import actions
from metrics.overview.overview import overview
from metrics.reconciliation.booked_ratio import booked_ratio
from pages.components import access, cards, context, states, words
from pages.components import asking_lists as asked_lists
from pages.components.completion import completion_curves as curves
from pages.components.completion import completion_words, forecast_lists
from pages.components.fetch import fetch
from pages.components.overview import overview_actions as calls
from pages.components.overview import overview_changes as changes
from pages.components.overview import overview_words

view = context.bar("overview", judges=True)
months = access.totals(
    fetch(overview, view), view.profile, overview_words.BOOKED[:1], changes=overview_words.BOOKED_CHANGES
)
if months.empty or not months.projects.iloc[-1]:
    states.nothing(*completion_words.no_plan(view))
units = fetch(investment_completion, view, by="responsible_unit")
ratio = access.totals(fetch(booked_ratio, view), view.profile, overview_words.BOOKED)
steps = fetch(why_changed, view)
slips = fetch(change_without_slips, view)
unlinked = overview_words.unlinked(ratio)
words.headline(*overview_words.finding(months, units, steps, slips, view))
cards.show(overview_words.key_figures(months, ratio, slips, view), view)

grid = st.grid(2, min_column_width=460, gap=(16, 28))
with grid.cell(), st.container(gap="xxsmall", key="main-picture"):
    series = access.totals(fetch(investment_series, view), view.profile, ["booked_ytd_wan"])
    words.title(overview_words.s_curve(series), f"累计完成投资，{curves.unit(series)}")
    curves.s_curve(series, height=392, fan=fetch(forecast_by_month, view))
    forecast_lists.note(fetch(year_end_forecast, view, by=None), lambda: fetch(forecast_backtest, view), view)
    months_said = series[series.reported_ytd_wan.notna()]
    columns = ["month", "planned_ytd_wan", "reported_ytd_wan", "booked_ytd_wan"]
    asked_lists.show(months_said, columns, view=view, title="逐月累计", of="investment_completion", about="")
    words.footer(view, "dispatch", "statistics_return", note=unlinked)
with grid.cell(), st.grid(2, min_column_width=360, gap=(16, 28)) as aside:  # stacked on landscape, abreast upright
    with aside.cell(), st.container(gap="xxsmall"):
        words.title("谁要行动", "按涉及金额，一个单位最多两条，没有数的另列")
        calls.show(fetch(actions, view), view=view, fold=4)
        words.footer(view, "dispatch", "statistics_return", "library_ledger", note=unlinked)
    with aside.cell(), st.container(gap="xxsmall"):
        words.title("为什么变了", overview_words.change(months, slips))
        if reason := changes.reason_without(steps):
            states.note(reason)
        else:
            changes.changes(steps, view.as_of.month)
            changes.asked_steps(steps, view)
        words.footer(view, "annual_plan", "dispatch", note="差按写出的数")
