"""Pictures of the open issues: how long they have been open, and with whom they are."""

import pandas as pd

from pages.components import late_bars

AGES = ((7, "7 天以内"), (15, "8–15 天"), (30, "16–30 天"), (90, "31–90 天"), (10**6, "90 天以上"))
MOST = 8  # units shown


def ages(ledger: pd.DataFrame, height: int) -> None:
    """Draw how many are open how long; overdue ones below, in vermilion."""
    left = ledger[ledger.closed_on.isna()]
    place = [next(at for at, (most, _) in enumerate(AGES) if days <= most) for days in left.open_days]
    is_late = left.issue_state == "overdue"
    late = [sum(1 for at, one in zip(place, is_late, strict=True) if at == each and one) for each in range(len(AGES))]
    rest = [place.count(each) - late[each] for each in range(len(AGES))]
    late_bars.upright(
        [name for _, name in AGES], late, rest, height=height, key="issue_ages",
        alt="未销号问题按已提出的天数分布，红色为逾期",
    )  # fmt: skip


def units(summary: pd.DataFrame, height: int) -> None:
    """Draw the units with most open issues; overdue ones first on the bar."""
    shown = summary[summary.open_issues > 0].head(MOST)
    names = [name if name != "—" else "未交办" for name in shown.responsible_unit]
    said = [
        f"{count} 个" + (f"，逾期 {overdue}" if overdue else "")
        for count, overdue in zip(shown.open_issues, shown.overdue_issues, strict=True)
    ]
    late_bars.lying(
        names, list(shown.overdue_issues), list(shown.open_issues - shown.overdue_issues), said, height=height,
        key="issue_units", alt="未销号问题最多的单位，红色为逾期",
    )  # fmt: skip
