"""The columns of a drawn table: headings from parent to child, and what each cell below them shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.etl.layouts import words
from tests.etl.layouts.truth import Project, Truth

SCALE = {"万元": Decimal(1), "亿元": Decimal(10000), "元": Decimal("0.0001"), "千元": Decimal("0.1")}
QUARTERS = "一二三四"


@dataclass(frozen=True)
class Column:
    """One column; ``role`` is whose figure stands in it, "" where it is text."""

    path: tuple[str, ...]
    role: str
    cell: Callable[[Project], Any]
    is_money: bool = False
    unit: str = ""  # what its amounts are written in
    form: str = ""  # of a rate: how it is written

    def under(self, parent: str) -> "Column":
        """Return it below one more heading."""
        return replace(self, path=(parent, *self.path))


def fill_in(text: str, truth: Truth, **more: object) -> str:
    """Put year, month and what else is known into a heading."""
    month = truth.month
    values = {"Y": truth.year, "L": truth.year - 1, "N": truth.year + 1, "m": month, "b": month - 1, "n": month % 12 + 1,
              "q": QUARTERS[(month - 1) // 3], "count": len(truth.projects)}  # fmt: skip
    return text.format_map(values | more)


def draw_columns(chance: Random, truth: Truth, unit: str, total_unit: str) -> list[Column]:
    """Draw the columns of a table, from the serial number to the remarks."""
    draw = {"dispatch": _dispatch, "annual_plan": _plan, "statistics_return": _statistics}[truth.kind]
    blocks = draw(chance, truth)
    if chance.random() < 0.4:
        chance.shuffle(blocks)
    rate = chance.choice(("number", "text", "fraction"))  # 85.2, “85.2%”, 0.852 shown as a percentage
    columns = [_serial(chance), *_names(chance)]
    columns += [_in_units(column, unit, total_unit, rate) for block in blocks for column in block]
    texts = chance.sample(words.TEXTS, chance.choice((0, 1, 1, 2, 3)))
    columns += [Column((name,), "", lambda _, said=said: chance.choice(said)) for name, said in texts]
    if chance.random() < 0.06:
        columns.insert(chance.randrange(2, len(columns) + 1), Column(("",), "", lambda _: ""))  # an empty column
    return columns[1:] if chance.random() < 0.1 else columns


def _serial(chance: Random) -> Column:
    return Column((chance.choice(words.SERIAL),), "serial", lambda _: "")


def _names(chance: Random) -> list[Column]:
    has_breaks = chance.random() < 0.08
    columns = [Column((chance.choice(words.NAME),), "name", lambda one: _broken(one.name) if has_breaks else one.name)]
    if chance.random() < 0.7:
        columns.append(Column((chance.choice(words.UNIT),), "unit", lambda project: project.unit))
    if chance.random() < 0.3:
        columns.insert(chance.choice((0, 1)), Column((chance.choice(words.BATCH),), "batch", lambda one: one.batch))
    return columns


def _broken(name: str) -> str:
    """Return a name with a line break in it."""
    return f"{name[:3]}\n{name[3:]}"


def _dispatch(chance: Random, truth: Truth) -> list[list[Column]]:
    blocks: list[list[Column]] = []
    parents = [block for block in words.PARENTS if any(role in ("ytd", "cum", "month") for _, role in block[1])]
    others = [block for block in words.PARENTS if block not in parents]
    way = chance.random()
    if way < 0.45:
        blocks.append(_parent(truth, chance.choice(parents)))
    elif way < 0.55:
        blocks.append(_months(chance, truth))
    has_done = bool(_roles(blocks) & {"ytd", "month", "month:1"})
    _add(blocks, chance, truth, "ytd", 0.95 if has_done else 1.0)
    for role, share in (("total", 0.8), ("plan", 0.8), ("month", 0.4), ("cum", 0.45), ("last", 0.25)):
        _add(blocks, chance, truth, role, share)
    if chance.random() < 0.35:
        block = _parent(truth, chance.choice(others))
        if not _roles([block]) & _roles(blocks):
            blocks.append(block)
    for role in chance.sample(sorted(words.BESIDE), chance.choice((0, 0, 1, 1, 2, 3))):
        if role not in _roles(blocks) and not (role == "ytd_before" and truth.month == 2):
            blocks.append([_money(chance, truth, words.BESIDE[role], role)])
    blocks.sort(key=lambda block: _order(block[0].role))
    for role, (part, whole, names) in words.RATES.items():
        if {part, whole} <= _roles(blocks) and role not in _roles(blocks) and chance.random() < 0.4:
            place = next(at for at, block in enumerate(blocks) if part in _roles([block]))
            blocks.insert(place + 1, [_rate(role, chance.choice(names))])
    if chance.random() < 0.15:
        parent = chance.choice(words.GRANDPARENTS)
        blocks = [[column.under(parent) for column in block] if len(block) > 1 else block for block in blocks]
        if chance.random() < 0.25:
            blocks = [[one.under("重点项目") if len(one.path) > 2 else one for one in block] for block in blocks]
    return blocks


def _plan(chance: Random, truth: Truth) -> list[list[Column]]:
    blocks: list[list[Column]] = []
    _add(blocks, chance, truth, "total", 0.9)
    _add(blocks, chance, truth, "last", 0.4)
    _add(blocks, chance, truth, "plan", 1.0)
    for role in chance.sample(["next_year", "funds", "bonds", "last_year"], chance.choice((0, 1, 2))):
        blocks.append([_money(chance, truth, words.BESIDE[role], role)])
    if chance.random() < 0.2:
        months = [_column((f"{number}月",), f"plan:{number}") for number in range(1, 13)]
        blocks.append([month.under(f"{truth.year}年分月计划投资") for month in months])
    return blocks


def _statistics(chance: Random, truth: Truth) -> list[list[Column]]:
    names, blocks = words.STATISTICS, [[]]
    blocks = [[_money(chance, truth, names["total"], "total")], [_money(chance, truth, names["cum"], "cum")]]
    done = [_money(chance, truth, names["ytd"], "ytd")]
    if chance.random() < 0.6:
        done += [
            _column((chance.choice(names[role]),), role)
            for role in ("construction", "installation", "equipment", "other")
        ]
    blocks.append(done)
    for role, share in (("month", 0.5), ("last_year", 0.2)):
        if chance.random() < share:
            blocks.append([_money(chance, truth, names[role], role)])
    return blocks


def _add(blocks: list[list[Column]], chance: Random, truth: Truth, role: str, share: float) -> None:
    if role not in _roles(blocks) and chance.random() < share:
        blocks.append([_money(chance, truth, words.FLAT[role], role)])


def _roles(blocks: list[list[Column]]) -> set[str]:
    return {column.role for block in blocks for column in block}


def _parent(truth: Truth, block: tuple[str, list[tuple[str, str]]]) -> list[Column]:
    parent, children = block
    columns = []
    for name, role in children:
        path = (fill_in(parent, truth), fill_in(name, truth))
        columns.append(_rate(role, path[1]).under(path[0]) if role in words.RATES else _column(path, role))
    return columns


def _months(chance: Random, truth: Truth) -> list[Column]:
    """Months side by side, up to this one or of the whole year."""
    parent = chance.choice(
        [f"{truth.year}年各月完成投资", "分月完成投资", f"{truth.year}年完成投资", "各月实际完成投资"]
    )
    last = chance.choice((truth.month, 12))
    columns = []
    for number in range(1, last + 1):
        column = _column((parent, f"{number}月"), f"month:{number}")
        columns.append(column if number <= truth.month else replace(column, role="", cell=lambda _: ""))
    return columns


def _money(chance: Random, truth: Truth, names: list[str], role: str) -> Column:
    return _column((fill_in(chance.choice(names), truth),), role)


def _column(path: tuple[str, ...], role: str) -> Column:
    return Column(path, role, lambda project: project.amounts[role], is_money=True)


def _rate(role: str, name: str) -> Column:
    part, whole, _ = words.RATES[role]

    def cell(project: Project) -> Decimal | str:
        below = project.amounts[whole]
        return project.amounts[part] / below - (role == "growth") if below else ""

    return Column((name,), role, cell, form="number")


def _in_units(column: Column, unit: str, total_unit: str, rate: str) -> Column:
    if column.is_money:
        return replace(column, unit=total_unit if column.role == "total" else unit)
    if column.form:
        is_said = rate != "number" or "%" in column.path[-1]
        path = column.path if is_said else (*column.path[:-1], column.path[-1] + "（%）")
        return replace(column, path=path, form=rate)
    return column


def _order(role: str) -> int:
    usual = ["total", "last", "plan", "aim", "month:1", "month", "ytd", "cum"]
    return usual.index(role) if role in usual else len(usual)


def shown(column: Column, project: Project) -> Any:  # noqa: ANN401
    """Return what stands in a project's cell."""
    value = column.cell(project)
    if value == "":
        return ""
    if column.is_money:
        return in_unit(value, column.unit)
    if column.form == "number":
        return round(value * 100, 1)
    return f"{value * 100:.1f}%" if column.form == "text" else round(value, 3) if column.form else value


def in_unit(amount: Decimal, unit: str) -> Decimal:
    """Return 万元 in another unit, without an exponent."""
    return Decimal(f"{(amount / SCALE[unit]).normalize():f}")
