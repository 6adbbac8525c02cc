"""Make sure that the test of several processes has nginx: ``python -m tests.install_nginx``.

With apt-get where it may, else one that is there. If none can be had it fails and says so.
"""

import shutil
import sys

from tests import apt

PLACE = "/usr/sbin/nginx"  # Debian: not on everybody's PATH


def find_nginx() -> str | None:
    """Return the path of nginx; None if there is none."""
    return shutil.which("nginx") or shutil.which(PLACE)


def main() -> int:
    """Find or install it; 0 if it is there, 1 with a message if not."""
    if not find_nginx():
        apt.install(["nginx"])
    found = find_nginx()
    if not found:
        print(
            "The test of several processes needs nginx, and it could not be installed.\n"
            "Install it (Debian: apt-get install nginx).",
            file=sys.stderr,
        )
        return 1
    print(f"nginx: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
