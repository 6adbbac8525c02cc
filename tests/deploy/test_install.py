"""Install, upgrade, back: what is done in which order, and what stands where when a step fails."""

import hashlib
from pathlib import Path

import pytest

from deploy import install
from deploy.running import Failed

OFFICES_OWN = "data/districts/own/profile.toml"


def make_bundle(folder: Path, version: str) -> Path:
    """An unpacked bundle whose program is three files."""
    files = {"program/version": version, "program/data/districts/one/profile.toml": version, "wheels/a.whl": ""}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    sums = (f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in files.items())
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


class Machine:
    """Stands for the programs that installing starts; notes each and fails where told."""

    def __init__(self, folder: Path, monkeypatch):
        self.folder, self.done, self.failing = folder, [], set()
        self.program, self.store = folder / "opt", folder / "store"
        monkeypatch.setattr(install, "checked", lambda *_: None)
        monkeypatch.setattr(install, "version", lambda program: (program / "version").read_text())
        monkeypatch.setattr(install, "try_out", lambda program, _: self.do("try", program))
        monkeypatch.setattr(install, "command", lambda line, _: self.do(line, self.program) if line else None)
        monkeypatch.setattr(install, "run", lambda program, *said, **_: self.do(said[2], program))
        monkeypatch.setattr(install, "wait_for", lambda _: self.do("health", self.program))
        self.monkeypatch = monkeypatch

    def do(self, what: str, program: Path) -> None:
        version = (program / "version").read_text() if (program / "version").exists() else "none"
        self.done.append(f"{what} {version}")
        if self.done[-1] in self.failing:
            raise Failed(f"{what} failed")

    def bundle(self, version: str) -> None:
        """Unpack a bundle and run its installer from then on."""
        folder = make_bundle(self.folder / f"bundle-{version}", version)
        self.monkeypatch.setattr(install, "PROGRAM", folder / "program")
        self.monkeypatch.setattr(install, "BUNDLE", folder)
        self.monkeypatch.setattr(install, "SUMS", folder / "SHA256SUMS")

    def __call__(self, act: str, *more: str) -> int:
        self.done.clear()
        return install.main([act, "--to", str(self.program), "--store", str(self.store), *more])


SERVER = ("--stop", "stop", "--start", "start", "--health", "http://127.0.0.1:1/")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with version 1 installed, and the bundle of version 2 unpacked."""
    there = Machine(tmp_path, monkeypatch)
    there.bundle("1")
    assert there("install") == 0
    assert there.done == ["try 1"]
    there.bundle("2")
    return there


def test_install_into_a_folder_with_files_is_refused(machine, capsys):
    assert machine("install") == 1
    assert "已有文件" in capsys.readouterr().err
    assert (machine.program / "version").read_text() == "1"


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_bundle_is_refused_by_file(machine, capsys, damage):
    file = install.BUNDLE / "wheels/a.whl"
    file.write_text("x") if damage == "changed" else file.unlink()
    assert machine("upgrade", *SERVER) == 1
    assert "wheels/a.whl" in capsys.readouterr().err
    assert machine.done == []


def test_other_python_is_refused(machine, monkeypatch, capsys):
    monkeypatch.setattr(install.sys, "version_info", (3, 12, 0))
    assert machine("upgrade", *SERVER) == 1
    assert "3.11" in capsys.readouterr().err


def test_upgrade_stops_backs_up_changes_and_starts(machine):
    assert machine("upgrade", *SERVER) == 0
    assert machine.done == ["stop 1", "backup 1", "try 2", "start 2", "health 2"]
    assert (machine.folder / "opt.before" / "version").read_text() == "1"


def test_upgrade_keeps_the_offices_own_profiles(machine):
    (machine.program / OFFICES_OWN).parent.mkdir()
    (machine.program / OFFICES_OWN).write_text("own")
    assert machine("upgrade", *SERVER) == 0
    assert (machine.program / OFFICES_OWN).read_text() == "own"
    assert (machine.program / "data/districts/one/profile.toml").read_text() == "2"  # not touched by the office


def test_upgrade_keeps_a_shipped_profile_that_the_office_changed(machine):
    (machine.program / "data/districts/one/profile.toml").write_text("changed")
    assert machine("upgrade", *SERVER) == 0
    assert (machine.program / "data/districts/one/profile.toml").read_text() == "changed"
    machine.bundle("3")
    assert machine("upgrade", *SERVER) == 0  # still the office's, two upgrades later
    assert (machine.program / "data/districts/one/profile.toml").read_text() == "changed"


@pytest.mark.parametrize(
    ("failing", "done"),
    [
        ({"try 2"}, ["stop 1", "backup 1", "try 2", "stop 2", "status 1", "start 1", "health 1"]),
        (
            {"health 2"},
            ["stop 1", "backup 1", "try 2", "start 2", "health 2", "stop 2", "status 1", "start 1", "health 1"],
        ),
        ({"try 2", "stop 2"}, ["stop 1", "backup 1", "try 2", "stop 2", "status 1", "start 1", "health 1"]),
        (
            {"try 2", "status 1"},
            ["stop 1", "backup 1", "try 2", "stop 2", "status 1", "restore 1", "start 1", "health 1"],
        ),
    ],
    ids=["does not run", "does not answer", "was not running", "has changed the store"],
)
def test_upgrade_that_fails_puts_the_old_program_back(machine, failing, done, capsys):
    machine.failing = failing
    assert machine("upgrade", *SERVER) == 1
    assert machine.done == done
    assert (machine.program / "version").read_text() == "1"
    assert (machine.folder / "opt.failed" / "version").read_text() == "2"
    assert "已退回 1" in capsys.readouterr().err


def test_upgrade_without_a_backup_changes_nothing(machine):
    machine.failing = {"backup 1"}
    assert machine("upgrade", *SERVER) == 1
    assert machine.done == ["stop 1", "backup 1", "start 1", "health 1"]
    assert (machine.program / "version").read_text() == "1"


def test_upgrade_must_know_how_to_stop(machine, capsys):
    assert machine("upgrade") == 1
    assert "--stopped" in capsys.readouterr().err
    assert machine("upgrade", "--stopped") == 0
    assert machine.done == ["backup 1", "try 2"]


def test_back_changes_places(machine):
    assert machine("upgrade", *SERVER) == 0
    assert machine("back", *SERVER) == 0
    assert machine.done == ["stop 2", "try 1", "start 1", "health 1"]
    assert (machine.folder / "opt.after" / "version").read_text() == "2"


def test_back_without_an_upgrade_is_refused(machine, capsys):
    assert machine("back", *SERVER) == 1
    assert "opt.before" in capsys.readouterr().err
    assert (machine.program / "version").read_text() == "1"
