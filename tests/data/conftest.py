"""A PostgreSQL server of the tests' own, without a network port, gone when they end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.install_postgres import programs

OWNER = "postgres"  # initdb refuses to run as root
NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of a running server's socket; a missing server fails the test, it is never skipped."""
    found = programs()
    if not found:
        pytest.fail("PostgreSQL is not there: run python -m tests.install_postgres")
    folder = Path(tempfile.mkdtemp(prefix="guatu-postgres-"))
    as_owner = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        as_owner = {"user": OWNER, "group": OWNER, "extra_groups": []}
        shutil.chown(folder, OWNER, OWNER)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c full_page_writes=off"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [found / program, *arguments], cwd=folder, capture_output=True, text=True, check=False, **as_owner
        )
        if done.returncode:
            pytest.fail(f"{program} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")

    # to a file: a server that inherits a pipe keeps it open for good
    run("initdb", "-D", str(folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield str(folder)
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The URL of a fresh, empty database."""
    name = f"ledger_{next(NUMBERS)}"
    server = sa.create_engine(f"postgresql+psycopg://{OWNER}@/postgres?host={postgres}", isolation_level="AUTOCOMMIT")
    with server.connect() as con:
        con.exec_driver_sql(f"create database {name}")
    server.dispose()
    return f"postgresql+psycopg://{OWNER}@/{name}?host={postgres}"
