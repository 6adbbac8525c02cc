"""Issues to decide: what is open and overdue, with whom, and since when."""

import pandas as pd

from data import formats
from pages.components.meeting.slides.drawing import INK, LATE, LEFT, RIGHT, RULE, SMALL, SOFT, leads, line, lines, text
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, paged
from pages.components.view import Row

ROWS = 6
FIELDS = (
    Field(LEFT, "问题", 720), Field(830, "项目", 480), Field(1340, "承办", 270), Field(RIGHT, "时限", 200, "end"),
)  # fmt: skip
COLUMNS = ((LEFT, "问题", "start"), (1210, "承办", "start"), (1660, "时限", "end"), (RIGHT, "逾期", "end"))


def draw(issues: pd.DataFrame) -> Drawn:
    """Draw ``issues_to_decide``, the longest overdue first."""
    if issues.empty:
        return Drawn("没有未销号的问题", "", is_empty=True)
    late = issues[issues.overdue_days > 0]
    units = late.responsible_unit.value_counts()
    head = f"{len(issues)} 个问题没有销号，{len(late)} 个已逾期"
    if len(units) and units.iloc[0] > 1:
        most = sorted(units[units == units.iloc[0]].index)
        also = f"等 {len(most)} 家" if len(most) > 1 else ""
        head += f"，{most[0]}{also}最多（{'各 ' if also else ''}{int(units.iloc[0])} 个）"
    body = "".join(text(x, 258, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS)
    for place, row in enumerate(issues.head(ROWS).itertuples()):
        body += leads(_issue(274 + place * 118, row), "问题")
    if len(issues) > ROWS:
        body += text(LEFT, 1004, f"其余 {len(issues) - ROWS} 个见“季度讲评”页", SMALL, SOFT)
    rows = [
        (
            row.issue if isinstance(row.issue, str) else "没有写明",
            (row.project_name if isinstance(row.project_name, str) else "—", SOFT),
            row.responsible_unit if isinstance(row.responsible_unit, str) else "—",
            (formats.iso_date(row.due_on), LATE if row.overdue_days > 0 else SOFT),
        )
        for row in issues.itertuples()
    ]
    return Drawn(head, body, paged("问题", f"未销号的问题 {len(rows)} 个", FIELDS, rows))


def _issue(top: float, row: Row) -> str:
    body = line(LEFT, top, RIGHT, top, RULE)
    said = lines(row.issue if isinstance(row.issue, str) else "没有写明", 36, 1080, 2)
    whose = (
        row.project_name
        if isinstance(row.project_name, str)
        else (row.issue_kind if isinstance(row.issue_kind, str) else "")
    )
    for place, part in enumerate(said):
        body += text(LEFT, top + 46 + place * 40, part, 36 if len(said) == 1 else 32, INK, bold=True)
    if len(said) == 1:
        body += text(LEFT, top + 92, whose, 28, SOFT, room=1080)
    body += text(
        1210, top + 58, row.responsible_unit if isinstance(row.responsible_unit, str) else "—", 34, INK, room=290
    )
    body += text(1660, top + 58, formats.iso_date(row.due_on), 32, SOFT, anchor="end")
    if not formats.is_missing(row.overdue_days) and row.overdue_days > 0:
        return body + text(RIGHT, top + 58, f"{int(row.overdue_days)} 天", 40, LATE, bold=True, anchor="end")
    return body + text(RIGHT, top + 58, "未到" if not formats.is_missing(row.due_on) else "—", 34, SOFT, anchor="end")
