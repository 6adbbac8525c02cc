"""四类清单 in words: what was to start and finish in the period, what did, what slipped."""

import pandas as pd

from data import dictionary, formats
from data.quarters import quarter_words
from pages.components.view import View
from pages.components.words import escape, late

SPANS = {"month": "本月", "quarter": "本季", "year": "本年"}
KINDS = {"start": "开工", "finish": "竣工", "building": "在建", "signed": "新签约", "approved": "新立项"}


def period(view: View, span: str) -> str:
    """Name the period."""
    return {
        "month": formats.month(view.as_of), "quarter": quarter_words(view.as_of), "year": f"{view.as_of.year}年"
    }[span]  # fmt: skip


def headline(lists: pd.DataFrame, view: View, span: str) -> tuple[str, str]:
    """Say how many were to start and finish, how many did, and what the target of the period lacks."""
    heads, parts = [], []
    for kind in ("start", "finish"):
        rows = lists[lists.list_kind == kind]
        due = rows[rows.list_state.isin(["done", "open"])]
        done = int((due.list_state == "done").sum())
        left = len(due) - done
        said = f"应{KINDS[kind]} {len(due)} 个，其中已{KINDS[kind]} {done} 个"
        heads.append(said + (f"，{late(f'差 {left} 个')}" if left else ""))
        if span != "month":
            target = rows[rows.is_target.fillna(False).astype(bool)]
            gone = int((target.list_state == "pushed_out").sum())
            parts.append(f"期初计划{KINDS[kind]} {len(target)} 个" + (f"，{gone} 个推出本期" if gone else ""))
        slipped = int((due.slips.fillna(0) > 0).sum())
        parts += [f"{KINDS[kind]}推迟过的 {slipped} 个"] if slipped else []
    stock = lists[lists.list_kind == "building"].stock_state.value_counts()
    here = int(stock.get("stays", 0)) + int(stock.get("joined", 0))
    parts.append(f"在建 {here} 个（新增 {int(stock.get('joined', 0))}，退出 {int(stock.get('left', 0))}）")
    entered = [f"{KINDS[kind]} {int((lists.list_kind == kind).sum())} 个" for kind in ("signed", "approved")]
    return "；".join(heads), f"{escape(period(view, span))}：{'；'.join([*parts, *entered])}。"


def counts(lists: pd.DataFrame) -> dict[str, str]:
    """Return the lists with how many they hold, as the choice shows them."""
    return {kind: f"{label} {int((lists.list_kind == kind).sum())}" for kind, label in KINDS.items()}


def rows(lists: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return one list with what its rows write."""
    shown = lists[lists.list_kind == kind].copy()
    states, stocks = dictionary.lookup("list_state"), dictionary.lookup("stock_state")
    shown["about"] = [f"{row.responsible_unit} · {row.batch or '—'}" for row in shown.itertuples()]
    shown["planned_words"] = ["没有计划" if pd.isna(day) else formats.month(day) for day in shown.planned_on]
    shown["actual_words"] = ["" if pd.isna(day) else formats.day(day) for day in shown.actual_on]
    shown["slip_words"] = [f"推迟 {slips} 次" if pd.notna(slips) and slips > 0 else "" for slips in shown.slips]
    shown["state"] = [
        dictionary.write(states, row.list_state) if isinstance(row.list_state, str)
        else dictionary.write(stocks, row.stock_state) if isinstance(row.stock_state, str) else ""
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["tone"] = ["late" if state in ("open", "pushed_out") else "quiet" for state in shown.list_state]
    return shown
