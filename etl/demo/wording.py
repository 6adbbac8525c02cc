"""How offices write the same thing: dates, percents, amounts, names and units in their many forms."""

from datetime import date
from decimal import Decimal

from etl.demo.projects import Project
from etl.demo.sheets import Cell
from etl.demo.story import Story

FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def date_text(day: date | None, form: int) -> Cell:
    """Write a month in one of the forms offices use: 2026.3, 2026年3月, 202603, an Excel date, 2026-03."""
    if day is None:
        return None
    return (
        f"{day.year}.{day.month}",
        f"{day.year}年{day.month}月",
        day.year * 100 + day.month,
        day,
        f"{day.year}-{day.month:02d}",
    )[form % 5]


def start_text(day: date | None, is_by_day: bool, form: int) -> Cell:
    """Write an actual date, with its day where the project knows it."""
    if day is None or not is_by_day:
        return date_text(day, form if form % 5 != 3 else 0)
    return (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day,
        day,
        f"{day.year}-{day.month:02d}-{day.day:02d}",
    )[form % 5]


def percent(share: int | None, form: int) -> Cell:
    """Write a percent as 0.35, 35 or "35%"."""
    if share is None:
        return None
    return (share / 100, share, f"{share}%")[form % 3]


def in_yi(amount: Decimal) -> Decimal:
    """Convert 万元 to 亿元."""
    return amount / 10000


def full_width(value: Cell) -> Cell:
    """Write a number in full-width digits, as text."""
    return str(value).translate(FULL_WIDTH) if isinstance(value, int | Decimal) else value


def with_break(p: Project, turn: int) -> str:
    """Return the name, in some sheets with a line break in it or with half-width brackets."""
    if (p.key + turn) % 29 == 0:
        return f"{p.name[:6]}\n{p.name[6:]}"
    if (p.key + turn) % 23 == 0:
        return p.name.replace("（", "(").replace("）", ")")
    return p.name


def say_unit(story: Story, p: Project, turn: int) -> str:
    """Return the responsible unit, in some sheets by another name of it."""
    unit = next((unit for unit in story.profile.units if unit.name == p.unit), None)
    if unit and unit.aliases and (p.key + turn) % 17 == 0:
        return unit.aliases[0]
    return p.unit
