"""python -m reports: what it makes, where, and what it says when it cannot."""

import os
import subprocess
import sys

import pytest

from reports.__main__ import main
from reports.register import KINDS
from tests.stores import ROOT


@pytest.mark.parametrize("kind", KINDS)
def test_each_report_in_its_own_format(kind, demo_store, tmp_path, capsys):
    out = tmp_path / "新文件夹"
    assert (
        main(
            [
                kind,
                "--district",
                "jingyang",
                "--quarter",
                "2026Q2",
                "--role",
                "statistician",
                "--out",
                str(out),
                "--store",
                str(demo_store),
            ]
        )
        == 0
    )
    (path,) = out.iterdir()
    assert path.suffix == f".{KINDS[kind].format}"
    assert "演示数据" in path.name
    assert path.read_bytes()[:2] == (b"%P" if path.suffix == ".pdf" else b"PK")
    assert str(path) in capsys.readouterr().out


def test_it_runs_as_a_module_whatever_the_hosts_language(demo_store, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "reports", "monthly", "--district", "tianyuan", "--as-of", "2026-01", "--format", "pdf",
         "--out", tmp_path],
        cwd=ROOT,
        env={**os.environ, "GUATU_STORE": str(demo_store), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert "数据截至 2026年1月" in done.stdout.decode()
    assert next(tmp_path.iterdir()).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["monthly", "--district", "nirgends"], "没有区“nirgends”的配置"),
        (["monthly", "--district", "tianyuan", "--as-of", "2027-01"], "晚于最后载入的调度月份"),
        (["reconciliation", "--district", "tianyuan"], "对账说明需要“统计人员”的权限"),
    ],
)
def test_what_cannot_be_made_is_said_in_words(demo_store, tmp_path, capsys, arguments, words):
    assert main([*arguments, "--store", str(demo_store), "--out", str(tmp_path / "out")]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said_in_words(demo_store, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert main(["monthly", "--district", "tianyuan", "--store", str(demo_store), "--out", str(tmp_path / "file")]) == 1
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["yearly", "--district", "tianyuan"],
        ["monthly"],
        ["monthly", "--district", "tianyuan", "--as-of", "2026-13"],
        ["monthly", "--district", "tianyuan", "--as-of", "2026-09", "--quarter", "2026Q3"],
        ["monthly", "--district", "tianyuan", "--format", "odt"],
        ["monthly", "--district", "tianyuan", "--role", "admin"],
    ],
)
def test_wrong_usage_leaves_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err
