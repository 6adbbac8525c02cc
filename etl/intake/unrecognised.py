"""A sheet whose kind cannot be told: which it is nearest to, and what is wanting."""

from etl.intake.columns import columns_of, read_labels
from etl.intake.header import Header
from etl.intake.kind_rules import PLANS
from etl.intake.kinds import Kind, kinds
from etl.intake.labels import in_words
from etl.intake.no_table import PEOPLE, is_of_people
from etl.intake.quarters import done_from
from etl.intake.rows import Rows
from etl.intake.text import shown
from etl.intake.workbook import Sheet, is_blank

NAMED = 3  # columns named in a message
LONGEST_NAMED = 20  # letters of each


def refuse(sheet: Sheet, rows: Rows, header: Header | None, start: int = 0, end: int | None = None) -> str | None:
    """Account for the rows of a sheet, or a part of it, of no kind.

    Args:
        sheet: its cells.
        rows: the sheet's account.
        header: what may be the header.
        start: the first row, from 0.
        end: the row after the last one; None: all.

    Returns:
        What to tell the person, None where nothing stands there.
    """
    if not refuse_rows(sheet, rows, "整表未载入：认不出是哪一类表", start, end):
        return None
    if is_of_people(sheet, start, end):
        return PEOPLE
    near = _nearest(header) if header else "没有找到列名"
    return f"认不出是哪一类表：{near}。请改列名，或指认列名（命令行：--mapping 对照文件）"


def refuse_rows(sheet: Sheet, rows: Rows, reason: str, start: int = 0, end: int | None = None) -> int:
    """Account for rows that are refused whole; return how many of them say more than one thing."""
    filled = 0
    for row, cells in enumerate(sheet.rows[start:end], start=start):
        said = [cell for cell in cells if not is_blank(cell)]
        if not said:
            rows.skip(row, "blank")
        elif len(said) == 1 and isinstance(said[0], str):
            rows.skip(row, "note")
        else:
            filled += 1
            rows.reject(row, reason)
    return filled


def _nearest(header: Header) -> str:
    """Say which kind the header comes nearest to, and which of its columns are wanting."""
    # by quarter, or expected: no plan, however many columns a plan explains
    is_done = any(done_from(one) or {"done", "expected"} <= one.says.measures for one in header.labels)
    tried = [kind for kind in kinds().values() if not (is_done and kind.id == PLANS)]
    kind, fields = max(
        ((kind, {column.field for column in columns_of(kind, header.labels)}) for kind in tried),
        key=lambda one: (sum(bool(one[1].intersection(group)) for group in one[0].required), len(one[1])),
    )
    read, unread = read_labels(kind, header.labels)
    unknown = [one.label.text for one in unread if one.state == "unknown"]
    if not fields:
        return f"{_quoted([one.text for one in header.labels if one.text])}没有一列认得"
    wanting = [group for group in kind.required if not fields.intersection(group)]
    missing = "、".join("或".join(_names_of(kind, group)) for group in wanting)
    said = f"最接近“{kind.label}”，已有{_quoted([one.label.text for one in read])}，"
    if missing:
        said += f"还缺{missing}"
    else:
        said += "标题却是进度一类，没有认得的“本年完成投资”列" if kind.id == PLANS else "但不足以认作这类表"
    return said + (f"，认不出{_quoted(unknown)}" if unknown else "")


def _quoted(texts: list[str]) -> str:
    """Name the first few of some columns, and how many there are."""
    named = "、".join(f"“{shown(text)[:LONGEST_NAMED]}”" for text in texts[:NAMED])
    return named + (f"等 {len(texts)} 列" if len(texts) > NAMED else "")


def _names_of(kind: Kind, fields: tuple[str, ...]) -> list[str]:
    """Return what columns are called of which one is wanted, the first few."""
    names = [next(iter(kind.names_of(field)), None) for field in fields]
    return [f"“{in_words(name)}”" for name in names if name][:NAMED]
