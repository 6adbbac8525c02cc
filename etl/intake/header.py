"""Find a table's header and flatten it: by what its cells say, not by where it stands."""

from collections import Counter
from dataclasses import dataclass, field, replace

from etl.intake.columns import Column, UnreadColumn, read_labels
from etl.intake.header_rows import (
    ENOUGH_TO_BE_A_HEADER,
    MOST_COLUMNS,
    MOST_HEADER_ROWS,
    SEARCHED_ROWS,
    begins_with_title,
    blocks,
    has_children_below,
    is_named_above,
    is_of_figures,
    is_row_of_parents,
    is_row_of_units,
    reaches_down,
    with_children,
)
from etl.intake.kind_rules import cannot_be, done_of_some_period, says_done, with_bare_months
from etl.intake.kinds import Kind, kinds
from etl.intake.labels import Label, label
from etl.intake.layout import Layout
from etl.intake.matching import WIDE, kinds_naming
from etl.intake.parents_above import set_apart
from etl.intake.text import as_text, heading_text, plain
from etl.intake.workbook import Sheet, is_blank


@dataclass(frozen=True)
class Header:
    """A header: rows from ``top`` to before ``bottom`` (from 0), its labels, and the kind and columns they tell."""

    top: int
    bottom: int
    labels: list[Label]
    kind: Kind | None
    columns: list[Column]
    layout: Layout | None = None
    unread: list[UnreadColumn] = field(default_factory=list)  # what has a header and is not read, with the reason

    unit_doubt: str | None = None  # why the unit of its amounts is not proven
    note_doubt: str | None = None  # which note beside it contradicts how it is read

    @property
    def contested(self) -> list[UnreadColumn]:
        """The columns of which several say one field, and none is taken: the table must be asked about."""
        return [one for one in self.unread if one.state == "contested"]


def find_header(sheet: Sheet, title: str, layouts: list[Layout], start: int = 0) -> Header | None:
    """Return the header that tells most, or None where no row says enough to be one.

    Args:
        sheet: the cells.
        title: sheet and file name and whatever else may hold title words.
        layouts: layouts to try before the aliases.
        start: the first row to look at, from 0.
    """
    best: Header | None = None
    best_score = 0.0
    above, alone = [title], []  # all that is said above each row; what stands alone in each, as titles do
    for row in sheet.rows[start : start + SEARCHED_ROWS]:
        texts = [plain(as_text(cell)) for cell in row[:MOST_COLUMNS] if not is_blank(cell)]
        above.append(above[-1] + "".join(texts))
        alone.append(texts[0] if len(texts) == 1 else "")
    for top, bottom in blocks(sheet, start):
        if best and best.kind and _is_below_figures(sheet, best, top):
            break
        if reaches_down(sheet, top, bottom) and bottom < len(sheet.rows):
            continue
        if begins_with_title(sheet, top, bottom):
            continue
        if has_children_below(sheet, top, bottom):
            continue
        said = above[top - start] + "".join(alone[top - start : bottom - start])
        found, score = _recognise(top, bottom, flatten(sheet, top, bottom), said, layouts)
        if found and found.kind:
            unnamed = {at for at, one in enumerate(found.labels) if not one.text}
            if is_named_above(sheet, top, bottom, start, unnamed):
                continue
        if found and best and best.kind and top >= best.bottom and score <= best_score + 1:
            continue  # below a header that tells as much, it is the same once more
        if found and (score, -(bottom - top)) > (best_score, -(best.bottom - best.top) if best else 0):
            best, best_score = found, score
    if best and best.kind and is_row_of_units(sheet, best.bottom):
        labels = flatten(sheet, best.top, best.bottom + 1)
        best = _recognise(best.top, best.bottom + 1, labels, above[best.top - start], layouts)[0] or best
    while (
        best
        and best.kind
        and best.top > start
        and (taller := _with_parents(sheet, best, above[best.top - 1 - start], layouts))
    ):
        best = taller
    if best and best.kind and best.top > start and not best.layout:
        columns, unread = set_apart(sheet.rows[best.top - 1], best.labels, best.columns, best.unread)
        best = replace(best, columns=columns, unread=unread)
    return best or _likeliest(sheet, start)


def _is_below_figures(sheet: Sheet, header: Header, top: int) -> bool:
    """Tell whether a row stands below figures of a header's table, or too far below it to be of the same header."""
    between = sheet.rows[header.bottom : top]
    return len(between) >= MOST_HEADER_ROWS or any(map(is_of_figures, between))


def _with_parents(sheet: Sheet, header: Header, above: str, layouts: list[Layout]) -> Header | None:
    """Return a header with the row above it, where that says what the columns below are of: 去年同期, 计划, 1-9月.

    None where it does not: each column that is read must be read with it, too, or be known as not needed.
    """
    first = next((at for at, one in enumerate(header.labels) if one.text), 0)
    if header.layout or not is_row_of_parents(sheet.rows[header.top - 1], first):
        return None
    labels = flatten(sheet, header.top - 1, header.bottom)
    taller, _ = _recognise(header.top - 1, header.bottom, labels, above, layouts)
    if taller is None or taller.kind is not header.kind:
        return None
    understood = {column.index for column in taller.columns}
    understood |= {one.index for one in taller.unread if one.state == "known"}
    return taller if {column.index for column in header.columns} <= understood else None


def _likeliest(sheet: Sheet, start: int) -> Header | None:
    """Return the row with most words, to be shown where no header is understood."""
    single = [(top, bottom) for top, bottom in blocks(sheet, start) if bottom == top + 1]
    if not single:
        return None
    top, bottom = max(single, key=lambda block: sum(bool(one.text) for one in flatten(sheet, *block)))
    bottom = with_children(sheet, top, bottom)
    return Header(top, bottom, flatten(sheet, top, bottom), None, [])


def flatten(sheet: Sheet, top: int, bottom: int) -> list[Label]:
    """Return the label of every column: merged parents are spread over their children."""
    width = min(len(sheet.rows[top]) if sheet.rows else 0, MOST_COLUMNS)
    grid = [["" if is_blank(cell) else heading_text(cell) for cell in row[:width]] for row in sheet.rows[top:bottom]]
    covered: set[tuple[int, int]] = set()
    for first, left, last, right in sheet.merged:
        if last < top or first >= bottom or left >= width:
            continue
        covered.update((row, column) for row in range(first, last + 1) for column in range(left, right + 1))
        if first >= top:
            text = grid[first - top][left]
            for row in range(first, min(last, bottom - 1) + 1):
                for column in range(left, min(right, width - 1) + 1):
                    grid[row - top][column] = text
    for row in range(len(grid) - 1):
        _spread(grid, row, {column for at, column in covered if at == row + top})
    return [label([line[column] for line in grid]) for column in range(width)]


def _spread(grid: list[list[str]], row: int, covered: set[int]) -> None:
    """Give a parent that nobody merged to the blank cells right of it that have a child of their own."""
    parent = ""
    for column, text in enumerate(grid[row]):
        below = any(line[column] for line in grid[row + 1 :])
        if text:
            parent = text if below and column not in covered else ""
        elif not below:
            parent = ""
        elif parent and column not in covered:
            grid[row][column] = parent


def _recognise(
    top: int, bottom: int, labels: list[Label], above: str, layouts: list[Layout]
) -> tuple[Header | None, float]:
    for layout in layouts:
        if layout.matches(labels):
            kind = kinds()[layout.kind]
            columns, unread = read_labels(kind, labels, layout)
            return Header(top, bottom, labels, kind, columns, layout, unread), 1000.0 + len(columns)
    naming = Counter(id for one in labels for id in kinds_naming(one))
    if max(naming.values(), default=0) < ENOUGH_TO_BE_A_HEADER:
        return None, 0.0
    found, best, best_score = None, None, 0.0
    left: list[UnreadColumn] = []
    named = 0.0  # the most columns of a kind that the title names, and that lacks one it must have
    by_dispatch = read_labels(kinds()["dispatch"], labels)[0]
    open_fields = frozenset[str]()  # of done figures of which nobody says the period: they are asked
    for kind in kinds().values():
        if naming[kind.id] < ENOUGH_TO_BE_A_HEADER:
            continue
        columns, unread = read_labels(kind, labels)
        if kind.id == "dispatch":
            columns, unread = with_bare_months(columns, unread, above)
            open_fields = frozenset[str]().union(*map(done_of_some_period, labels)) if says_done(above) else frozenset()
        score = _score(columns)
        if score < ENOUGH_TO_BE_A_HEADER - 0.5:
            continue
        fields = {column.field.partition(":")[0] for column in columns}
        fields |= {field for field, words in kind.title_gives.items() if any(word in above for word in words)}
        fields |= open_fields if kind.id == "dispatch" else frozenset()
        is_named = any(word in above for word in kind.title_words)
        if cannot_be(kind.id, above, is_named, by_dispatch, labels):
            continue
        if all(fields.intersection(group) for group in kind.required):
            score += 100 + 2.5 * is_named
        elif is_named:
            named = max(named, score)
        if score > best_score:
            found, best, best_score, left = kind, columns, score, unread
    if best is None:
        return None, 0.0
    if 100 + named > best_score:  # a return without its main column is no dispatch, though it could be read as one
        return Header(top, bottom, labels, None, best), named
    return Header(top, bottom, labels, found if best_score > 100 else None, best, unread=left), best_score


def _score(columns: list[Column]) -> float:
    """Return how much the columns tell: of several for one field and month the best."""
    best: dict[tuple[str, int | None], float] = {}
    for column in columns:
        slot = (column.field, column.label.month if column.field in WIDE else None)
        best[slot] = max(column.quality, best.get(slot, 0))
    return sum(best.values())


def fill_merged(sheet: Sheet, header: Header) -> bool:
    """Give the text of cells merged over several rows to all of them, for the fields of which the kind says so."""
    filled = header.kind.fill_merged if header.kind else ()
    places = {column.index for column in header.columns if column.field in filled}
    has_filled = False
    for top, left, bottom, _ in sheet.merged:
        if left in places and bottom > top >= header.bottom:
            has_filled = True
            for row in sheet.rows[top + 1 : bottom + 1]:
                row[left] = sheet.rows[top][left]
    return has_filled
