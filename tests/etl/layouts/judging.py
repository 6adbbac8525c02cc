"""What became of a drawn workbook: right, asked (or refused, or told), or wrong; and what was wrong, in words."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from data.originals import sheet_and_columns
from etl.intake import ParsedFile
from tests.etl.layouts.truth import FIELDS, Truth
from tests.etl.layouts.workbooks import Drawn

NEAR = Decimal("0.011")  # 万元: binary floats of the drawn cells
WAITING = frozenset(FIELDS)  # kinds that wait where nothing proves their reading


@dataclass
class Verdict:
    """The outcome without and with acceptance; ``faults`` says what was wrong."""

    unasked: str = "right"
    accepted: str = "right"
    faults: list[str] = field(default_factory=list)
    accepted_faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # what was asked or told


def judge(drawn: Drawn, parsed: ParsedFile) -> Verdict:
    """Compare what was read with the figures the workbook was drawn around."""
    waiting = {
        sheet for sheet, readings in parsed.readings.items() if any(r.needs_proof and not r.is_proven for r in readings)
    }
    verdict = Verdict()
    entered = _Entered(drawn.truth, parsed)
    verdict.faults = entered.wrong(waiting)
    verdict.accepted_faults = entered.wrong(set())
    told = _Told(parsed, drawn.pages[0].name if len(drawn.pages) == 1 else None)
    for page in drawn.pages:
        if page.is_hidden:
            continue
        is_waiting = any(len(drawn.pages) == 1 or sheet_and_columns(sheet)[0] == page.name for sheet in waiting)
        for row, at, name, role in page.figures:
            wanted = FIELDS[drawn.truth.kind].get(role)
            if wanted is None or entered.has(name, wanted, page.month or drawn.truth.month):
                continue
            reason = told.of(page.name, row, at) or (told.of(page.name, row + 1, at) if drawn.shape == "two" else None)
            where = f"{page.name} 第{row + 1}行 {role}"
            if reason:
                verdict.asked.append(f"{where}：{reason}")
            elif is_waiting and told.shows(page.name, at):
                verdict.asked.append(f"{where}：待确认，未读的列可见")
            else:
                verdict.faults.append(f"lost without a word: {where}（{name}）")
                verdict.accepted_faults.append(verdict.faults[-1])
    if waiting:
        verdict.asked.append("待确认：" + "、".join(sorted(waiting)))
    verdict.unasked = "wrong" if verdict.faults else "asked" if verdict.asked else "right"
    partly = [text for text in verdict.asked if not text.startswith("待确认：")]
    verdict.accepted = "wrong" if verdict.accepted_faults else "asked" if partly else "right"
    return verdict


class _Entered:
    """The figures that were read, by project."""

    def __init__(self, truth: Truth, parsed: ParsedFile) -> None:
        self.truth = truth
        self.rows = [(kind, row) for kind, table in parsed.records.items() for row in table.to_pylist()]
        self.plan = parsed.monthly_plan.to_pylist()
        self.names = {(row["sheet"], row["row"]): row.get("project_name") for kind, row in self.rows}

    def has(self, name: str, wanted: str, month: int) -> bool:
        """Tell whether a project's figure was read into its field (right or not: ``wrong`` looks at that).

        A month's figure is told from that of another month side by side with it.
        """
        rows = [row for _, row in self.rows if row.get("project_name") == name and row.get(wanted) is not None]
        of_a_month = wanted in ("reported_month_wan", "booked_month_wan")
        return any(not of_a_month or row["month"].month == month for row in rows)

    def wrong(self, waiting: set[str]) -> list[str]:
        """Return what entered and is not so."""
        faults = []
        seen = Counter()
        for kind, row in self.rows:
            if row["sheet"] in waiting:
                continue
            project = self.truth.by_name.get(row.get("project_name"))
            where = f"{row['sheet']} 第{row['row']}行 {row.get('project_name')}"
            if project is None:
                faults.append(f"no such project: {where}")
                continue
            if kind != self.truth.kind:
                faults.append(f"read as {kind}: {where}")
                continue
            month = row.get("month")
            said = [name for role, name in FIELDS[kind].items() if role != "month" and row.get(name) is not None]
            about = (kind, month, row.get("year"), project.name)
            seen.update((*about, name) for name in said)
            if any(seen[*about, name] > 1 for name in said):
                faults.append(f"twice: {where}")
            faults += [f"{where} {text}" for text in self._amounts(kind, row, project.amounts, month)]
        return faults + self._months(waiting)

    def _amounts(self, kind: str, row: dict[str, Any], amounts: dict[str, Decimal], month: date | None) -> list[str]:
        truth = self.truth
        faults = []
        of_another_month = False
        if kind == "annual_plan":
            if row["year"] == truth.year + 1:
                amounts = amounts | {"plan": amounts["next_year"]}
            elif row["year"] != truth.year:
                faults.append(f"year {row['year']}")
        elif month != date(truth.year, truth.month, 1):
            if month is None or month.year != truth.year or month.month > truth.month:
                return [f"month {month}"]
            of_another_month = True
        if of_another_month:
            ytd = sum((amounts[f"month:{number}"] for number in range(1, month.month + 1)), Decimal(0))  # type: ignore[union-attr]
            amounts = amounts | {"month": amounts[f"month:{month.month}"], "ytd": ytd, "cum": amounts["last"] + ytd}  # type: ignore[union-attr]
        for role, name in FIELDS[kind].items():
            value = row.get(name)
            if value is not None and abs(value - amounts[role]) > NEAR:
                faults.append(f"{name} = {value}, is {amounts[role]}")
        return faults

    def _months(self, waiting: set[str]) -> list[str]:
        faults = []
        for row in self.plan:
            project = self.truth.by_name.get(self.names.get((row["sheet"], row["row"])) or "")
            if row["sheet"] in waiting or project is None:
                continue
            number = row["month"].month
            own = project.amounts[f"plan:{number}"]
            upto = sum((project.amounts[f"plan:{one}"] for one in range(1, number + 1)), Decimal(0))
            for name, meant in (("planned_ytd_wan", upto), ("planned_month_wan", own)):
                if row[name] is not None and abs(row[name] - meant) > NEAR:
                    faults.append(
                        f"{row['sheet']} 第{row['row']}行 {row['month']:%Y-%m} {name} = {row[name]}, is {meant}"
                    )
        return faults


class _Told:
    """What is said of figures that did not enter."""

    def __init__(self, parsed: ParsedFile, only: str | None) -> None:
        """Sort by sheet; a file with ``only`` one may call it otherwise (csv: by the file's name)."""

        def name_of(sheet: str) -> str:
            return only or sheet_and_columns(sheet)[0]

        self.rows: dict[str, dict[int, str]] = defaultdict(dict)
        self.cells: dict[str, set[tuple[int, str]]] = defaultdict(set)
        self.columns: dict[str, dict[str, str]] = defaultdict(dict)
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.sheets: dict[str, str] = {}
        for row in parsed.rows.to_pylist():
            if row["outcome"] == "rejected":
                self.rows[name_of(row["sheet"])][row["row"]] = row["reason"]
        for fault in parsed.faults.to_pylist():
            self.cells[name_of(fault["sheet"])].add((fault["row"], fault["position"]))
        for notice in parsed.notices.to_pylist():
            if notice["kind"] == "column_unread":
                name = name_of(notice["sheet"])
                self.columns[name][notice["text"].split(" ")[0]] = notice["text"]
        for column in parsed.columns.to_pylist():
            if column["field"] is None:
                self.shown[name_of(column["sheet"])].add(column["position"])
        for sheet in parsed.sheets.to_pylist():
            if sheet["message"]:
                self.sheets[name_of(sheet["sheet"])] = sheet["message"]

    def of(self, sheet: str, row: int, at: int) -> str | None:
        """Return why a figure did not enter; None where nothing is said."""
        letter = _letters(at)
        if (row + 1, letter) in self.cells[sheet]:
            return "单元格读不出"
        return self.rows[sheet].get(row + 1) or self.columns[sheet].get(letter)

    def shows(self, sheet: str, at: int) -> bool:
        """Tell whether the column stands among those not read."""
        return _letters(at) in self.shown[sheet]


def _letters(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)
