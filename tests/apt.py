"""Installing Debian packages for the tests, where apt-get is there and we may use it."""

import os
import shutil
import subprocess


def install(packages: list[str]) -> None:
    """Install packages as root or by sudo without a password; elsewhere do nothing."""
    if not shutil.which("apt-get"):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        may = []
    elif (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        may = ["sudo", "-n"]
    else:
        return
    print(f"Installing {' and '.join(packages)} with apt-get ...", flush=True)
    apt_get = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    quiet = {"stdout": subprocess.DEVNULL, "check": False}
    subprocess.run([*apt_get, "update"], **quiet)
    subprocess.run([*apt_get, "install", "-y", "--no-install-recommends", *packages], **quiet)
