"""``python -m etl pending``: what waits for a person, and their word on it."""

import argparse
from datetime import date
from pathlib import Path

from data.decision_kinds import ConfirmedReading
from data.ledger import open_ledger, os_user
from data.profile import load_profile
from etl import store, waiting
from etl.commands import load_commands, progress_bar
from etl.loading import confirmations, load, mappings
from etl.loading import sheet_report as told
from etl.versions import publish
from etl.versions.versions import current_version_or_none

OK = 0


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add the command and its acts."""
    pending = commands.add_parser("pending", parents=[shared], help="待确认的报表：列出、确认、不载入")
    pending.add_argument("--json", action="store_true", help="以 JSON 回答")
    pending.add_argument("--district", metavar="ID", help="只看这个区")
    pending.set_defaults(run=_list)
    acts = pending.add_subparsers(metavar="accept | drop")
    again = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    again.add_argument("--store", "--warehouse", type=Path, help=argparse.SUPPRESS)  # may stand after the act, too
    again.add_argument("--districts", type=Path, help=argparse.SUPPRESS)
    again.add_argument("--json", action="store_true", help="以 JSON 回答")
    accept = acts.add_parser("accept", parents=[again], help="读法没错：载入，并把确认记入台账")
    accept.add_argument(
        "--month", type=load_commands.month, metavar="YYYY-MM", help="这是哪个月的表（计划：从哪个月起执行）"
    )
    accept.add_argument("--reading", type=int, metavar="N", help="有几种读法时照第几种；存为列名对照")
    accept.add_argument("--late", action="store_true", help="允许补载到已冻结的会议、通报之前")
    accept.set_defaults(run=_accept)
    drop = acts.add_parser("drop", parents=[again], help="不载入")
    drop.add_argument("--reason", metavar="TEXT", help="原因，记入台账")
    drop.set_defaults(run=_drop)
    for act in (accept, drop):
        act.add_argument("id", metavar="编号")
        act.add_argument("--by", metavar="NAME", help="由谁决定；默认本机用户")


def _list(options: argparse.Namespace) -> int:
    found = waiting.all_of(store.prepare(options.store), options.district)
    if options.json:
        load_commands.print_json({"pending": [one.to_json() for one in found]})
        return OK
    for one in found:
        print(f"{one.id}  {one.name}（{one.district}，{one.received_on} 收到）")
        for sheet in one.asked:
            told.sheet(sheet)
    print(f"待确认 {len(found)} 个" + ("：python -m etl pending accept 编号，或 drop 编号" if found else ""))
    return OK


def _accept(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    one = waiting.find(place, options.id)
    if options.reading:
        choose(place, one, options.reading, options.by)
    outcome = load.load(
        [incoming(one, options.districts, options.by, options.month, is_late=options.late)],
        place,
        districts=options.districts,
        progress=progress_bar.show,
    )
    progress_bar.end()
    load_commands.tell(outcome, as_json=options.json, is_accepted=True)
    return outcome.exit_code


def choose(place: Path, one: waiting.Waiting, number: int, who: str | None) -> None:
    """Keep the mapping of one of the readings that are possible of the file's sheets.

    Raises:
        waiting.NoSuchFile: there is no reading of this number.
    """
    candidates = [sheet["asked"].get("candidates", ()) for sheet in one.asked]
    chosen = [found[number - 1] for found in candidates if 0 < number <= len(found)]
    if not chosen:
        raise waiting.NoSuchFile(f"“{one.name}”没有第 {number} 种读法。请用 python -m etl pending 看有哪几种")
    with open_ledger(place) as ledger:
        for it in chosen:
            ledger.append(mappings.KIND, it["mapping"], district=one.district, subject=it["subject"], who=who)


def incoming(
    one: waiting.Waiting,
    districts: Path | None,
    who: str | None,
    month: date | None = None,
    *,
    is_late: bool = False,
) -> load.Incoming:
    """Return a file that waits as one that comes in, accepted by a person."""
    return load.Incoming(
        one.source,
        load_profile(one.district, districts),
        one.received_on,
        month or one.month,
        one.mapping,
        is_demo=one.is_demo,
        is_late=is_late,
        name=one.name,
        is_accepted=one.was_read,  # else it is read with the month first, and asked if nothing proves it
        accepted_by=who,
        unit=one.unit,
    )


def _drop(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    one = drop(place, options.id, options.by, options.reason, options.districts)
    if options.json:
        load_commands.print_json({"dropped": one.to_json()})
    else:
        print(f"没有载入  {one.name}（{one.id}），已记入台账。要载入时再传一次即可。")
    return OK


def drop(place: Path, id: str, who: str | None, reason: str | None, districts: Path | None = None) -> waiting.Waiting:
    """Take a file that waits away, and say so in the ledger.

    Raises:
        waiting.NoSuchFile: none of this id waits any more.
        store.StoreBusy: somebody else is writing.
    """
    with store.writing(place, wait=publish.WAIT):
        one = waiting.find(place, id)
        said = ConfirmedReading(status="dropped", file=one.name, sha256=one.sha256).payload
        confirmations.write(place, [(one.district, who or os_user(), f"waiting:{one.id}", said)], reason)
        waiting.take_away(place, one.id)
    if current_version_or_none(place):
        publish.decided(place, districts=districts)
    store.log(place, "drop", file=one.name, sha256=one.sha256)
    return one
