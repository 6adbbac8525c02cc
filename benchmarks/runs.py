"""A measurement in a process of its own, so that none warms another's caches."""

import json
import subprocess
import sys


def run(module: str, *arguments: str) -> dict:
    """Run a measurement and return what it printed as its last line."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
