"""Units, towns and batches: what a sheet calls them → what the district's profile calls them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from data.profile import Profile
from etl.intake.text import name_key
from etl.intake.values import text

UNKNOWN_BATCH = "未知批次"
LABELS = {"unit": "责任单位", "town": "镇街", "batch": "批次"}
LISTS = {"unit": "单位名单（units.csv）", "town": "镇街名单（towns.csv）", "batch": "批次（profile.toml）"}
PERSON = re.compile(r"(?<=.)[(（][^()（）]{1,20}[)）]\s*$")
LIKE = 70  # of a hundred: so alike that the one may be meant for the other


class Names:
    """The names of one district, with their aliases."""

    def __init__(self, profile: Profile) -> None:
        self._prefixes = tuple(sorted((name_key(prefix) for prefix in profile.name_prefixes), key=len, reverse=True))
        self._known = {
            "unit": _by_key(profile.units),
            "town": _by_key(profile.towns),
            "batch": _by_key(profile.batches),
        }
        for batch in profile.batches:
            for form in (f"{batch.name}项目", f"{batch.name}类", f"计划{batch.name}", f"{batch.name}类项目"):
                self._known["batch"].setdefault(name_key(form), batch.name)
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, what: str, said: str) -> str | None:
        """Return the profile's name for what was said, None where it has none."""
        known = self._known[what]
        key = name_key(said)
        bare = next((key.removeprefix(prefix) for prefix in self._prefixes if key.startswith(prefix)), key)
        for form in (key, bare, f"区{bare}"):
            if form in known:
                return known[form]
        if what == "unit" and (found := PERSON.search(said)):  # 区住建局（李四）
            return self._find(what, said[: found.start()])
        if what == "town":  # an address that begins with the town's name
            held = {name for form, name in known.items() if len(form) >= 3 and form in key}
            return held.pop() if len(held) == 1 else None
        return None

    def batch_of_heading(self, heading: str) -> str | None:
        """Return the batch a group heading names: “续建项目（45个）”."""
        return self.find("batch", _before_count(heading))

    def unit_of_heading(self, heading: str) -> str | None:
        """Return the unit a group heading names: “黄许镇（2个）”."""
        return self.find("unit", _before_count(heading))

    def town_of_heading(self, heading: str) -> str | None:
        """Return the town a group heading names, if it is not a unit, too."""
        return None if self.unit_of_heading(heading) else self.find("town", _before_count(heading))

    def may_be_groups(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the texts that begin and end as some unit, town or batch does: all that ``group`` knows, quickly."""
        keys = [key for known in self._known.values() for key in known]
        first = {form[0] for key in (*keys, *self._prefixes) for form in (key, key.removeprefix("区")) if form}
        last = {key[-1] for key in keys}
        for said in texts:
            if name_key(said[0]) in first or not said[0].isalpha():
                key = name_key(_before_count(said))
                if key and key[-1] in last:
                    yield said

    def group(self, heading: str) -> str | None:
        """Return the unit, town or batch whose name is all that a heading says, but for a number of projects."""
        bare = _before_count(heading)
        bare = bare.strip().removesuffix("项目").strip() or bare
        key = name_key(bare)
        exact = self._known["town"].get(key)
        return self.find("unit", bare) or exact or self.find("batch", bare)

    def reader(self, what: str):  # noqa: ANN201
        """Return the reader of a column: the profile's name, or the text as it stands."""

        def read(cell: object) -> str | None:
            said = text(cell)
            return (self.find(what, said) or said) if said else None

        return read

    def nearest(self, what: str, said: str) -> str | None:
        """Return the profile's name that is most like what was said; None where none is like it."""
        known = self._known[what]
        found = process.extractOne(name_key(said), list(known), scorer=fuzz.ratio, score_cutoff=LIKE)
        return known[found[0]] if found else None

    def is_known(self, what: str, said: str) -> bool:
        """Tell whether the profile has the name."""
        return self.find(what, said) is not None


def _before_count(heading: str) -> str:
    return re.split(r"[(（:：]", heading)[0]


def _by_key(items: Iterable) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        found[name_key(item.name)] = item.name
    for item in items:
        for alias in item.aliases:
            found.setdefault(name_key(alias), item.name)
    return found
