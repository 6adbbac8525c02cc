"""Each subject has its folders, and only the listed subjects use each other: read from every import."""

import ast
from pathlib import Path

import pytest

from data.subjects import SUBJECTS
from metrics.registry import all_metrics

ROOT = Path(__file__).parents[1]
NOT_HERE = {  # subjects that have no folder in a wing, because nothing there is only theirs
    "metrics": {"map", "intake", "reports", "city"},
    "pages/components": set(),
}
BESIDES = {"pages/components": {"accounts"}}  # folders of pages that show no figures
MAY_USE = {  # in a wing: folder → the other folders that it may import; what lies on top all may import
    "metrics": {
        "completion": {"reconciliation"},
        "definitions": {"completion", "entry", "ranking", "reconciliation"},
        "entry": {"completion", "reconciliation"},
        "leaders": {"completion", "entry", "issues", "milestones"},
        "meeting": {"issues"},
        "overview": {"completion", "entry", "reconciliation"},
        "projects": {"completion", "issues", "milestones"},
        "provenance": {"batches", "completion", "entry", "ranking", "reconciliation"},
        "ranking": {"completion", "entry"},
        "services": {"issues"},
        "adjustments": {"approvals"},
        "approvals": {"lists"},
        "selection": {"ranking"},
        "tasks": {"data_health", "services"},
    },
    "pages/components": {
        "city": {"completion", "map"},
        "meeting": {"map"},
        "overview": {"completion"},
        "tasks": {"data_health", "intake"},
    },
    "reports": {"kinds": {"parts"}},
    "etl": {
        "build": {"corrections"},
        "commands": {"corrections", "demo", "districts", "intake", "lake", "loading", "versions"},
        "loading": {"build", "intake", "versions"},
        "versions": {"build", "lake"},
    },
}


def folders(wing: str) -> set[str]:
    return {path.name for path in (ROOT / wing).iterdir() if (path / "__init__.py").exists()}


def used(wing: str, folder: str) -> set[str]:
    """The other folders of a wing that the modules of one folder import."""
    found = set()
    for path in (ROOT / wing / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            inside = [name.removeprefix(wing.replace("/", ".") + ".") for name in names]
            found |= {name.split(".")[0] for name, whole in zip(inside, names, strict=True) if name != whole}
    return (found & folders(wing)) - {folder}


@pytest.mark.parametrize("wing", NOT_HERE)
def test_a_wing_has_one_folder_a_subject(wing):
    assert folders(wing) == (set(SUBJECTS) - NOT_HERE[wing]) | BESIDES.get(wing, set())


@pytest.mark.parametrize(("wing", "folder"), [(wing, folder) for wing in MAY_USE for folder in sorted(folders(wing))])
def test_folders_use_only_those_of_the_table(wing, folder):
    assert used(wing, folder) <= MAY_USE[wing].get(folder, set())


def test_the_table_makes_no_circle():
    for uses in MAY_USE.values():
        done: set[str] = set()
        while left := {name for name in uses if name not in done}:
            free = {name for name in left if not uses[name] & left}
            assert free, f"a circle among {sorted(left)}"
            done |= free


def test_every_metric_stands_in_the_folder_of_its_subject():
    assert {found.subject for found in all_metrics().values()} == folders("metrics")
