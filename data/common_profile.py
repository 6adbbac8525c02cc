"""The rules that are common to all districts: by them districts are compared, and by them a new one begins."""

from datetime import date
from pathlib import Path
from typing import Any

from data.definition_rules import DEFAULTS
from data.lake_views import EVERY
from data.profile import Profile, load_profile
from data.rules import Rule

COMMON = Path(__file__).parent / "reference" / "common"
# rules that change what is compared, as they are called in a table
COMPARED = {
    "lights": "亮灯",
    "entry_window": "入库窗口",
    "entry_rule": "入库入统期限",
    "statistics_returns": "统计月报月份",
    "silence": "未报沿用",
    "booked_share": "入统占比",
    "tolerance": "对账容差",
    "preliminary": "前期年限",
}
ABOUT = {name for name in Rule.model_fields if name != "enabled"}  # what says whence a rule comes, and since when


def common_profile(district: str = EVERY) -> Profile:
    """Return the common rules, as those of a district, or of all together: lights go by month/12."""
    common = load_profile(COMMON.name, COMMON.parent)
    lights = tuple(rule.model_copy(update={"measure": "month"}) for rule in common.lights)
    return common.model_copy(update={"id": district, "lights": lights})


def differing_rules(profile: Profile, as_of: date) -> list[str]:
    """Return how the rules are called in which a district differs from the common ones in a month."""
    common = common_profile()
    return [label for name, label in COMPARED.items() if _said(profile, name, as_of) != _said(common, name, as_of)]


def _said(profile: Profile, name: str, as_of: date) -> dict[str, Any] | None:
    rule = profile.rule(name, as_of)
    if rule is None or not rule.enabled:
        rule = DEFAULTS.get(name)
    return rule.model_dump(exclude=ABOUT) if rule else None
