"""A full build of a generated archive: how long, how much memory (``python -m benchmarks.build STORE ID N MONTHS``)."""

import json
import resource
import shutil
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks import generate
from data.profile import load_profile
from etl.versions.publish import republish

LAST_MONTH = date(2026, 9, 1)


def main(store: str, district: str, projects: int, months: int) -> None:
    """Generate the archive, build and publish it, and print one JSON line."""
    folder = Path(store)
    shutil.rmtree(folder, ignore_errors=True)
    generate.write(folder / "archive", load_profile(district), projects=projects, months=months, last_month=LAST_MONTH)
    start = time.perf_counter()
    version = republish(folder, progress=lambda step: print(step, file=sys.stderr, flush=True))
    print(
        json.dumps(
            {
                "build_s": time.perf_counter() - start,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "file_mib": (folder / "versions" / f"{version}.duckdb").stat().st_size / 2**20,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
