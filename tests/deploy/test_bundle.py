"""The bundle holds what each platform needs, and only what the repository has."""

import zipfile

import pytest

from deploy import bundle


def wheel(folder, name, tag="py3-none-any", requires=()):
    """A wheel with nothing but its metadata."""
    with zipfile.ZipFile(folder / f"{name}-1.0-{tag}.whl", "w") as package:
        lines = [
            "Metadata-Version: 2.1",
            f"Name: {name}",
            "Version: 1.0",
            *(f"Requires-Dist: {line}" for line in requires),
        ]
        package.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """A folder for wheels; one requirement, ``frame``."""
    (tmp_path / "requirements.txt").write_text("# what runs\nframe==1.0  # by name\n")
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "REQUIREMENTS", ["requirements.txt"])
    return tmp_path


@pytest.mark.parametrize(
    ("requires", "there", "linux", "windows"),
    [
        ([], [], set(), set()),
        (["zones"], [], {"zones"}, {"zones"}),
        (['zones; sys_platform == "win32"'], [], set(), {"zones"}),
        (['zones; platform_machine == "x86_64"'], [], {"zones"}, set()),
        (['zones; extra == "dev"'], [], set(), set()),
        (["zones"], [("zones", "py3-none-any")], set(), set()),
        (["zones>=2"], [("zones", "py3-none-any")], {"zones>=2"}, {"zones>=2"}),
        (["zones"], [("zones", "cp311-cp311-win_amd64")], {"zones"}, set()),
        (["zones"], [("zones", "cp311-cp311-manylinux_2_28_x86_64")], set(), {"zones"}),
    ],
)
def test_missing_wheels_by_platform(wheels, requires, there, linux, windows):
    wheel(wheels, "frame", requires=requires)
    for name, tag in there:
        wheel(wheels, name, tag)
    assert bundle.missing("linux-x86_64", wheels) == linux
    assert bundle.missing("windows-x86_64", wheels) == windows


def test_requirement_of_an_extra_is_needed(wheels):
    (wheels / "requirements.txt").write_text("frame[fast]==1.0\n")
    wheel(wheels, "frame", requires=['engine; extra == "fast"'])
    assert bundle.missing("linux-x86_64", wheels) == {"engine"}


def test_what_pip_does_not_resolve_is_brought_too(wheels, monkeypatch):
    """The resolver uses the markers of the machine it runs on, so it leaves out what only Windows needs."""
    brought = []

    def pip(_, folder, wanted):
        brought.append(wanted)
        if "-r" in wanted:
            wheel(folder, "frame", requires=['zones; sys_platform == "win32"'])
        else:
            wheel(folder, "zones")

    monkeypatch.setattr(bundle, "_pip_download", pip)
    bundle.download("windows-x86_64", wheels)
    assert brought[1:] == [["zones"]]


def test_wheel_that_cannot_be_had_ends_it(wheels, monkeypatch):
    monkeypatch.setattr(bundle, "_pip_download", lambda *_: None)
    with pytest.raises(bundle.BundleError, match="windows-x86_64: no wheel fits frame==1.0"):
        bundle.download("windows-x86_64", wheels)


def test_the_program_is_what_the_repository_has():
    names = bundle.program_files()
    assert {"dashboard.py", "etl/__main__.py", "deploy/install.py", ".streamlit/config.toml", "使用说明.md"} <= set(
        names
    )
    assert not [
        name for name in names if name.startswith(("tests/", "data/store/", "benchmarks/")) or "__pycache__" in name
    ]
