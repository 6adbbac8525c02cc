"""What offices and programs do to sheets. Each changes how a thing is said, or makes it unreadable and says so (``gone``).

None may change what a readable cell means: whatever is loaded afterwards is the truth, or stands in the report.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from etl.intake.kinds import kinds
from etl.intake.text import UNCALCULATED
from tests.etl.mutations.draft import Draft, Row
from tests.etl.mutations.good import FACTORS, UNITS, written
from tests.etl.mutations.kinds import Column
from tests.etl.mutations.wide import thing_of

Mutation = Callable[[Draft, Random], None]
GARBAGE = (
    "约一百",
    "见附件",
    "#REF!",
    "#DIV/0!",
    "2026-13",
    "？？",
    "1.2.3",
    "12,34",
    "<b>",
    "=1+1",
    "\x07",
    "abc",
    UNCALCULATED,
)
HEADINGS = ("一、续建项目（{n}个）", "（二）新开工项目", "二、新开工项目（{n}个）", "三、市级项目")
NOTES = ("注：本表按月填报。", "填表人：张三", "说明：数据为累计数", "制表：李四　审核：王五")
UNKNOWN = ("栏目甲", "补充信息", "其它事项说明栏", "ABC", "")


def rows_shuffled(draft: Draft, chance: Random) -> None:
    chance.shuffle(draft.rows)


def columns_shuffled(draft: Draft, chance: Random) -> None:
    order = list(range(len(draft.columns)))
    chance.shuffle(order)
    draft.columns = [draft.columns[place] for place in order]
    for row in draft.rows:
        row.cells = [row.cells[place] for place in order]


def columns_added(draft: Draft, chance: Random) -> None:
    draft.empty_columns += chance.randint(1, 3)


def numbered(draft: Draft, _chance: Random) -> None:
    draft.columns.insert(0, Column("序号", "", "number"))
    for number, row in enumerate(draft.rows, start=1):
        row.cells.insert(0, float(number) if row.project is not None else "")


def headings(draft: Draft, chance: Random) -> None:
    for _ in range(chance.randint(1, 2)):
        text = chance.choice(HEADINGS).format(n=len(draft.rows))
        _put(draft, chance, [text] + [""] * (len(draft.columns) - 1))


def totals(draft: Draft, chance: Random) -> None:
    cells: list[Any] = []
    for place, column in enumerate(draft.columns):
        amounts = [row.cells[place] for row in draft.projects()]
        sums = column.how == "money" and all(isinstance(amount, float) for amount in amounts)
        cells.append(sum(amounts) if sums else "")
    place = next((place for place, column in enumerate(draft.columns) if column.how in ("name", "code", "unit")), 0)
    cells[place] = chance.choice(["合计", "合  计", "总计", f"共计（{len(draft.projects())}个）"])
    draft.rows.insert(chance.choice([0, len(draft.rows)]), Row(cells))


def notes(draft: Draft, chance: Random) -> None:
    draft.rows.append(Row([chance.choice(NOTES)] + [""] * (len(draft.columns) - 1)))


def blank_rows(draft: Draft, chance: Random) -> None:
    for _ in range(chance.randint(1, 3)):
        _put(draft, chance, [""] * len(draft.columns))


def header_repeated(draft: Draft, chance: Random) -> None:
    if not any(column.parent for column in draft.columns):
        _put(draft, chance, [column.header for column in draft.columns])
        next(row for row in draft.rows if row.cells == [column.header for column in draft.columns]).is_header = True


def _put(draft: Draft, chance: Random, cells: list[Any]) -> None:
    draft.rows.insert(chance.randint(0, len(draft.rows)), Row(cells))


def titles_added(draft: Draft, chance: Random) -> None:
    draft.above.insert(0, chance.choice(["附件1", "", "内部资料"]))
    draft.above.append(chance.choice(["填报单位：区发展和改革局", "填报日期：2026年10月8日", ""]))


def label_by_another_name(draft: Draft, chance: Random) -> None:
    column = chance.choice([column for column in draft.columns if column.is_known and column.field])
    known = kinds()[draft.kind]
    names = [name for name in known.names_of(column.field) if "{" not in name and "·" not in name]
    if names and "月" not in column.label and "年" not in column.label:
        column.label = chance.choice(names)
        # a name that another column bears, too, is nobody's for certain
        if sum(other.label == column.label for other in draft.columns) > 1:
            column.is_known = False


def label_unknown(draft: Draft, chance: Random) -> None:
    # whatever stands under a parent of things is one
    column = chance.choice([column for column in draft.columns if not (column.parent and thing_of(column.field))])
    column.label, column.unit, column.is_known = chance.choice(UNKNOWN), "", False


def label_spelled_oddly(draft: Draft, chance: Random) -> None:
    column = chance.choice(draft.columns)
    if len(column.label) > 2:
        cut = chance.randint(1, len(column.label) - 1)
        odd = chance.choice(["\n", " ", "　"])
        if not (column.label[cut - 1].isdigit() and column.label[cut].isdigit()):
            column.label = column.label[:cut] + odd + column.label[cut:]


def labels_under_a_parent(draft: Draft, _chance: Random) -> None:
    for column in draft.columns:
        if column.how == "date" and not thing_of(column.field):
            column.parent = "时间安排"


def columns_merged_by_unit(draft: Draft, chance: Random) -> None:
    """Sort by unit, and merge the unit's cell over its rows."""
    place = draft.place("unit", chance)
    field = draft.columns[place].field if place is not None else None
    rows = draft.projects()
    if field not in kinds()[draft.kind].fill_merged or len(rows) != len(draft.rows) or "rows_twice" in draft.done:
        return
    unit = chance.choice(UNITS)
    first, last = sorted(chance.sample(range(len(rows)), 2))
    for at in range(first, last + 1):
        draft.meant[rows[at].project, field] = unit
        rows[at].cells[place] = unit if at == first else ""
        draft.gone.discard((rows[at].project, field))
    draft.merged.append((first, place, last, place))


def unit_of_a_column(draft: Draft, chance: Random) -> None:
    place = draft.place("money", chance)
    if place is None or not draft.columns[place].unit:
        return
    column = draft.columns[place]
    column.unit = chance.choice(["元", "亿元", "万元"])
    _write_anew(draft, place)


def unit_in_the_note(draft: Draft, chance: Random) -> None:
    unit = chance.choice(["元", "亿元", "万元"])
    places = [place for place, column in enumerate(draft.columns) if column.how == "money"]
    if not places or any("单位" in text for text in draft.above):
        return
    draft.above.append(f"单位：{unit}")
    for place in places:
        draft.columns[place].unit = unit
        _write_anew(draft, place)
        draft.columns[place].unit = ""


def unit_in_the_cell(draft: Draft, chance: Random) -> None:
    for row, place, meant in _some(draft, chance, "money"):
        unit = chance.choice(["万元", "亿元", "元", "亿"])
        factor = Decimal(FACTORS[unit if unit.endswith("元") else f"{unit}元"])
        row.cells[place] = f"{(meant / factor).normalize():f}{unit}"


def _write_anew(draft: Draft, place: int) -> None:
    for row in draft.projects():
        if (row.project, draft.columns[place].field) not in draft.gone:
            row.cells[place] = written(draft.meant[row.project, draft.columns[place].field], draft.columns[place])
    for row in draft.rows:
        if row.project is None:
            row.cells[place] = ""


def numbers_as_text(draft: Draft, chance: Random) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for row, place, _ in _some(draft, chance, "money"):
        cell = row.cells[place]
        if isinstance(cell, float):
            text = format(Decimal(repr(cell)), "f")
            row.cells[place] = chance.choice(
                [text, f" {text} ", text.translate(wide), f"{Decimal(text):,}", f"¥{text}", f"'{text}".strip("'")]
            )


def percents_as_text(draft: Draft, chance: Random) -> None:
    for row, place, meant in _some(draft, chance, "percent"):
        row.cells[place] = chance.choice([f"{meant:.0%}", f"{round(meant * 100)}％", f"{round(meant * 100)} %"])


def dates_retyped(draft: Draft, chance: Random) -> None:
    for row, place, meant in [*_some(draft, chance, "date"), *_some(draft, chance, "day")]:
        row.cells[place] = chance.choice(
            [
                f"{meant:%Y-%m-%d}",
                f"{meant:%Y/%m/%d}",
                f"{meant:%Y.%m.%d}",
                f"{meant.year}年{meant.month}月{meant.day}日",
                f"{meant:%Y%m%d}",
                f"{meant:%Y-%m-%d} 00:00:00",
                float((meant - date(1899, 12, 30)).days),
            ]
        )


def months_retyped(draft: Draft, chance: Random) -> None:
    for row, place, meant in _some(draft, chance, "month"):
        row.cells[place] = chance.choice(
            [
                f"{meant.year}年{meant.month}月",
                f"{meant.year}.{meant.month:02d}",
                f"{meant:%Y%m}",
                f"{meant:%Y/%m}",
                meant,
            ]
        )


def names_spelled_oddly(draft: Draft, chance: Random) -> None:
    for row, place, meant in _some(draft, chance, "name"):
        cut = chance.randint(1, len(meant) - 1)
        row.cells[place] = chance.choice(
            [meant.replace("（", "(").replace("）", ")"), f"　{meant}", f"{meant}\n", meant[:cut] + "\n" + meant[cut:]]
        )


def codes_spelled_oddly(draft: Draft, chance: Random) -> None:
    for row, place, meant in _some(draft, chance, "code"):
        row.cells[place] = chance.choice([meant.replace("-", "—"), f" {meant}", meant.replace("-", "－"), f"{meant}\n"])


def cells_emptied(draft: Draft, chance: Random) -> None:
    for _ in range(chance.randint(1, 4)):
        row, place = chance.choice(draft.projects()), chance.randrange(len(draft.columns))
        column = draft.columns[place]
        if column.how not in ("name", "step") and not any(left <= place <= right for _, left, _, right in draft.merged):
            row.cells[place] = chance.choice(["", "—", "/", None])
            draft.gone.add((row.project, column.field))


def garbage(draft: Draft, chance: Random) -> None:
    for _ in range(chance.randint(1, 4)):
        row, place = chance.choice(draft.projects()), chance.randrange(len(draft.columns))
        column = draft.columns[place]
        # in a text any word is a value; 12,34 is an amount that nobody can know to be another
        if column.how in ("money", "date", "month", "percent", "code"):
            row.cells[place] = chance.choice(GARBAGE)
            draft.gone.add((row.project, column.field))


def booleans(draft: Draft, chance: Random) -> None:
    for row, place, _ in _some(draft, chance, chance.choice(["money", "date", "percent", "code"])):
        row.cells[place] = chance.choice([True, False])
        draft.gone.add((row.project, draft.columns[place].field))


def names_gone(draft: Draft, chance: Random) -> None:
    place = draft.place("name", chance)
    if place is not None:
        row = chance.choice(draft.projects())
        row.cells[place] = chance.choice(["", "—", "123", "#REF!", "？"])
        draft.gone.add((row.project, "project_name"))


def rows_hidden(draft: Draft, chance: Random) -> None:
    for row in chance.sample(draft.rows, min(2, len(draft.rows))):
        row.is_hidden = True


def rows_twice(draft: Draft, chance: Random) -> None:
    row = chance.choice(draft.projects())
    draft.rows.append(Row(list(row.cells), row.project))


def _some(draft: Draft, chance: Random, how: str) -> list[tuple[Row, int, Any]]:
    """Return some cells of a sort that can still be read: row, place, and what they mean."""
    places = [place for place, column in enumerate(draft.columns) if column.how == how and column.field]
    found = [
        (row, place, draft.meant[row.project, draft.columns[place].field])
        for row in draft.projects()
        for place in places
        if (row.project, draft.columns[place].field) not in draft.gone and row.cells[place] not in ("", None)
    ]
    return chance.sample(found, chance.randint(1, len(found))) if found else []


MUTATIONS: tuple[Mutation, ...] = tuple(
    value
    for name, value in list(globals().items())
    if callable(value) and getattr(value, "__module__", "") == __name__ and not name.startswith("_") and name.islower()
)


def damage(draft: Draft, chance: Random) -> None:
    """Do one to five things to a sheet."""
    chosen = chance.sample(MUTATIONS, chance.randint(1, 5))
    for mutation in sorted(
        chosen, key=lambda mutation: mutation is columns_merged_by_unit
    ):  # it fixes where rows stand
        mutation(draft, chance)
        draft.done.append(mutation.__name__)
