"""Make sure that the ledger's tests have a PostgreSQL: ``python -m tests.install_postgres``.

With apt-get where it may, else one that is there. If none can be had it fails and says so.
"""

import os
import shutil
import sys
from pathlib import Path

from tests import apt

PLACES = "/usr/lib/postgresql/*/bin/initdb"  # Debian keeps the server's programs off PATH


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest version's; None if there is none."""
    wanted = os.environ.get("GUATU_POSTGRES")
    if wanted:
        return Path(wanted) if (Path(wanted) / "initdb").exists() else None
    found = sorted(Path("/").glob(PLACES[1:]), key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def main() -> int:
    """Find or install it; 0 if it is there, 1 with a message if not."""
    if not programs():
        apt.install(["postgresql"])
    found = programs()
    if not found:
        print(
            "The ledger's tests need PostgreSQL's server, and it could not be installed.\n"
            "Install it (Debian: apt-get install postgresql), or name the folder of initdb in GUATU_POSTGRES.",
            file=sys.stderr,
        )
        return 1
    print(f"PostgreSQL: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
