"""A minimal profile of a new district: what must be known of it, everything else as a marked default."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.common_profile import COMMON
from data.profile_tables import TABLES

KINDS = {  # how a unit's name ends → its kind
    "镇": "镇（街道）", "乡": "镇（街道）", "街道": "镇（街道）", "街道办": "镇（街道）", "街道办事处": "镇（街道）",
    "集团": "区属国企", "公司": "区属国企", "园区": "园区", "管委会": "园区", "分局": "市驻区单位",
}  # fmt: skip
OTHER_KIND = "区直部门"
NOT_RANKED = "统计局"
BATCHES = (
    ("竣工", "completion", ("竣工项目", "计划竣工")),
    ("续建", "continuing", ("续建项目",)),
    ("新开工", "new_start", ("新开工项目", "计划新开工")),
    ("重点前期", "preliminary", ("前期", "前期项目", "加快前期")),
)
RULES = (COMMON / "profile.toml").read_text(encoding="utf-8").partition("\n# 规则\n")[2]


@dataclass(frozen=True)
class Answers:
    """What a person says of a new district."""

    id: str
    name: str
    short_name: str
    region_code: str
    title: str = "（尚无本区办法）"
    status: str = "未制定"
    units: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


def write(place: Path, answers: Answers) -> list[Path]:
    """Write the folder of a new district.

    Raises:
        FileExistsError: the folder is there; nothing is touched.
    """
    place.mkdir(parents=True)
    files = {
        "profile.toml": _profile(answers),
        "units.csv": _csv("units.csv", [_unit(name) for name in answers.units]),
        "towns.csv": _csv("towns.csv", [{"name": name} for name in answers.towns]),
    }
    for name, text in files.items():
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"  # Excel takes a csv without a mark for GBK
        (place / name).write_text(text, encoding=encoding, newline="\n")
    return [place / name for name in files]


def _profile(answers: Answers) -> str:
    prefixes = list(dict.fromkeys([answers.name, answers.short_name]))
    head = {
        "id": answers.id,
        "name": answers.name,
        "short_name": answers.short_name,
        "region_code": answers.region_code,
        "name_prefixes": prefixes,
    }
    lines = [f"# {answers.name}：规则与口径。各文件、各列的说明见 docs/districts.md。"]
    lines += [f"{key} = {_toml(value)}" for key, value in head.items()]
    lines += ["", "[text]", f"title = {_toml(answers.title)}", f"status = {_toml(answers.status)}"]
    for name, yardstick, aliases in BATCHES:
        lines += ["", "[[batches]]", f"name = {_toml(name)}", f"yardstick = {_toml(yardstick)}"]
        lines += [f"aliases = {_toml(list(aliases))}", 'article = "默认"', 'origin = "default"']
    return "\n".join(lines) + "\n" + RULES


def _unit(name: str) -> dict[str, str]:
    kind = next((kind for ending, kind in KINDS.items() if name.endswith(ending)), OTHER_KIND)
    if name.endswith(NOT_RANKED):
        return {"name": name, "kind": kind, "is_ranked": "否"}
    return {"name": name, "kind": kind, "league": kind, "is_ranked": "是"}


def _csv(file: str, rows: list[dict[str, str]]) -> str:
    columns = list(TABLES[file])
    return "\n".join([",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]) + "\n"


def _toml(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
