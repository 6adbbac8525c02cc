"""What a district builds and who builds it: themes, units, offices and invented names for the demo data.

Read from ``<district>.toml`` beside this file. Companies and projects are made up from coined syllables.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MAKERS = "澜岱珩砺瀚栩朔璟蔚骞霁峤翊垣湛"
MARKS = "岑拓衡屹曜垚钧穆禾辰峻钰樾煦砚"
COMPANIES = ("科技", "实业", "装备", "新材料", "能源", "产业发展")

PROBLEMS = (
    "征地拆迁尚余{n}户未签约，影响场地移交",
    "施工图审查意见未闭合，计划下月底前完成",
    "项目资金到位不足，正对接银行办理贷款",
    "用地手续组卷报批中，需协调加快审批",
    "10kV电力线路迁改未完成，需供电公司支持",
    "雨季影响土方外运，已增加机械赶工",
    "设备订货周期延长，安装滞后约{n}天",
)
STAGES = (
    (0, "开展场地平整及临建搭设"),
    (5, "桩基施工"),
    (15, "基础及地下结构施工"),
    (35, "主体结构施工，完成总工程量的{p}%"),
    (60, "主体封顶，二次结构及外立面施工"),
    (80, "设备安装与室外管网施工"),
    (93, "收尾及分项验收"),
    (100, "已完工"),
)
RETURNED = (
    "施工合同与中标通知书金额不一致",
    "缺现场照片（打桩或设备到位）",
    "项目代码与备案证不符",
    "未提供施工许可证",
)


@dataclass(frozen=True)
class Theme:
    """A kind of project: how often, who answers for it, what it is called and how large it is."""

    name: str  # 所属行业
    weight: int
    category: str
    industry_code: str
    leader: str
    units: list[str]
    things: list[str]
    is_private: bool
    largest_wan: int


@dataclass(frozen=True)
class Setting:
    """What the demo knows of one district beside its profile."""

    themes: list[Theme]
    places: list[str]
    area_of: dict[str, str]  # special area → the unit or industry whose projects lie there
    builders: list[str]  # 区属业主
    behind: list[str]
    ahead: list[str]
    completion_2026: float  # Σ上报 / Σ计划 at the end of September 2026
    booked_share: float
    unknown_unit: str
    unknown_town: str
    unknown_batch: str
    neighbour_code: str  # 行政区划代码 of a district next door


def demo_districts() -> list[str]:
    """Return the ids of the districts the demo is written for."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def setting(district: str) -> Setting:
    """Read one district's demo setting."""
    values = tomllib.loads((HERE / f"{district}.toml").read_text(encoding="utf-8"))
    return Setting(**values | {"themes": [Theme(**theme) for theme in values["themes"]]})
