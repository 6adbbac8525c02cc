"""要素保障 in words: the finding on top, the choices, and how a row is said."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from pages.components.view import Row
from pages.components.words import late, most_late

PARTS = {
    "open": "在办", "overdue": "超时限", "due": "本月到期", "land": "用地征拆", "eia": "环评", "ways": "承诺容缺",
    "agents": "帮代办", "doubtful": "日期有误", "done": "已办结", "all": "全部",
}  # fmt: skip
AGENT = "代办"  # T14: 审批帮代办


def headline(total: pd.Series, units: pd.DataFrame, points: pd.DataFrame, month: date, on: date) -> tuple[str, str]:
    """Say how many due requests were answered in time, what is open and over the limit, and what waits for land."""
    month_words = formats.month(month)
    head = f"{month_words}到期的要素保障事项 {int(total.due_requests)} 件"
    if total.due_requests:
        head += f"，时限内办结 {int(total.in_time_requests)} 件，{formats.percent(total.service_in_time_share)}"
    parts = [f"在办 {int(total.waiting_requests)} 件"]
    if total.overdue_requests:
        parts[0] += f"，{late(f'{int(total.overdue_requests)} 件超时限')}"
    if most := most_late(dict(zip(units.responsible_unit, units.overdue_requests.astype(int), strict=True)), "件"):
        parts.append(most)
    if total.waiting_without_limit:
        parts.append(f"{int(total.waiting_without_limit)} 件没有时限")
    if total.doubtful_requests:
        parts.append(f"{int(total.doubtful_requests)} 件日期有误，待核")
    if len(points):
        parts.append(f"用地、征拆未决 {len(points)} 件，本月已会商 {int(points.is_consulted.sum())} 件")
    return head, f"截至{formats.day(on)}：{'；'.join(parts)}。"


def chosen(requests: pd.DataFrame, part: str, month: date) -> pd.DataFrame:
    """Return the requests of a part."""
    first, end = pd.Timestamp(month.replace(day=1)), pd.Timestamp(month) + pd.offsets.MonthEnd(1)
    kind = requests.service_kind.fillna("")
    kept = {
        "open": requests.done_on.isna(),
        "overdue": requests.request_state == "overdue",
        "due": (requests.due_on >= first) & (requests.due_on <= end),
        "eia": kind.str.contains("环评|环境影响") | requests.eia_handling.notna(),
        "ways": requests.handling.notna() & ~requests.handling.fillna("").str.contains(AGENT),
        "agents": kind.str.contains(AGENT) | requests.handling.fillna("").str.contains(AGENT),
        "doubtful": requests.request_state == "doubtful",
        "done": requests.done_on.notna(),
        "all": requests.request_id.notna(),
    }
    return requests[kept[part]].reset_index(drop=True)


def counts(requests: pd.DataFrame, points: pd.DataFrame, month: date) -> dict[str, str]:
    """Return the parts with how many rows each has; empty ones beyond the first two are left out."""
    found = {part: len(points) if part == "land" else len(chosen(requests, part, month)) for part in PARTS}
    return {
        part: f"{label} {found[part]}" for part, label in PARTS.items() if found[part] or part in ("open", "overdue")
    }


def rows(requests: pd.DataFrame) -> pd.DataFrame:
    """Return the requests with what the list writes in its second lines."""
    known = dictionary.lookup("request_state")
    shown = requests.copy()
    shown["project"] = [name if isinstance(name, str) else "没有写项目" for name in requests.project_name]
    shown["about"] = [
        " · ".join(part for part in (row.service_kind, row.handling, row.eia_handling) if isinstance(part, str)) or "—"
        for row in requests.itertuples()
    ]
    shown["limit"] = [_limit(row) for row in requests.itertuples()]
    shown["allowed"] = [_allowed(row) for row in requests.itertuples()]
    shown["state_words"] = [
        f"超时限 {row.late_days} 天" if row.request_state == "overdue" else dictionary.write(known, row.request_state)
        for row in requests.itertuples()
    ]
    shown["state_tone"] = ["late" if state == "overdue" else "quiet" for state in requests.request_state]
    shown["used"] = [
        f"{formats.day(row.received_on)}受理，{formats.day(row.done_on)}办结"
        if pd.notna(row.done_on) and row.request_state == "doubtful"
        else f"{formats.day(row.done_on)}，用 {row.used_days} 个工作日"
        if pd.notna(row.done_on)
        else f"已用 {row.used_days} 个工作日"
        for row in requests.itertuples()
    ]
    return shown


def _limit(row: Row) -> str:
    if pd.notna(row.due_on):
        return formats.day(row.due_on)
    return "待核" if row.request_state == "doubtful" else "没有时限"


def _allowed(row: Row) -> str:
    if pd.isna(row.limit_days):
        return ""
    paused = f"，停表 {row.paused_days}" if pd.notna(row.paused_days) and row.paused_days else ""
    return f"{row.limit_days} 个工作日{paused}"


def land_rows(points: pd.DataFrame) -> pd.DataFrame:
    """Return the open points about land with what the list writes."""
    shown = points.copy()
    shown["project"] = [name if isinstance(name, str) else "没有写项目" for name in points.project_name]
    shown["point"] = [
        row.open_point if isinstance(row.open_point, str) else f"{row.point_kind}：没有写未决事项"
        for row in points.itertuples()
    ]
    shown["source"] = ["问题台账" if source == "issue" else "要素保障" for source in points.point_source]
    shown["about"] = shown.source + " · " + shown.point_kind
    shown["limit"] = ["没有时限" if pd.isna(day) else formats.day(day) for day in points.due_on]
    shown["limit_tone"] = ["late" if is_over else "quiet" for is_over in points.is_over_limit]
    shown["age"] = [f"已提出 {days} 天" for days in points.point_days]
    shown["consulted"] = [
        "问题台账" if row.point_source == "issue"
        else "没有会商记录" if pd.isna(row.consulted_on)
        else f"{formats.day(row.consulted_on)}会商"
        for row in points.itertuples()
    ]  # fmt: skip
    shown["consulted_tone"] = [
        "late" if row.point_source == "request" and not row.is_consulted else "quiet" for row in points.itertuples()
    ]
    return shown
