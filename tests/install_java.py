"""Make sure that the tests of Spark have a Java runtime: ``python -m tests.install_java``.

With apt-get where it may, else one that is there. If none can be had it fails and says so.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests import apt

PACKAGES = ["openjdk-17-jre-headless"]
OLDEST, NEWEST = 17, 21  # the versions that Spark 4 runs on
PLACES = "/usr/lib/jvm/*/bin/java"


def find_java() -> Path | None:
    """Return the home of a Java runtime that Spark can use; None if there is none."""
    on_path = shutil.which("java")
    named = os.environ.get("JAVA_HOME")
    programs = [*([Path(named) / "bin" / "java"] if named else []), *([Path(on_path)] if on_path else [])]
    programs += sorted(Path("/").glob(PLACES[1:]))
    return next((program.resolve().parents[1] for program in programs if _is_fit(program)), None)


def _is_fit(program: Path) -> bool:
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return False
    found = re.search(r'version "(\d+)', said)
    return found is not None and OLDEST <= int(found[1]) <= NEWEST


def main() -> int:
    """Find or install it; 0 if it is there, 1 with a message if not."""
    if not find_java():
        apt.install(PACKAGES)
    found = find_java()
    if not found:
        print(
            f"The tests of Spark need a Java runtime {OLDEST} to {NEWEST}, and none could be installed.\n"
            f"Install one (Debian: apt-get install {PACKAGES[0]}), or name its home in JAVA_HOME.",
            file=sys.stderr,
        )
        return 1
    print(f"Java: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
