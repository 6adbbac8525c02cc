"""The lists of 报统对账: groups in a queue, sums, changes, screens; how many stand in each, and their files."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data import dictionary, formats
from pages.components import tables
from pages.components.reconciliation.reconciliation_words import names_of
from pages.components.view import View

SCREENS = (
    tables.Column("screen", "筛查", sub="whose", width="minmax(0, 1.2fr)", strong=True),
    tables.Column("figure_wan", "查出的数", "万元", sub="figure", width="128px"),
    tables.Column("against_wan", "对照的数", "万元", sub="against", width="128px"),
    tables.Column("excess_wan", "相差", "万元", width="120px"),
    tables.Column("where", "出处", sub="file", width="minmax(0, 1.4fr)", wide_only=True),
)
FIGURES = {  # of a screen: what its figure is, and what it is held against
    "components": ("四项构成之和", "本年完成"),
    "falling_ytd": ("本期累计", "上期累计"),
    "cumulative": ("自开工累计", "上年末累计加本年"),
    "zero_months": ("本年完成", ""),
    "over_total": ("自开工累计", "计划总投资"),
    "jump": ("本期新增", "此前月均"),
    "booked_more": ("上报", "入统"),
    "reported_more": ("上报", "入统"),
}
CHANGES = (
    tables.Column("name", "项目", sub="course", width="minmax(0, 1.6fr)", strong=True),
    tables.Column("gap_before_wan", "上期差额", "万元", width="128px"),
    tables.Column("gap_wan", "本期差额", "万元", width="128px"),
    tables.Column("gap_change_wan", "变化", "万元", width="128px"),
    tables.Column("unexplained_wan", "未说明", "万元", width="128px"),
)
SIGNED = (
    tables.Column("name", "项目", sub="group_id", width="minmax(0, 1.6fr)", strong=True),
    tables.Column("field", "内容", width="128px"),
    tables.Column("signed_wan", "签认时", "万元", width="128px"),
    tables.Column("now_wan", "现在", "万元", width="128px"),
    tables.Column("change_wan", "变动", "万元", width="128px"),
)
AMOUNTS = (
    ("reported_ytd_wan", ""), ("booked_ytd_wan", ""), ("gap_wan", ""), ("gross_gap_wan", "差额绝对值合计"),
    ("explained_wan", "已解释"), ("proposed_wan", "建议待认定"), ("unexplained_wan", "未说明"),
)  # fmt: skip
STATUS = {  # of a group, in the queue
    "unexplained": "未说明",
    "partly_explained": "部分解释",
    "proposed": "建议待认定",
    "unlinked": "未匹配",
    "explained": "已解释",
    "within_tolerance": "容差内",
    "unlinked_return": "月报未匹配",
}
OPEN = ("unexplained", "partly_explained", "proposed", "unlinked")
DONE = ("explained", "within_tolerance")
QUEUES = {"open": OPEN, "done": DONE, "return": ("unlinked_return",)}  # lists of groups, each opened beside its list
SUMS = {"responsible_unit": "分单位", "batch": "分批次"}
KINDS = ("dispatch", "statistics_return")
QUEUE = (
    tables.Column("name", "项目", sub="whose", width="minmax(0, 1fr)", strong=True),
    tables.Column("open_wan", "未定", "万元", kind="money", sub="age", width="104px"),
)
REASONED = (QUEUE[0], tables.Column("open_wan", "此项金额", "万元", kind="money", sub="age", width="104px"))


def counts(
    groups: pd.DataFrame, pairs: pd.DataFrame, screened: pd.DataFrame, moved: pd.DataFrame, later: pd.DataFrame
) -> dict[str, str]:
    """The lists with how many stand in each; what changed since the sign-off only where something did."""
    screened = unrepeated(screened, groups)
    queued = {name: int(groups.status.isin(states).sum()) for name, states in QUEUES.items()}
    return {
        "open": f"待定 {queued['open']}",
        "links": f"匹配待审 {int((pairs.status == 'pending').sum())}",
        "done": f"已解释 {queued['done']}",
        **SUMS,
        "changes": f"比上期 {len(moved)}",
        "screens": f"筛查 {len(screened)}",
        "return": f"月报未匹配 {queued['return']}",
    } | ({"signed": f"签认后变动 {len(later)}"} if len(later) else {})


def abreast(shown: str) -> int:
    """How many columns a list needs: a pair is opened beside its queue, a group with its facts and its reasons."""
    return 3 if shown in (*QUEUES, "reason") else 2 if shown == "links" else 1


def show(
    shown: str,
    groups: pd.DataFrame,
    *,
    screened: pd.DataFrame,
    moved: pd.DataFrame,
    later: pd.DataFrame,
    sums: Callable[..., pd.DataFrame],
    view: View,
    of_reason: pd.Series | None = None,
) -> list[str]:
    """Draw a list; return the groups of a queue in its order, nothing for lists that open none beside them.

    Args:
        shown: the list, one of ``counts`` without the pairs.
        groups: ``reconciliation`` by project.
        screened: ``booked_screens``.
        moved: ``reconciliation_changes``.
        later: ``sign_off_changes``.
        sums: gives ``reconciliation``, asked with ``by`` unit or batch.
        view: the page's view.
        of_reason: of the list ``reason``: each group's amount under the chosen reason, by group.
    """
    if shown in QUEUES or of_reason is not None:
        waiting = _queue(groups, shown, of_reason)
        order = waiting.group_id.tolist()
        tables.show(
            waiting, QUEUE if of_reason is None else REASONED, view=view, key="queue", link="reconciliation",
            link_by="group_id", param="group",
            chosen=shown_first(order, st.query_params.get("group", "")), fold=12, empty="这里没有。",
        )  # fmt: skip
        return order
    if shown in SUMS:
        _sums(sums(by=shown), shown, view)
    elif shown == "screens":
        _screens(unrepeated(screened, groups), view)
    elif shown == "changes":
        _changes(moved, view)
    else:
        _signed(later, groups, view)
    return []


def unrepeated(screened: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return the screens without differences that stand in the queue “待定” already."""
    return screened[~screened.group_id.isin(groups[groups.status.isin(OPEN)].group_id)]


def shown_first(order: list[str], wanted: str) -> str:
    """Return the one that is open: what the address names, else the queue's first, "" where it is empty."""
    return wanted if wanted in order else order[0] if order else ""


def following(order: list[str], wanted: str) -> str | None:
    """Return what comes after this one in the queue, None at its end."""
    later = order[order.index(wanted) + 1 :] if wanted in order else order
    return later[0] if later else None


def preceding(order: list[str], wanted: str) -> str | None:
    """Return what comes before this one in the queue, None at its beginning."""
    earlier = order[: order.index(wanted)] if wanted in order else []
    return earlier[-1] if earlier else None


def downloads(groups: pd.DataFrame, view: View) -> None:
    """Offer all groups as a file, and the open ones with a sheet a unit, to hand out."""
    labels = dictionary.labels("reconciliation")
    tables.download(groups, view=view, name="报统对账 差异清单", kinds=KINDS, labels=labels, signed=True)
    tables.download(
        groups[groups.status.isin(OPEN)], view=view, name="报统对账 分单位清单", kinds=KINDS, labels=labels,
        sheets_by="responsible_unit", signed=True, label="分单位 Excel",
    )  # fmt: skip


def _queue(groups: pd.DataFrame, shown: str, of_reason: pd.Series | None) -> pd.DataFrame:
    """The groups of a queue or under a reason, most money first, the older first where it is equal."""
    some = groups[groups.status.isin(QUEUES[shown]) if of_reason is None else groups.group_id.isin(of_reason.index)]
    some = some.copy()
    some["name"] = [names_of(row) for row in some.itertuples()]
    some["open_wan"] = some.proposed_wan + some.unexplained_wan if shown == "open" else some.difference_wan
    if of_reason is not None:
        some["open_wan"] = some.group_id.map(of_reason)
    some["whose"] = [f"{row.responsible_unit or '—'} · {STATUS[row.status]}" for row in some.itertuples()]
    some["age"] = [
        "" if formats.is_missing(row.open_months) else f"{int(row.open_months)} 个月" for row in some.itertuples()
    ]
    some["size"] = some.open_wan.abs()
    return some.sort_values(["size", "open_months", "group_id"], ascending=[False, False, True]).drop(columns="size")


def _screens(found: pd.DataFrame, view: View) -> None:
    """Draw the screens on booked figures; one about a group opens it, the others name their row."""
    rows = found.copy()
    rows["whose"] = rows.project_names.fillna(rows.statistics_names)
    rows["figure"] = [FIGURES[screen][0] for screen in rows.screen]
    rows["against"] = [FIGURES[screen][1] for screen in rows.screen]
    rows["where"] = [
        f"{row.sheet} 第 {row.row:.0f} 行" if isinstance(row.sheet, str) else "" for row in rows.itertuples()
    ]
    rows["opens"] = rows.group_id.fillna("")
    tables.show(
        rows, SCREENS, view=view, key="screens", link="reconciliation", link_by="opens", param="group", fold=12,
        empty="入统数据没有筛出的问题。",
    )  # fmt: skip


def _changes(found: pd.DataFrame, view: View) -> None:
    """Draw what changed in the gap since the month compared before; a row opens its group."""
    rows = found.copy()
    rows["name"] = rows.project_names.fillna(rows.group_id)
    rows["course"] = [dictionary.write(dictionary.lookup("gap_course"), course) for course in rows.gap_course]
    tables.show(
        rows, CHANGES, view=view, key="changes", link="reconciliation", link_by="group_id", param="group", fold=12,
        empty="没有上期可比，或与上期没有变化。",
    )  # fmt: skip


def _signed(found: pd.DataFrame, groups: pd.DataFrame, view: View) -> None:
    """Draw what changed against the signed list, figure by figure and reason by reason; a row opens its group."""
    names = {row.group_id: names_of(row) for row in groups.itertuples()}
    rows = found.assign(name=found.group_id.map(names).fillna(found.group_id))
    rows["field"] = [dictionary.write(dictionary.lookup("signed_field"), field) for field in rows.signed_field]
    tables.show(
        rows, SIGNED, view=view, key="signed", link="reconciliation", link_by="group_id", param="group", fold=12,
        empty="签认以后没有变动。",
    )  # fmt: skip


def _sums(found: pd.DataFrame, by: str, view: View) -> None:
    """Draw the gap by unit or batch: net and gross, this period's, and what is explained; rows add up to the total."""
    columns = [
        tables.Column(by, SUMS[by].removeprefix("分"), width="minmax(0, 1.4fr)", strong=True),
        *(
            tables.Column(field, label or dictionary.label(field, "reconciliation"), "万元", width="minmax(0, 1fr)")
            for field, label in AMOUNTS
        ),
        tables.Column("booked_to_reported", "入统÷上报（在调度）", "%", width="96px"),
    ]
    tables.show(found, columns, view=view, key="sums", link=None, link_by=by, of="reconciliation", fold=None)
