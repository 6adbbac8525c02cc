"""Reconciliation in words: how far it has come, what is left, and the rows of the queue."""

import pandas as pd

from data import dictionary, formats
from pages.components import tables
from pages.components.view import View
from pages.components.words import escape, late

SCREENS = (
    tables.Column("screen", "筛查", sub="whose", width="minmax(0, 1.2fr)", strong=True),
    tables.Column("figure_wan", "入统", "万元", width="120px"),
    tables.Column("against_wan", "对照", "万元", width="120px"),
    tables.Column("excess_wan", "相差", "万元", width="120px"),
    tables.Column("where", "出处", sub="file", width="minmax(0, 1.4fr)", wide_only=True),
)
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
    ("reported_ytd_wan", "上报"), ("booked_ytd_wan", "入统"), ("gap_wan", "净差"), ("gross_gap_wan", "毛差"),
    ("explained_wan", "已解释"), ("proposed_wan", "规则已提"), ("unexplained_wan", "未说明"),
)  # fmt: skip
STATUS = {  # status of a group → words and tone in the queue
    "unexplained": ("未说明", "late"),
    "partly_explained": ("部分解释", "slow"),
    "proposed": ("规则已提", "slow"),
    "unlinked": ("未匹配", "late"),
    "explained": ("已解释", "quiet"),
    "within_tolerance": ("容差内", "quiet"),
    "unlinked_return": ("R18 待连", "quiet"),
}
OPEN = ("unexplained", "partly_explained", "proposed", "unlinked")
QUEUES = ("open", "done", "return")  # lists of groups, each opened beside the list
SUMS = {"responsible_unit": "分单位", "batch": "分批次"}
DONE = ("explained", "within_tolerance")
QUEUE = (
    tables.Column("name", "项目", sub="whose", width="minmax(0, 1fr)", strong=True),
    tables.Column("open_wan", "未定", "万元", kind="money", sub="age", width="104px"),
)


def headline(total: pd.Series) -> tuple[str, str]:
    """Say how much is explained, what is left in money and groups; below: the ratio, gross gap and how it closes."""
    share = formats.percent(total.explained_share)
    head = f"已解释 {share}，{late(f'余 {formats.money(total.open_gross_wan)}')}，{int(total.open_groups)} 个待定"
    if not total.open_groups:
        head = f"已解释 {share}，没有待定的"
    closing = formats.money(total.closing_difference_wan) if total.closing_difference_wan else "0"
    proposed = formats.money(total.proposed_wan)
    return head, (
        f"入统 ÷ 上报 {formats.percent(total.booked_to_reported)}（未匹配的按 0）；"
        f"毛差 {formats.money(total.gross_gap_wan)}，净差 {formats.money(total.gap_wan)}；"
        f"规则已提 {proposed}，待人认定；闭合差 <b>{escape(closing)}</b>。"
    )


def lists(groups: pd.DataFrame, pending: int, screens: int, changes: int, signed: int) -> dict[str, str]:
    """The queue's lists with how many stand in each; what changed since the sign-off only where something did."""
    count = groups.status.isin
    later = {"signed": f"签认后变动 {signed}"} if signed else {}
    return {
        "open": f"待定 {int(count(OPEN).sum())}",
        "links": f"匹配待审 {pending}",
        "done": f"已解释 {int(count(DONE).sum())}",
        **SUMS,
        "changes": f"比上期 {changes}",
        "screens": f"筛查 {screens}",
        "return": f"统计未匹配 {int(count(['unlinked_return']).sum())}",
    } | later


def queue(groups: pd.DataFrame, shown: str) -> pd.DataFrame:
    """The groups of a list, most open money first, the older first where it is equal."""
    wanted = {"open": OPEN, "done": DONE, "return": ("unlinked_return",)}.get(shown, ())
    some = groups[groups.status.isin(wanted)].copy()
    some["name"] = [names_of(row) for row in some.itertuples()]
    some["open_wan"] = some.proposed_wan + some.unexplained_wan if shown == "open" else some.difference_wan
    some["whose"] = [f"{row.responsible_unit or '—'} · {STATUS[row.status][0]}" for row in some.itertuples()]
    some["age"] = [
        "" if formats.is_missing(row.open_months) else f"{int(row.open_months)} 个月" for row in some.itertuples()
    ]
    some["size"] = some.open_wan.abs()
    return some.sort_values(["size", "open_months", "group_id"], ascending=[False, False, True]).drop(columns="size")


def show(waiting: pd.DataFrame, view: View) -> None:
    """Draw the queue; a row opens its group beside it."""
    tables.show(
        waiting, QUEUE, view=view, key="queue", link="reconciliation", link_by="group_id", param="group", fold=12,
        empty="这里没有。",
    )  # fmt: skip


def screens(found: pd.DataFrame, view: View) -> None:
    """Draw the screens on booked figures; one about a group opens it, the others name their row."""
    rows = found.copy()
    rows["whose"] = rows.project_names.fillna(rows.statistics_names)
    rows["where"] = [
        f"{row.sheet} 第 {row.row:.0f} 行" if isinstance(row.sheet, str) else "" for row in rows.itertuples()
    ]
    rows["opens"] = rows.group_id.fillna("")
    tables.show(
        rows, SCREENS, view=view, key="screens", link="reconciliation", link_by="opens", param="group", fold=12,
        empty="入统数据没有筛出的问题。",
    )  # fmt: skip


def changes(found: pd.DataFrame, view: View) -> None:
    """Draw what changed in the gap since the month compared before; a row opens its group."""
    rows = found.copy()
    rows["name"] = rows.project_names.fillna(rows.group_id)
    rows["course"] = [dictionary.write(dictionary.lookup("gap_course"), course) for course in rows.gap_course]
    tables.show(
        rows, CHANGES, view=view, key="changes", link="reconciliation", link_by="group_id", param="group", fold=12,
        empty="没有上期可比，或与上期没有变化。",
    )  # fmt: skip


def signed(found: pd.DataFrame, groups: pd.DataFrame, view: View) -> None:
    """Draw what changed against the signed list, figure by figure and reason by reason; a row opens its group."""
    names = {row.group_id: names_of(row) for row in groups.itertuples()}
    rows = found.assign(name=found.group_id.map(names).fillna(found.group_id))
    rows["field"] = [dictionary.write(dictionary.lookup("signed_field"), field) for field in rows.signed_field]
    tables.show(
        rows, SIGNED, view=view, key="signed", link="reconciliation", link_by="group_id", param="group", fold=12,
        empty="签认以后没有变动。",
    )  # fmt: skip


def sums(found: pd.DataFrame, by: str, view: View) -> None:
    """Draw the gap by unit or batch: net and gross, this period's, and what is explained; rows add up to the total."""
    columns = [
        tables.Column(by, SUMS[by].removeprefix("分"), width="minmax(0, 1.4fr)", strong=True),
        *(tables.Column(field, label, "万元", width="minmax(0, 1fr)") for field, label in AMOUNTS),
        tables.Column("booked_to_reported", "入统占上报", "%", width="96px"),
    ]
    tables.show(found, columns, view=view, key="sums", link=None, link_by=by, of="reconciliation", fold=None)


def ageing(found: pd.DataFrame) -> str:
    """How long the open money has been open: “挂起 6 个月以上 6.47 亿元，3–5 个月 …”."""
    spans = (("6 个月以上", 6, 99), ("3–5 个月", 3, 5), ("不到 3 个月", 0, 2))
    amounts = [(word, found[found.open_months.between(low, high)].open_gross_wan.sum()) for word, low, high in spans]
    return "挂起 " + "，".join(f"{word} {formats.money(amount)}" for word, amount in amounts if amount)


def following(order: list[str], wanted: str) -> str | None:
    """Return what comes after this one in the queue, None at its end."""
    later = order[order.index(wanted) + 1 :] if wanted in order else order
    return later[0] if later else None


def names_of(row) -> str:  # noqa: ANN001
    """What a group is called: its key projects, else its statistics projects."""
    for names in (row.project_names, row.statistics_names):
        if isinstance(names, str) and names:
            return names
    return str(row.group_id)
