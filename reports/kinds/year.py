"""年度小结: the year's aims beside what was reached, units' places, what bars them, the carry-over (T10, T11)."""

import pandas as pd

from data import formats
from data.wording import score_wording
from metrics.ranking.carry_over import UNFINISHED, carry_over
from metrics.ranking.year_scores import year_scores
from metrics.ranking.year_summary import year_summary
from reports.basis import numbered, report
from reports.content import Block, Report, Table, Text
from reports.parts import completion
from reports.parts.ranking import places
from reports.question import Question, tight
from reports.tables import Shown, extent, table

MOST = 30
SUMMARY = (
    Shown("indicator", width=2.0),
    Shown("aim", "目标", 1.3, "text"),
    Shown("reached", "完成", 1.3, "text"),
    Shown("target_rate", width=1.0),
    Shown("note", "说明", 3.0, "text"),
)
SCORES = (
    Shown("league", width=1.4),
    Shown("place", "年度名次", 0.8, "text", is_centred=True),
    Shown("responsible_unit", width=2.0),
    Shown("score", "年度得分", 1.0),
    Shown("start_finish_rate", width=1.0),
    Shown("start_finish_cases", "开竣工件数", 1.1, "text"),
    Shown("content_rate", "建设内容", 1.0),
    Shown("plan_rate", "投资计划", 1.0),
    Shown("plan_cases", "投资计划项目", 1.1, "text"),
    Shown("conversion_rate", width=1.0),
    Shown("conversion_cases", "前期转化件数", 1.1, "text"),
)
BARRED = (
    Shown("responsible_unit", width=2.0),
    Shown("yellow_quarters", width=1.6),
    Shown("red_quarters", width=1.6),
    Shown("bars", width=3.6),
)
CARRIED = (
    Shown("project_name", width=3.0),
    Shown("responsible_unit", width=1.8),
    Shown("batch", width=1.0),
    Shown("carry_over", width=2.0),
    Shown("planned_finish_date", "计划竣工", 1.6, "month", ""),
    Shown("physical_progress", "形象进度", 1.3),
    Shown("total_investment_wan", width=1.3),
    Shown("remaining_wan", width=1.3),
)


def year(question: Question) -> Report:
    """Return what the year's summary says; before December it says until when."""
    until = "" if question.as_of.month == 12 else f"（截至{question.as_of.month}月）"
    period = f"{question.as_of.year}年度{until}"
    parts: list[tuple[str, str, tuple[Block | None, ...]]] = [
        ("年度目标完成情况", aims(question), (Text(text=f"{aims(question)}。"), summary_table(question))),
        ("年度考核", "", (score_table(question), bar_table(question))),
        ("结转", carried(question), (Text(text=f"{carried(question)}。"), carry_table(question))),
    ]
    return report(
        question,
        name=f"年度小结_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{period}重点项目建设小结",
        period=period,
        lead=completion.lead(question) + "现将年度工作目标执行情况小结如下。",
        sections=numbered(parts),
    )


def aims(question: Question) -> str:
    """Each aim that has a target, with its share, in a line."""
    frame = question.ask(year_summary)
    frame = frame[frame.target_rate.notna()]
    return tight("，".join(f"{row.indicator}{formats.percent(row.target_rate)}" for row in frame.itertuples()))


def summary_table(question: Question) -> Table:
    """The year's aims one by one; amounts and counts in words, since each row has its own unit."""
    frame = question.ask(year_summary)
    written = frame.assign(
        aim=[_written(row.target, row.measured_in) for row in frame.itertuples()],
        reached=[_written(row.actual, row.measured_in) for row in frame.itertuples()],
    )
    return table(written, SUMMARY, name="年度目标", title="年度工作目标执行情况")


def score_table(question: Question) -> Table:
    """Ranked units by league, best first."""
    frame = _scores(question)
    frame = frame[frame["rank"].notna()]
    frame = score_wording.year_cases(frame, question.profile, question.as_of)
    few = score_wording.few_note(frame)
    few = f"{few}。" if few else ""
    running = "年度未结束，名次暂定（*）。" if question.as_of.month < 12 else ""
    return table(
        frame.assign(place=places(frame)),
        SCORES,
        name="年度考核",
        title="各责任单位年度考核得分",
        note=f"同组排名，缺项按其余折算；年度建设内容由人登记。{few}{running}",
    )


def bar_table(question: Question) -> Table | None:
    """Units that the year's cards or incidents bar from honours; None where there are none."""
    frame = _scores(question)
    frame = frame[frame.bars.notna()]
    note = "先进由人评定，这里只列单位和限制，不列个人。"
    return table(frame, BARRED, name="评先限制", title="评先限制", note=note) if len(frame) else None


def carried(question: Question) -> str:
    """How many the next plan should take up, and how many of last year's fell out of this one."""
    frame = question.ask(carry_over)
    unfinished = int((frame.carry_over == UNFINISHED).sum())
    return tight(
        f"未竣工、应纳入下年计划的 {unfinished} 个，剩余投资 "
        f"{formats.money(frame.remaining_wan[frame.carry_over == UNFINISHED].sum())}；"
        f"另有 {len(frame) - unfinished} 个上年结转的不在今年计划里"
    )


def carry_table(question: Question) -> Table:
    """What the next plan should take up, what fell out of this year's first."""
    frame = question.ask(carry_over)
    shown = frame.head(MOST)
    note = "剩余投资＝总投资－开工累计，没有累计的为空。" if len(shown) else "没有未竣工的项目。"
    return table(shown, CARRIED, name="结转清单", title=f"结转清单（{extent(shown, frame)}）", note=note)


def _scores(question: Question) -> pd.DataFrame:
    frame = question.ask(year_scores)
    return frame[~frame.responsible_unit.isin(question.unranked)]


def _written(value: float, measured_in: str) -> str:
    return formats.money(value) if measured_in == "万元" else f"{formats.number(value)} {measured_in}"
