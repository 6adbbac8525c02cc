"""待确认 on one screen: what is asked, how the sheet is read, what changed against last month, and a person's acts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from data import formats
from data.sheet_kinds import SHEET_LABELS
from pages.components import cards, words
from pages.components import cell_text as cells
from pages.components.intake import intake_rows, intake_waiting_tables
from pages.components.theme import LATE
from pages.components.view import View

CARDS = {  # sums in the order in which they are shown, by what they are called
    "projects": "项目",
    "annual_plan_wan": "年度计划",
    "reported_ytd_wan": "本年完成",
    "booked_ytd_wan": "本年完成",
    "cumulative_wan": "开工累计",
    "cumulative_booked_wan": "自开始建设累计",
    "total_investment_wan": "总投资",
    "planned_total_wan": "计划总投资",
}
ACCEPT, READ = "就是这样", "照这个月份读"
Choose = Callable[[int, Sequence[Mapping[str, Any]]], None]


def head(name: str, received_on: date, asked: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the headline and what is asked, in one sentence."""
    said = [sheet["asked"] for sheet in asked]
    if any(one["needs_month"] for one in said):
        question = "表里没有写是哪个月的，请写明月份。"
    elif any(one.get("candidates") for one in said):
        question = "有两种读法，请选一种。"
    elif any(one["contradicts"] for one in said):
        question = "和以前各月的数对不上。数字没有错，就点“就是这样”；错了，点“不载入”，改好再传。"
    else:
        question = "这种版式第一次见，表里的数也证明不了读法。看一下每一列读得对不对。"
    return (
        f"“{words.escape(name)}”{words.late('待确认')}，还没有进入数字",
        f"{question}（{received_on:%Y-%m-%d} 收到）",
    )


def note(asked: Sequence[Mapping[str, Any]]) -> str:
    """Say for what a yes holds: a layout for the months to come, what contradicts only for this file."""
    is_of_file = all(sheet["asked"]["reasons"] == sheet["asked"]["contradicts"] for sheet in asked)
    holds = "只管这个文件" if is_of_file else "以后同样版式、同样读法的不再问"
    return f"决定连同姓名记入台账，{holds}。"


def acts(
    *,
    accept: Callable[[], None] | None,
    label: str,
    note: str,
    rename: Callable[[], None],
    drop: Callable[[], None],
    is_ready: bool,
) -> None:
    """Draw the acts: 就是这样 (where there is one reading), 改列名, 不载入."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if accept:
            st.button(label, type="primary", key="asked_accept", disabled=not is_ready, on_click=accept)
        st.button("改列名", key="asked_map", on_click=rename)
        st.button("不载入", key="asked_drop", on_click=drop)
        words.aside(note)


def show(sheet: Mapping[str, Any], labels: Mapping[str, str], view: View, key: str, choose: Choose | None) -> None:
    """Draw why a sheet waits and how it is read.

    Args:
        sheet: its part of the report.
        labels: field → what a column of it is commonly called.
        view: the page's.
        key: tells its tables from another sheet's.
        choose: takes one of the readings that are possible; None: the reader may not.
    """
    asked = sheet["asked"]
    kind = SHEET_LABELS.get(sheet["kind"], "认不出")
    month = f"，{sheet['month']}" if sheet.get("month") else ""
    words.title(f"表“{sheet['sheet']}”", f"读作{kind}{month}，共 {sheet['rows_total']} 行")
    for reason in asked["contradicts"] if asked.get("candidates") else asked["reasons"]:
        is_against = reason in asked["contradicts"]
        colour = f' style="border-color:{LATE};color:{LATE}"' if is_against else ""
        st.html(f'<p class="gt-note"{colour}>{words.escape(intake_rows.on_page(reason))}</p>')
    for place, reading in enumerate(sheet.get("readings", ())):
        own = f"{key}_{place}"
        if not (asked.get("candidates") and place == 0):
            cards.show(_cards(reading["sums"], asked["comparison"] if place == 0 else None), view, f"{own}_")
        elif choose:
            _candidates(asked["candidates"], choose, view)
        _compared(asked["comparison"] if place == 0 else None)
        intake_waiting_tables.columns(reading, sheet, labels, view, own)
        if place == 0:
            intake_waiting_tables.samples(sheet, reading, labels, view, own)
        intake_waiting_tables.proofs(reading, view, own)
    intake_waiting_tables.dropped(sheet, view, key)


def _cards(sums: Mapping[str, str], compared: Mapping[str, Any] | None) -> list[cards.Card]:
    changes = {one["field"]: one for one in compared["changes"]} if compared else {}
    found = []
    for name in (name for name in CARDS if name in sums):
        change = changes.get(name)
        said = f"比{compared['called']} {change['change']}" if compared and change and change["change"] else ""
        figure = formats.number(float(sums[name]), 0 if name == "projects" else 2)
        found.append(cards.Card(CARDS[name], figure, "个" if name == "projects" else "万元", said))
    return found


def _compared(compared: Mapping[str, Any] | None) -> None:
    """Say which projects came and went; what the cards say of change is of the projects that both have."""
    if not compared:
        return
    said = [f"与{compared['called']}相同的项目 {compared['common']} 个，变化按这些项目算"]
    for what, names in (("没有了", compared["gone"]), ("新出现", compared["new"])):
        if names:
            more = " 等" if len(names) > 3 else ""  # noqa: PLR2004
            said.append(f"{what} {len(names)} 个（{'、'.join(names[:3])}{more}）")
    said += [f"{compared['left_out']} 行疑似单位写错，没有算"] if compared["left_out"] else []
    words.aside("；".join(said))


def _candidates(found: Sequence[Mapping[str, Any]], choose: Choose, view: View) -> None:
    """Draw the readings that are possible side by side, each with its act."""
    with st.grid(len(found), min_column_width=340, gap="medium") as grid:
        for number, one in enumerate(found):
            with grid.cell(), st.container(border=True):
                proposed = "（建议）" if one["is_proposed"] else ""
                holds = f"对得上 {one['satisfied']} 项" + (
                    f"，对不上 {one['contradicted']} 项" if one["contradicted"] else ""
                )
                words.title(f"读法{'一二三'[number]}{proposed}", holds, rule=False)
                for it in one["says"]:
                    st.html(
                        f"<p>{it['position']} 列“{words.escape(it['header'])}”"
                        f"读作<b>{words.escape(cells.entry(it['field']).label)}</b></p>"
                    )
                cards.show(_cards({name: one["sums"][name] for name in _own(one)}, None), view, f"{number}_")
                words.aside("；".join(_first_rows(one)))
                st.button(
                    f"照读法{'一二三'[number]}载入",
                    type="primary" if one["is_proposed"] else "secondary",
                    key=f"asked_choose_{number}",
                    on_click=choose,
                    args=(number, found),
                )


def _own(one: Mapping[str, Any]) -> list[str]:
    """Return the sums by which this reading differs from another one: of the columns that it decides."""
    return ["projects", *(name for name in dict.fromkeys(it["field"] for it in one["says"]) if name in one["sums"])]


def _first_rows(one: Mapping[str, Any]) -> list[str]:
    """Say of the first rows what this reading takes from them."""
    fields = [it["field"] for it in one["says"]]
    return [
        f"{row['project_name']} {'，'.join(str(row[name]) for name in fields if row.get(name) is not None)}"
        for row in one["samples"]
    ]
