"""各区县总览: which district is ahead, which behind, and which has not delivered?"""

import streamlit as st

from metrics.district_board import (
    district_board,
    district_months,
    district_units,
    districts_standing,
    districts_total,
)
from pages.components import access, states, tables, words
from pages.components.city import city_fetch, city_lists, city_map, city_view, city_words
from pages.components.city.city_fetch import fetch
from pages.components.completion import completion_board

there = city_fetch.lake()
view = city_view.bar("districts", there, fetch(districts_standing, there))
board = fetch(district_board, there, as_of=view.as_of)
board = board[board.district.isin(access.districts(list(board.district)))]
delivered = board[board.has_delivered]

words.headline(*city_words.headline(board, fetch(districts_total, there, as_of=view.as_of), view.as_of))
with st.container(key="main-picture", gap="xxsmall"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("各区县完成率与逐月进度", "按共同口径：时序为月份/12")
        chosen = completion_board.board(
            delivered,
            fetch(district_months, there, as_of=view.as_of),
            view=view,
            by="district",
            name="district_name",
            label="区县",
            figure="pace_gap_pp",
            param="group",
            key="districts",
        )
        for line in city_words.not_delivered(board):
            states.note(line)
    with grid.cell():
        city_map.show(board, [there.profile(one) for one in board.district])

city_lists.show(board, view)
tables.download(board, view=view, name="各区县总览", columns=city_lists.FIELDS)
if withheld := city_words.withheld(board, [one.district for one in there.deliveries if one.withholds_booked]):
    states.note(withheld)
if chosen:
    city_lists.one(chosen, board, fetch(district_units, there, district=chosen, as_of=view.as_of), view)
