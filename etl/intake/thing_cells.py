"""What a cell says that stands under a thing's name: fields of that thing's record, as a dict.

Under a milestone's name stands when it is due or was done, under a need of a project whether it is met, under a
kind of problem the problem, under an item of the assessment its rate. “不涉及”, “无” and a dash say that there is none.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from etl.intake.dates import WRITTEN, When, date_reader, without_clock
from etl.intake.labels import Label
from etl.intake.percents import percent_reader
from etl.intake.steps import DONE, NOT_NEEDED, NOT_YET, step_cell
from etl.intake.text import as_text, is_nothing, plain
from etl.intake.values import Fault, Reader, number, text, yes_no

MARKS = re.compile(r"(\d+(?:\.\d+)?)分")
RATE = re.compile("率|%|百分")
LEAST_PERCENT = 50  # plain numbers up to here may as well be marks: nothing says of how many
Said = dict[str, Any]
UNSAID_MARKS = Fault("看不出是得分率还是得分：请在表头写“得分率(%)”，或写明满分，如“协调服务(15分)”")


def reader_of(how: str, label: Label, cells: Sequence[Any], year: int | None) -> Reader:
    """Return the reader of a column of things.

    Args:
        how: the kind's cell: ``step_cell``, ``bar_cell``, ``milestone_cell``, ``service_cell``, ``issue_cell`` or
            ``rate_cell``.
        label: the column's label, which may state a unit or full marks.
        cells: all of the column, for what only the whole column tells.
        year: completes a bare month.
    """
    if how == "rate_cell":
        return _rate_reader(label, cells)
    if how == "milestone_cell":
        return lambda cell: _milestone(cell, year)
    if how == "service_cell":
        return lambda cell: _service(cell, label.unit, year)
    return {"step_cell": _step, "bar_cell": yes_no, "issue_cell": _issue}[how]


def _step(cell: Any) -> Said | Fault | None:  # noqa: ANN401
    said = step_cell(cell)
    return said if said is None or isinstance(said, Fault) else vars(said)


def _milestone(cell: Any, year: int | None) -> Said | Fault | None:  # noqa: ANN401
    """Read a date as the limit; with 已 or √ beside it, as the day on which it was done."""
    if not isinstance(cell, str):
        return _dated("due_on", date_reader(year)(cell))
    words = without_clock(cell)
    if is_nothing(words) or NOT_NEEDED.search(words):
        return None
    found = WRITTEN.search(words)
    when = date_reader(year)(found[0] if found else words)
    if isinstance(when, When):
        is_done = re.search("已|√|✓|✔", words.replace(found[0], "") if found else "") and not NOT_YET.search(words)
        return _dated("done_on" if is_done else "due_on", when)
    return {"state": text(cell)}


def _service(cell: Any, unit: str | None, year: int | None) -> Said | Fault | None:  # noqa: ANN401
    """Read a date as the day on which the need was met, a quantity or a text as what is said of it."""
    amount = number(cell) if not isinstance(cell, str) or re.fullmatch(r"[\d,.]+", plain(cell)) else None
    if isinstance(amount, float):
        when = None if unit else date_reader(year)(amount)
        if isinstance(when, When) and when.precision == "day":  # 46150, 20260310
            return _dated("done_on", when)
        return {"state": f"{as_text(amount)}{unit or ''}"} if amount else None
    if not isinstance(cell, str):
        return _dated("done_on", date_reader(year)(cell))
    words = without_clock(cell)
    if is_nothing(words) or NOT_NEEDED.search(words) or words in ("否", "×", "无需求"):
        return None
    found = WRITTEN.search(words)
    when = date_reader(year)(found[0]) if found else None
    rest = words.replace(found[0], "") if found else words
    if isinstance(when, When) and not NOT_YET.search(rest) and (not rest or DONE.search(rest)):
        return _dated("done_on", when)
    return {"state": text(cell)}


def _issue(cell: Any) -> Said | None:  # noqa: ANN401
    said = text(cell)
    return None if said is None or is_nothing(plain(said)) or NOT_NEEDED.fullmatch(plain(said)) else {"issue": said}


def _dated(field: str, when: When | Fault | None) -> Said | Fault | None:
    return {field: when} if isinstance(when, When) else when


def _rate_reader(label: Label, cells: Sequence[Any]) -> Reader:
    """Return the reader of an item's rates: of percents, or of marks where the label says how many there are."""
    words = plain(label.text)
    if marks := MARKS.search(words):
        full = Decimal(marks[1])
        return lambda cell: _of_marks(cell, full)
    numbers = [one for cell in set(cells) if isinstance(one := number(cell), float)]
    if not RATE.search(words) and label.unit != "%" and 1.5 < max(numbers, default=0) <= LEAST_PERCENT:
        return lambda cell: None if isinstance(cell, str) and is_nothing(plain(cell)) else UNSAID_MARKS
    read = percent_reader(cells, label.unit)
    return lambda cell: _rate(read(cell))


def _of_marks(cell: Any, full: Decimal) -> Said | Fault | None:  # noqa: ANN401
    got = number(cell.removesuffix("分") if isinstance(cell, str) else cell)
    if not isinstance(got, float):
        return got
    if not 0 <= got <= full:
        return Fault(f"不在 0 到满分 {full} 之间，请核对")
    return _rate(float(Decimal(repr(got)) / full)) if full else None


def _rate(share: float | Fault | None) -> Said | Fault | None:
    return {"score_rate": share} if isinstance(share, float) else share
