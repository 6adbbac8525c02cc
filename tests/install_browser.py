"""Make sure that the browser tests have a Chromium and Chinese fonts: ``python -m tests.install_browser``.

With apt-get where it may, else a browser that is there, else playwright's own. If none can be had it fails and says so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import apt

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge", "chrome"]
PLACES = [  # where browsers live that are not on PATH
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
]
PACKAGES = ["chromium", "fonts-noto-cjk"]


def find_browser() -> str | None:
    """Return the path of a browser that can be driven, playwright's own last; None if there is none."""
    wanted = os.environ.get("GUATU_BROWSER")
    if wanted:
        return wanted if shutil.which(wanted) else None
    for name in NAMES + PLACES:
        if path := shutil.which(name):
            return path
    return find_playwrights_own()


def find_playwrights_own() -> str | None:
    """Return the path of the Chromium that playwright has downloaded, if it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def has_chinese_font() -> bool:
    """Say whether the system can write Chinese; systems without fontconfig bring their own fonts."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def install_playwrights_own() -> None:
    """Let playwright download its Chromium."""
    print("No browser found: asking playwright for its own ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Find or install what is missing; 0 if all is there, 1 with a message if not."""
    if not (find_browser() and has_chinese_font()):
        apt.install(PACKAGES)
    if not find_browser():
        install_playwrights_own()
    browser = find_browser()
    if not browser:
        print(
            "The browser tests need Chromium, Chrome or Edge, and none could be installed.\n"
            "Install one (Debian: apt-get install chromium fonts-noto-cjk), or name it in GUATU_BROWSER.",
            file=sys.stderr,
        )
        return 1
    if not has_chinese_font():
        print(
            "The browser tests need a Chinese font, and none could be installed.\n"
            "Install one (Debian: apt-get install fonts-noto-cjk).",
            file=sys.stderr,
        )
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
