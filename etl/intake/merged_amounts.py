"""Amounts merged over the rows of several projects: one figure for all of them, so that nobody knows whose it is."""

from etl.intake.columns import letters
from etl.intake.header import Header
from etl.intake.text import as_text, doubtful
from etl.intake.workbook import Sheet, is_blank

NAMES = ("project_name", "project_code", "join_id")


def doubt_merged(sheet: Sheet, header: Header, end: int) -> bool:
    """Mark such cells of a table that ends before row ``end``; tell whether there are any.

    A project on several rows has its name merged over the same rows: its amounts are its own.
    """
    if header.kind is None:
        return False
    names = [column.index for column in header.columns if column.field in NAMES]
    amounts = {column.index for column in header.columns if header.kind.reads(column.field) == "money"}
    has_marked = False
    for top, left, bottom, right in sheet.merged:
        if left not in amounts or not header.bottom <= top < bottom < end or is_blank(sheet.rows[top][left]):
            continue
        named = [row for row in range(top, bottom + 1) if any(not is_blank(sheet.rows[row][at]) for at in names)]
        if len(named) > 1:
            place = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            says = f"{place} 合并成一格，{len(named)} 个项目共一个数，不知各是多少，请拆开填写"
            sheet.rows[top][left] = doubtful(as_text(sheet.rows[top][left]), says)
            has_marked = True
    return has_marked
