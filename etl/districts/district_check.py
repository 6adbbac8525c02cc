"""What should be looked at in a district's profile: copied from a neighbour, without effect, or not known."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from data.ledger_schema import LedgerTooNew
from data.profile import DISTRICTS, Profile, ProfileError, district_ids, districts_folder, load_profile
from data.rules import Rule
from data.warehouse import WarehouseBroken, WarehouseMissing, connect

TYPES_OF_PLACE = ("自治县", "新区", "区", "县", "市")
LISTS_OF_RULES = ("batches", "approvals", "lists", "provisions")  # several hold at once
UNKNOWN_UNITS = """
select distinct project.responsible_unit
from mart.project
where project.district = $district and project.responsible_unit is not null
order by all
"""


def look_at(profile: Profile, folder: Path | None, store: Path | None) -> list[str]:
    """Return what should be looked at, each with the file and the next step.

    Args:
        profile: the district's, already read without faults.
        folder: where the profiles are.
        store: where the data are, for units that sheets name; nothing is said of them while none are loaded.
    """
    return [
        *copied(profile, folder),
        *_prefixes(profile),
        *_names_of_two(profile),
        *_leagues(profile),
        *_rules(profile),
        *_unknown_units(profile, store),
    ]


def copied(profile: Profile, folder: Path | None) -> Iterator[str]:
    """Yield what a profile has of another district: its name, code, prefixes, areas, articles, towns."""
    for other in _others(profile, folder):
        stem, own = _stem(other.short_name), _stem(profile.short_name)
        if other.region_code == profile.region_code:
            yield f"profile.toml，region_code：与{other.name}相同（{other.region_code}），请改为本区代码"
        if same := [one for one in profile.name_prefixes if stem in one and own not in one]:
            yield f"profile.toml，name_prefixes：{_quoted(same)}是{other.name}的，请改为本区的"
        if same := sorted({*profile.special_areas} & {*other.special_areas}):
            yield f"profile.toml，special_areas：{_quoted(same)}是{other.name}的，请改为本区的或删去"
        if same := sorted(
            {rule.article for rule in _all_rules(profile) if rule.origin == "given" and stem in rule.article}
        ):
            yield (
                f"profile.toml，article：{_quoted(same)}是{other.name}的条款，却标作本区条文规定（given），"
                "请改为 default 或本区的条款"
            )
        if profile.text.title == other.text.title:
            yield f"profile.toml，text.title：与{other.name}相同（《{other.text.title}》），请改为本区的办法"
        if same := sorted({town.name for town in profile.towns} & {town.name for town in other.towns}):
            yield f"towns.csv：{_quoted(same)}也是{other.name}的镇街，请改为本区的"
        theirs = {unit.name for unit in other.units if stem in unit.name}
        if same := [unit.name for unit in profile.units if unit.name in theirs]:
            yield f"units.csv：{_quoted(same)}是{other.name}的单位，请改为本区的"


def _others(profile: Profile, folder: Path | None) -> Iterator[Profile]:
    """Yield the other districts of the folder, and those that come with the program: a profile is copied from these."""
    seen = {profile.id}
    for place in dict.fromkeys([folder or districts_folder(), DISTRICTS]):
        for id in sorted({*district_ids(place)} - seen):
            seen.add(id)
            try:
                yield load_profile(id, place)
            except ProfileError:
                continue  # is told when that district is checked


def _prefixes(profile: Profile) -> Iterator[str]:
    if not any(profile.short_name in one for one in profile.name_prefixes):
        yield f"profile.toml，name_prefixes：没有一个带“{profile.short_name}”，项目名称前的区名去不掉，请补上"
    elsewhere = [
        f"{town.name}（{town.code}）"
        for town in profile.towns
        if town.code and not town.code.startswith(profile.region_code)
    ]
    if elsewhere:
        yield f"towns.csv，code：{'、'.join(elsewhere)} 不以本区代码 {profile.region_code} 开头，请查是否从别区抄来"


def _names_of_two(profile: Profile) -> Iterator[str]:
    for file, entries in (("units.csv", profile.units), ("towns.csv", profile.towns)):
        whose: dict[str, set[str]] = {}
        for entry in entries:
            for name in (entry.name, *entry.aliases):
                whose.setdefault(name, set()).add(entry.name)
        for name, owners in whose.items():
            if len(owners) > 1:
                yield f"{file}：“{name}”同时指{_quoted(sorted(owners))}，请只留一处"


def _leagues(profile: Profile) -> Iterator[str]:
    if not profile.units:
        yield "units.csv：没有单位，表中的责任单位都不认识，也没有排名。请列出本区责任单位"
        return
    without = [unit.name for unit in profile.units if unit.is_ranked and not profile.league(unit.name, date.max)]
    if without:
        yield f"units.csv，league：{_quoted(without)}没有组别，不进任何排名。请填组别，或把 is_ranked 填 否"
    known = {unit.name for unit in profile.units}
    for rule in profile.leagues:
        if strange := sorted({name for members in rule.members.values() for name in members} - known):
            yield f"profile.toml，leagues.members：{_quoted(strange)}不在 units.csv 里，请改正名称或补上单位"
    for unit in profile.units:
        if strange := sorted({*unit.predecessors} & known):
            yield f"units.csv，predecessors：{unit.name}的前身{_quoted(strange)}仍列为单位，请删去一处"


def _rules(profile: Profile) -> Iterator[str]:
    for name, rules in _versions(profile).items():
        for number, rule in enumerate(rules, start=1):
            where = f"profile.toml，{name} 第 {number} 条"
            if rule.valid_from and rule.valid_to and rule.valid_from >= rule.valid_to:
                yield f"{where}：valid_to 不晚于 valid_from，从不生效。请改正日期"
        if name in LISTS_OF_RULES:
            continue
        for number, (before, after) in enumerate(pairwise(rules), start=1):
            starts = after.valid_from is None or (
                before.valid_from is not None and after.valid_from <= before.valid_from
            )
            ends = after.valid_to is None or (before.valid_to is not None and after.valid_to >= before.valid_to)
            if starts and ends:
                yield (
                    f"profile.toml，{name} 第 {number} 条：被第 {number + 1} 条完全盖住，从不生效。"
                    "请写上 valid_from、valid_to，或删去"
                )


def off(profile: Profile) -> list[str]:
    """Return the names of rules that no version of holds: written, but off."""
    return [name for name, rules in _versions(profile).items() if not any(rule.enabled for rule in rules)]


def _unknown_units(profile: Profile, store: Path | None) -> Iterator[str]:
    try:
        rows = connect(store).cursor().execute(UNKNOWN_UNITS, {"district": profile.id}).fetchall()
    except (WarehouseMissing, WarehouseBroken, LedgerTooNew):
        return
    known = {name for unit in profile.units for name in (unit.name, *unit.aliases, *unit.predecessors)}
    if unknown := [name for (name,) in rows if name not in known]:
        yield f"units.csv：已载入的表里有不认识的单位{_quoted(unknown)}，请补成单位，或写进某单位的 aliases"


def _versions(profile: Profile) -> dict[str, list[Rule]]:
    found = {name: getattr(profile, name) for name in type(profile).model_fields}
    return {
        name: list(value)
        for name, value in found.items()
        if isinstance(value, tuple) and value and isinstance(value[0], Rule)
    }


def _all_rules(profile: Profile) -> Iterator[Rule]:
    for rules in _versions(profile).values():
        yield from rules


def _stem(name: str) -> str:
    """Return a district's name as articles and units cite it: 某某区 → 某某."""
    ending = next((one for one in TYPES_OF_PLACE if name.endswith(one) and len(name) > len(one) + 1), "")
    return name.removesuffix(ending)


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
