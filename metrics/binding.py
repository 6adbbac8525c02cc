"""Values for a metric's SQL: DuckDB refuses those that the text does not ask for."""

import re
from typing import Any


def bound(sql: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values whose ``$name`` occurs in the SQL."""
    asked = set(re.findall(r"\$(\w+)", sql))
    return {name: value for name, value in values.items() if name in asked}
