"""The tables of 项目档案: entry facts, approvals, plan versions and batches, months, source cells."""

import pandas as pd
import streamlit as st

from data import formats
from data.sheet_kinds import SHEET_LABELS
from pages.components import context, tables, words
from pages.components.projects import project_figures
from pages.components.view import Row
from pages.components.words import escape

HOW = {"code": "按项目代码", "name": "按项目名称"}
MONTHS = (
    tables.Column("month", "月份", width="96px"),
    tables.Column("planned_ytd_wan", "计划累计", "万元"),
    tables.Column("carried_ytd_wan", "上报累计", "万元", sub="state"),
    tables.Column("reported_month_wan", "当月上报", "万元"),
    tables.Column("physical_progress", "形象进度", "%"),
)
BOOKED = tables.Column("booked_ytd_wan", "入统累计", "万元", sub="library")
SOURCES = (
    tables.Column("what", "内容", sub="value", width="minmax(0, 1.3fr)"),
    tables.Column("month", "所属月", width="96px"),
    tables.Column("where", "单元格", sub="file", width="minmax(0, 2fr)"),
    tables.Column("received_on", "收到", width="136px"),
)


def entries(frame: pd.DataFrame) -> None:
    """How the project stands in the statistics library, a block a linked statistics project."""
    if frame.empty:
        words.title("入库入统：未匹配到统计项目", "按代码、名称都没有对应的统计项目，时滞按等待计")
        return
    figures, library = (project_figures.first_entry(frame, step) for step in ("statistics", "library"))
    state = f"{formats.month(figures)}入统" if figures is not None else "还没有入统"
    entered = f"{formats.month(library)}入库" if library is not None else "还没有入库"
    words.title(f"入库入统：{entered}，{state}", f"对应 {len(frame)} 个统计项目")
    blocks = "".join(_entry(row) for row in frame.itertuples())
    st.html(f'<div style="font-size:.875rem;line-height:1.5">{blocks}</div>')


def _entry(row: Row) -> str:
    ledger = [f"申报 {formats.month(row.declared_month)}", f"入库 {formats.month(row.ledger_library_month)}"]
    ledger.append(f"入统 {formats.month(row.ledger_statistics_month)}")
    returned = [
        f"首见 {formats.month(row.return_library_month)}",
        f"首次有数 {formats.month(row.return_statistics_month)}",
    ]
    returned.append(f"最近 {formats.month(row.last_return_month)}")
    more = [text for text in (row.library_state, row.statistics_method) if isinstance(text, str)]
    more += [f"退回：{row.return_reason}"] if isinstance(row.return_reason, str) else []
    more += [f"统计开工 {formats.day(row.statistics_start_date)}"] if pd.notna(row.statistics_start_date) else []
    share = f"，分摊 {formats.percent(row.share)}" if row.share != 1 else ""
    lines = [f"台账：{'，'.join(ledger)}", f"报表：{'，'.join(returned)}", *(["；".join(more)] if more else [])]
    body = "".join(f"<div>{escape(line)}</div>" for line in lines)
    name = f"{row.statistics_name}（{HOW.get(row.how, row.how)}匹配{share}）"
    return f'<div style="padding:.15rem 0 .3rem"><b>{escape(name)}</b>{body}</div>'


def approvals(frame: pd.DataFrame, procedure: object) -> None:
    """Approval steps in the list's order, obtained or not."""
    wanted = frame[frame.is_applicable & frame.is_required]
    done = int(wanted.completed_on.notna().sum())
    kind = f"{procedure}类应办 {len(wanted)} 件" if isinstance(procedure, str) and len(wanted) else "没有应办清单"
    words.title(f"前期手续：已办 {done} 件", kind)
    lines = []
    for row in frame.itertuples():
        if not row.is_applicable:
            state, tone = "不适用", "gt-foot"
        elif pd.notna(row.completed_on):
            number = f" {row.document_number}" if isinstance(row.document_number, str) else ""
            state, tone = f"■ {formats.day(row.completed_on)}{number}", "gt-ahead"
        else:
            state, tone = "○ 未办结", ""
        lines.append(
            f'<div>{escape(row.step)}</div><div class="{tone}" style="font-size:inherit">{escape(state)}</div>'
        )
    look = "display:grid;grid-template-columns:auto 1fr;gap:2px 14px;font-size:.875rem;line-height:1.5"
    st.html(f'<div style="{look}">{"".join(lines) or "<div>没有报送前期手续。</div>"}</div>')


def history(versions: pd.DataFrame, batches: pd.DataFrame) -> None:
    """Plan versions and spells of batches, oldest first."""
    words.title(f"计划 {len(versions)} 版，批次 {batches.batch.nunique()} 个", "计划自生效月起算；批次按月")
    plans = []
    for row in versions.itertuples():
        money = "调出" if row.is_removed else formats.money(row.annual_plan_wan)
        note = f"（{row.adjustment}）" if isinstance(row.adjustment, str) and row.adjustment else ""
        plans.append(
            (
                f"{row.year}年计划",
                f"{money}{note}，自{formats.month(row.effective_month)}，{row.received_on:%Y-%m-%d} 收到",
            )
        )
    spells = [
        (f"{row.from_month:%Y-%m} 至 {row.to_month:%Y-%m}", row.batch if row.is_in_plan else f"{row.batch}（不在列）")
        for row in batches.itertuples()
    ]
    cells = "".join(
        f'<div style="color:var(--gt-muted);white-space:nowrap">{escape(left)}</div><div>{escape(right)}</div>'
        for left, right in [*plans, *spells]
    )
    look = "display:grid;grid-template-columns:auto 1fr;gap:2px 14px;font-size:.875rem;line-height:1.5"
    st.html(f'<div style="{look}">{cells}</div>')


def months(frame: pd.DataFrame, view: context.View, project_id: str, *, with_booked: bool) -> None:
    """Month by month, newest first; silence and carried figures are said."""
    words.title("逐月", "上报累计为空是从未上报；未报月沿用上一次")
    said = ["未报，沿用" if row.is_silent else "" for row in frame.itertuples()]
    library = ["" if pd.isna(there) else "在库" if there else "不在库" for there in frame.is_in_library]
    columns = [*MONTHS, BOOKED] if with_booked else list(MONTHS)
    fields = ["month", "batch", *(column.field for column in columns[1:])]
    rows = frame.assign(state=said, library=library).iloc[::-1]
    tables.show(
        rows, columns, view=view, key="months", link=None, link_by="month", fold=6, label="逐月数字", about=project_id
    )
    kinds = ("dispatch", "annual_plan", "statistics_return") if with_booked else ("dispatch", "annual_plan")
    labels = {column.field: column.label for column in columns}
    tables.download(frame[fields], view=view, name="项目档案 逐月", kinds=kinds, labels=labels)


def sources(frame: pd.DataFrame, view: context.View, *, with_booked: bool) -> None:
    """Which cells the figures come from: file, sheet, cell, header, value."""
    shown = frame if with_booked else frame[frame.kind != "statistics_return"]
    words.title(f"数据出处：{len(shown)} 个", "新收到的在前；数字已换算成万元")
    rows = shown.assign(
        what=[str(header) for header in shown.header],
        where=[_cell(row) for row in shown.itertuples()],
        cell=[f"{row.file_id}-{row.sheet}-{row.position}{row.row}" for row in shown.itertuples()],
    )
    tables.show(rows, SOURCES, view=view, key="sources", link=None, link_by="cell", fold=6, label="来源单元格")
    tables.download(shown, view=view, name="项目档案 来源单元格", kinds=tuple(SHEET_LABELS))


def _cell(row: Row) -> str:
    hidden = "（隐藏）" if row.is_hidden else ""
    corrected = "" if formats.is_missing(row.correction) else f" · 更正为 {row.correction}"
    return f"{row.sheet} {row.position}{row.row}{hidden} · {SHEET_LABELS.get(row.kind, row.kind)}{corrected}"
