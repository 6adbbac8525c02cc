"""A project over several rows: a column says what each row's figures are (计划, 完成); only what is done is read."""

from dataclasses import dataclass
from itertools import islice

from etl.intake.header import Header
from etl.intake.heading import meaning
from etl.intake.kinds import words
from etl.intake.labels import part
from etl.intake.parsed import SheetResult
from etl.intake.rows import Rows, Total
from etl.intake.text import as_text, shown
from etl.intake.workbook import Sheet, is_blank

MANY = 40  # different texts in a column: too many for one of such words
ADVICE = "计划、资金请各用一列，或用年度计划表报送"


@dataclass(frozen=True)
class Measures:
    """Rows from 0.

    Attributes:
        said: of each row what it says that its figures are: 计划投资, 完成投资. Empty: a project is one row.
        blocks: the rows of each project, or of a total.
    """

    said: dict[int, str]
    blocks: list[list[int]]

    def is_of_done(self, row: int) -> bool:
        """Tell whether a row's figures are what was done."""
        return row not in self.said or _is_done(part(self.said[row]).short_key)


def find(sheet: Sheet, header: Header, end: int) -> Measures:
    """Find the column that parts a project's rows, in a table of a kind that reports what was done (``rows_of_done``).

    Args:
        sheet: its cells.
        header: of the table.
        end: the row after the table's last one.
    """
    known = {column.index for column in header.columns}
    unread = [place for place in range(len(header.labels)) if place not in known]
    for place in unread if header.kind and header.kind.rows_of_done else ():
        if _has_many(sheet, place, header.bottom, end):
            continue
        different = {as_text(cell) for cell in {row[place] for row in sheet.rows[header.bottom : end]}}
        short = {text: part(text).short_key for text in islice(different, MANY)}
        if short.keys() < different or not _tell(set(filter(None, short.values()))):
            continue
        cells = {row: as_text(sheet.rows[row][place]) for row in range(header.bottom, end)}
        keys = {row: short[text] for row, text in cells.items() if short[text]}
        blocks = _blocks(sheet, header, place, sorted(keys))
        if _part([[keys[row] for row in block] for block in blocks]):
            return Measures({row: shown(cells[row]) for row in keys}, blocks)
    return Measures({}, [])


def _has_many(sheet: Sheet, place: int, first: int, end: int) -> bool:
    """Tell whether a column says more different things than there are such words; most such do so near the top."""
    return any(len({row[place] for row in sheet.rows[first:last]}) > MANY for last in (min(end, first + 2 * MANY), end))


def _tell(found: set[str]) -> bool:
    """Tell whether a column's words say which rows are done, and which are something else."""
    done = {key for key in found if _is_done(key)}
    return bool(done) and bool(found - done) and all(_is_other(key) for key in found - done)


def _is_done(key: str) -> bool:
    """Tell whether a row's word says that its figures are what was done: of the list, or told word by word."""
    said = meaning([key])
    return key in words("done_rows") or (said.measures == {"done"} and not said.rest)


def _is_other(key: str) -> bool:
    """Tell whether a row's word says that its figures are something else: “时序计划”, “应完成”, “完成率”."""
    said = meaning([key])
    return key in words("other_rows") or (bool(said.measures - {"done"}) and not said.rest)


def _part(blocks: list[list[str]]) -> bool:
    """Tell whether the words part the rows of each project: none stands twice in one, and some project has several."""
    return any(len(block) > 1 for block in blocks) and all(len(set(block)) == len(block) for block in blocks)


def _blocks(sheet: Sheet, header: Header, place: int, rows: list[int]) -> list[list[int]]:
    """Return the rows of each project: those with nothing before the column's word belong to the one above."""
    places = [column.index for column in header.columns if header.kind and column.field in header.kind.identity]
    blocks: list[list[int]] = []
    before = None
    for row in rows:
        cells = sheet.rows[row]
        who = tuple(as_text(cells[place]) for place in places)
        is_new = who != before if any(who) else not all(map(is_blank, cells[:place]))
        if is_new or not blocks:
            blocks.append([])
            before = who
        blocks[-1].append(row)
    return blocks


def fill(sheet: Sheet, header: Header, measures: Measures) -> None:
    """Give what stands once for a project, in its first row or merged over its rows, to all of them."""
    kind = header.kind
    merged = {(row, left) for top, left, bottom, _ in sheet.merged for row in range(top + 1, bottom + 1)}
    for first, *others in measures.blocks:
        for column in header.columns:
            stands_once = kind and (column.field in {*kind.identity, *kind.fill_merged})
            for row in others:
                cells = sheet.rows[row]
                if is_blank(cells[column.index]) and (stands_once or (row, column.index) in merged):
                    cells[column.index] = sheet.rows[first][column.index]


def skip_others(sheet: Sheet, rows: Rows, measures: Measures, header: Header, result: SheetResult) -> None:
    """Skip the rows that say something else than what was done, and say so; of a total's, too, that one is held."""
    for first, *others in measures.blocks:
        if rows.reason[first] == "total":
            for row in others:
                rows.skip(row, "total")
                rows.totals.append(Total(row))
    rows.totals = [total for total in rows.totals if measures.is_of_done(total.row)]
    others = [row for row in rows.loaded if not measures.is_of_done(row)]
    for row in others:
        rows.skip(row, "measure")
    rows.loaded = [row for row in rows.loaded if rows.outcome[row] == "loaded"]
    for column in header.columns if others else ():
        if _stands_in(sheet, others, column.index) and not _stands_in(sheet, rows.loaded, column.index):
            text = (
                f"{column.position} 列“{shown(column.label.text)}”只在没有读的行里有，没有读。请每行都填，或合并单元格"
            )
            result.notice("column_unread", text, header.bottom)
    if others:
        said = "、".join(dict.fromkeys(measures.said[row] for row in others))
        result.notice(
            "measure_rows", f"一个项目占几行，只读了完成的一行；{said} {len(others)} 行没有读。{ADVICE}", header.bottom
        )


def _stands_in(sheet: Sheet, rows: list[int], place: int) -> bool:
    return any(not is_blank(sheet.rows[row][place]) for row in rows)
