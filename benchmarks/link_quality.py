"""Precision and recall of automatic links on the labelled pairs; a third, chosen by seed, is never tuned on."""

import random
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.link_store import PROJECT, STATISTICS, build_warehouse
from data.profile import district_ids

LABELLED = Path(__file__).parent / "labelled_links.txt"
SEED = 20261122
SIDES = {"调度": PROJECT, "统计": STATISTICS}
FOUND = """
select
    project_row.row as project,
    statistics_row.row as statistics,
    candidate.status
from mart.link_candidate as candidate
inner join raw.annual_plan as project using (district, project_id)
inner join raw.statistics_return as statistics using (district, statistics_id)
inner join source.row as project_row on project_row.row_id = project.row_id
inner join source.row as statistics_row on statistics_row.row_id = statistics.row_id
"""


@dataclass(frozen=True)
class Row:
    """One labelled project of one side."""

    kind: str
    label: str  # "-": the other side does not have it
    record: dict[str, Any]

    @property
    def name(self) -> str:
        """Its name as written."""
        return self.record["project_name"]


Family = tuple[str, list[Row]]  # what it is about, and its rows


@dataclass(frozen=True)
class Quality:
    """What became of the pairs of one part."""

    pairs: int  # labelled, one or not
    true: int
    linked: int  # by themselves
    wrong: list[tuple[str, str]]  # linked by themselves and not one
    missed: list[tuple[str, str]]  # one, and neither linked nor shown to a person
    left: list[tuple[str, str]]  # one, left to a person

    @property
    def precision(self) -> float:
        """Share of the automatic links that are right."""
        return (self.linked - len(self.wrong)) / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are linked by themselves."""
        return (self.linked - len(self.wrong)) / self.true

    @property
    def found(self) -> float:
        """Share of the true pairs that are linked or wait for a person."""
        return 1 - len(self.missed) / self.true


def families() -> list[Family]:
    """Read the labelled set."""
    found: list[Family] = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        elif line and not line.startswith("#"):
            found[-1][1].append(_row([cell.strip() for cell in line.split("|")]))
    return found


def halves() -> dict[str, list[Family]]:
    """Return the families that rules may be tuned on, and the third that they may not: each goes by its own draw."""
    held = {title: random.Random(f"{SEED}/{title}").random() < 1 / 3 for title, _ in families()}  # noqa: S311 (no secrets here)
    return {
        "tuned": [family for family in families() if not held[family[0]]],
        "held out": [family for family in families() if held[family[0]]],
    }


def measure(part: list[Family], folder: Path) -> Quality:
    """Put a part's rows into one district, all beside each other, link them, and compare with the labels."""
    labelled = [(number, row) for number, (_, rows) in enumerate(part) for row in rows]
    sides = {kind: [(number, row) for number, row in labelled if row.kind == kind] for kind in SIDES.values()}
    records = {kind: [row.record for _, row in rows] for kind, rows in sides.items()}
    path, _ = build_warehouse(folder, district_ids()[0], records)
    with duckdb.connect(str(path), read_only=True) as con:
        status = {(one - 1, other - 1): said for one, other, said in con.execute(FOUND).fetchall()}
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    pairs = true = 0
    for place, (family, project) in enumerate(sides[PROJECT]):
        for other_place, (other_family, statistics) in enumerate(sides[STATISTICS]):
            is_one = family == other_family and project.label == statistics.label != "-"
            said = status.get((place, other_place))
            pairs += family == other_family
            true += is_one
            names = (project.name, statistics.name)
            if said == "linked":
                told["linked"].append(names)
                told["wrong"] += [] if is_one else [names]
            elif is_one:
                told["left" if said else "missed"].append(names)
    return Quality(pairs, true, len(told["linked"]), told["wrong"], told["missed"], told["left"])


def main() -> None:
    """Print a line a part."""
    print(f"{'':10}{'pairs':>7}{'true':>6}{'linked':>8}{'wrong':>7}{'precision':>11}{'recall':>8}{'found':>8}")
    for name, part in halves().items():
        with tempfile.TemporaryDirectory() as folder:
            seen = measure(part, Path(folder))
        print(
            f"{name:10}{seen.pairs:7}{seen.true:6}{seen.linked:8}{len(seen.wrong):7}"
            f"{seen.precision:11.3f}{seen.recall:8.3f}{seen.found:8.3f}"
        )


def _row(cells: list[str]) -> Row:
    side, label, name, code, owner, town, total, start = cells
    kind = SIDES[side]
    record: dict[str, Any] = {
        "project_name": name.replace("⏎", "\n"),
        "project_code": f"2401-510603-04-01-{int(code):06d}" if code else None,
    }
    amount = int(total) if total else None
    begun = date.fromisoformat(f"{start}-01") if start else None
    if kind == PROJECT:
        record |= {"owner": owner or None, "responsible_unit": owner or None, "town": town or None}
        record |= {"total_investment_wan": amount, "planned_start_date": begun}
    else:
        record |= {"address": town or None, "planned_total_wan": amount, "start_date": begun}
    return Row(kind, label, record)


if __name__ == "__main__":
    main()
