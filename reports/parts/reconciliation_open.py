"""What is open in a reconciliation's report: the groups, their age, changes, who must act, and the sign-off.

For the statistician only, as ``gap``.
"""

import pandas as pd

from data import dictionary, formats
from data.reasons import UNEXPLAINED
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation.sign_off import sign_off_changes, sign_offs
from reports.content import Table
from reports.parts.reconciliation import GROUPS, UNIT, total
from reports.question import Question, tight
from reports.tables import Shown, extent, table

MOST = 20
OPEN = (
    Shown("project_names", "项目", 2.8, "text"),
    Shown("responsible_unit", width=1.6),
    Shown("gap_wan", width=1.2),
    Shown("open_wan", "未定", 1.2, "money"),
    Shown("open_months", width=0.8),
    Shown("said", "原因（万元）", 2.4, "text"),
    Shown("evidence", width=3.0),
)
AGES = (Shown("open_months", "挂起", 1.0), GROUPS, Shown("open_gross_wan", width=1.6))
CHANGES = (
    Shown("project_names", "项目", 3.4, "text"),
    Shown("gap_before_wan", width=1.4),
    Shown("gap_wan", "本期差额", 1.4),
    Shown("gap_change_wan", width=1.4),
    Shown("gap_course", width=1.1),
)
ACTS = (
    UNIT,
    Shown("reason_label", width=1.8),
    Shown("acts", "谁来办", 2.2, "text"),
    Shown("groups", "本原因组数", 1.0),
    Shown("amount_wan", "本原因差额", 1.4),
)
SIGNED = (
    Shown("project_names", "项目", 3.2, "text"),
    Shown("signed_field", "内容", 1.4),
    Shown("signed_wan", width=1.4),
    Shown("now_wan", width=1.4),
    Shown("change_wan", "变动", 1.4),
)


def open_table(question: Question) -> Table:
    """The largest groups with something open: decided and proposed reasons, and their evidence."""
    frame = _open(question)
    shown = frame.head(MOST)
    said = _said(question)
    return table(
        shown.assign(said=[said.get(group, formats.NONE) for group in shown.group_id]),
        OPEN,
        name="待定的组",
        title=f"待定金额较大的组（{extent(shown, frame)}）",
        note="未定＝建议待认定＋未说明。挂起为连续有未定部分的月数。" if len(shown) else "没有待定的组。",
    )


def age_table(question: Question) -> Table:
    """How long what is open has been open."""
    frame = question.ask(reconciliation_ageing)
    sums = frame[["groups", "open_gross_wan"]].sum()
    return table(frame, AGES, name="账龄", title="未定差额的账龄", total=sums, note="当月为1；每年重新起算。")


def ageing(question: Question) -> str:
    """What has been open longest, in a line."""
    frame = question.ask(reconciliation_ageing)
    if frame.empty:
        return "没有未定的差额"
    oldest = frame.iloc[0]
    return tight(
        f"挂得最久的 {oldest.open_months} 个月，{formats.number(oldest.groups)} 个组，"
        f"{formats.money(oldest.open_gross_wan)}"
    )


def change_table(question: Question) -> Table:
    """The largest changes of the gap since the month compared before."""
    frame = question.ask(reconciliation_changes)
    shown = frame.head(MOST)
    return table(shown, CHANGES, name="与上期比", title=f"待核差额的变化（{extent(shown, frame, thing='组')}）")


def changes(question: Question) -> str:
    """How the gap moved since the month compared before, in a line; the year's first has nothing before it."""
    frame = question.ask(reconciliation_changes)
    if frame.empty:
        return "与本年上一个可比月相比没有变化，或本月是年内第一个可比月"
    counts, words = frame.gap_course.value_counts(), dictionary.lookup("gap_course").words
    said = "、".join(f"{word} {counts[course]} 个" for course, word in words.items() if course in counts.index)
    step = formats.number(frame.gap_change_wan.sum(), is_signed=True)
    return tight(f"比{formats.month(frame.before_month.iloc[0])}变化 {step} 万元：{said}")


def act_table(question: Question) -> Table:
    """Who must act: per unit what can be mended, must be checked, or has no reason yet."""
    units = question.ask(reconciliation, by="project").set_index("group_id").responsible_unit
    amounts = question.ask(reconciliation_amounts)
    mine = amounts[(amounts.legitimate != True) & (amounts.reason != "R18")]  # noqa: E712  (null, too)
    mine = mine.assign(
        responsible_unit=mine.group_id.map(units),
        acts=[row.who_acts if isinstance(row.who_acts, str) else "先认定原因" for row in mine.itertuples()],
    )
    keys = ["responsible_unit", "reason", "reason_label", "acts"]
    rows = mine.groupby(keys, as_index=False).agg(groups=("group_id", "nunique"), amount_wan=("amount_wan", "sum"))
    rows = rows[~rows.responsible_unit.isin(question.unranked)].assign(size=rows.amount_wan.abs())
    rows = rows.assign(whole=rows.groupby("responsible_unit")["size"].transform("sum"))
    rows = rows.sort_values(["whole", "responsible_unit", "size"], ascending=[False, True, False], kind="stable")
    return table(
        rows,
        ACTS,
        name="谁要行动",
        title="谁要行动",
        note="只列可整改、先核实和未说明的差额；待核差额为上报减入统，不是应入统数。",
    )


def signed(question: Question) -> str:
    """Who signed the month off, when, the list's hash, and what changed since."""
    frame = question.ask(sign_offs)
    if frame.empty:
        return f"{formats.month(total(question).compared_month)}对账尚未签认。"
    row = frame.iloc[0]
    whole = "清单与校验码相符" if row.is_intact else "清单与校验码不符，请核对"
    return tight(
        f"{formats.month(row.compared_month)}对账由{row.signed_by}于{formats.day(row.signed_at)}签认，"
        f"共 {formats.number(row.groups)} 个组，校验码 {row.list_hash}，{whole}；"
        f"其后变动 {formats.number(row.changed_groups)} 个组。"
    )


def signed_table(question: Question) -> Table | None:
    """What changed against the signed list, figure by figure; None where nothing did or nothing was signed."""
    frame = question.ask(sign_off_changes)
    if frame.empty:
        return None
    groups = question.ask(reconciliation, by="project").set_index("group_id")
    names = groups.project_names.fillna(groups.statistics_names)
    frame = frame.assign(project_names=[names.get(group, group) for group in frame.group_id])
    return table(frame, SIGNED, name="签认后变动", title="签认后变动")


def _open(question: Question) -> pd.DataFrame:
    """Groups in the dispatch with something open, most money first."""
    frame = question.ask(reconciliation, by="project")
    frame = frame[frame.open_months.notna()]
    return frame.assign(open_wan=frame.proposed_wan + frame.unexplained_wan).sort_values(
        "open_wan", key=abs, ascending=False, kind="stable"
    )


def _said(question: Question) -> dict[str, str]:
    """Per group its reasons in words, each with amount and origin."""
    words = dictionary.lookup("origin").words
    said: dict[str, list[str]] = {}
    for row in question.ask(reconciliation_amounts).itertuples():
        amount = formats.number(row.amount_wan, 2)
        origin = "" if row.reason == UNEXPLAINED else f"（{words[row.origin]}）"
        said.setdefault(row.group_id, []).append(f"{row.reason_label} {amount}{origin}")
    return {group: "；".join(parts) for group, parts in said.items()}
