"""Pictures of the requests: the departments' share in time this month, and how near the limits of open ones are."""

import pandas as pd

from data import formats
from pages.components import late_bars, words

LEFT = ((-1, "超时限"), (2, "2 个工作日以内"), (5, "3–5 个"), (10, "6–10 个"), (10**6, "10 个以上"))
MOST = 8  # departments shown


def departments(summary: pd.DataFrame, height: int) -> None:
    """Draw a bar a department: what was due this month, those not in time in vermilion; the worst first."""
    due = summary[summary.due_requests > 0].copy()
    if due.empty:
        words.aside("本月没有到期的事项。")
        return
    due["missed"] = due.due_requests - due.in_time_requests
    shown = due.sort_values(["service_in_time_share", "missed"], ascending=[True, False], kind="stable").head(MOST)
    names = [name if name != "—" else "没有写单位" for name in shown.responsible_unit]
    said = [
        f"{formats.percent(row.service_in_time_share)}（{row.in_time_requests}/{row.due_requests}）"
        for row in shown.itertuples()
    ]
    late_bars.lying(
        names, list(shown.missed), list(shown.in_time_requests), said, height=height, key="service_departments",
        alt="各承办单位本月到期事项，红色为没有在时限内办结的",
    )  # fmt: skip


def limits(requests: pd.DataFrame, height: int) -> None:
    """Draw how many open requests have how many working days left."""
    waiting = requests[requests.done_on.isna() & (requests.request_state != "doubtful")]
    over = int((waiting.request_state == "overdue").sum())
    left = waiting[(waiting.request_state != "overdue") & waiting.due_on.notna()].left_days
    place = [next(at for at, (most, _) in enumerate(LEFT) if at and max(days, 0) <= most) for days in left]
    rest = [0, *(place.count(at) for at in range(1, len(LEFT))), int(waiting.due_on.isna().sum())]
    late_bars.upright(
        [*(name for _, name in LEFT), "没有时限"], [over, *[0] * len(LEFT)], rest, height=height, unit="件",
        word="超时限", key="service_limits", alt="在办事项按离时限还有几个工作日分布，红色为超时限",
    )  # fmt: skip
