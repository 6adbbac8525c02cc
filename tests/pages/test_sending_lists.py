"""报送情况 in words: who owes a report this month is told apart from who is only listed."""

from datetime import date

import pandas as pd

from pages.components.tasks.sending_lists import headline

AUGUST, SEPTEMBER = pd.Timestamp("2026-08-01"), pd.Timestamp("2026-09-01")


def sending(unit: str, month: pd.Timestamp, reported: int, missing: int) -> dict:
    received = pd.Timestamp("2026-10-12") if reported else pd.NaT
    return {
        "responsible_unit": unit, "month": month, "reported_projects": reported, "missing_projects": missing,
        "last_received_on": received, "due_on": pd.Timestamp("2026-10-15"),
    }  # fmt: skip


def test_a_unit_without_projects_due_is_counted_apart():
    rows = [sending("甲局", SEPTEMBER, 3, 1), sending("乙局", SEPTEMBER, 0, 2), sending("丙局", AUGUST, 1, 0)]
    head, below = headline(pd.DataFrame(rows), date(2026, 9, 1))
    assert head.startswith("2026年9月：2 个单位有项目应报，1 个报了")
    assert "另有 1 个单位本月没有应报项目" in below
    head, below = headline(pd.DataFrame(rows[:2]), date(2026, 9, 1))
    assert "另有" not in below
