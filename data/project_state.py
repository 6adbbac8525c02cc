"""The one state of a project's pace: every page, slide and report takes it from here, and writes it as a light."""

from typing import Any

from data import formats

OUTSIDE = ("removed", "outside_plan", "not_counted")


def state(row: Any) -> str | None:  # noqa: ANN401  (a row of a metric by project)
    """Return the state's code, a key of ``formats.LIGHTS``; None is ○ 未到期.

    Args:
        row: with ``reported_ytd_wan`` (null: no loaded month of this year has a figure) and ``light``;
            ``plan_status`` or ``is_counted`` where projects outside the completion rate are among the rows;
            ``has_unknown_before``: an earlier month of the year is not loaded, so nobody knows whether it reported.
    """
    status = getattr(row, "plan_status", None)
    if status in OUTSIDE:
        return str(status)
    if status is None and not getattr(row, "is_counted", True):
        return "not_counted"
    if formats.is_missing(row.reported_ytd_wan):
        return without_figures(row)
    return row.light if isinstance(row.light, str) else None


def without_figures(row: Any) -> str:  # noqa: ANN401  (a row of a metric)
    """Return the state of who has no figure this year: a key of ``formats.LIGHTS``.

    今年未报 can only be known where every earlier month of the year is loaded.
    """
    is_unknown = getattr(row, "has_unknown_before", False)
    return "unknown_before" if is_unknown and not formats.is_missing(is_unknown) else "unreported"


def without_figures_word(row: Any) -> str:  # noqa: ANN401
    """Return the words of ``without_figures``: 今年未报 or 此前月份未载入."""
    return formats.LIGHTS[without_figures(row)][1]
