"""批次进度 in a report: each batch by its own yardstick, and the projects that are late by it."""

import pandas as pd

from data import formats
from data.wording import batch_wording, bulletin_wording
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from reports.content import Chart, Series, Table
from reports.question import Question, tight
from reports.tables import Shown, cell, extent, table

MOST = 15
STANDINGS = {
    "done": ("完成", "ahead"),
    "on_pace": ("正常", "normal"),
    "late": (batch_wording.LATE_OF_ALL, "behind"),
    "not_due": ("未到期", "not_due"),
    "no_date": ("没有日期", "quiet"),
    "silent": ("未报", "quiet"),
    "unmeasured": ("没有标尺", "quiet"),
}
BATCHES = (
    Shown("batch", width=1.3),
    Shown("yardstick", width=1.1),
    Shown("base", "在列（含转出）", 1.1, "count", "个"),
    *(Shown(name, label, 0.9) for name, (label, _) in STANDINGS.items()),
    Shown("total_investment_wan", width=1.5),
    Shown("annual_plan_wan", width=1.4),
)
PROJECTS = (
    Shown("batch", width=1.2),
    Shown("project_name", width=3.2),
    Shown("responsible_unit", width=1.8),
    Shown("how", "状态", 2.0, "text"),
    Shown("measured", "依据", 2.2, "text"),
    Shown("planned", "计划", 1.9, "text"),
    Shown("annual_plan_wan", width=1.3),
)


def batches(question: Question) -> pd.DataFrame:
    """Batches that have projects, with ``base``: those in it, and those that were converted out of it."""
    frame = question.ask(batch_progress, by=None)
    frame = frame.assign(base=frame.projects + frame.converted)
    return frame[frame.base > 0]


def finding(question: Question) -> str:
    """All batches in a line."""
    frame = batches(question)
    in_list, late = frame.projects.sum(), frame.late.sum()
    if not late:
        return tight(f"{formats.number(in_list)} 个在列项目没有{batch_wording.LATE_OF_ALL}的")
    worst = frame.loc[frame.late.idxmax()]
    return tight(
        f"{formats.number(in_list)} 个在列项目，{formats.number(late)} 个{batch_wording.LATE_OF_ALL}，"
        f"{worst.batch}最多（{formats.number(worst.late)} 个）"
    )


def sentences(question: Question) -> list[str]:
    """A sentence a batch: what it found, and the rates with their denominators."""
    return [
        tight(bulletin_wording.batch(row)) for row in batches(question).itertuples() if isinstance(row.yardstick, str)
    ]


def batch_table(question: Question) -> Table:
    """Batches by standing."""
    frame = batches(question)
    shown = [
        column
        for column in BATCHES
        if column.field not in ("no_date", "silent", "unmeasured") or frame[column.field].any()
    ]
    return table(
        frame,
        shown,
        name="批次进度",
        title="各批次进展情况",
        note="各批次按自己的标尺。前期批次的“完成”是年内转为建设的，在现批次另计。",
    )


def batch_chart(question: Question) -> Chart:
    """Batches by standing, stacked."""
    frame = batches(question)
    return Chart(
        title="各批次项目进展",
        form="stacked",
        kind="count",
        categories=tuple(frame.batch),
        series=tuple(
            Series(name=label, cells=tuple(cell(value, Shown(name).entry) for value in frame[name]), tone=tone)
            for name, (label, tone) in STANDINGS.items()
            if frame[name].any()
        ),
    )


def late_table(question: Question, most: int | None = MOST) -> Table:
    """Late projects, batch by batch, worst first."""
    frame = _worded(question)
    late = frame[frame.standing == "late"]
    shown = late.head(most or len(late))
    return table(
        shown, PROJECTS, name="批次逾期项目", title=f"{batch_wording.LATE_OF_ALL}的项目（{extent(shown, late)}）"
    )


def project_table(question: Question) -> Table:
    """Every project in the batches."""
    return table(_worded(question), PROJECTS, name="批次项目", title="各批次项目进展")


def _worded(question: Question) -> pd.DataFrame:
    frame = question.ask(batch_projects)
    kinds = dict(zip(*question.ask(batch_progress, by=None)[["batch", "yardstick"]].T.values, strict=True))
    pairs = [
        (row, kind if isinstance(kind := kinds.get(row.batch), str) else None)  # no yardstick: 未知批次
        for row in frame.itertuples()
    ]
    return frame.assign(
        how=[batch_wording.how(row, kind) for row, kind in pairs],
        measured=[batch_wording.measured(row, kind) or formats.NONE for row, kind in pairs],
        planned=[batch_wording.planned(row, kind) for row, kind in pairs],
    )
