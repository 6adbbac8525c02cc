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
# what a group of projects is called that has no one value: a bundle of several units, batches …
ACROSS = {
    "responsible_unit": "跨单位",
    "unit_kind": "跨单位类别",
    "batch": "跨批次",
    "town": "跨镇街",
    "special_area": "跨片区",
    "industry": "跨行业",
    "project_level": "跨级别",
    "funding": "跨资金来源",
    "contact_leader": "跨联系领导",
}
OTHERWISE = "跨组"


def key_column(by: str | None, groups: tuple[str, ...] = GROUPS) -> str | None:
    """Return the column that ``by`` groups by, None for the whole district.

    Raises:
        ValueError: ``by`` is not one of ``groups``.
    """
    if by is not None and by not in groups:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(groups)}")
    return "project_id" if by == "project" else by
