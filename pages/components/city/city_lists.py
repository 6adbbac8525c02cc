"""The table of the districts, and one district opened: its own pages where its store is here, else its units."""

import pandas as pd
import streamlit as st

from data import formats, loaded, warehouse
from data.profile import district_ids, load_profile
from pages.components import registry, tables, words
from pages.components.city.city_view import CityView
from pages.components.tables import Column

FIELDS = [
    "district_name", "projects", "annual_plan_wan", "reported_ytd_wan", "investment_completion_rate", "pace_gap_pp",
    "moved_pp", "on_time_rate", "waiting", "unbooked_at_stake_wan", "booked_to_reported", "delivered_until_month",
    "delivered_on", "differing_rules",
]  # fmt: skip


def show(board: pd.DataFrame, view: CityView) -> None:
    """Draw the table: pace, what moved since last month, entry, 入统占上报, freshness and what is counted otherwise."""
    words.title("各区县一览", "按共同口径")
    tables.show(
        board,
        [
            Column("district_name", strong=True, width="7em"),
            Column("investment_completion_rate", sub="annual_plan_wan"),
            Column("pace_gap_pp"),
            Column("moved_pp"),
            Column("on_time_rate"),
            Column("waiting"),
            Column("unbooked_at_stake_wan"),
            Column("booked_to_reported"),
            Column("delivered_until_month", sub="delivered_on"),
            Column("differing_rules", wide_only=True),
        ],
        view=view,
        key="districts_table",
        link=None,
        link_by="district",
        fold=20,
        empty="还没有区县送数。",
        label="各区县一览",
        can_be_asked=False,
    )


def one(district: str, board: pd.DataFrame, units: pd.DataFrame, view: CityView) -> None:
    """Draw one district: a way to its own pages where they are here, and its units by its own rules."""
    row = board[board.district == district].iloc[0]
    words.title(f"{row.district_name}各责任单位", "按本区口径")
    if _is_here(district):
        st.page_link(
            registry.page("overview").path,
            label=f"打开{words.plain(row.district_name)}的各页",
            query_params={"district": district, "as_of": f"{view.as_of:%Y-%m}"},
        )
    tables.show(
        units,
        [
            Column("responsible_unit", strong=True, width="minmax(0, 2fr)"),
            Column("projects"),
            Column("annual_plan_wan"),
            Column("reported_ytd_wan"),
            Column("investment_completion_rate"),
            Column("pace_gap_pp", sub="light"),
        ],
        view=view,
        key="district_units",
        link=None,
        link_by="responsible_unit",
        empty=f"{formats.month(view.as_of)}没有在计划的项目。",
        label=f"{row.district_name}各责任单位",
        can_be_asked=False,
    )


def _is_here(district: str) -> bool:
    """Tell whether the district's own warehouse is in this dashboard's store."""
    if district not in district_ids():
        return False
    try:
        with warehouse.connect().cursor() as con:
            return bool(loaded.months(con, profile=load_profile(district)))
    except (warehouse.WarehouseMissing, warehouse.WarehouseBroken):
        return False
