"""Doubtful links: both systems side by side, score and why; one click, or a key, confirms or rejects."""

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import formats
from data.decision_kinds import Link
from pages.components import access, context, decide, states, tables, words
from pages.components.reconciliation import reconciliation_sides
from pages.components.reconciliation.reconciliation_lists import following, preceding, shown_first
from pages.components.view import Row, View

STATUS = {"linked": "已关联", "pending": "待审", "rejected": "已驳回"}
QUEUE = (
    tables.Column("project_name", "调度项目", sub="statistics_name", width="minmax(0, 1fr)", strong=True),
    tables.Column("score", "得分", "", kind="number", width="72px"),
)
DECIDED = {"confirmed": "确认", "rejected": "驳回", "undone": "撤回"}
PARTS = {
    "name_score": "名称",
    "total_score": "总投资",
    "town_score": "镇街",
    "owner_score": "业主",
    "start_score": "开工",
}


def pair_id(row: Row) -> str:
    """What a pair is called in the address and in the ledger."""
    return f"{row.project_id}|{row.statistics_id}"


def queue(links: pd.DataFrame, view: View) -> pd.DataFrame:
    """Draw the pairs that wait for a person; return them with their ids."""
    pending = links[links.status == "pending"].copy()
    pending["pair"] = [pair_id(row) for row in pending.itertuples()]
    tables.show(pending, QUEUE, view=view, key="pending", link="reconciliation", link_by="pair", param="pair", fold=12,
                chosen=shown_first(pending.pair.tolist(), st.query_params.get("pair", "")),
                empty="没有待审的匹配。")  # fmt: skip
    return pending


def review(
    row: Row, following: str | None, view: View, *, preceding: str | None = None, with_sides: bool = True
) -> None:
    """Draw one pair: the two records, the score and its parts, the reasons and doubts, and the buttons."""
    words.title(f"是不是同一个项目：{formats.number(row.score)} 分", _standing(row), rule=True)
    if access.may("link"):
        _buttons(row, preceding, following, view)
    if with_sides:
        st.html(reconciliation_sides.table(reconciliation_sides.of_pair(row)))
    parts = "　".join(
        f"{label} {formats.number(getattr(row, name))}"
        for name, label in PARTS.items()
        if not formats.is_missing(getattr(row, name))
    )
    st.html(f'<p class="gt-aside">{words.escape(parts)}</p>')
    for label, said in (("依据", row.link_reasons), ("疑点", row.link_doubts)):
        if isinstance(said, str) and said:
            states.note(f"{label}：{said}")


def beside(waiting: pd.DataFrame, pairs: pd.DataFrame, entries: pd.DataFrame, view: View) -> None:
    """Draw the pair that the address names, else the queue's first, and what people decided (``link_history``)."""
    order = waiting.pair.tolist()
    wanted = st.query_params.get("pair", order[0] if order else "")
    row = next((row for row in pairs.itertuples() if pair_id(row) == wanted), None)
    if row is not None:
        review(row, following(order, wanted), view, preceding=preceding(order, wanted))
    history(entries, view)


def history(entries: pd.DataFrame, view: View) -> None:
    """Show what people decided on links, newest first; the last word of a pair can be taken back."""
    words.title("匹配的决定", "只增不改", rule=True)
    if entries.empty:
        states.note("还没有人作过决定。")
    for row in entries.head(20).itertuples():
        pair = f"{row.project_name} ↔ {row.statistics_name}"
        words.aside(f"{formats.day(row.decided_at)} {row.who}：{DECIDED[row.decision]} {pair}")
        if row.is_last_word and row.decision != "undone" and access.may("link"):
            st.button("撤回这一条", key=f"link_back_{row.entry_id}", on_click=_decide,
                      args=(row, _seen(row), view, None, "undone"))  # fmt: skip


def _standing(row: Row) -> str:
    """How it stands, and who said so."""
    by = row.decided_by if isinstance(row.decided_by, str) else ""
    who = {"code": "按代码", "rule": "按规则", "name": "按名称"}.get(by, by.removeprefix("person:"))
    return f"{STATUS[row.status]}{f' · {who}' if who else ''}"


def _buttons(row: Row, preceding: str | None, following: str | None, view: View) -> None:
    seen = _seen(row)

    def button(label: str, status: str, *, key: str | None = None, is_first: bool = False) -> None:
        args, look = (row, seen, view, following, status), "primary" if is_first else "secondary"
        name = f"link_{status}_{pair_id(row)}"
        st.button(label, key=name, type=look, shortcut=key, on_click=_decide, args=args)  # type: ignore[arg-type]

    with st.container(horizontal=True):
        if row.status == "pending":
            button("确认同一项目", "confirmed", key="Alt+Y", is_first=True)
            button("驳回", "rejected", key="Alt+N")
            if preceding:
                st.button(
                    "上一对", key="link_before", shortcut="Alt+Up", on_click=context.put, args=("pair", preceding)
                )
            if following:
                args = ("pair", following)
                st.button("下一对", key="link_next", shortcut="Alt+Down", on_click=context.put, args=args)
        elif isinstance(row.decided_by, str) and row.decided_by.startswith("person:"):
            button("撤回决定", "undone")
        else:
            button("拆开（不是同一项目）", "rejected")
        if row.status == "linked":
            _share(row, seen, view)


def _share(row: Row, seen: int | None, view: View) -> None:
    """Let a person say which part of a bundled statistics project is this key project's; Σ = 1 makes it count."""
    said = "" if formats.is_missing(row.share) else formats.percent(row.share)
    with st.popover(f"分摊 {said}".strip()):
        st.write("一个统计项目捆绑几个调度项目时，写明各占多少；几份加起来是 100% 才按份计入。")
        text = st.text_input("占百分之几", key=f"share_{pair_id(row)}", placeholder="如 37.5", max_chars=8).strip()
        share = _fraction(text)
        if text and share is None:
            states.note("写 0 到 100 之间的数，最多四位小数。")
        args = (row, seen, view, share)
        st.button(
            "记下",
            type="primary",
            key=f"share_save_{pair_id(row)}",
            disabled=share is None,
            on_click=_confirm,
            args=args,
        )


def _fraction(text: str) -> str | None:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        return None
    good = percent.is_finite() and 0 < percent <= 100 and percent == percent.quantize(Decimal("0.0001"))
    return str((percent / 100).normalize()) if good else None


def _confirm(row: Row, seen: int | None, view: View, share: str) -> None:
    decide.write(_of(row, status="confirmed", share=share), view=view, after=seen)


def _decide(row: Row, seen: int | None, view: View, following: str | None, status: str) -> None:
    then = partial(context.put, "pair", following) if following else None
    decide.write(_of(row, status=status), view=view, after=seen, then=then)


def _of(row: Row, **said: Any) -> Link:  # noqa: ANN401  (the fields of Link)
    return Link(project_id=row.project_id, statistics_id=row.statistics_id, **said)


def _seen(row: Row) -> int | None:
    """The last entry on the pair that the reader was shown: whoever decided since is not passed over."""
    return None if formats.is_missing(row.last_entry_id) else int(row.last_entry_id)


def merge(groups: pd.DataFrame, links: pd.DataFrame, view: View) -> None:
    """Let a person name a pair that nobody proposed; one of its sides may be linked to others already."""
    if not access.may("link"):
        return
    with st.popover("另配一对"):
        st.write("选两边各一个。统计项目捆绑了几个调度项目的，再在各对的“分摊”里写明各占多少。")
        one = _choice("调度项目", _named(groups, links, "project"))
        other = _choice("统计项目", _named(groups, links, "statistics"))
        linked = set(links[links.status == "linked"].apply(pair_id, axis=1)) if len(links) else set()
        if one and other and f"{one}|{other}" in linked:
            states.note("这一对已经关联。")
        elif one and other:
            pair = Link(project_id=one, statistics_id=other, status="confirmed")
            args = (pair, decide.newest(pair.subject, view), view)
            st.button("合为一对", type="primary", key="merge_save", on_click=_merge, args=args)


def _named(groups: pd.DataFrame, links: pd.DataFrame, side: str) -> dict[str, str]:
    """Return id → name of every project of one side: those standing alone, and those in a pair."""
    alone = groups[groups[f"{side}_ids"].notna() & ~groups[f"{side}_ids"].str.contains(",", na=False)]
    found = dict(zip(alone[f"{side}_ids"], alone[f"{side}_names"], strict=True))
    found |= dict(zip(links[f"{side}_id"], links[f"{side}_name"], strict=True))
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _choice(label: str, names: dict[str, str]) -> str | None:
    return st.selectbox(
        label,
        list(names),
        format_func=lambda key: words.plain(names[key]),
        index=None,
        key=f"merge_{label}",
        placeholder="选一个",
    )


def _merge(pair: Link, seen: int | None, view: View) -> None:
    decide.write(pair, view=view, after=seen)
