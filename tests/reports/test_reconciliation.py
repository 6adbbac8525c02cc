"""对账说明: its figures are the metrics', it closes, and after a sign-off it says who signed and what changed since."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest

from data import formats
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from reports.content import Report, Table, Text
from reports.register import NothingToReport, content, write
from tests.reports.asked import bare, excel_sheets, pdf_pages, question, word_tables, word_text

CENT = 0.005


@pytest.fixture(scope="module", params=["tianyuan", "jingyang"])
def asked(request, demo_store):
    return question(demo_store, request.param, "statistician")


@pytest.fixture(scope="module")
def note(asked) -> Report:
    return content("reconciliation", asked)


def named(note: Report, name: str) -> Table:
    return next(table for table in note.blocks(Table) if table.name == name)


def column(table: Table, field: str) -> list:
    """Return the numbers of a column, or its words where it has none."""
    at = [known.field for known in table.columns].index(field)
    return [row[at].value if table.columns[at].is_number else row[at].text for row in table.rows]


def said(note: Report) -> str:
    return note.lead + "".join(block.text for block in note.blocks(Text))


def instead(asked, **frames: pd.DataFrame):
    """Ask the same, with other answers of some metrics."""

    def ask(metric, **options):
        return frames[metric.__name__] if metric.__name__ in frames else asked.ask_metric(metric, **options)

    return replace(asked, ask_metric=ask, _answers={})


def test_the_bridge_closes(asked, note):
    total = asked.ask(reconciliation, by=None).iloc[0]
    reported, *steps, booked, closing = column(named(note, "从上报到入统"), "amount_wan")
    assert (reported, booked, closing) == (total.reported_ytd_wan, total.booked_ytd_wan, 0)
    assert reported - sum(steps) == pytest.approx(booked, abs=CENT)
    reasons = named(note, "差额按原因")
    assert sum(column(reasons, "difference_wan")) == pytest.approx(total.difference_wan, abs=CENT)
    assert sum(steps) == pytest.approx(total.difference_wan, abs=CENT)


def test_legitimate_and_fixable_stand_apart(asked, note):
    metric = asked.ask(reconciliation, by="reason").set_index("reason_label")
    table = named(note, "差额按原因")
    kinds = dict(zip(column(table, "reason_label"), column(table, "kind"), strict=True))
    assert {label for label, kind in kinds.items() if kind == "合理"} == set(metric.index[metric.legitimate == True])  # noqa: E712
    assert {label for label, kind in kinds.items() if kind == "可整改"} == set(metric.index[metric.legitimate == False])  # noqa: E712
    assert column(table, "difference_wan") == list(metric.difference_wan.loc[list(kinds)])


def test_units_groups_ages_and_changes_are_the_metrics(asked, note):
    units = asked.ask(reconciliation, by="responsible_unit")
    table = named(note, "各单位差额")
    assert column(table, "responsible_unit") == list(units.responsible_unit)
    assert column(table, "gap_wan") == list(units.gap_wan)
    assert table.total[5].text == formats.money_figure(asked.ask(reconciliation, by=None).gap_wan.iloc[0], "万元")
    groups = asked.ask(reconciliation, by="project")
    still = groups[groups.open_months.notna()]
    largest = named(note, "待定的组")
    amounts = (still.proposed_wan + still.unexplained_wan).abs().nlargest(len(largest.rows))
    assert [abs(amount) for amount in column(largest, "open_wan")] == list(amounts)
    ages = asked.ask(reconciliation_ageing)
    assert column(named(note, "账龄"), "open_gross_wan") == list(ages.open_gross_wan)
    changes = asked.ask(reconciliation_changes).head(20)
    assert column(named(note, "与上期比"), "gap_change_wan") == list(changes.gap_change_wan)


def test_who_must_act_leaves_nothing_out(asked, note):
    amounts = asked.ask(reconciliation_amounts)
    mine = amounts[~amounts.legitimate.isin([True]) & (amounts.reason != "R18")]
    table = named(note, "谁要行动")
    assert sum(column(table, "amount_wan")) == pytest.approx(mine.amount_wan.sum(), abs=CENT)
    assert formats.NONE not in column(table, "acts")


def test_it_names_no_figure_to_be_booked(note):
    whole = said(note) + "".join(table.title + table.note for table in note.blocks(Table))
    assert "待核差额" in whole
    assert [word for word in ("应报", "还差", "补报", "建议入统") if word in whole] == []
    assert "仅供统计人员" in note.footer


def test_every_format_says_the_same(note):
    tables = list(note.blocks(Table))
    assert word_tables(write(note, "docx")) == [
        [[known.label for known in table.columns], *([cell.text for cell in row] for row in table.every_row)]
        for table in tables
    ]
    sheets = excel_sheets(write(note, "xlsx"))
    for table in tables:
        for row, known in zip(sheets[table.name].iter_rows(min_row=5), table.every_row, strict=False):
            numbers = [cell.value for cell in row if cell.data_type == "n" and cell.value is not None]
            assert numbers == pytest.approx([cell.value for cell in known if cell.value is not None], rel=1e-14)
    pages = pdf_pages(write(note, "pdf"))
    text = "".join(pages).replace(bare(note.footer), "")
    assert bare(note.lead) in text
    figures = {cell.text for table in tables for row in table.every_row for cell in row if cell.value is not None}
    assert [figure for figure in figures if figure not in text] == []
    assert all(bare(note.footer) in page for page in pages)
    assert [block.text for block in note.blocks(Text) if bare(block.text) not in word_text(write(note, "docx"))] == []


def test_it_says_who_signed_and_what_changed_since(asked, note):
    assert "尚未签认" in said(note)
    month = asked.ask(reconciliation, by=None).compared_month.iloc[0]
    group = asked.ask(reconciliation, by="project").iloc[0]
    signed = pd.DataFrame(
        [(month, 7, "甲", datetime(2026, 10, 12), "ab" * 32, True, 170, 1)],
        columns=["compared_month", "entry_id", "signed_by", "signed_at", "list_hash", "is_intact", "groups",
                 "changed_groups"],
    )  # fmt: skip
    changed = pd.DataFrame(
        [(month, group.group_id, "booked", 5.0, 8.0, 3.0)],
        columns=["compared_month", "group_id", "signed_field", "signed_wan", "now_wan", "change_wan"],
    )
    after = content("reconciliation", instead(asked, sign_offs=signed, sign_off_changes=changed))
    (words,) = (block.text for block in after.blocks(Text) if "签认" in block.text)
    assert all(part in words for part in ("甲", "2026年10月12日", "ab" * 32, "清单与校验码相符", "变动1个组"))
    assert [cell.text for cell in named(after, "签认后变动").rows[0]] == [group.project_names, "入统", "5", "8", "3"]
    broken = content(
        "reconciliation", instead(asked, sign_offs=signed.assign(is_intact=False), sign_off_changes=changed)
    )
    assert "不符" in said(broken)


def test_without_a_month_to_compare_it_says_what_to_load(asked):
    empty = asked.ask(reconciliation, by=None).assign(groups=0)
    with pytest.raises(NothingToReport, match="统计月报"):
        content("reconciliation", instead(asked, reconciliation=empty))
