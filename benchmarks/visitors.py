"""People on served pages, at the level of the websocket: how long a page takes, errors, and memory a session.

    python -m benchmarks.visitors --address http://127.0.0.1:8501 --login wang --people 50 --minutes 10 --pids 123,124

Each visitor signs in once (the password is read from GUATU_PASSWORD), opens pages and changes choices in the shares of
``PAGES`` with 5 to 20 seconds between two, and waits until the page is drawn: from the message that asks for it to the
one that says the script is finished. The account needs ``[session] at_most`` high
enough for all of them, or several logins are given: --login wang1,wang2.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from data.profile import district_ids

PAGES: tuple[
    tuple[int, str, tuple[dict[str, str], ...]], ...
] = (  # share, path, choices of which one is taken at random
    (30, "", ({}, {"as_of": "2026-08"}, {"district": district_ids()[-1]})),
    (20, "investment", ({}, {"by": "batch"}, {"by": "town"})),
    (15, "entry", ({}, {"as_of": "2026-07"})),
    (10, "batches", ({},)),
    (10, "all-projects", ({},)),
    (5, "week", ({},)),
    (5, "ranking-board", ({},)),
    (5, "data-quality", ({},)),
)
THINKS = (5.0, 20.0)
PATIENCE = 60.0


@dataclass
class Seen:
    """What the visitors met."""

    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)  # of a session's first page
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float, int]] = field(default_factory=list)  # seconds, MiB of all processes, sessions
    sessions: int = 0


async def sign_in(address: str, login: str, password: str) -> tuple[str, str]:
    """Sign in and return the cookies, and the xsrf token, as headers want them."""
    async with httpx.AsyncClient(base_url=address, follow_redirects=False, timeout=PATIENCE, verify=False) as client:  # noqa: S501
        page = await client.get("/sign-in")
        found = re.search(r'name="form" value="([0-9a-f]+)"', page.text)
        if found is None:
            raise RuntimeError(f"no sign-in page at {address}: {page.status_code}")
        said = {"form": found[1], "login": login, "password": password, "next": "/"}
        answer = await client.post("/sign-in", data=said, headers={"origin": address})
        if answer.status_code != 303:
            raise RuntimeError(f"{login} cannot sign in: {answer.status_code}")
        await client.get("/", headers={"accept": "text/html"})
        await client.get("/_stcore/health")
        cookies = dict(client.cookies)
    return "; ".join(f"{name}={value}" for name, value in cookies.items()), cookies.get("_streamlit_xsrf", "")


async def drawn(socket, path: str, query: dict[str, str]) -> None:  # noqa: ANN001
    """Ask for a page and wait until its script is finished; RuntimeError where the page says it failed."""
    message = BackMsg()
    message.rerun_script.query_string = urlencode(query)
    message.rerun_script.page_name = path
    await socket.send(message.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(answer.delta.new_element.exception.message)
            if kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return


async def visitor(number: int, asked: argparse.Namespace, seen: Seen, until: float) -> None:
    """Be one visitor until the time is over; a broken connection is an error, and is made again."""
    draw = random.Random(number)  # noqa: S311
    await asyncio.sleep(draw.uniform(0, asked.ramp))
    logins = asked.login.split(",")
    try:
        cookies, xsrf = await sign_in(asked.address, logins[number % len(logins)], os.environ.get("GUATU_PASSWORD", ""))
    except (RuntimeError, httpx.HTTPError) as error:
        seen.errors.append(f"sign-in: {error}")
        return
    host = urlsplit(asked.address)
    url = f"{'wss' if host.scheme == 'https' else 'ws'}://{host.netloc}/_stcore/stream"
    while time.monotonic() < until:
        try:
            async with connect(
                url, additional_headers={"Cookie": cookies}, origin=Origin(asked.address), max_size=None,
                subprotocols=[Subprotocol("streamlit"), Subprotocol(xsrf or "none")], open_timeout=PATIENCE,
            ) as socket:  # fmt: skip
                seen.sessions += 1
                is_first = True
                while time.monotonic() < until:
                    _, path, choices = draw.choices(PAGES, [page[0] for page in PAGES])[0]
                    started = time.monotonic()
                    await drawn(socket, path, draw.choice(choices))
                    (seen.first if is_first else seen.seconds).append(time.monotonic() - started)
                    is_first = False
                    await asyncio.sleep(draw.uniform(*THINKS))
        except (RuntimeError, OSError, TimeoutError, WebSocketException) as error:
            seen.errors.append(f"{type(error).__name__}: {error}"[:200])
            await asyncio.sleep(1)
        finally:
            seen.sessions = max(seen.sessions - 1, 0)


async def watch(pids: list[int], seen: Seen, until: float) -> None:
    """Note the memory of the server's processes every ten seconds."""
    started = time.monotonic()
    while time.monotonic() < until:
        total = sum(memory(pid) for pid in pids)
        seen.memory.append((time.monotonic() - started, total, seen.sessions))
        await asyncio.sleep(10)


def memory(pid: int) -> float:
    """Return the private memory of a process, MiB; 0 where it is gone."""
    try:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(kilobytes) for kilobytes in re.findall(r"^Private_\w+:\s+(\d+) kB", said, re.MULTILINE)) / 1024


def slope(points: list[tuple[float, float]]) -> float:
    """Return the least-squares slope of the points, per minute."""
    if len({x for x, _ in points}) < 2:
        return 0.0
    return statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope * 60


def report(seen: Seen, people: int) -> dict[str, object]:
    """Sum up: quantiles in seconds, errors, memory in MiB; the slope over the second half, when all have come."""
    times = sorted(seen.seconds)
    at = lambda share: round(times[min(int(share * len(times)), len(times) - 1)], 3) if times else None  # noqa: E731
    late = seen.memory[len(seen.memory) // 2 :]
    grown = seen.memory[-1][1] - seen.memory[0][1] if seen.memory else 0.0
    return {
        "pages": len(times), "p50_seconds": at(0.5), "p95_seconds": at(0.95),
        "worst_seconds": round(times[-1], 3) if times else None,
        "first_page_median_seconds": round(statistics.median(seen.first), 3) if seen.first else None,
        "errors": len(seen.errors), "error_kinds": sorted(set(seen.errors))[:5],
        "memory_mib": round(seen.memory[-1][1], 1) if seen.memory else None,
        "memory_mib_a_session": round(grown / people, 2),
        "slope_mib_a_minute": round(slope([(seconds, used) for seconds, used, _ in late]), 2),
    }  # fmt: skip


async def run(asked: argparse.Namespace) -> dict[str, object]:
    """Let all visitors come, and report."""
    seen, until = Seen(), time.monotonic() + asked.minutes * 60
    pids = [int(pid) for pid in asked.pids.split(",") if pid]
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(pids, seen, until))
        for number in range(asked.people):
            group.create_task(visitor(number, asked, seen, until))
    return report(seen, asked.people)


def main() -> None:
    """Read what is asked, run, print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True)
    parser.add_argument("--login", required=True, help="one account, or several with commas")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--ramp", type=float, default=60, help="seconds over which they come")
    parser.add_argument("--pids", default="", help="of the server's processes, whose memory is measured")
    print(json.dumps(asyncio.run(run(parser.parse_args())), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
