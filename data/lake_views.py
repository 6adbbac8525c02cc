"""How tables of a lake look to metrics: each district by its own id, or all districts as one whose units they are.

A metric asks of one district (``where district = $district``) and may group by responsible unit. In the second look
every row belongs to the district ``EVERY``, ids carry their district's name in front, and the responsible unit is the
district: so the metrics' own text answers for all districts in one question. DuckDB and Spark read the same text.
"""

from collections.abc import Sequence

EVERY = "*"  # the id of all districts together: no folder can be called so
IDS = ("project_id", "statistics_id", "group_id", "former_id", "id")
# a batch goes by the common name of its yardstick; one without a yardstick keeps its own
BATCH = {
    "project_month": """case yardstick
            when 'completion' then '竣工' when 'continuing' then '续建' when 'new_start' then '新开工'
            when 'preliminary' then '重点前期' else batch end""",
    "preliminary_stay": "'重点前期'",
}


def district_view(columns: Sequence[str]) -> str:
    """Return the SELECT of a table as its district published it; ``{source}`` stands for the files."""
    return f"select {', '.join(columns)} from {{source}}"  # noqa: S608  (our own names)


def city_view(table: str, columns: Sequence[str]) -> str:
    """Return the SELECT of a table with all districts as one; ``{source}`` stands for the files."""
    shown = []
    for column in columns:
        if column == "district":
            shown.append(f"'{EVERY}' as district")
        elif column in IDS:
            shown.append(f"district || '/' || {column} as {column}")  # null stays null
        elif column == "responsible_unit":
            shown.append("district as responsible_unit")
        elif column == "batch" and table in BATCH:
            shown.append(f"{BATCH[table]} as batch")
        else:
            shown.append(column)
    return f"select {', '.join(shown)} from {{source}}"  # noqa: S608  (our own names)
