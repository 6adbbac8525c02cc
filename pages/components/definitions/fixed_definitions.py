"""Definitions of the system's own that no rule switches, each with the article it interprets."""

from datetime import date

from data.profile import Profile

# Definitions that no rule of a profile switches: where there are two figures, both are always shown. Each with the rule
# whose article it interprets, "" where no text speaks of it.
FIXED = (
    (
        "入统占上报",
        "全部计入完成率、已开工（或已有上报、入统）的项目 Σ入统 ÷ Σ上报；只算已匹配的、全部在调度项目的并列",
        "tolerance",
    ),
    ("本月前进", "只算项目推进的部分；项目进出、计划调整、数据更正各列一项", ""),
    ("前期转化", "年初在前期批次的，当年或次年年初计划列为竣工、续建、新开工的算转化", "weights"),
    ("按时入统", "今年开工的在前，历年并列", "entry_rule"),
    ("进度靠前", "逾期未入库、零入统、已退库、入统不到上报一半和疑似单位错的不列", "entry_rule"),
    ("谁要行动", "差额认定为合理原因的、竣工后退库的不列；今年未报的没有缺口和亮灯，另列", "entry_rule"),
)


def rows(profile: Profile, as_of: date) -> list[tuple[str, str, str]]:
    """Return name, meaning and origin of each definition: the system's own, with the article it interprets."""
    return [(name, value, _origin(profile, field, as_of)) for name, value, field in FIXED]


def _origin(profile: Profile, field: str, as_of: date) -> str:
    rule = profile.rule(field, as_of) if field else None
    return f"本系统口径（{rule.article}）" if rule else "本系统口径"
