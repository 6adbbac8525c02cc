"""What a cell under the name of an approval step says: a date, a document number, both, or whether it is needed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.intake.dates import WRITTEN, When, date_reader, without_clock
from etl.intake.text import is_nothing
from etl.intake.values import Fault

NOT_NEEDED = re.compile("不涉及|不适用|无需|不需|免办|不办理")
NOT_YET = re.compile("未|否|×|在办|办理中|正在|待|拟|计划|组卷|受理")
DONE = re.compile("√|✓|✔|是|已|有|完成|办结|取得")
PAPER = re.compile(r"\S*[〔\[(（【]?20\d\d[〕\])）】]?\D{0,6}\d+号|\S+号$")


@dataclass(frozen=True)
class StepSaid:
    """What one cell says of an approval step."""

    is_applicable: bool
    completed_on: date | None = None
    document_number: str | None = None


def step_cell(cell: Any) -> StepSaid | Fault | None:  # noqa: ANN401
    """Read a cell under a step's name: a date, a document number, both, or whether it is needed and done."""
    if not isinstance(cell, str):
        when = date_reader()(cell)
        return StepSaid(True, when.day) if isinstance(when, When) else when
    text = without_clock(cell)
    if is_nothing(text) and text not in ("无",):
        return None
    if NOT_NEEDED.search(text) or text == "无":
        return StepSaid(False)
    paper = PAPER.search(text)
    rest = text.replace(paper[0], "") if paper else text
    found = WRITTEN.search(rest)
    if found or re.fullmatch(r"[\d./-]{5,}", rest):
        when = date_reader()(found[0] if found else rest)
        return StepSaid(True, when.day, paper[0] if paper else None) if isinstance(when, When) else when
    if paper:
        return StepSaid(True, None, paper[0])
    if NOT_YET.search(text):
        return StepSaid(True)
    if DONE.search(text):
        return Fault("只写了已办，没有写明日期，请写成 2026-03-15 或注明文号")
    return Fault("看不出是否办结，请填办结日期、文号、未办 或 不涉及")
