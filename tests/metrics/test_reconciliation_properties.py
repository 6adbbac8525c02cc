"""No 万元 is lost (报统对账): on generated histories, links and decisions the bridge closes, recounted in plain Python."""

import json
import math
import os
from collections import defaultdict
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from data.decision_kinds import Reason
from data.profile import load_profile
from data.reasons import reasons
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation.reconciliation_sums import AMOUNTS
from tests.metrics.histories import MONTHS, PROJECTS, STATISTICS, facts, publish

TIANYUAN = load_profile("tianyuan")
CENT = 0.005

links = st.lists(st.tuples(st.sampled_from(PROJECTS), st.sampled_from(STATISTICS)), max_size=7)
histories = st.lists(facts(), min_size=25, max_size=70)
codes = st.sampled_from([code for code, reason in reasons().items() if not reason.automatic and code != "unexplained"])
amounts = st.integers(-900_00, 900_00).map(lambda n: str(Decimal(n) / 100))
decided = st.lists(
    st.tuples(
        st.sampled_from(PROJECTS),
        st.sampled_from(MONTHS),
        st.none() | st.lists(st.fixed_dictionaries({"reason": codes, "amount_wan": amounts}), max_size=3),
        st.none() | st.sets(st.sampled_from(PROJECTS), min_size=1),
    ),
    max_size=8,
)
shares = st.sampled_from((None, 1.0, 0.5, 0.333333))


def decide(con, said) -> None:
    for number, (group, month, parts, about) in enumerate(said, start=1):
        payload = {"as_of": month.isoformat()} | ({"status": "undone"} if parts is None else {"parts": parts})
        payload |= {"project_ids": ",".join(sorted({group, *about}))} if about else {}
        con.execute(
            "insert into mart.decision values (?, ?, 'reason', ?, '2026-06-01', '2026-06-01', '张三', null, ?)",
            [number, TIANYUAN.id, Reason(group_id=group, as_of=month, project_ids="").subject, json.dumps(payload)],
        )


def recount(con, links, month) -> dict[frozenset, tuple[Decimal, Decimal, frozenset]]:
    """Groups as they must be, by walking from neighbour to neighbour: projects → reported, booked, statistics projects."""
    reported = dict(
        con.execute(
            "select project_id, carried_ytd_wan from mart.project_month where month = ? and not is_removed"
            " and (is_in_plan or carried_ytd_wan is not null)",
            [month],
        ).fetchall()
    )
    booked = dict(
        con.execute(
            "select statistics_id, booked_ytd_wan from mart.booked where month = ? and known_to is null", [month]
        ).fetchall()
    )
    seen = {who for (who,) in con.execute(
        "select statistics_id from mart.booked where month <= $m and known_to is null union select statistics_id from"
        " mart.library_entry where known_to is null and least(library_entry_month, statistics_entry_month) <= $m",
        {"m": month},
    ).fetchall()}  # fmt: skip
    ties = defaultdict(set)
    for project, statistics in links:
        if project in reported and statistics in seen:
            ties["P", project].add(("S", statistics))
            ties["S", statistics].add(("P", project))
    nodes = [("P", each) for each in reported] + [("S", each) for each in booked]
    found, done = {}, set()
    for node in nodes:
        if node in done:
            continue
        group, frontier = {node}, [node]
        while frontier:
            new = ties[frontier.pop()] - group
            group |= new
            frontier.extend(new)
        done |= group
        key = frozenset(each for kind, each in group if kind == "P")
        them = frozenset(each for kind, each in group if kind == "S")
        found[key, them] = (
            sum(reported[each] or 0 for each in key),
            sum(booked.get(each) or 0 for each in them),
        )
    return found


@settings(max_examples=int(os.environ.get("GUATU_EXAMPLES", "10")))
@given(histories, links, decided, st.sampled_from(MONTHS[2:]), shares)
def test_every_amount_is_kept(said, links, decisions, as_of, share):
    con = publish(TIANYUAN, said, links)
    con.execute("update mart.project_link set share = ?", [share])
    decide(con, decisions)
    asked = {"profile": TIANYUAN, "as_of": as_of}
    total = reconciliation(con, **asked).iloc[0]
    rows = reconciliation(con, by="project", **asked)
    month = total.compared_month.date()
    wanted = recount(con, dict.fromkeys(links), month)

    # the groups are those found by walking the links, with their sums
    split = lambda text: frozenset(text.split(",")) if isinstance(text, str) and text else frozenset()  # noqa: E731
    seen = {
        (split(row.project_ids), split(row.statistics_ids)): tuple(
            0 if math.isnan(amount) else amount for amount in (row.reported_ytd_wan, row.booked_ytd_wan)
        )
        for row in rows.itertuples()
    }
    assert {key: tuple(map(float, value)) for key, value in wanted.items()} == seen

    # the ends, summed without groups, and the bridge between them
    reported, booked = (sum(float(each[place]) for each in wanted.values()) for place in (0, 1))
    assert abs(total.reported_ytd_wan - reported) < CENT
    assert abs(total.booked_ytd_wan - booked) < CENT
    assert total.closing_difference_wan == 0
    bridge = reconciliation(con, by="reason", **asked)
    assert abs(bridge.difference_wan.sum() - (reported - booked)) < CENT
    assert set(bridge.reason) <= set(reasons())

    # group by group: what is explained, proposed and not adds up; each amount has the difference's sign
    parts = reconciliation_amounts(con, **asked)
    for row in rows.itertuples():
        here = parts[parts.group_id == row.group_id]
        assert abs(here.amount_wan.sum() - row.difference_wan) < CENT
        assert (here.amount_wan * row.difference_wan > 0).all()
        assert abs(row.explained_wan + row.proposed_wan + row.unexplained_wan - row.gap_wan) < CENT
    assert len(parts[parts.reason == "unexplained"]) == parts[parts.reason == "unexplained"].group_id.nunique()

    # units and batches, split by shares or not, add up to the cent
    for by in ("responsible_unit", "batch"):
        sums = reconciliation(con, by=by, **asked)
        for name in AMOUNTS:
            assert abs(sums[name].sum() - total[name]) < CENT, (by, name)

    # what is open has an age, and the changes lead from the month before to this one
    assert abs(reconciliation_ageing(con, **asked).open_gross_wan.sum() - total.open_gross_wan) < CENT
    changes = reconciliation_changes(con, **asked)
    assert (abs(changes.gap_before_wan + changes.gap_change_wan - changes.gap_wan) < CENT).all()
