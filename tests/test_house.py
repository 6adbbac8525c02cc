"""Rules of the house that no other tool checks: districts are data, papers name real commands, paths are nobody's own."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {"store", "__pycache__"}
OUR_DOT_FOLDERS = {".ci", ".streamlit"}
TEXT = {".py", ".md", ".toml", ".txt", ".sql", ""}
PROFILES = [
    tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("data/districts/*/profile.toml"))
]
PAPERS = sorted(ROOT.glob("*.md"))
OWN_PATHS = re.compile(r"/home/\w+|/root/|/Users/\w+|[A-Z]:\\Users\\\w+|--index-url|--extra-index-url")


def is_ours(path: Path) -> bool:
    """Say whether a file belongs to the repository: not the environment's, a cache's or the store's."""
    folders = path.relative_to(ROOT).parts[:-1]
    return not any(name in NOT_OURS or (name.startswith(".") and name not in OUR_DOT_FOLDERS) for name in folders)


def ours() -> list[Path]:
    """All files of the repository that are text."""
    return sorted(path for path in ROOT.rglob("*") if path.suffix in TEXT and is_ours(path) and path.is_file())


def lines_with(pattern: re.Pattern, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_code_names_a_district():
    names = {profile[key] for profile in PROFILES for key in ("id", "name", "short_name") if key in profile}
    assert names
    may = re.compile(r"(tests/|etl/demo)")  # the demo writes these districts' workbooks
    code = [path for path in ours() if path.suffix == ".py" and not may.match(path.relative_to(ROOT).as_posix())]
    assert lines_with(re.compile("|".join(map(re.escape, sorted(names)))), code) == []


def test_papers_name_commands_that_exist():
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAPERS)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    # at the start of a line or of a code span: “make sure” in a sentence is no command
    assert set(re.findall(r"(?:^\s*|`)make ([a-z_-]+)", text, flags=re.MULTILINE)) - targets == set()
    modules = {name.split(".")[0] for name in re.findall(r"python -m ([a-z_.]+)", text)}
    known = {"venv", "pip", "pytest", "streamlit", "ruff", "mypy", "playwright"}
    assert {name for name in modules - known if not (ROOT / name / "__main__.py").is_file()} == set()


def test_nobodys_own_path_is_written_down():
    assert lines_with(OWN_PATHS, [path for path in ours() if path != Path(__file__)]) == []


def test_dates_are_written_in_ways_that_windows_knows():
    """%-d and %-m are known on Linux and macOS only; the charts' own tickformat is no such text."""
    code = [path for path in ours() if path.suffix == ".py" and path != Path(__file__)]
    pattern = re.compile(r"""(\{[^{}"']*:|strftime\(["'])[^{}"']*%-[a-zA-Z]""")
    assert pattern.search('f"{day:%y.%-m}"') and pattern.search('day.strftime("%-d")')
    assert lines_with(pattern, code) == []


def test_no_row_id_is_taken_apart():
    """File, sheet and row of a row_id are columns of source.row."""
    code = [path for path in ours() if path.suffix in {".py", ".sql"} and path != Path(__file__)]
    found = lines_with(re.compile(r"row_id\)? *(//|%|/) *\d|1000000000000\b"), code)
    assert [line.split(":")[0] for line in found] == ["etl/build/sources.py"]  # where it is made


def test_no_statement_is_rewritten():
    """What runs statements has no regular expressions to change them with; two modules read words with one."""
    reads_words = {"data/warehouse.py", "etl/corrections/correctable_cell.py"}
    folders = ("metrics/", "etl/build/", "etl/corrections/", "etl/versions/", "data/", "reports/")
    found = []
    for path in (path for path in ours() if path.suffix == ".py"):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        if name.startswith(folders) and ".execute(" in text and re.search(r"^import re$", text, flags=re.MULTILINE):
            found.append(name)
    assert set(found) == reads_words
