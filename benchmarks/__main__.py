"""``make bench``: builds, metrics and pages, measured; what matters are the ratios within one run.

``python -m benchmarks [intake] [linking] [district] [province] [nation] [pages] [stores]`` runs parts of it, each
measurement in a process of its own. Many districts are measured by themselves, on Spark, too:
``python -m benchmarks lake city province local[2]``.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import lake_times, store_times
from benchmarks.metric_times import CASES
from benchmarks.runs import run
from data.profile import district_ids

SIZES = {"district": (500, 36), "province": (100_000, 24), "nation": (1_000_000, 24)}
LINKED = (10_000, 100_000)


def main(parts: list[str]) -> None:
    """Run the parts asked for, all by default, and print a table each."""
    if not parts or "intake" in parts:
        print("\nintake: 50 000 × 20 cells", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.intake_times"], check=True)
    if not parts or "linking" in parts:
        print("\nlinking: labelled pairs", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.link_quality"], check=True)
        for projects in LINKED:
            took = run("benchmarks.link_times", str(projects))
            print(
                f"{projects:,} × {projects:,} without codes: {took['link_s']:.0f} s, peak {took['peak_mib']:,.0f} MiB,"
                f" {took['linked']:,} linked ({took['wrong']} wrong), {took['pending']:,} pending",
                flush=True,
            )
    if parts[:1] == ["lake"]:
        sizes = [part for part in parts[1:] if part in lake_times.SIZES] or list(lake_times.SIZES)
        masters = [part for part in parts[1:] if part not in lake_times.SIZES]
        with tempfile.TemporaryDirectory(dir=os.environ.get("GUATU_BENCH_DIR")) as folder:
            for size in sizes:
                lake_times.show(folder, size, masters)
        return
    if not parts or "stores" in parts:
        with tempfile.TemporaryDirectory(dir=os.environ.get("GUATU_BENCH_DIR")) as folder:
            store_times.show(folder)
    district = district_ids()[0]
    with tempfile.TemporaryDirectory(dir=os.environ.get("GUATU_BENCH_DIR")) as folder:
        for size in SIZES:
            if not parts or size in parts:
                measure(size, Path(folder) / size, district)
        if not parts or "pages" in parts:
            subprocess.run([sys.executable, "-m", "benchmarks.page_times", str(Path(folder) / "demo")], check=True)


def measure(size: str, store: Path, district: str) -> None:
    """Build a warehouse of this size and time every case on it."""
    projects, months = SIZES[size]
    print(f"\n{size}: {projects:,} projects × {months} months", flush=True)
    built = run("benchmarks.build", str(store), district, str(projects), str(months))
    print(f"full build {built['build_s']:.1f} s, peak {built['peak_mib']:,.0f} MiB, file {built['file_mib']:,.0f} MiB")
    print(f"{'':24}{'metric ms':>10}{'months ms':>11}{'ratio':>8}{'whole ms':>10}{'ratio':>8}{'peak MiB':>10}")
    for name in CASES:
        took = run("benchmarks.metric_times", str(store), district, name)
        print(
            f"{name:24}{took['metric_ms']:10.1f}{took['scan_ms']:11.1f}{took['ratio']:8.1f}"
            f"{took['whole_ms']:10.1f}{took['whole_ratio']:8.1f}{took['peak_mib']:10,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
