"""Both systems side by side: what dispatch and statistics say of a pair, or of a group, and where they differ."""

import pandas as pd

from data import formats
from pages.components.view import Row
from pages.components.words import escape

Sides = list[tuple[str, str, str, str]]  # label, dispatch, statistics, difference in words


def of_pair(one: Row) -> Sides:
    """A dispatch project and a statistics project, as ``links`` gives them."""
    ours, theirs = one.total_investment_wan, one.statistics_total_wan
    same_code = (
        one.project_code == one.statistics_code or not _said(one.project_code) and not _said(one.statistics_code)
    )
    return [
        _names(one.project_name, one.statistics_name),
        ("代码", _text(one.project_code), _text(one.statistics_code), "" if same_code else "不同"),
        ("总投资", formats.money(ours), formats.money(theirs), _apart(ours, theirs)),
        ("开工", _month(one.project_start_date), _month(one.statistics_start_date), ""),
        ("责任单位", _text(one.responsible_unit), "—", ""),
        ("业主", _text(one.owner), "—", ""),
        ("地址", _text(one.town), _text(one.statistics_address), ""),
    ]


def of_group(row: Row, pairs: pd.DataFrame) -> Sides:
    """A group, as ``reconciliation`` gives it, with its figures; of a single pair all that is known of both."""
    one = len(pairs) == 1
    found = of_pair(next(pairs.itertuples())) if one else [_names(row.project_names, row.statistics_names, "")]
    booked = "不在月报" if formats.is_missing(row.booked_ytd_wan) else formats.number(row.booked_ytd_wan, 2)
    reported = "未报" if formats.is_missing(row.reported_ytd_wan) else formats.number(row.reported_ytd_wan, 2)
    month = f"1–{row.compared_month.month}月 万元"
    return [*found, (month, reported, booked, formats.number(row.difference_wan, 2))]


def table(rows: Sides) -> str:
    """The comparison as an HTML table; names come from workbooks and are escaped."""
    head = "<tr><th></th><th>调度表</th><th>206 表</th><th>差</th></tr>"
    body = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(one)}</td><td>{escape(other)}</td>"
        f"<td class='gt-late'>{escape(apart)}</td></tr>"
        for label, one, other, apart in rows
    )
    return f'<table class="gt-sides">{head}{body}</table>'


def _names(one: object, other: object, apart: str = "写法不同") -> tuple[str, str, str, str]:
    return "名称", _text(one), _text(other), "" if one == other else apart


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _text(value: object) -> str:
    return str(value) if _said(value) else "—"


def _month(value) -> str:  # noqa: ANN001
    return formats.month(None if formats.is_missing(value) else value)


def _apart(one: float, other: float) -> str:
    if formats.is_missing(one) or formats.is_missing(other) or one == other:
        return ""
    return f"{'+' if other > one else ''}{formats.money(other - one)}"
