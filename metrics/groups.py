"""What a metric can be grouped by: the only column names that are ever written into a metric's SQL."""

GROUPS = (
    "project",
    "responsible_unit",
    "unit_kind",
    "batch",
    "town",
    "special_area",
    "industry",
    "project_level",
    "funding",
    "contact_leader",
    "month",
)


def key_column(by: str | None, groups: tuple[str, ...] = GROUPS) -> str | None:
    """Return the column that ``by`` groups by, None for the whole district.

    Raises:
        ValueError: ``by`` is not one of ``groups``.
    """
    if by is not None and by not in groups:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(groups)}")
    return "project_id" if by == "project" else by
