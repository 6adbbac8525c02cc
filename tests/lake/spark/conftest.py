"""A Spark cluster of the tests' own: a master and two workers, each a process of this machine, gone when they end."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.install_java import find_java

SWIFT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
PATIENCE = 120  # seconds until a process must have said that it is there


@dataclass
class Cluster:
    """A standalone cluster; ``master`` is its address."""

    folder: Path
    environment: dict[str, str]
    master: str = ""
    workers: list[subprocess.Popen] = field(default_factory=list)

    def start(self, name: str, *arguments: str, until: str) -> tuple[subprocess.Popen, re.Match]:
        """Start a process of Spark's and wait until its log says that it is there."""
        import pyspark

        log = self.folder / f"{name}.log"
        program = Path(pyspark.__file__).parent / "bin" / "spark-class"
        process = subprocess.Popen(
            [program, *arguments], env=self.environment, cwd=self.folder, stdout=log.open("w"),
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(until, log.read_text(encoding="utf-8", errors="replace")):
                return process, found
            if process.poll() is not None:
                break
            time.sleep(0.2)
        end_group(process)
        pytest.fail(f"Spark's {name} did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")

    def kill_a_worker(self) -> None:
        """Kill a worker with all that it runs, as a power cut would."""
        end_group(self.workers.pop())


def end_group(process: subprocess.Popen) -> None:
    """Kill a process and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running cluster; where Spark cannot be had the test fails and says so, it is never skipped."""
    java = find_java()
    if java is None:
        pytest.fail("Java 17 is not there, so Spark cannot be had: run python -m tests.install_java")
    environment = {**os.environ, "JAVA_HOME": str(java), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    folder = tmp_path_factory.mktemp("cluster")
    made = Cluster(folder, environment)
    here = "org.apache.spark.deploy"
    master, found = made.start(
        "master", f"{here}.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
        until=r"Starting Spark master at (spark://[\d.:]+)",
    )  # fmt: skip
    made.master = found[1]
    try:
        for number in (1, 2):
            worker, _ = made.start(
                f"worker {number}", f"{here}.worker.Worker", made.master, "--host", "127.0.0.1", "--webui-port", "0",
                "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work {number}"),
                until="Successfully registered with master",
            )  # fmt: skip
            made.workers.append(worker)
        yield made
    finally:
        for process in (*made.workers, master):
            end_group(process)


@pytest.fixture(scope="session")
def joined(cluster: Cluster) -> Iterator[Callable]:
    """Join the cluster with a lake; the session ends with the tests."""
    from data.spark import SparkLake

    os.environ["JAVA_HOME"] = cluster.environment["JAVA_HOME"]
    found: list[SparkLake] = []

    def joined(lake: object) -> SparkLake:
        settings = {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.executor.memory": "768m", "spark.log.level": "FATAL", "spark.sql.shuffle.partitions": "2",
            # little data, many texts: starting is what costs
            "spark.driver.extraJavaOptions": SWIFT, "spark.executor.extraJavaOptions": SWIFT,
        }  # fmt: skip
        found.append(SparkLake(lake, cluster.master, settings))
        return found[-1]

    yield joined
    for one in found[:1]:
        one.session.stop()
