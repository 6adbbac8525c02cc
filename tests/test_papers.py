"""The papers name only what exists: paths, identifiers, articles, metrics, rules, pages, sheets, and one version."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from data import dictionary
from data.profile import load_profile
from data.sheet_kinds import SHEET_LABELS
from data.subjects import SUBJECTS
from data.version import VERSION
from etl.intake import kinds
from metrics.registry import all_metrics
from pages.components.registry import ACCOUNTS, CITY, GROUPS
from reports.register import KINDS as REPORTS

ROOT = Path(__file__).parents[1]
ARTICLES = {"天元": 22, "旌阳": 32}
STATES = {"yes", "part", "not yet", "nothing"}
ONES = "一二三四五六七八九"
TABLE_OR_COLUMN = re.compile(r"^(?:create table \w+\.(\w+)|    (\w+) )", flags=re.MULTILINE)
DATE = r"\d{4}-\d\d-\d\d"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str, heading: str) -> list[list[str]]:
    """The rows of all tables of a paper whose first column has this heading."""
    found, here = [], False
    for line in read(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        here = bool(cells) and (here or cells[0] == heading)
        if here and cells[0] != heading and not set(cells[0]) <= set("-:"):
            found.append(cells)
    return found


def chinese(number: int) -> str:
    """Write an article's number: 1 一, 10 十, 12 十二, 32 三十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else ONES[tens - 1]) + ("十" if tens else "") + (ONES[ones - 1] if ones else "")


@pytest.fixture(scope="module")
def known_identifiers() -> set[str]:
    schema = {name for pair in TABLE_OR_COLUMN.findall(read("etl/schema.sql")) for name in pair if name}
    return (
        {"as_of", "known_on"}
        | schema
        | set(dictionary.entries())
        | set(SHEET_LABELS)
        | set(SUBJECTS)
        | set(all_metrics())
    )


# ---- paths and changes


@pytest.mark.parametrize(
    "paper", ["CONTRIBUTING.md", "README.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]
)
def test_paths_in_papers_exist(paper):
    named = re.findall(r"`((?:accounts|data|docs|etl|metrics|pages|reports|benchmarks|tests)/[\w./*-]*)`", read(paper))
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", read(paper)) if "://" not in link]
    base = (ROOT / paper).parent
    made = ("data/store",)  # by the first run
    missing = {name for name in named if not list(ROOT.glob(name.rstrip("/"))) and not name.startswith(made)}
    assert missing | {link for link in links if not (base / link).exists()} == set()


def test_twenty_changes_name_their_files():
    changes = rows("CONTRIBUTING.md", "change")
    assert len(changes) >= 20
    assert [change for change, where in changes if not re.findall(r"`[\w./*-]+`", where)] == []


def test_contributing_is_short():
    assert len(read("CONTRIBUTING.md").splitlines()) < 250


# ---- decisions


def test_each_decision_is_listed_and_has_its_three_parts():
    folder = ROOT / "docs/decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert files
    assert re.findall(r"\]\((\d{3}-[\w-]+\.md)\)", read("docs/decisions/README.md")) == files
    assert [int(name[:3]) for name in files] == list(range(1, len(files) + 1))
    for name in files:
        headings = re.findall(r"^## (.+)$", (folder / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], name


# ---- glossary and articles


def test_every_identifier_of_the_glossary_exists(known_identifiers):
    glossary = rows("docs/glossary.md", "术语")
    assert len(glossary) > 40
    assert {row[1].strip("`") for row in glossary} - known_identifiers == set()
    assert len({row[0] for row in glossary}) == len(glossary)


def test_every_article_of_both_texts_has_its_row():
    found = [row[0] for row in rows("docs/articles.md", "article")]
    assert found == [f"{text}第{chinese(n)}条" for text, last in ARTICLES.items() for n in range(1, last + 1)]


def test_what_the_articles_name_exists():
    pages = {spec.title for specs in (CITY | GROUPS | ACCOUNTS).values() for spec in specs}
    rules = set(load_profile("tianyuan").model_fields_set) | set(load_profile("jingyang").model_fields_set)
    for article, _, state, where in rows("docs/articles.md", "article"):
        assert state in STATES, article
        assert set(re.findall(r"页面“(.+?)”", where)) <= pages, article
        assert set(re.findall(r"表“(.+?)”", where)) <= set(SHEET_LABELS.values()), article
        names = re.findall(r"`(.+?)`", where)
        assert {name.removeprefix("rule:") for name in names if name.startswith("rule:")} <= rules, article
        assert {name.removeprefix("report:") for name in names if name.startswith("report:")} <= set(REPORTS), article
        assert {name for name in names if ":" not in name} <= set(all_metrics()), article
        assert (state in {"yes", "part"}) <= bool(re.search(r"页面“|表“|`", where)), f"{article} says nowhere"
        assert state != "nothing" or not where, article
        for metric, groups in re.findall(r"`(\w+)` 可?按 ([\w、]+) 分组", where):
            assert set(groups.split("、")) <= set(all_metrics()[metric].groups), article


def test_each_kind_of_sheet_stands_beside_an_article():
    named = set(re.findall(r"表“(.+?)”", read("docs/articles.md")))
    assert set(SHEET_LABELS) == set(kinds.kinds())
    assert named == set(SHEET_LABELS.values())


# ---- version and changelog


@pytest.mark.parametrize("command", ["etl", "metrics", "reports"])
def test_each_command_shows_the_version(command, capsys):
    with pytest.raises(SystemExit) as ended:
        importlib.import_module(f"{command}.__main__").main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.strip()) == (0, VERSION)


def test_the_version_is_written_once():
    project = tomllib.loads(read("pyproject.toml"))
    assert {"version", "dependencies"} <= set(project["project"]["dynamic"])
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "data.version.VERSION"}
    assert "VERSION" in read("pages/definitions.py")


def test_the_changelog_has_the_version_and_what_is_not_released():
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(VERSION)}\] - {DATE}", headings[1])
    kept = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Figures that change"}
    assert set(re.findall(r"^### (.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)) <= kept
