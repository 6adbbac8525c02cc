"""A lake of two small districts, and the stores from which they publish."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.store.made import Made


@pytest.fixture
def lake(tmp_path: Path) -> str:
    """The address of a lake in which nothing lies yet."""
    return str(tmp_path / "lake")


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a store once a run: a build costs more than its copy."""
    made: dict[tuple[str, str], Path] = {}

    def kept(district: str, rows: str) -> Path:
        if (district, rows) not in made:
            made[district, rows] = _make(tmp_path_factory.mktemp("small") / "store", district, rows)
        return made[district, rows]

    return kept


@pytest.fixture
def small(tmp_path: Path, _kept: Callable[..., Path]) -> Callable[..., Made]:
    """Make the store of a district: a row a project with its plan, reported and booked up to March 2026."""

    def small(district: str, rows: str = "甲 | 1200 | 300 | 250") -> Made:
        return Made(shutil.copytree(_kept(district, rows), tmp_path / f"store of {district}"))

    return small


def _make(folder: Path, district: str, rows: str) -> Path:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows.splitlines()]
    made = Made(folder)
    tables = {
        "annual_plan": "project_name | annual_plan_wan | batch | responsible_unit\n"
        + "\n".join(f"{name} | {plan} | 续建 | 一局" for name, plan, _, _ in cells),
        "dispatch": "project_name | reported_ytd_wan\n"
        + "\n".join(f"{name} | {amount}" for name, _, amount, _ in cells),
        "statistics_return": "project_name | booked_ytd_wan\n"
        + "\n".join(f"{name} | {amount}" for name, _, _, amount in cells),
    }
    made.file("annual_plan", tables["annual_plan"], year=2026, received="2026-01-12", district=district)
    made.file("dispatch", tables["dispatch"], month="2026-03", received="2026-04-12", district=district)
    made.file(
        "statistics_return", tables["statistics_return"], month="2026-03", received="2026-04-14", district=district
    )
    made.publish()
    return folder
