"""The addresses that programs ask: the list of metrics, a metric, the projects. Whoever gets here has shown a token."""

from argparse import Namespace
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NoReturn

import sqlalchemy as sa
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from accounts import audit
from accounts.people import Account
from api import rights
from data import access, log, warehouse
from data.profile import ProfileError, load_profile
from metrics.arguments import Parser
from metrics.loaded_months import last_month
from metrics.projects import oc4ids
from metrics.questions import asked, parser_of
from metrics.registry import all_metrics
from metrics.writers import as_csv, as_json

FORMATS = {"json": (as_json, "application/json"), "csv": (as_csv, "text/csv; charset=utf-8")}
CLOSED = {"store", "warehouse", "districts", "version", "help", "format"}  # of the command line, not of a program
HEADERS = {"cache-control": "no-store"}


class BadQuestion(ValueError):  # noqa: N818
    """A parameter that is not known, missing or wrong; says which."""


class _Parser(Parser):
    """The command line's parser, whose refusal is an answer."""

    def error(self, message: str) -> NoReturn:
        raise BadQuestion(message)


def routes(engine: sa.Engine) -> list[Route]:
    """Return the routes; ``engine`` is of the accounts' database, for the audit trail."""
    made: list[tuple[str, Callable[..., Response]]] = [
        ("/api/v1/metrics", _listed),
        ("/api/v1/metrics/{name}", _metric),
        ("/api/v1/projects", _projects),
    ]
    return [Route(path, partial(_answer, engine, act), methods=["GET"]) for path, act in made]


async def _answer(engine: sa.Engine, act: Callable[..., Response], request: Request) -> Response:
    """Answer in words whatever stands in the way; what is read is written into the trail."""
    said, account = request.scope["guatu"]
    question = dict(request.query_params)
    note = partial(audit.write, engine, login=account.login, address=said.client, path=said.path, asked=question)
    try:
        answer = await to_thread.run_sync(partial(act, account, question, **request.path_params))
    except access.NotAllowed as error:
        await to_thread.run_sync(partial(note, "denied"))
        return _refused(str(error), 403)
    except LookupError as error:
        return _refused(str(error.args[0]), 404)
    except (ValueError, ProfileError) as error:  # a bad question, too
        return _refused(str(error), 400)
    except (warehouse.WarehouseMissing, warehouse.WarehouseBroken) as error:
        return _refused(str(error), 503)
    except Exception as error:  # noqa: BLE001  (told by number, as on the pages)
        return _refused(f"出错了，请把编号 {log.error(None, error)} 告诉维护人员。", 500)
    await to_thread.run_sync(partial(note, "api_read"))
    return answer


def _listed(account: Account, question: dict[str, str]) -> Response:
    """Return the metrics that the account may ask, with their groups and own parameters."""
    _only(question, set())
    found = [
        {
            "name": name,
            "subject": one.subject,
            "summary": one.summary,
            "by": list(one.groups),
            "parameters": {
                option.name: {"choices": list(option.choices), "is_required": option.is_required}
                for option in one.options
            },
        }
        for name, one in all_metrics().items()
        if rights.may_ask(account, name)
    ]
    return JSONResponse({"metrics": found}, headers=HEADERS)


def _metric(account: Account, question: dict[str, str], name: str) -> Response:
    """Return a metric's rows, in the columns of the command line."""
    found = all_metrics().get(name)
    if found is None:
        raise LookupError(f"没有指标“{name}”；/api/v1/metrics 列出全部。")
    rights.require_metric(account, name)
    written = question.pop("format", "json")
    if written not in FORMATS:
        raise BadQuestion(f"format 是 {'、'.join(FORMATS)}，不是“{written}”")
    options = _parsed(question, name)
    if options.by and options.by not in found.groups:
        raise BadQuestion(f"by 是 {'、'.join(found.groups) or '（此指标不分组）'}，不是“{options.by}”")
    rights.require_district(account, options.district)
    profile = load_profile(options.district)
    with _warehouse().cursor() as con:
        own = rights.own_projects(account, con, profile)
        rights.require_project(own, found, getattr(options, "project_id", None))
        frame = rights.within(asked(found, options, con, profile), own, account.unit)
    write, media = FORMATS[written]
    return Response(write(frame), media_type=media, headers=HEADERS)


def _projects(account: Account, question: dict[str, str]) -> Response:
    """Return the projects as an OC4IDS package."""
    rights.require_metric(account, "project_table")
    options = _parsed(question, "project_table")
    rights.require_district(account, options.district)
    profile = load_profile(options.district)
    with _warehouse().cursor() as con:
        own = rights.own_projects(account, con, profile)
        as_of = options.quarter or options.as_of or last_month(con, profile, options.known_on)
        package = oc4ids.package(con, profile=profile, as_of=as_of, known_on=options.known_on, only=own)
    return Response(oc4ids.written(package), media_type="application/json", headers=HEADERS)


def _parsed(question: dict[str, str], name: str) -> Namespace:
    """Return the parameters as the command line reads them."""
    parser = parser_of(all_metrics(), name, _Parser)
    known = {action.dest for action in parser._actions if action.option_strings} - CLOSED  # noqa: SLF001
    _only(question, known)
    given = [word for key, value in question.items() for word in (f"--{key.replace('_', '-')}={value}",)]
    return parser.parse_args([name, *given])


def _only(question: dict[str, str], known: set[str]) -> None:
    unknown = sorted(key for key in question if key.replace("-", "_") not in known)
    if unknown:
        raise BadQuestion(f"不认识的参数：{'、'.join(unknown)}；可以是 {'、'.join(sorted(known)) or '（没有参数）'}")


def _warehouse() -> warehouse.Warehouse:
    """Return the handle of the version in force."""
    version = warehouse.current_version()
    if not version:
        raise warehouse.WarehouseMissing("还没有数据，请先载入报表。")
    return _opened(version)


@lru_cache(maxsize=2)
def _opened(version: str) -> warehouse.Warehouse:  # noqa: ARG001  (the key)
    return warehouse.connect()


def _refused(text: str, status: int) -> JSONResponse:
    body: dict[str, Any] = {"error": text}
    return JSONResponse(body, status, HEADERS)
