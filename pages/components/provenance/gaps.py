"""Which groups of linked projects stand behind a figure of 报统对账; each group leads to its cells on both sides."""

import pandas as pd

from data import formats
from data.dictionary import Entry
from pages.components import access, fetch, tables, words
from pages.components import asking as asked
from pages.components.asking import Asked
from pages.components.provenance.said import Metric
from pages.components.view import View

OF = "reconciliation"
SIDES = (
    tables.Column("name", "项目", sub="responsible_unit", width="minmax(0, 1.8fr)", strong=True, kind="text"),
    tables.Column("reported_ytd_wan", "上报", "万元", width="8em"),
    tables.Column("booked_ytd_wan", "入统", "万元", width="8em"),
)


def show(about: Asked, known: Entry, view: View, metrics: dict[str, Metric]) -> None:
    """Draw the groups, largest first; what they have of the figure adds up to it. For whoever may see booked ones."""
    if not access.may("see_booked_projects"):
        words.title(f"{known.label}：单个项目的数限统计人员看", rule=False)
        return
    groups = fetch.fetch(metrics[OF], view, by="project")
    name = known.name
    if about.by == "reason":
        parts = fetch.fetch(metrics["reconciliation_amounts"], view)
        mine = parts[parts.reason == about.who].groupby("group_id", as_index=False).amount_wan.sum()
        groups, name = groups.merge(mine, on="group_id"), "amount_wan"
    elif about.by:
        groups = groups[groups[about.by] == about.who]
    if name not in groups:
        columns: tuple[tables.Column, ...] = SIDES
        own = groups
        sides = (f"{column.label} {formats.money(own[column.field].sum())}" for column in SIDES[1:])
        total = f" 由{'、'.join(sides)}得出"
    else:
        own = groups[groups[name].fillna(0) != 0]
        own = own.loc[own[name].abs().sort_values(ascending=False, kind="stable").index]
        total = f" {formats.money(own[name].sum())}" if known.kind == "money" else ""
        shown = tables.Column(name, "本项原因" if name == "amount_wan" else known.label, "万元", width="8em")
        is_side = name in ("reported_ytd_wan", "booked_ytd_wan")
        columns = SIDES if is_side else (*SIDES, shown)
    rows = own.assign(name=_names(own))
    words.title(f"{known.label}{total}：{len(own)} 组之和", "绝对值大的在前；带虚线的再点一下，列出单元格", rule=False)
    tables.show(
        rows, columns, view=view, key="asked_groups", link=None, link_by=asked.LINKED, fold=8,
        label=f"{known.label}的各组", empty="没有这样的组。",
    )  # fmt: skip
    tables.download(rows, view=view, name=f"差额各组 {known.label}", kinds=("dispatch", "statistics_return"),
                    key="asked_excel")  # fmt: skip


def _names(groups: pd.DataFrame) -> list[str]:
    said = zip(groups.project_names, groups.statistics_names, groups.group_id, strict=True)
    return [next(str(name) for name in names if isinstance(name, str) and name) for names in said]
