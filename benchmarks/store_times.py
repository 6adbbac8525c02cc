"""One more month of one district, loaded into a store that holds 1, 10 or more (``python -m benchmarks stores``).

Also with a store for each district, which is how many districts are meant to be kept (docs/scale.md).
"""

import json
import re
import shutil
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks import generate
from benchmarks.runs import run
from data.profile import district_ids, districts_folder, load_profile
from etl.versions.publish import republish

COUNTS = (1, 10, 100)
LAST_MONTH = date(2026, 9, 1)


def main(folder: str, count: int, projects: int, months: int) -> None:
    """Fill a store with so many districts and print a JSON line: the build of all, which each load costs."""
    place = Path(folder) / f"stores {count}"
    shutil.rmtree(place, ignore_errors=True)
    like = district_ids()[0]
    number = 0
    for at in range(count):
        name = f"d{at:03d}"
        home = place / "districts" / name
        shutil.copytree(districts_folder() / like, home)
        text = (home / "profile.toml").read_text(encoding="utf-8")
        (home / "profile.toml").write_text(re.sub(r"(?m)^id = .*$", f'id = "{name}"', text), encoding="utf-8")
        profile = load_profile(name, place / "districts")
        number = generate.write(
            place / "store" / "archive", profile, projects=projects, months=months, last_month=LAST_MONTH, after=number
        )
    start = time.perf_counter()
    republish(place / "store", districts=place / "districts", progress=lambda _: None)
    print(json.dumps({"build_s": time.perf_counter() - start}))


def show(folder: str, projects: int = 100, months: int = 12, counts: tuple[int, ...] = COUNTS) -> None:
    """Measure each store in a process of its own and print a table."""
    print(
        f"\nstores: what a load of one district's month rebuilds, {projects} projects × {months} months each",
        flush=True,
    )
    for count in counts:
        took = run("benchmarks.store_times", folder, str(count), str(projects), str(months))
        print(f"{count:4} districts in one store: {took['build_s']:7.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
