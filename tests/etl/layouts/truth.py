"""The figures that a drawn workbook is about: what every right reading of it must come to."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

CENT = Decimal("0.01")
UNITS = ("区住建局", "区交通运输局", "区教育局", "区商务局", "高科集团", "栗雨街道", "群丰镇", "三门镇")
BATCHES = ("续建", "新开工", "竣工")
PLACES = ("栗雨", "凿石", "群丰", "隆兴", "泰西", "三门", "雷打石", "马家河", "新马", "天台", "长江北路", "滨江")
WORKS = ("污水处理厂提标改造", "小学扩建", "标准厂房", "冷链物流中心", "安置房", "道路工程", "中医院综合楼", "湿地公园",
         "智能装备产业园", "停车场", "雨污分流改造", "农产品市场", "文化中心", "变电站", "老年公寓")  # fmt: skip


@dataclass(frozen=True)
class Project:
    """One project; amounts in 万元."""

    name: str
    unit: str
    batch: str
    amounts: dict[str, Decimal]  # by role: those of FIELDS, and what stands beside them
    physical: int  # percent

    def at(self, month: int) -> "Project":
        """Return the project as it stood at the end of an earlier month."""
        own = self.amounts
        upto = {number: sum((own[f"month:{one}"] for one in range(1, number + 1)), Decimal(0)) for number in range(13)}
        first = (month - 1) // 3 * 3
        changed = {
            "ytd": upto[month],
            "month": own[f"month:{month}"],
            "cum": own["last"] + upto[month],
            "quarter": upto[month] - upto[first],
            "ytd_before": upto[month - 1],
            "month_before": own[f"month:{max(month - 1, 1)}"],
            "left": own["plan"] - upto[month],
            "construction": upto[month] - own["installation"] - own["equipment"] - own["other"],
        }
        return replace(self, amounts=own | changed)


@dataclass(frozen=True)
class Truth:
    """What the workbook is about."""

    kind: str
    year: int
    month: int
    projects: list[Project]
    by_name: dict[str, Project] = field(default_factory=dict)

    def at(self, month: int) -> "Truth":
        """Return what is true in an earlier month of the year."""
        return replace(self, month=month, projects=[one.at(month) for one in self.projects], by_name={})

    def __post_init__(self) -> None:
        self.by_name.update({project.name: project for project in self.projects})


FIELDS = {  # kind → role → the field it must be read into
    "dispatch": {
        "total": "total_investment_wan",
        "plan": "annual_plan_wan",
        "ytd": "reported_ytd_wan",
        "month": "reported_month_wan",
        "last": "cumulative_last_year_wan",
        "cum": "cumulative_wan",
    },
    "annual_plan": {"total": "total_investment_wan", "plan": "annual_plan_wan"},
    "statistics_return": {
        "total": "planned_total_wan",
        "ytd": "booked_ytd_wan",
        "month": "booked_month_wan",
        "cum": "cumulative_booked_wan",
        "construction": "booked_construction_wan",
        "installation": "booked_installation_wan",
        "equipment": "booked_equipment_wan",
        "other": "booked_other_wan",
    },
}


def draw_truth(chance: Random, kind: str) -> Truth:
    """Draw projects and their figures; half the time whole 万元."""
    month = chance.randint(2, 12)
    step = Decimal(1) if chance.random() < 0.5 else CENT
    number = chance.choice((1, 2, 3, 5, 7, 9, 12)) if chance.random() < 0.9 else 30
    names: list[str] = []
    is_long = chance.random() < 0.05
    while len(names) < number:
        name = f"{chance.choice(PLACES)}{chance.choice(WORKS)}" + ("（二期）" if chance.random() < 0.1 else "")
        name = (
            f"株洲市天元区{name}及配套设施（含道路、管网、绿化、亮化、智能化、充电桩等附属工程）建设项目"
            if is_long
            else name
        )
        if name not in names:
            names.append(name)
    projects = [_project(chance, name, month, step) for name in names]
    return Truth(kind, 2026, month, projects)


def _project(chance: Random, name: str, month: int, step: Decimal) -> Project:
    def some(low: float, high: float) -> Decimal:
        return (Decimal(repr(chance.uniform(low, high))) / step).to_integral_value() * step

    size = chance.choice((300, 1200, 5000))
    months = {number: some(size / 40, size / 8) for number in range(1, 13)}
    if chance.random() < 0.15:
        months[month] = Decimal(0)
    ytd = sum((months[number] for number in range(1, month + 1)), Decimal(0))
    is_new = chance.random() < 0.25
    last = Decimal(0) if is_new else some(size / 2, size * 2)
    plan = some(float(ytd) * 1.02 + 5, float(ytd) * 1.8 + 30)
    same, quarter = some(float(ytd) * 0.6 + 3, float(ytd) * 1.3 + 4), (month - 1) // 3 * 3 + 1
    parts = [some(0, float(ytd) / 4) for _ in range(3)]
    amounts = {
        "total": last + plan + some(size / 4, size * 4),
        "plan": plan,
        "ytd": ytd,
        "month": months[month],
        "last": last,
        "cum": last + ytd,
        "aim": some(float(plan) * month / 13 + 1, float(plan) * month / 12 + 2),
        "aim_month": some(size / 39, size / 7),
        "forecast": some(float(plan) * 0.9, float(plan) * 1.2),
        "same": same,
        "same_month": some(size / 41, size / 9),
        "last_year": some(float(same) + 5, float(same) * 1.6 + 9),
        "last_year_plan": some(float(same) + 5, float(same) * 1.6 + 9),
        "quarter": sum((months[number] for number in range(quarter, month + 1)), Decimal(0)),
        "quarter_aim": some(size / 13, size / 3),
        "ytd_before": ytd - months[month],
        "month_before": months[max(month - 1, 1)],
        "next_month": some(size / 38, size / 6),
        "next_year": some(size / 2, size * 2),
        "funds": some(float(plan) / 3, float(plan)),
        "bonds": some(size / 20, size / 4),
        "left": plan - ytd,
        "construction": ytd - sum(parts, Decimal(0)),
        "installation": parts[0],
        "equipment": parts[1],
        "other": parts[2],
    }
    amounts |= {f"month:{number}": amount for number, amount in months.items()}
    planned = {f"plan:{number}": some(float(plan) / 15, float(plan) / 12.5) for number in range(1, 12)}
    amounts |= planned | {"plan:12": plan - sum(planned.values(), Decimal(0))}
    return Project(name, chance.choice(UNITS), chance.choice(BATCHES), amounts, chance.randint(3, 97))
