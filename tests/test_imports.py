"""Who may import whom: the table of the house, read against every import in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ["dashboard.py", "accounts", "api", "pages", "metrics", "reports", "etl", "data"]
GUARDED = {"dashboard", "accounts", "api", "pages", "metrics", "reports", "etl", "data", "duckdb", "streamlit"}
PAGE = {"pages.components", "metrics", "reports", "etl.versions.publish", "data", "streamlit"}
ALLOWED = {  # place → what it may import; the most specific place wins
    "dashboard.py": PAGE | {"pages", "accounts.serving.app", "api.routes"},
    "accounts": {"accounts", "data"},
    "api": {"api", "accounts", "metrics", "data", "duckdb"},  # the interface for programs
    "accounts/serving": {"accounts", "data", "streamlit"},
    "pages": PAGE,
    "pages/intake.py": PAGE | {"etl"},
    "pages/components": {"pages.components", "data", "streamlit"},
    "pages/components/accounts": {"pages.components", "data", "streamlit", "accounts"},  # the page 账号
    "pages/components/reports": {"pages.components", "data", "streamlit", "reports"},  # what the page 报告 asks
    "pages/components/access.py": {"pages.components", "data", "streamlit", "accounts"},  # who has signed in
    "pages/components/fetch.py": {
        "pages.components",
        "data",
        "streamlit",
        "metrics.loaded_months",
    },  # which months there are
    "pages/components/ready.py": {  # asks before a reader does, and loads what pages are made of
        "pages.components",
        "data",
        "metrics.loaded_months",
        "metrics.registry",
    },
    "pages/components/decide.py": {
        "pages.components",
        "data",
        "streamlit",
        "etl.versions.publish",
    },  # writes what people decide
    "pages/components/intake/acts": {
        "pages.components",
        "data",
        "streamlit",
        "etl",
    },  # the acts of the page pages/intake.py
    "pages/components/tasks/acts": {
        "pages.components",
        "data",
        "streamlit",
        "etl",
    },  # a unit's own sheet, and the cells it wants corrected
    "reports": {"reports", "metrics", "data"},
    "metrics": {"metrics", "data", "duckdb"},  # the type of the connection that is passed in
    "etl": {"etl", "data", "duckdb"},
    "etl/versions/backup.py": {"etl", "data", "accounts.keeping"},
    "data": {"data"},
    "data/lake.py": {"data", "duckdb"},
    "data/spark.py": {"data", "duckdb"},
    "data/reading.py": {"data", "duckdb"},
    "data/warehouse.py": {"data", "duckdb"},
}
MAY_OPEN = (
    "etl/",
    "data/warehouse.py",
    "data/lake.py",
    "data/spark.py",
)  # a warehouse; everyone else is handed a connection


def files(*places: str) -> list[Path]:
    """Every Python file of the given places, by name."""
    found = [ROOT / place if place.endswith(".py") else ROOT / place / "**/*.py" for place in places]
    return sorted(path for pattern in found for path in ROOT.glob(str(pattern.relative_to(ROOT))))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Full dotted names of all that a file imports, relative ones too."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def allowed_in(name: str) -> set[str]:
    return ALLOWED[max((place for place in ALLOWED if f"{name}/".startswith(f"{place}/")), key=len)]


def is_allowed(imported: str, allowed: set[str]) -> bool:
    return any(f"{imported}.".startswith(f"{name}.") for name in allowed)


def methods_called(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return {func.attr for func in calls if isinstance(func, ast.Attribute)}


@pytest.mark.parametrize("path", files(*OURS), ids=name_of)
def test_imports_keep_to_the_table(path):
    guarded = {name for name in imports(path) if name.split(".")[0] in GUARDED}
    assert [name for name in sorted(guarded) if not is_allowed(name, allowed_in(name_of(path)))] == []


@pytest.mark.parametrize("path", files("dashboard.py", "pages"), ids=name_of)
def test_pages_hold_no_sql(path):
    assert methods_called(path) & {"execute", "executemany", "sql"} == set()


@pytest.mark.parametrize("path", files(*OURS), ids=name_of)
def test_one_place_opens_a_warehouse_for_reading(path):
    opens = "duckdb.connect(" in path.read_text(encoding="utf-8")
    assert not opens or name_of(path).startswith(MAY_OPEN)


def test_there_is_something_to_read():
    assert files("etl")
    assert files("data")


@pytest.mark.parametrize(
    ("imported", "place", "expected"),
    [
        ("etl.versions.publish.republish", "pages/reconciliation.py", True),
        ("etl.build.build", "pages/reconciliation.py", False),
        ("etl.intake.read", "pages/intake.py", True),
        ("metrics.entry.entry_lag", "pages/components/tables.py", False),
        ("pages.overview", "pages/project.py", False),
        ("streamlit", "metrics/entry/entry_lag.py", False),
        ("duckdb", "data/ledger.py", False),
        ("duckdb", "data/warehouse.py", True),
    ],
)
def test_the_table_says(imported, place, expected):
    assert is_allowed(imported, allowed_in(place)) is expected
