"""The lists of 资金: units, projects, over the estimate, financing needs, funds for preliminary work."""

import pandas as pd

from data import dictionary, formats
from pages.components import tables
from pages.components.view import View

MONEY = (
    tables.Column("funds_plan_wan", "报资金项目的计划", "万元"),
    tables.Column("funds_in_place_wan", "到位资金", "万元"),
    tables.Column("funds_in_place_rate", "资金到位率", "%", width="112px"),
    tables.Column("funds_paid_wan", "支付资金", "万元", wide_only=True),
    tables.Column("funds_paid_rate", "资金支付率", "%", width="112px", wide_only=True),
)
UNITS = (tables.Column("responsible_unit", "责任单位", width="minmax(0, 1.4fr)", strong=True), *MONEY)
PROJECTS = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2.2fr)", strong=True), *MONEY
)  # fmt: skip
OVER = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2fr)", strong=True),
    tables.Column("alert_words", "预警", kind="text", sub="basis", tone="late", width="minmax(0, 1.2fr)"),
    tables.Column("cumulative_wan"),
    tables.Column("limit_wan"),
    tables.Column("excess_wan"),
)
NEEDS = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2fr)", strong=True),
    tables.Column("group_words", "分类", kind="text", sub="financing_way", width="minmax(0, 1fr)"),
    tables.Column("financing_need_wan"),
    tables.Column("financing_gap_wan"),
    tables.Column("bank_words", "对接金融机构", kind="text", sub="state_words", width="minmax(0, 1.4fr)"),
)
EARLY = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2fr)", strong=True),
    tables.Column("purpose", "用途", kind="text", sub="paper", width="minmax(0, 1.2fr)"),
    tables.Column("preliminary_funds_wan"),
    tables.Column("preliminary_paid_wan"),
    tables.Column("preliminary_paid_share"),
)
PUBLISHED = ("financing_group", "project_name", "responsible_unit", "financing_way", "financing_need_wan", "contact")
EMPTY = {
    "units": "没有报到位资金的单位。", "projects": "没有报到位资金的项目。", "over": "没有超过总投资、概算的项目。",
    "needs": "还没有融资需求清单，请到“数据接入”载入。", "early": "还没有今年的前期工作经费安排表，请载入。",
}  # fmt: skip
SHOWN = {"units": UNITS, "projects": PROJECTS, "over": OVER, "needs": NEEDS, "early": EARLY}


def show(part: str, frame: pd.DataFrame, view: View) -> None:
    """Draw one part's list; a project's row leads to its file."""
    is_units = part == "units"
    tables.show(
        _said(part, frame, view), SHOWN[part], view=view, key=f"funds_{part}", link=None if is_units else "project",
        link_by="responsible_unit" if is_units else "project_id", fold=12, empty=EMPTY[part],
        of="investment_completion" if is_units else "",
        label="资金",
    )  # fmt: skip


def _said(part: str, frame: pd.DataFrame, view: View) -> pd.DataFrame:
    rows = frame.copy()
    if part == "over":
        known = dictionary.lookup("alert")
        rows["alert_words"] = [dictionary.write(known, alert) for alert in rows.alert]
        rows["basis"] = [article(view) if alert == "over_estimate" else "统计报表审核" for alert in rows.alert]
    if part == "needs":
        known = dictionary.lookup("financing_group")
        rows["group_words"] = [dictionary.write(known, group) for group in rows.financing_group]
        rows["bank_words"] = rows.bank.fillna("没有对接")
        rows["state_words"] = rows.financing_state.fillna("")
    if part == "early":
        rows["paper"] = rows.document_number.fillna("没有文号")
    return rows


def article(view: View) -> str:
    """Return the article that keeps the approved estimate: the district's own, else the other text's."""
    own = [one.article for one in view.profile.provisions if "completion_alerts" in one.computed_by]
    return own[0] if own else "参照旌阳第二十五条"


def download(part: str, frame: pd.DataFrame, view: View) -> None:
    """Draw the ways out: the part as Excel, and of the needs the list that is published."""
    name = {
        "units": "单位",
        "projects": "项目",
        "over": "超概算、超总投资",
        "needs": "融资需求",
        "early": "前期工作经费",
    }[part]
    kinds = {"needs": ("financing_need",), "early": ("preliminary_funds",)}.get(part, ("dispatch", "annual_plan"))
    columns = [column.field for column in SHOWN[part] if column.field in frame]
    extra = [
        field for field in ("alert", "financing_group", "bank", "financing_state", "document_number") if field in frame
    ]
    tables.download(frame, view=view, name=f"资金 {name}", kinds=kinds, columns=[*columns, *extra])
    if part == "needs":
        tables.download(
            frame[frame.financing_gap_wan > 0], view=view, name="融资需求清单 对外发布", kinds=kinds, columns=PUBLISHED,
            note=f"{formats.month(view.as_of)}未落实的融资需求", label="对外发布清单", is_a3=True,
        )  # fmt: skip
