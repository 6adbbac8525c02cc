"""How offices write the same thing: dates, percents, amounts, names and units in their many forms."""

from dataclasses import dataclass
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


IN_YI = date(2024, 5, 1)  # this month's dispatch is in 亿元
IN_FULL_WIDTH = date(2024, 9, 1)  # this month's amounts are full-width text


@dataclass(frozen=True)
class Manner:
    """How a month's sheet is filled in."""

    at: date
    dates: int
    percents: int
    dash: str
    is_in_yi: bool
    is_full_width: bool

    @classmethod
    def of(cls, at: date) -> "Manner":
        """Return the manner of a month."""
        turn = at.year * 12 + at.month
        return cls(at, turn % 5, turn % 3, "～-—"[turn % 3], at == IN_YI, at == IN_FULL_WIDTH)

    @property
    def period(self) -> str:
        """The period as the header says it."""
        return f"1{self.dash}{self.at.month}月" if self.at.month > 1 else "1月"

    def money(self, amount: Decimal | int | None) -> Cell:
        """Write an amount."""
        if amount is None:
            return None
        if self.is_in_yi:
            return in_yi(Decimal(amount))
        return full_width(amount) if self.is_full_width else amount
