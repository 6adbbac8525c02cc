"""Sheets that are no table of projects: cards of label and value, and lists of people.

Cards are laid out as a table (``cards``); those whose cells cannot be told apart, and lists of people, are refused
whole, with the reason.
"""

from datetime import date
from functools import cache, lru_cache

from etl.intake.header_rows import FIGURE, SEARCHED_ROWS
from etl.intake.heading_words import not_needed
from etl.intake.kinds import kinds, words
from etl.intake.labels import label
from etl.intake.tables import HEADER_WORD
from etl.intake.text import plain
from etl.intake.workbook import Sheet, is_blank

CARD = (
    "是项目卡片（一格名目、一格内容），不是一行一个项目的表，没有载入：哪个数字属于哪一项不能保证读对。"
    "请把各项目填进调度表，一行一个项目"
)
TRANSPOSED = (
    "项目写在各列、名目写在各行（第 {row} 行是项目名称），不是一行一个项目，没有载入。"
    "请在 Excel 里“选择性粘贴—转置”成一行一个项目后再传"
)
PEOPLE = "像是通讯录（姓名、电话），没有项目的数字，没有载入，也不需要载入"
LONGEST_NAME = 10  # letters of a column's name
LEAST_SIDE_BY_SIDE = 2  # projects
LEAST_PAIRS = 2  # of a label and its content, beside the project's name


def refusal(sheet: Sheet) -> str | None:
    """Say why a sheet is no table of projects; None where it may be one."""
    row = transposed_at(sheet)
    if row is not None:
        return TRANSPOSED.format(row=row + 1)
    return CARD if is_card(sheet) else None


def transposed_at(sheet: Sheet) -> int | None:
    """Return the row of the projects' names where these stand side by side, each above its figures; None: nowhere.

    Below the label of the name further labels stand, and right of one of them numbers of several projects.
    """
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for at in (at for at, cell in enumerate(cells) if names_projects(cell)):
            beside = [cell for cell in cells[at + 1 :] if not is_blank(cell)]
            if len(beside) < LEAST_SIDE_BY_SIDE or any(map(is_label, beside)):
                continue
            below = sheet.rows[row + 1 : row + 1 + SEARCHED_ROWS]
            labelled = [line for line in below if is_label(line[at]) and not any(map(is_label, line[at + 1 :]))]
            numbers = [sum(map(_is_number, line[at + 1 :])) for line in labelled]
            if len(labelled) >= LEAST_PAIRS and max(numbers) >= LEAST_SIDE_BY_SIDE:
                return row
    return None


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and FIGURE.fullmatch(plain(cell)) is not None)


def is_of_people(sheet: Sheet, start: int, end: int | None) -> bool:
    """Tell whether some row of a table of no known kind heads columns of people and of their telephones."""
    for cells in sheet.rows[start:end][:SEARCHED_ROWS]:
        said = [plain(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        short = [text for text in said if len(text) <= LONGEST_NAME]
        if all(any(word in text for text in short for word in words(of)) for of in ("people", "telephones")):
            return True
    return False


def is_card(sheet: Sheet) -> bool:
    """Tell whether labels and their contents take turns: side by side, or row by row."""
    return _is_side_by_side(sheet) or _is_row_by_row(sheet)


def _is_row_by_row(sheet: Sheet) -> bool:
    """Tell whether below a row of labels with the project's name one row of contents stands, and then labels again."""
    filled = [line for line in sheet.rows[:SEARCHED_ROWS] if not all(map(is_blank, line))]
    for labels, contents, others in zip(filled, filled[1:], filled[2:], strict=False):
        names = [at for at, cell in enumerate(labels) if names_projects(cell)]
        if len(names) != 1 or not isinstance(contents[names[0]], str) or is_blank(contents[names[0]]):
            continue
        said = [[cell for cell in line if not is_blank(cell)] for line in (labels, contents, others)]
        if any(map(is_label, said[1])) or any(map(names_projects, said[2])):
            continue
        if all(is_row_of_labels(line) for line in (said[0], said[2])) and not {*map(str, said[0])} & {
            *map(str, said[2])
        }:
            return True
    return False


def _is_side_by_side(sheet: Sheet) -> bool:
    """Tell whether a project's name stands right of its label, with another label below that, not a further name."""
    top = sheet.rows[:SEARCHED_ROWS]
    for row, cells in enumerate(top):
        if not any(map(names_projects, cells)):
            continue
        said = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        if is_row_of_labels([cells[place] for place in said], by_words=True):
            continue
        for place, after in zip(said, said[1:], strict=False):
            if not names_projects(cells[place]) or is_label(cells[after]) or _is_merged_below(sheet, row, place):
                continue
            if not isinstance(cells[after], str) or HEADER_WORD.search(plain(cells[after])):
                continue
            if _has_labels_below(sheet, row, place) and _pairs(top) > LEAST_PAIRS:
                return True
    return False


def _has_labels_below(sheet: Sheet, row: int, place: int) -> bool:
    """Tell whether what stands below a label are labels, too, or names of groups; below a table's stand projects.

    A project's row has figures and no label. Where there are more of these than of labels, it is a table.
    """
    groups = {(top, left) for top, left, bottom, _ in sheet.merged if bottom > top}
    lines = [  # a lone text is the name of a group
        line
        for at, line in enumerate(sheet.rows[:SEARCHED_ROWS])
        if at > row and not is_blank(line[place]) and (at, place) not in groups and _says_several(line)
    ]
    labels = sum(is_label(line[place]) and not names_projects(line[place]) for line in lines)
    projects = sum(not any(map(is_label, line)) and sum(map(_is_number, line)) > 1 for line in lines)
    return not lines or labels > projects


def _says_several(line: list) -> bool:
    return sum(not is_blank(cell) for cell in line) > 1


def is_row_of_labels(said: list, *, by_words: bool = False) -> bool:
    """Tell whether labels stand beside labels, as in a table's header; a card puts the content between them.

    Args:
        said: the cells of a row.
        by_words: take headings of which all words are understood for labels, too, and columns that are not needed.
    """
    labels = [is_label(cell) or (by_words and _is_understood(cell)) for cell in said]
    beside = sum(one and other for one, other in zip(labels, labels[1:], strict=False))
    return beside > sum(one and not other for one, other in zip(labels, labels[1:], strict=False))


def _pairs(rows: list[list]) -> int:
    """Return how many known labels have, right of them or below them, something that is none."""
    found = 0
    for row, cells in enumerate(rows):
        said = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        behind = dict(zip(said, said[1:], strict=False))
        for place in said:
            if not is_label(cells[place]):
                continue
            right = place in behind and not is_label(cells[behind[place]])
            below = row + 1 < len(rows) and isinstance(rows[row + 1][place], int | float)
            found += right or below
    return found


def _is_merged_below(sheet: Sheet, row: int, place: int) -> bool:
    return any(top <= row < bottom and left <= place <= right for top, left, bottom, right in sheet.merged)


def names_projects(cell: object) -> bool:
    """Tell whether a cell is the label of the project's name."""
    return isinstance(cell, str) and _names_projects(cell)


@lru_cache(maxsize=16384)
def _names_projects(text: str) -> bool:
    return HEADER_WORD.fullmatch(plain(text).rstrip(":")) is not None


def is_label(cell: object) -> bool:
    """Tell whether a cell says the name of a column that some kind of sheet has."""
    return isinstance(cell, str) and _is_label(cell)


@lru_cache(maxsize=16384)
def _is_label(text: str) -> bool:
    return any(key in _known() for key in label([text.rstrip("：: ")]).keys)


def _is_understood(cell: object) -> bool:
    """Tell whether a cell says a measure or period in understood words (全年), or heads what nobody needs."""
    return _is_understood_text(cell) if isinstance(cell, str) else isinstance(cell, date)  # of a month


@lru_cache(maxsize=16384)
def _is_understood_text(text: str) -> bool:
    said = label([text.rstrip("：: ")])
    is_worded = bool(said.says.measures or said.says.periods) and not said.says.rest
    return is_worded or any(key in not_needed() for key in said.keys)


@cache
def _known() -> frozenset[str]:
    return frozenset(alias for kind in kinds().values() for alias in kind.aliases) | {*words("item_numbers"), "备注"}
