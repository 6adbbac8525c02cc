"""Definitions of the system's own that no rule switches, each with the article it interprets."""

from datetime import date

from data.profile import Profile

# Each with the rule whose article it interprets.
FIXED = (
    ("进度靠前", "已退库、逾期未入库入统、入统不到上报一半和疑似单位错的不列", "entry_rule"),
    ("谁要行动", "差额认定为合理原因的、竣工后退库的不列；今年未报的没有缺口和亮灯，另列", "entry_rule"),
)


def rows(profile: Profile, as_of: date) -> list[tuple[str, str, str]]:
    """Return name, meaning and origin of each definition: the system's own, with the article it interprets."""
    return [(name, value, _origin(profile, field, as_of)) for name, value, field in FIXED]


def _origin(profile: Profile, field: str, as_of: date) -> str:
    rule = profile.rule(field, as_of) if field else None
    return f"本系统口径（{rule.article}）" if rule else "本系统口径"
