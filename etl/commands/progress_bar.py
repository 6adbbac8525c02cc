"""Progress on the terminal: one line that fills where a person looks on, plain lines where a program reads them."""

import re
import sys

NUMBER = re.compile(r"\[(\d+)/(\d+)\] (.*)", re.DOTALL)
WIDTH = 24
CLEAR = "\r\x1b[K"


def show(step: str) -> None:
    """Show a step: ``[3/200] name`` is the third of 200 files, any other text a step of the build."""
    if not sys.stderr.isatty():
        print(step, file=sys.stderr, flush=True)
        return
    found = NUMBER.fullmatch(step)
    done, what = (int(found[1]) / int(found[2]), found[3]) if found else (1.0, step)
    filled = round(done * WIDTH)
    print(f"{CLEAR}{'█' * filled}{'░' * (WIDTH - filled)} {what}", end="", file=sys.stderr, flush=True)


def end() -> None:
    """Take the line away, so that the answer stands at the beginning of one."""
    if sys.stderr.isatty():
        print(CLEAR, end="", file=sys.stderr, flush=True)
