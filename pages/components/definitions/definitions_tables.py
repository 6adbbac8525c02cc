"""The parts of 规则与口径: the scale of the lights, and rules, metrics, columns and sources as tables."""

import pandas as pd
import streamlit as st

from data import dictionary, formats
from data.rules import Lights
from data.sheet_kinds import SHEET_LABELS
from data.wording.completion_wording import light_zones
from pages.components import context, tables
from pages.components.words import LIGHTS, NOT_DUE, escape

PARTS = {"rules": "规则", "trial": "试算", "metrics": "指标口径", "columns": "数据项", "sources": "数据截至"}
# part → columns: field, label, field below it, width; texts wrap, so this is no list of the usual kind
COLUMNS = {
    "rules": (
        ("rule", "规则", "standing", "88px"),
        ("value", "内容", "", "minmax(0, 3fr)"),
        ("article", "条款", "source", "minmax(0, 1.6fr)"),
        ("origin", "出处", "period", "76px"),
    ),
    "trial": (
        ("definition", "口径", "indicator", "112px"),
        ("rule_figure", "现行", "rule_way", "minmax(0, 1fr)"),
        ("other_figure", "换一种取法", "other_way", "minmax(0, 1fr)"),
        ("note", "说明", "", "minmax(0, 1fr)"),
    ),
    "metrics": (
        ("metric", "指标", "", "112px"),
        ("definition", "口径", "", "minmax(0, 3fr)"),
        ("articles", "依据", "", "minmax(0, 1fr)"),
    ),
    "columns": (("label", "数据项", "unit", "150px"), ("meaning", "口径", "", "minmax(0, 3fr)")),
    "sources": (("kind", "表", "", "150px"), ("until", "数据截至", "", "minmax(0, 3fr)")),
}
HEAD = "color:var(--gt-muted);font-size:.8125rem;padding:.5rem 0;border-bottom:1px solid var(--gt-line)"
CELL = "padding:.45rem 0;border-bottom:1px solid var(--gt-hair);overflow-wrap:anywhere"
BELOW = "font-size:.8125rem;color:var(--gt-muted)"
LABELS = {
    "standing": "状态",
    "indicator": "指标",
    "rule_way": "现行取法",
    "other_way": "另一种取法",
    "source": "来源",
    "period": "有效期",
    "name": "命令行名称",
    "unit": "单位",
}


def scale(rule: Lights) -> None:
    """Draw the lights on the scale of what they measure: each zone with its mark, word and limits."""
    zones = [(name, limits, 3) for name, limits in reversed(light_zones(rule).items())]
    cells = "".join(
        f'<div style="flex:{width} 1 130px;border-top:6px solid {LIGHTS[name].fill};padding:.35rem 0">'
        f'<b class="gt-{LIGHTS[name].tone}">{escape(str(LIGHTS[name]))}</b>'
        f'<div style="font-size:.875rem">{escape(limits)}</div></div>'
        for name, limits, width in zones
    )
    cells += (
        '<div style="flex:2 1 130px;border-top:6px dotted #9aa5b1;padding:.35rem 0">'
        f'<b class="gt-quiet">{escape(str(NOT_DUE))}</b><div style="font-size:.875rem">还没有计划进度</div></div>'
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:2px">{cells}</div>')


def show(part: str, frame: pd.DataFrame, view: context.View) -> None:
    """Draw one part as a table whose texts wrap, with its Excel file."""
    columns = COLUMNS[part]
    heads = "".join(f'<div role="columnheader" style="{HEAD}">{escape(label)}</div>' for _, label, _, _ in columns)
    lines = "".join(_line(row, columns) for row in frame.to_dict("records"))
    widths = " ".join(width for *_, width in columns)
    look = f"display:grid;grid-template-columns:{widths};column-gap:16px;font-size:.9375rem;line-height:1.45"
    st.html(f'<div role="table" aria-label="{PARTS[part]}" style="{look}">{heads}{lines}</div>')
    labels = LABELS | {field: label for field, label, _, _ in columns}
    fields = [field for field in frame.columns if field != "tone"]
    tables.download(frame, view=view, name=f"规则与口径 {PARTS[part]}", kinds=(), columns=fields, labels=labels)


def _line(row: dict[str, str], columns: tuple[tuple[str, str, str, str], ...]) -> str:
    cells = ""
    for at, (field, _, below, _) in enumerate(columns):
        look = "font-weight:650" if not at else ""
        tone = f"gt-{row['tone']}" if below == "standing" else ""
        more = f'<div class="{tone}" style="{BELOW}">{escape(row[below])}</div>' if below and row[below] else ""
        cells += f'<div role="cell" style="{CELL}"><div style="{look}">{escape(row[field])}</div>{more}</div>'
    return f'<div role="row" style="display:contents">{cells}</div>'


def columns_frame() -> pd.DataFrame:
    """Every defined column: label, unit, meaning."""
    entries = list(dictionary.entries().values())
    scoped = [dictionary.lookup(name, of) for of, names in dictionary.quantities().items() for name in names]
    rows = [
        {"label": entry.label, "unit": entry.unit, "meaning": f"{entry.meaning}。范围：{entry.scope}"}
        for entry in scoped
    ]
    rows += [{"label": entry.label, "unit": entry.unit, "meaning": entry.meaning} for entry in entries]
    rows += [{"label": name, "unit": "", "meaning": meaning} for name, meaning in dictionary.figures().items()]
    return pd.DataFrame(rows)


def trial_frame(simulation: pd.DataFrame) -> pd.DataFrame:
    """Each figure by the rule in force and by the other, with its unit, of ``definition_simulation``."""
    figures = {
        f"{way}_figure": [
            _in_unit(value, unit)
            for value, unit in zip(simulation[f"{way}_value"], simulation.measured_in, strict=True)
        ]
        for way in ("rule", "other")
    }
    return simulation.assign(**figures).drop(columns=["rule_value", "other_value", "measured_in"])


def _in_unit(value: float, unit: str) -> str:
    places = {"个": 0, "分": 2}.get(unit, 1)
    if formats.is_missing(value):
        return formats.NONE
    return f"{formats.number(value, places, is_signed=unit == '百分点')}{unit if unit == '%' else f' {unit}'}"


def sources_frame(view: context.View) -> pd.DataFrame:
    """Until when each kind of sheet speaks."""
    until = {kind: formats.month(view.sources[kind]) if kind in view.sources else "未载入" for kind in SHEET_LABELS}
    return pd.DataFrame([{"kind": SHEET_LABELS[kind], "until": month} for kind, month in until.items()])
