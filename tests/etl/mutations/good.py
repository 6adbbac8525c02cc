"""Good sheets of every common kind, made by chance, and for each cell what it means: the truth that mutations are held to."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tests.etl.mutations.draft import Draft, Row
from tests.etl.mutations.kinds import CODE, KINDS, NAME, NAMELESS, Column
from tests.etl.mutations.wide import SHEETS

UNITS = ("区住建局", "区交通运输局", "区教育局", "区工信局")
STEPS = ("用地预审", "环评批复", "施工许可")
TIERS = {"1年期待建库": "ready_1y", "3年期预备库": "prepare_3y", "5年期谋划库": "idea_5y"}
DRAWN = {kind: (kind, *drawn) for kind, drawn in KINDS.items()} | SHEETS
FACTORS = {"": 1, "万元": 1, "亿元": 10000, "元": Decimal("0.0001")}


def draw(chance: Random) -> Draft:
    """Draw a good sheet."""
    return draw_sheet(chance.choice(list(DRAWN)), chance)


def draw_sheet(name: str, chance: Random, first: int = 0) -> Draft:
    """Draw a good sheet; its projects are numbered from ``first``."""
    kind, title, columns = DRAWN[name]
    columns = [Column(**vars(column)) for column in [*([] if kind in NAMELESS else [CODE, NAME]), *columns]]
    rows, meant = [], {}
    for project in range(first, first + chance.randint(3, 9)):
        total = Decimal(chance.randrange(300_000, 9_000_000)) / 100
        cells = []
        for column in columns:
            value = _value(column, project, total, chance)
            meant[project, column.field] = TIERS.get(value, value)
            cells.append(written(value, column))
        rows.append(Row(cells, project))
    return Draft(kind, [title], columns, rows, meant)


def draw_beside(chance: Random) -> Draft:
    """Draw a good sheet that stands on the same sheet as another: other projects, of any kind."""
    return draw_sheet(chance.choice(list(DRAWN)), chance, first=100)


def _value(column: Column, project: int, total: Decimal, chance: Random) -> Any:
    if column.how == "money":  # parts of the total that no screen stumbles over
        if "total" in column.field:
            return total
        share = {"cumulative_wan": 90, "cumulative_booked_wan": 90, "annual_plan_wan": 40}.get(column.field, 30)
        return (total * share / 100 * chance.randrange(50, 100) / 100).quantize(Decimal("0.01"))
    made = {
        "code": f"2601-430211-04-01-{100000 + project:06d}",
        "name": f"第{project:04d}号{chance.choice(['道路', '学校', '厂房', '管网'])}项目（一期）",
        "unit": chance.choice(UNITS),
        "date": date(chance.randint(2024, 2025), chance.randint(1, 12), chance.randint(1, 28)),
        "day": date(chance.randint(2024, 2025), chance.randint(1, 12), chance.randint(1, 28)),
        "tick": chance.random() < 0.3,
        "month": date(chance.randint(2024, 2025), chance.randint(1, 12), 1),
        "percent": chance.randint(2, 100) / 100,
        "text": f"事由{project}：{chance.choice(['用地未批', '资金到位，正在推进', '管线迁改滞后'])}",
        "step": chance.choice(STEPS),
        "tier": chance.choice(list(TIERS)),
        "days": chance.choice([3, 5, 10, 15]),
        "paper": f"天重办〔2026〕{project + 1}号",
    }
    return made[column.how]


def written(value: Any, column: Column) -> Any:
    """Return the value as its column writes it."""
    if column.how == "money":
        return float(value / Decimal(FACTORS[column.unit]))
    if column.how == "percent":
        return float(round(value * 100))
    if column.how == "tick":
        return "是" if value else "否"
    return f"{value:%Y-%m}" if column.how == "month" else value
