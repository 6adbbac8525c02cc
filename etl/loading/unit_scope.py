"""A unit's own sheet: its own projects' rows load, a row that names a project of others is refused and listed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data import access
from data.profile import Profile
from data.warehouse import connect
from etl.intake import ParsedFile
from etl.intake.text import name_key
from etl.loading.earlier_files import CODE

KINDS = ("dispatch", "approval_step")  # what a unit reports itself; plans, statistics and scores come from the office
PROJECTS = """
select
    project.project_id, project.responsible_unit, project.service_unit,
    list(distinct state.project_code) as codes, list(distinct state.project_name) as names
from mart.project as project
left join mart.project_state as state
    on state.district = project.district and state.project_id = project.project_id
where project.district = ?
group by all
"""
OTHER_KIND = "单位只能报调度表和前期手续；这一类表请交统计人员载入"
NOT_LISTED = "名单里没有这个项目，单位不能自行加入；请核对代码和名称，或与统计人员联系"
NOT_OWN = "不是本单位负责或服务的项目，没有载入"
TWO_PROJECTS = "代码和名称指的不是同一个项目；请核对后再报"
OTHER_UNIT = "表中写的责任单位与现在的不同：责任单位以年度计划为准，请先与统计人员联系"
Place = tuple[str, int]


@dataclass(frozen=True)
class Projects:
    """A district's projects as a unit's sheet may name them.

    Attributes:
        codes, names: code, or form of the name, → the projects known by it.
        own: the projects that the unit answers for or serves.
        units: project → its responsible unit.
    """

    codes: Mapping[str, Collection[str]]
    names: Mapping[str, Collection[str]]
    own: Collection[str]
    units: Mapping[str, str | None]
    prefixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, store: Path | str, profile: Profile, unit: str) -> "Projects":
        """Read them from the published warehouse.

        Raises:
            WarehouseMissing, WarehouseBroken: there is none to read.
        """
        with connect(store).cursor() as con:
            rows = con.execute(PROJECTS, [profile.id]).fetchall()
        codes, names = defaultdict(set), defaultdict(set)
        prefixes = tuple(sorted((name_key(prefix) for prefix in profile.name_prefixes), key=len, reverse=True))
        for project, _, _, all_codes, all_names in rows:
            for code in filter(None, all_codes):
                codes[code].add(project)
            for name in filter(None, all_names):
                names[_key(name, prefixes)].add(project)
        own = {row[0] for row in rows if access.is_in_scope({"officer"}, unit, row[1], row[2])}
        return cls(codes, names, own, {row[0]: row[1] for row in rows}, prefixes)

    def refusal(self, record: Mapping[str, Any]) -> str | None:
        """Return why a record must not load in the name of the unit; None: it is of a project of its own."""
        code, name = record.get("project_code") or "", _key(record.get("project_name") or "", self.prefixes)
        named = set(self.names.get(name, ()))
        if CODE.fullmatch(code):
            about = set(self.codes.get(code, ()))
            if about and named:
                about &= named
                if not about:
                    return TWO_PROJECTS
        else:
            about = named
        if not about:
            return NOT_LISTED
        if not about <= set(self.own):
            return NOT_OWN
        said = record.get("responsible_unit")
        return OTHER_UNIT if said and {said} != {self.units[project] for project in about} else None


def restrict(parsed: ParsedFile, projects: Projects) -> ParsedFile:
    """Return a file as if only the rows of a unit's own projects were in it; the others are rejected, each with why.

    Args:
        parsed: the file as it was read.
        projects: the district's projects and which are the unit's.
    """
    refused: dict[Place, str] = {}
    for kind, table in parsed.records.items():
        for record in table.to_pylist():
            why = projects.refusal(record) if kind in KINDS else OTHER_KIND
            if why:
                refused.setdefault((record["sheet"], record["row"]), why)
    kept = {kind: _without_join_ids(_without(table, refused)) for kind, table in parsed.records.items()}
    return replace(
        parsed,
        rows=_rejected(parsed.rows, refused),
        faults=_without(parsed.faults, refused),
        notices=_without(parsed.notices, refused),
        records={kind: table for kind, table in kept.items() if table.num_rows},
        monthly_plan=parsed.monthly_plan.slice(0, 0),
    )


def _key(name: str, prefixes: tuple[str, ...]) -> str:
    """Return the form in which names are compared, the district's own name in front of it taken off."""
    key = name_key(name)
    prefix = next((one for one in prefixes if key.startswith(one) and len(key) > len(one)), "")
    return key.removeprefix(prefix)


def _places(table: pa.Table) -> list[Place]:
    return list(zip(table["sheet"].to_pylist(), table["row"].to_pylist(), strict=True))


def _without(table: pa.Table, refused: Collection[Place]) -> pa.Table:
    return table.filter(pa.array([place not in refused for place in _places(table)], pa.bool_()))


def _without_join_ids(table: pa.Table) -> pa.Table:
    """Return records that are told apart by code and name only: an own key of the sheet could name any project."""
    if "join_id" not in table.column_names:
        return table
    at = table.column_names.index("join_id")
    return table.set_column(at, "join_id", pa.nulls(table.num_rows, table["join_id"].type))


def _rejected(rows: pa.Table, refused: Mapping[Place, str]) -> pa.Table:
    reasons = [refused.get(place) for place in _places(rows)]
    is_refused = pa.array([reason is not None for reason in reasons], pa.bool_())
    outcome = pc.if_else(is_refused, pa.scalar("rejected", rows["outcome"].type), rows["outcome"])
    reason = pc.if_else(is_refused, pa.array(reasons, rows["reason"].type), rows["reason"])
    names = rows.column_names
    rows = rows.set_column(names.index("outcome"), "outcome", outcome)
    return rows.set_column(names.index("reason"), "reason", reason)
