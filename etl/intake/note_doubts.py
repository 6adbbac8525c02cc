"""Notes beside a table that contradict how it is read: estimates, another year's figures, those of another month."""

import re
from collections.abc import Iterable, Sequence

from etl.intake.labels import Label
from etl.intake.matching import ELSEWHEN
from etl.intake.period import Period
from etl.intake.text import plain, shown

CLAUSES = re.compile(r"[;。\n]|(?<!\d)\d{1,2}[.、](?!\d)")  # of plain text: half-width
ABOUT = "(?:以上|上述|本表|表中|表内|所列|数据|数字|数值|数额|投资额|完成)[^,]{0,14}?"
IS = "(?:为|是|系|含|包含|包括|按|采用|截至|截止到?)"
FORECAST = "(?:预计|预估|暂估|估计|估算|推算|计划|目标|应完成)"
ESTIMATED = re.compile(f"{ABOUT}{IS}[^,]{{0,14}}?{FORECAST}[^,]{{0,4}}?(?:数|值|额|完成投资)")
YEAR = r"(?:上年|去年|上一年|同期|(?P<year>20\d\d)年)"
OTHER_YEAR = re.compile(f"{ABOUT}{IS}[^,]{{0,8}}?{YEAR}[^,]{{0,10}}?(?:数|额|投资|情况)")
MONTH = r"(?:20\d\d年)?(?:1-)?(?P<month>\d{1,2})月份?(?:底|末|的?(?:数|完成))"
OTHER_MONTH = re.compile(f"{ABOUT}{IS}?{MONTH}")
OTHER_THINGS = re.compile("总投资|范围|口径|及以上|增长|增幅|增速|增加|减少|下降|相比|同比|较|不含|不包括|剔除")
OF_OTHERS = re.compile("^(?:其中)?(?:总投资|概算|计划总投资|年度计划|计划投资|投资计划|计划|目标)[^,]{0,6}[为是系按]")
SINCE = re.compile("累计|以来|[年月]底|[年月]末|开工")  # 截至2025年底累计完成投资 explains a column


def doubt_of_notes(notes: Iterable[str], told: Period, labels: Sequence[Label]) -> str | None:
    """Return which note contradicts the reading of the figures as done in the sheet's own year and month.

    Args:
        notes: what is said beside the table.
        told: the sheet's period.
        labels: of its columns: a note on last year's figures may explain a column of such.
    """
    has_last_year = any(one.says.periods & ELSEWHEN for one in labels)
    for note in notes:
        for clause in CLAUSES.split(plain(note)):
            if why := _against(clause, told, has_last_year=has_last_year):
                return f"表注“{shown(note)[:60]}”：{why}"
    return None


def _against(clause: str, told: Period, *, has_last_year: bool) -> str | None:
    if OTHER_THINGS.search(clause) or OF_OTHERS.search(re.sub(r"^(?:备?注|说明)\d*:?", "", clause)):
        return None
    if ESTIMATED.search(clause):
        return "像是预计或计划的数，不是已完成的数"
    year = OTHER_YEAR.search(clause)
    if year and not has_last_year and not SINCE.search(clause) and year["year"] != str(told.year):
        return "像是别的年份的数"
    month = OTHER_MONTH.search(clause)
    if month and told.month and int(month["month"]) != told.month.month:
        return f"写的是{int(month['month'])}月，本表是{told.month.month}月"
    return None
