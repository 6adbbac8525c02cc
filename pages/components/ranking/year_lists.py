"""年考核 on the page: the year's aims, the units' scores, and what bars them from the year's honours."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data import formats
from data.wording import score_wording
from pages.components import context, tables, words
from pages.components.view import View

SUMMARY = (
    tables.Column("indicator", "指标", width="minmax(0, 1.3fr)", strong=True, leads=True),
    tables.Column("target_words", "目标", width="7.5em", kind="text", is_right=True, asks="target"),
    tables.Column("actual_words", "完成", width="7.5em", kind="text", is_right=True, asks="actual"),
    tables.Column("target_rate", "比例", width="5em"),
    tables.Column("note", "说明", width="minmax(0, 2fr)"),
)
SCORES = (
    tables.Column("rank", "名次", width="3.5em"),
    tables.Column("responsible_unit", "单位", width="minmax(0, 1.4fr)", strong=True, sub="league", leads=True),
    tables.Column("score", "得分", unit="", width="5em", strong=True),
    tables.Column("start_finish_rate", "开竣工", width="6em", sub="start_finish_cases", sub_kind="text"),
    tables.Column("content_rate", "建设内容", width="5em", sub="content_cases", sub_kind="text"),
    tables.Column("plan_rate", "投资计划", width="6em", sub="plan_cases", sub_kind="text"),
    tables.Column("conversion_rate", "前期转化", width="6em", sub="conversion_cases", sub_kind="text"),
    tables.Column("honour", "评先", width="minmax(0, 1.6fr)", kind="text", tone="honour_tone"),
)
CANDIDATES = (
    tables.Column("candidate_place", "候选名次", width="5em"),
    tables.Column("responsible_unit", "单位", width="minmax(0, 1.4fr)", strong=True, sub="league", leads=True),
    tables.Column("combined_score", "综合分", unit="", width="5em", strong=True),
    tables.Column("year_score", "年度得分", unit="", width="5.5em"),
    tables.Column("quarter_score", "季度均分", unit="", width="5.5em", sub="quarter_ranks"),
    tables.Column("may_city", width="5em"),
    tables.Column("said", "说明", kind="text", width="minmax(0, 1.4fr)"),
)
UNFINISHED = "未竣工，应纳入下年"
CARRIED = (
    tables.Column("project_name", "项目", width="minmax(0, 1.8fr)", sub="carry_over", leads=True),
    tables.Column("responsible_unit", "责任单位", width="minmax(0, 1fr)", sub="batch"),
    tables.Column("planned_finish_date", "计划竣工", width="8em"),
    tables.Column("physical_progress", "形象进度", width="5em"),
    tables.Column("remaining_wan", "剩余投资", width="7em"),
)
CASES = (
    tables.Column("project_name", "项目", width="minmax(0, 1.6fr)", leads=True),
    tables.Column("item", "考核项", width="7em", sub="case_name", sub_kind="text"),
    tables.Column("due_on", "到期", width="7em"),
    tables.Column("done_on", "办结", width="7em"),
    tables.Column("is_done", "完成", width="4em"),
)


def show(
    scores: pd.DataFrame,
    candidates: pd.DataFrame,
    summary: pd.DataFrame,
    carried: pd.DataFrame,
    cases: Callable[[str], pd.DataFrame],
    view: View,
) -> None:
    """Draw the year's aims, the scores by league, who may be chosen for the honours, one unit's cases."""
    state = "" if view.as_of.month == 12 else f"，截至{view.as_of.month}月，年度未结束"
    with st.container(key="main-picture", gap="xxsmall"):
        words.title(f"{view.as_of.year}年目标与完成{state}", "对照年度工作目标逐项")
        written = summary.assign(
            target_words=[_written(row.target, row.measured_in) for row in summary.itertuples()],
            actual_words=[_written(row.actual, row.measured_in) for row in summary.itertuples()],
        )
        tables.show(
            written,
            SUMMARY,
            view=view,
            key="summary",
            link=None,
            link_by="indicator",
            of="year_summary",
            fold=None,
            label="年度目标",
        )
        words.footer(view, "dispatch", "statistics_return")
    _carried(carried, view)
    cases_said = score_wording.year_cases(scores, view.profile, view.as_of)
    few = score_wording.few_note(cases_said)
    words.title("年度得分与评先限制", "；".join(filter(None, ["先进由人评定；这里只列单位和限制，不列个人", few])))
    rows = cases_said.assign(
        honour=[row.bars if isinstance(row.bars, str) else "无限制" for row in scores.itertuples()],
        honour_tone=["late" if isinstance(row.bars, str) else "quiet" for row in scores.itertuples()],
    )
    tables.show(
        rows, SCORES, view=view, key="year", link=None, link_by="responsible_unit", of="year_scores", fold=None,
        label="年度得分",
    )  # fmt: skip
    _candidates(candidates, view)
    unit = context.choose(
        "year_unit", {"": "不展开"} | {name: name for name in scores[scores["rank"].notna()].responsible_unit},
        label="单位", control=st.pills,
    )  # fmt: skip
    if unit:
        own = cases(unit)
        words.title(f"{unit}的年度事项：{len(own)} 件", "没有完成的在前；点一行看项目")
        tables.show(own, CASES, view=view, key="year_cases", fold=10, label=f"{unit}的年度事项")
    with st.container(horizontal=True):
        tables.download(scores, view=view, name="年度考核得分", label="下载得分", key="year_excel")
        tables.download(candidates, view=view, name="先进单位候选", label="下载候选", key="candidates_excel")
        tables.download(carried, view=view, name="结转清单", label="下载结转", key="carried_excel")
        tables.download(summary, view=view, name="年度总结", label="下载总结", key="summary_excel")


def _candidates(candidates: pd.DataFrame, view: View) -> None:
    """Draw the units that may be chosen, by league, and below them who may not and why."""
    if not view.profile.has("honours", view.as_of):
        return
    may = int(candidates.may_district.sum())
    words.title(f"先进单位候选：{may} 个单位可以评", "季度均分和年度得分各半（默认）；名次只供评定，比例和名单由会议定")
    rows = candidates.assign(
        said=[row.not_candidate_reason or row.bars or "" for row in candidates.astype(object).fillna("").itertuples()]
    )
    tables.show(rows, CANDIDATES, view=view, key="candidates", link=None, link_by="responsible_unit",
                of="honour_candidates", fold=8, label="先进单位候选", empty="没有参评单位。")  # fmt: skip


def _carried(carried: pd.DataFrame, view: View) -> None:
    """Draw what next year's plan should take up, what fell out of this year's first."""
    fell_out = int((carried.carry_over != UNFINISHED).sum())
    words.title(
        f"结转清单：{len(carried) - fell_out} 个未竣工，应纳入下年计划",
        f"另有 {fell_out} 个上年结转的没有在今年计划里，列在前面",
    )
    tables.show(carried, CARRIED, view=view, key="carried", fold=5, label="结转清单", empty="没有未竣工的项目。")


def _written(value: float, measured_in: str) -> str:
    return formats.money(value) if measured_in == "万元" else f"{formats.number(value)} {measured_in}"
