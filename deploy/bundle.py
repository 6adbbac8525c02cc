"""Make one archive for machines without a package index: ``python -m deploy.bundle OUT``.

``guatu-<version>.zip`` holds the program, the wheels of three platforms, ``安装.md``, ``SHA256SUMS``.
"""

import argparse
import email
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from data.version import VERSION

ROOT = Path(__file__).parents[1]
SHIPPED = [
    *("dashboard.py", "accounts", "api", "data", "deploy", "etl", "metrics", "pages", "reports", "static"),
    *(".streamlit", "requirements.txt", "requirements-postgres.txt", "pyproject.toml"),
    *("README.md", "使用说明.md", "CHANGELOG.md", "docs"),
]
REQUIREMENTS = ["requirements.txt", "requirements-postgres.txt"]
PYTHON = "3.11"
PLATFORMS = {  # name → its tags for pip, the newest first, and what its markers say
    "linux-x86_64": (
        [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 24, 17, 12, 5)] + ["manylinux2014_x86_64"],
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
    "linux-aarch64": (
        [f"manylinux_2_{minor}_aarch64" for minor in (28, 27, 24, 17, 12, 5)] + ["manylinux2014_aarch64"],
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    ),
    "windows-x86_64": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
}
EVERYWHERE = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "implementation_name": "cpython"}


class BundleError(RuntimeError):
    """The bundle cannot be made; says what is missing."""


def main(arguments: list[str] | None = None) -> int:
    """Make the archive; 1 with a sentence where it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m deploy.bundle", description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the archive")
    parser.add_argument("--platform", action="append", choices=list(PLATFORMS), help="only these; default all")
    asked = parser.parse_args(arguments)
    try:
        archive = make(asked.out, asked.platform or list(PLATFORMS))
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{archive}  {archive.stat().st_size / 1e6:.0f} MB  sha256 {_sha256(archive.read_bytes())}")
    return 0


def make(out: Path, platforms: list[str]) -> Path:
    """Write the archive for the platforms and return its path; a half-written one never has its name.

    Raises:
        BundleError: a wheel cannot be had.
    """
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"guatu-{VERSION}.zip"
    draft = archive.with_suffix(".partial")
    with tempfile.TemporaryDirectory(dir=out) as folder:
        wheels = Path(folder)
        for platform in platforms:
            print(f"Wheels for {platform} ...", flush=True)
            download(platform, wheels)
        files = [(f"program/{path}", ROOT / path) for path in program_files()]
        files += [(f"wheels/{path.name}", path) for path in sorted(wheels.glob("*.whl"))]
        files.append(("安装.md", ROOT / "deploy/安装.md"))
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            sums = []
            for name, path in files:
                content = path.read_bytes()
                sums.append(f"{_sha256(content)}  {name}\n")
                package.writestr(f"{archive.stem}/{name}", content)
            package.writestr(f"{archive.stem}/SHA256SUMS", "".join(sums))
    draft.replace(archive)
    return archive


def program_files() -> list[str]:
    """Return the files that go to an office, as the repository has them: nothing untracked, no tests."""
    command = ["git", "ls-files", "-z", "--", *SHIPPED]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    return sorted(name for name in listed.stdout.decode("utf-8").split("\0") if name)


def download(platform: str, wheels: Path) -> None:
    """Bring every wheel of a platform into a folder.

    pip resolves with the markers of the machine it runs on; what only the other platform's markers ask for is added.
    """
    wanted = [part for name in REQUIREMENTS for part in ("-r", str(ROOT / name))]
    while wanted:
        _pip_download(platform, wheels, wanted)
        lacking = sorted(missing(platform, wheels))
        if set(lacking) & set(wanted):
            raise BundleError(f"{platform}: no wheel fits {', '.join(lacking)}")
        wanted = lacking


def missing(platform: str, wheels: Path) -> set[str]:
    """Return what wheels of a platform require and no wheel in the folder meets, e.g. ``{"tzdata"}``."""
    there = {name: (version, metadata) for name, version, metadata in _wheels(platform, wheels)}
    environment = PLATFORMS[platform][1] | EVERYWHERE
    needed = [Requirement(line) for name in REQUIREMENTS for line in _lines(ROOT / name)]
    lacking, seen = set(), set()
    while needed:
        requirement = needed.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        version, metadata = there.get(canonicalize_name(requirement.name), (None, Message()))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            lacking.add(f"{requirement.name}{requirement.specifier}")
        extras = requirement.extras or {""}
        needed += [
            more
            for more in map(Requirement, metadata.get_all("Requires-Dist", []))
            if more.marker is None or any(more.marker.evaluate(environment | {"extra": extra}) for extra in extras)
        ]
    return lacking


def _pip_download(platform: str, wheels: Path, wanted: list[str]) -> None:
    tags = [part for tag in PLATFORMS[platform][0] for part in ("--platform", tag)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(wheels)]
    command += ["--only-binary=:all:", "--python-version", PYTHON, "--implementation", "cp", *tags]
    if subprocess.run([*command, *wanted], cwd=ROOT, check=False).returncode:  # noqa: S603
        raise BundleError(f"{platform}: pip could not bring the wheels; see above")


def _wheels(platform: str, wheels: Path) -> Iterator[tuple[str, Version, Message]]:
    """Yield name, version and metadata of the wheels in a folder that a platform can use."""
    tags = {"any", *PLATFORMS[platform][0]}
    for path in sorted(wheels.glob("*.whl")):
        name, version, _, fits = parse_wheel_filename(path.name)
        if any(tag.platform in tags for tag in fits):
            with zipfile.ZipFile(path) as package:
                inside = next(entry for entry in package.namelist() if entry.endswith(".dist-info/METADATA"))
                yield name, version, email.message_from_bytes(package.read(inside))


def _lines(path: Path) -> list[str]:
    lines = [line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("-")]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
