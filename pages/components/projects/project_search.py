"""Finding a project by name or code: what 项目档案 shows without a project, or with one that is not known."""

import pandas as pd
import streamlit as st

from pages.components import context, tables, words
from pages.components.words import escape

COLUMNS = (
    tables.Column("project_name", "项目", sub="below", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("responsible_unit", "责任单位", sub="town", width="minmax(0, 1fr)"),
    tables.Column("annual_plan_wan", "年度计划", "万元", width="110px"),
)


def box() -> str:
    """Draw the search box; its text stands in the URL as ?q=."""
    st.session_state["search"] = st.query_params.get("q", "")
    return st.text_input(
        "按项目名称或代码查找",
        key="search",
        placeholder="输入名称或代码的一部分",
        on_change=lambda: context.put("q", st.session_state["search"].strip()),
        icon=":material/search:",
    )


def show(found: pd.DataFrame, view: context.View, text: str, unknown: str | None) -> None:
    """Draw the finding and the list; a row leads to the project."""
    count = f"“{escape(text)}”找到 {len(found)} 个项目" if text else f"{len(found)} 个项目"
    if unknown:
        words.headline("没有这个项目", f"编号“{escape(unknown)}”不在这个区、这个月的数据里；请按名称查找。{count}。")
    else:
        words.headline(
            count if len(found) or not text else f"没有名称或代码含“{escape(text)}”的项目", "点一行看项目档案。"
        )
    below = found.batch + [f" · {code}" if isinstance(code, str) else "" for code in found.project_code]
    below = below.where(found.is_in_plan, below + " · 不在列")
    with st.container(key="main-picture"):
        tables.show(
            found.assign(below=below), COLUMNS, view=view, key="found", fold=10, label="项目", empty="请换一个词再找。"
        )
    words.footer(view, "dispatch", "annual_plan")
