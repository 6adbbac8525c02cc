"""投资完成: who is ahead and behind plan?"""

import streamlit as st

from data.wording import completion_wording
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_places import completion_places
from metrics.completion.completion_projects import completion_projects
from metrics.completion.forecast_backtest import forecast_backtest
from metrics.completion.forecast_by_month import forecast_by_month
from metrics.completion.investment_completion import investment_completion
from metrics.completion.investment_series import investment_series
from metrics.completion.year_end_forecast import year_end_forecast
from metrics.groups import GROUPS
from pages.components import access, context, states, words
from pages.components import asking as asked
from pages.components.completion import completion_board as rankings
from pages.components.completion import completion_lists, completion_words, forecast_lists
from pages.components.fetch import fetch

view = context.bar("investment_completion", group_by=GROUPS[1:], judges=True)
top = st.container(horizontal=True, vertical_alignment="center", gap="small")
finding = top.container()  # first in place, written when the yardstick is known
with top:
    yardstick = context.choose("yardstick", completion_words.yardsticks(view), label="标尺")

total = fetch(investment_completion, view, by=None, yardstick=yardstick)
groups = completion_words.in_order(fetch(investment_completion, view, yardstick=yardstick), yardstick)
by_month = fetch(investment_completion, view)
if groups.empty:
    states.nothing(*completion_words.no_plan(view))
by = str(view.by)
label = context.GROUP_LABELS[by]
with finding:
    places = fetch(completion_places, view)
    words.headline(*completion_words.completion(groups, by_month, total.iloc[0], places, view, yardstick))

with st.container(gap="xxsmall", key="main-picture"):
    words.title(f"各{label}完成率与逐月进度", completion_words.picture(yardstick))
    chosen = rankings.board(
        groups,
        fetch(completion_by_month, view),
        view=view,
        by=by,
        label=label,
        mark=completion_words.mark(total.iloc[0], yardstick),
        **completion_words.shown(view, yardstick),
        unranked=completion_words.unranked(view),
    )
    words.aside("　".join(completion_wording.beside(total.iloc[0])))
    asked.figures(total.iloc[0], completion_lists.ASKED, of="investment_completion")
    completion_lists.asked_groups(groups, view)
    words.footer(view, "dispatch", note=completion_wording.lights(view.profile, view.as_of))

projects = fetch(completion_projects, view, group=chosen or None, yardstick=yardstick)
completion_lists.show(
    projects,
    lambda: fetch(completion_by_month, view, by="project"),
    view=view,
    chosen=chosen,
    yardstick=yardstick,
)
with st.container(gap="xxsmall"):
    words.title(f"{view.as_of.year}年年末预测", "累计完成投资，阴影为 80% 区间")
    forecast_lists.note(fetch(year_end_forecast, view, by=None), lambda: fetch(forecast_backtest, view), view)
    series = access.totals(fetch(investment_series, view), view.profile, ["booked_ytd_wan"])
    forecast_lists.show(series, fetch(forecast_by_month, view), fetch(year_end_forecast, view), view)
