"""The one state of a project's pace: every page, slide and report takes it from here, and writes it as a light."""

from typing import Any

from data import formats

OUTSIDE = ("removed", "outside_plan", "not_counted")


def state(row: Any) -> str | None:  # noqa: ANN401  (a row of a metric by project)
    """Return the state's code, a key of ``formats.LIGHTS``; None is ○ 未到期.

    Args:
        row: with ``reported_ytd_wan`` (null: never reported this year) and ``light``; ``plan_status`` or
            ``is_counted`` where projects outside the completion rate are among the rows.
    """
    status = getattr(row, "plan_status", None)
    if status in OUTSIDE:
        return str(status)
    if status is None and not getattr(row, "is_counted", True):
        return "not_counted"
    if formats.is_missing(row.reported_ytd_wan):
        return "unreported"
    return row.light if isinstance(row.light, str) else None
