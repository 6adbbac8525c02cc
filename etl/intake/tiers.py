"""Tiers of the reserve (储备库): 1年期待建库, 3年期预备库, 5年期谋划库, however they are written."""

from typing import Any

from etl.intake.kinds import reference
from etl.intake.text import plain
from etl.intake.values import Fault


def tier_of(text: str) -> str | None:
    """Return the reserve's tier that a text names: “3年期预备库” is prepare_3y."""
    said = plain(text)
    return next((tier for tier, words in reference()["tiers"].items() if any(word in said for word in words)), None)


def tier(cell: Any) -> str | Fault | None:  # noqa: ANN401
    """Read a tier of the reserve."""
    said = plain(str(cell))
    return (tier_of(said) or Fault("不是储备库的层级，请写 1年期待建库、3年期预备库 或 5年期谋划库")) if said else None
