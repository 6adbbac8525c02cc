"""Signing a month's reconciliation off, and doing the obvious in bulk."""

from collections import defaultdict

import pandas as pd
import streamlit as st

from data import formats
from data.decision_kinds import Reason, SignOff
from data.reasons import UNEXPLAINED, reasons
from pages.components import access, decide, states, tables
from pages.components.reconciliation.reconciliation_lists import OPEN
from pages.components.reconciliation.reconciliation_words import names_of
from pages.components.view import View

Found = tuple[Reason, int | None]  # and the last entry seen
BULK = (
    tables.Column("name", "项目", sub="unit", width="minmax(0, 1.4fr)", strong=True),
    tables.Column("difference_wan", "差额", "万元", width="104px"),
    tables.Column("reasons", "原因和金额", width="minmax(0, 1.4fr)", kind="text"),
)


def obvious(groups: pd.DataFrame, amounts: pd.DataFrame) -> list[Found]:
    """Return what can be confirmed at once: differences that rules explain wholly, each as one decision.

    Returns:
        one decision a group, each with the last entry seen.
    """
    whole = groups[(groups.status == "proposed") & (groups.unexplained_wan == 0)]
    said = amounts[amounts.origin.isin(["rule", "last_month", "regrouped"]) & (amounts.reason != UNEXPLAINED)]
    by_group = defaultdict(list)
    for part in said.itertuples():
        by_group[part.group_id].append(part)
    found = []
    for row in whole.itertuples():
        mine = by_group[row.group_id]
        if not mine or any(reasons()[part.reason].legitimate is None for part in mine):
            continue  # an alarm, or one that a person must look at
        month = row.compared_month.date()
        parts = [
            {"reason": part.reason, "amount_wan": f"{part.amount_wan:.2f}", "note": _said(part.evidence)}
            for part in mine
        ]
        seen = None if formats.is_missing(row.last_entry_id) else int(row.last_entry_id)
        decision = Reason(
            group_id=row.group_id,
            as_of=month.replace(day=1),
            project_ids=row.project_ids,
            statistics_ids=_said(row.statistics_ids),
            parts=parts,
        )
        found.append((decision, seen))
    return found


def _said(evidence: object) -> str:
    return evidence if isinstance(evidence, str) else ""


def bulk(groups: pd.DataFrame, amounts: pd.DataFrame, view: View) -> None:
    """Offer to confirm all that rules explain wholly, with what that is in money."""
    found = obvious(groups, amounts)
    if not found or not access.may("reason"):
        return
    with st.popover(f"一次认定 {len(found)} 个"):
        st.write(f"{len(found)} 个组的差额，规则已全部说明、没有待核的。逐条记在您名下，可逐条撤回。")
        tables.show(
            _listed(found, groups), BULK, view=view, key="bulk", link=None, link_by="group_id", fold=8,
            label="将一次认定的差额", of="reconciliation",
        )  # fmt: skip
        st.button("全部认定", type="primary", key="bulk_confirm", on_click=_confirm, args=(found, view))


def _listed(found: list[Found], groups: pd.DataFrame) -> pd.DataFrame:
    """Return what would be confirmed: names, unit, difference, and the reasons with their amounts."""
    by_group = {decision.group_id: decision.parts for decision, _ in found}
    rows = [
        {
            "group_id": row.group_id,
            "name": names_of(row),
            "unit": row.responsible_unit or "—",
            "difference_wan": row.difference_wan,
            "reasons": "；".join(f"{reasons()[part['reason']].label} {part['amount_wan']}" for part in parts),
        }
        for row in groups.itertuples()
        if (parts := by_group.get(row.group_id))
    ]
    return pd.DataFrame(rows, columns=["group_id", "name", "unit", "difference_wan", "reasons"])


def _confirmed_open(groups: pd.DataFrame) -> bool:
    """Say how many differences are open and ask whether the month is signed off all the same."""
    left = groups[groups.status.isin(OPEN)]
    if left.empty:
        return True
    money = formats.money((left.proposed_wan + left.unexplained_wan).abs().sum())
    return st.checkbox(f"还有 {len(left)} 个差额没有认定，合计 {money}（绝对值），仍要签认", key="sign_open")


def sign_off(
    signed: pd.DataFrame, changes: pd.DataFrame, listed: dict, subject_of: str, groups: pd.DataFrame, view: View
) -> None:
    """Show who signed the month off and what has changed since, or let a person sign.

    Args:
        signed: ``sign_offs``: one row, or none.
        changes: ``sign_off_changes``.
        listed: ``signed_list``: what signing freezes.
        subject_of: the ledger's subject of the month's sign-off.
        groups: ``reconciliation`` by project: how many are open is said before signing.
        view: the page's view.
    """
    if len(signed):
        row = signed.iloc[0]
        by = f"{row.signed_by} {formats.day(row.signed_at)}"
        broken = "" if row.is_intact else "（清单与校验不符，请核对）"
        states.note(
            f"本月对账已由{by}签认，校验 {row.list_hash[:8]}{broken}；其后变动 {int(row.changed_groups)} 个组。"
        )
        if len(changes):
            tables.download(
                changes, view=view, name="签认后变动", kinds=("dispatch", "statistics_return"), label="变动 Excel"
            )
        if access.may("sign_off"):
            with st.popover("撤回签认"):
                why = st.text_input("撤回的理由", key="unsign_reason", max_chars=80)
                taken_back = (SignOff(about=subject_of, status="undone"), why, int(row.entry_id), view)
                st.button("撤回", key="unsign_now", disabled=not why.strip(), on_click=_sign, args=taken_back)
    elif access.may("sign_off"):
        with st.popover("签认本月"):
            reason = st.text_input("说明", key="sign_reason", max_chars=80, placeholder="如：经发改局、统计局核对")
            is_sure = _confirmed_open(groups)
            frozen = SignOff(about=subject_of, version=view.version, **listed)
            args = (frozen, reason, decide.newest(subject_of, view), view)
            st.button("签认", type="primary", key="sign_now", disabled=not (reason.strip() and is_sure),
                      on_click=_sign, args=args)  # fmt: skip


def _confirm(found: list[Found], view: View) -> None:
    decide.write_all(found, view=view)


def _sign(said: SignOff, reason: str, seen: int | None, view: View) -> None:
    decide.write(said, view=view, after=seen, reason=reason)
