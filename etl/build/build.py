"""Archive and ledger → a new warehouse file, always from scratch: source, raw, histories, what is derived, checks."""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import duckdb

from data import clock
from data.known import derive
from data.ledger import Entry as Decision
from data.profile import Profile
from data.reading import parsed
from data.sheet_kinds import ALL
from data.warehouse import SCHEMA_VERSION
from etl.archive import KINDS, SCHEMA_SQL, Entry
from etl.build import decisions, kind_views, link, sources
from etl.build import superseded as former
from etl.build.histories import HISTORIES, OF_KIND, SQL, told
from etl.corrections import correcting, withdrawals

PREFIXES = {"project": "N-", "statistics": "S-"}  # of the ids of those without a code
# in this order: each reads what stands before it
IDENTITY = (
    "written",
    "elsewhere",
    "name",
    "statement",
    "bearer",
    "join_project",
    "split_code",
    "anchor",
    "open_name",
    "contested_slot",
    "claimed_row",
    "tagged_row",
    "row_project",
)
VIEWS = {"statement"}  # read where it is needed; all else is computed once
HISTORY = (
    "spoken",
    "mention",
    "stayed",
    "declared",
    "retold",
    "dispatched",
    "planned",
    "plan_in_dispatch",
    "monthly_year",
    "summed",
)
MART = (
    "project_state",
    "plan_version",
    "monthly_plan",
    "reported",
    *(kind.history.table for kind in ALL if kind_views.has_mart_table(kind)),
    "statistics_project",
    "source_month",
)

Progress = Callable[[str], None]
Step = Callable[[duckdb.DuckDBPyConnection], None]
TOLD_FAULTS = 5  # of each check
MOST_BESIDE = 2_000_000  # rows of sheets up to which steps are taken side by side
OF_PROJECTS = ("named_elsewhere",)  # notices that ask for the derived project table
OF_MONTHS, OF_BOTH = ("link_group", "project_month", "preliminary_stay"), ("project_entry",)  # what is derived


class BuildFailed(Exception):  # noqa: N818
    """The warehouse that was built did not pass its checks: each fault in words."""


def build(
    path: Path,
    files: Mapping[Path, Entry],
    profiles: list[Profile],
    decided: Iterable[Decision] = (),
    *,
    progress: Progress = lambda _: None,
) -> None:
    """Build a warehouse file from archived files and decisions; on return it is complete, checked and closed.

    Args:
        path: the file to write; what spills is put beside it.
        files: archive folder → entry, those in force only.
        profiles: of all districts in the files.
        decided: the ledger's entries.
        progress: told each step.

    Raises:
        BuildFailed: a check found faults.
    """
    with duckdb.connect(str(path), config=settings(path.parent)) as con:
        con.execute(f"begin; {SCHEMA_SQL.read_text(encoding='utf-8')} commit")  # at once: each commit goes to the disk
        _make(con, "raw", "record")
        _make(con, "mart", "history_key")
        progress("读取存档")
        sources.open_archive(con, files)
        sources.write_reference(con, profiles)
        decided = list(decided)
        decisions.write(con, decided)
        progress("认定项目")
        _beside(con, _identify, _account)
        present = {kind for entry in files.values() for kind in entry.kinds}
        kinds = [kind for kind in KINDS if kind in present] + ["monthly_plan"]
        for kind in kinds:
            _insert(con, "staging", kind, into="raw")
        former.stage(con, kinds, _sql)
        correcting.apply(con, decided)
        progress("整理历史，关联统计项目")
        _beside(con, partial(_tell, present), link.propose)
        withdrawals.apply(con, decided)
        link.settle(con)
        _calendar(con, profiles)
        progress("推算各月")
        _beside(con, _say_projects, partial(derive, only=OF_MONTHS))
        _beside(con, partial(_notice, names=OF_PROJECTS), partial(derive, only=OF_BOTH))
        _stamp(con)
        progress("核对")
        check(con)
        con.execute("checkpoint")


def check(con: duckdb.DuckDBPyConnection, names: Iterable[str] = ()) -> None:
    """Run the checks of etl/sql/checks that are named, else every one: each tells its faults, no fault is good."""
    faults = [
        f"{path.stem}：{fault}"
        for path in sorted((SQL / "checks").glob("*.sql"))
        if not names or path.stem in names
        for (fault,) in con.execute(parsed(path.read_text(encoding="utf-8") + f"limit {TOLD_FAULTS}")).fetchall()
    ]
    if faults:
        raise BuildFailed("数据仓没有通过核对，未发布：\n" + "\n".join(faults))


def settings(folder: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Return how a warehouse is opened for writing: what spills goes beside it, ``GUATU_MEMORY`` is the bound."""
    chosen: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "false",  # an order by is kept all the same
    }
    if os.environ.get("GUATU_MEMORY"):
        chosen["memory_limit"] = os.environ["GUATU_MEMORY"]
    return chosen


def _beside(con: duckdb.DuckDBPyConnection, one: Step, other: Step) -> None:
    """Take two steps that do not read each other's tables side by side; a nation's, which need the memory, in turn."""
    [(rows,)] = con.execute("select coalesce(sum(rows_total), 0) from archive.sheet").fetchall()
    if rows > MOST_BESIDE:
        one(con)
        other(con)
        return
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(other, con.cursor())
        one(con)
        beside.result()


def _account(con: duckdb.DuckDBPyConnection) -> None:
    """Account for files, sheets, rows and columns."""
    for name in ("file", "sheet", "row", "column", "cell_fault"):
        _insert(con, "source", name)


def _tell(present: set[str], con: duckdb.DuckDBPyConnection) -> None:
    """Tell the histories of the kinds that are there."""
    con.execute("attach ':memory:' as history")
    for name in HISTORY:
        _make(con, "history", name)
        former.make(con, name, _sql)
    for name in MART:
        if name not in HISTORIES or OF_KIND.get(name) not in set(KINDS) - present:
            _insert(con, "mart", name)
            former.know_since(con, f"mart.{name}", _sql)
    _insert(con, "source", "missing_row")


def _say_projects(con: duckdb.DuckDBPyConnection) -> None:
    """Derive the projects as they are now, and notice what needs nothing else derived."""
    derive(con, only=("project",))
    _notice(con)


def _notice(con: duckdb.DuckDBPyConnection, names: Iterable[str] = ()) -> None:
    """Notice what should be looked at: the notices named, else all that need nothing derived."""
    for name in names or sorted({path.stem for path in (SQL / "notices").glob("*.sql")} - set(OF_PROJECTS)):
        _insert(con, "notices", name, into="source", table="notice")


def _identify(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("attach ':memory:' as identity")
    con.execute("attach ':memory:' as identity_former")
    con.execute("create table identity.prefix (universe varchar, prefix varchar)")
    con.executemany("insert into identity.prefix values (?, ?)", list(PREFIXES.items()))
    for name in IDENTITY:
        _make(con, "identity", name)
    for kind in (kind for kind in ALL if kind.universe):
        select = _sql("identity", "resolved").replace("{kind}", kind.name).replace("{universe}", str(kind.universe))
        con.execute(parsed(f"create view identity.{kind.name} as {select} where file.replaced_on is null"))
        con.execute(parsed(f"create view identity_former.{kind.name} as {select} where file.replaced_on is not null"))


def _calendar(con: duckdb.DuckDBPyConnection, profiles: list[Profile]) -> None:
    [(first, last)] = con.execute("select min(month), max(month) from mart.source_month").fetchall()
    if first:
        sources.write_calendar(con, profiles, first.year - 1, last.year + 1)


def _stamp(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into meta.version select ?, ?, max(known_from), coalesce(bool_or(is_demo), false) from source.file",
        [SCHEMA_VERSION, clock.now()],
    )


def _sql(folder: str, name: str) -> str:
    if name in kind_views.VIEWS:
        return kind_views.union(name)
    text = (SQL / folder / f"{name}.sql").read_text(encoding="utf-8")
    for place in kind_views.PLACES:
        text = text.replace(f"{{{place}}}", kind_views.union(place))
    return text.replace("{unknown_batch}", sources.UNKNOWN_BATCH)


def _select(con: duckdb.DuckDBPyConnection, folder: str, name: str) -> str:
    """Return a model's SQL; the statements of a history told as one."""
    select = _sql(folder, name)
    return told(con, folder, name, select) if name in HISTORIES and folder in ("history", "mart") else select


def _make(con: duckdb.DuckDBPyConnection, catalog: str, name: str) -> None:
    """Keep a model for the length of the build: catalog.name, in memory, spilled where it is large."""
    kept = f"{'view' if name in kind_views.VIEWS else 'table'} {catalog}.{name}"
    what = f"temp view {name}" if name in VIEWS else kept
    con.execute(parsed(former.filled(f"create {what} as {_select(con, catalog, name)}")))


def _insert(con: duckdb.DuckDBPyConnection, folder: str, name: str, into: str = "", table: str = "") -> None:
    """Fill a table of the warehouse with a model."""
    sql = former.filled(_select(con, folder, name))
    con.execute(parsed(f'insert into {into or folder}."{table or name}" by name {sql}'))
