"""Projects as OC4IDS 0.9, the open standard for infrastructure projects: a package for other systems."""

import json
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data import clock, formats
from data.profile import Profile
from metrics.projects.project_table import project_table

VERSION = "0.9"
PREFIX = "oc4ids-guatu"  # not registered: an office that publishes registers its own
SECTORS = (  # what a category or an industry speaks of → the standard's codelist projectSector, the first that fits
    (("教育", "学校", "幼儿园"), "education"),
    (("医院", "卫生", "医疗", "养老", "康养"), "health"),
    (("光伏", "太阳能"), "energy.solar"),
    (("风电", "风力"), "energy.wind"),
    (("能源", "电网", "电力", "燃气", "供热"), "energy"),
    (("通信", "5G", "数据中心"), "communications"),
    (("防洪", "河道", "水库", "堤防"), "naturalResources.floodProtection"),
    (("供水", "污水", "排水", "垃圾", "环卫", "管网"), "waterAndWaste"),
    (("铁路", "轨道"), "transport.rail"),
    (("公路", "道路", "桥", "高速", "市政道路"), "transport.road"),
    (("交通", "物流", "枢纽"), "transport"),
    (("保障房", "安置房", "租赁住房", "棚改", "棚户区"), "socialHousing"),
    (("文化", "体育", "旅游", "公园", "绿道"), "cultureSportsAndRecreation"),
    (("水利", "农业", "生态", "林业"), "naturalResources"),
    (("政务", "公共服务"), "governance"),
)
TYPES = {"扩建": "expansion", "改扩建": "expansion", "改建": "rehabilitation", "新建": "construction"}


def package(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    only: set[str] | None = None,
) -> dict[str, Any]:
    """Return a district's projects in plan or outside it as an OC4IDS project package.

    口径：项目、金额、日期同“一张总表”；入统金额不在其中。金额以元计。

    Args:
        con: warehouse connection; what ``project_table`` reads, and coordinates of ``mart.project``.
        profile: the district, the publisher.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all.
        only: these projects; None: all.

    Returns:
        The package, ready for JSON; ``publishedDate`` is the moment of asking.

    Raises:
        ValueError: ``as_of`` outside the loaded months, or no project to be published.

    Source:
        OC4IDS 0.9 (Open Contracting for Infrastructure Data Standards).
    """
    table = project_table(con, profile=profile, as_of=as_of, known_on=known_on)
    if only is not None:
        table = table[table.project_id.isin(only)]
    if table.empty:
        raise ValueError(f"{profile.short_name}{formats.month(as_of)}没有项目")
    points = {
        project: (longitude, latitude)
        for project, longitude, latitude in con.execute(
            "select project_id, longitude, latitude from mart.project where district = ? and longitude is not null",
            [profile.id],
        ).fetchall()
    }
    until = (pd.Timestamp(as_of) + pd.offsets.MonthEnd(0)).date()
    return {
        "uri": f"urn:guatu:{profile.id}:{as_of:%Y-%m}",
        "publishedDate": f"{clock.now():%Y-%m-%dT%H:%M:%S}+08:00",
        "version": VERSION,
        "publisher": {"name": profile.name, "scheme": "CN-GB-T2260", "uid": profile.region_code},
        "projects": [
            _project(row, profile, until, points.get(row.project_id)) for row in table.itertuples(index=False)
        ],
    }


def written(found: dict[str, Any]) -> str:
    """Write a package as JSON."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _project(row: Any, profile: Profile, until: date, point: tuple[float, float] | None) -> dict[str, Any]:  # noqa: ANN401
    words = " ".join(text for text in (row.category, row.project_name) if isinstance(text, str))
    sector = next((code for known, code in SECTORS if any(word in words for word in known)), "economy")
    made: dict[str, Any] = {
        "id": f"{PREFIX}-{profile.id}-{row.project_id}",
        "title": row.project_name,
        "description": _text(row.progress_text),
        "status": _status(row),
        "sector": [sector],
        "type": TYPES.get(_text(row.construction_nature) or ""),
        "period": _period(row.planned_start_date, row.planned_finish_date),
        "implementationPeriod": _period(row.actual_start_date, row.actual_finish_date),
        "budget": _only({"amount": _value(row.total_investment_wan)}),
        "publicAuthority": _party(row.responsible_unit),
        "parties": _parties(row),
        "locations": _locations(row, profile, point),
        "identifiers": [{"scheme": "CN-PROJECT-CODE", "id": row.project_code}] if _text(row.project_code) else None,
        "metrics": _observed(row, until),
    }
    return _only(made)


def _status(row: Any) -> str:  # noqa: ANN401
    if pd.notna(row.actual_finish_date):
        return "completion"
    if pd.notna(row.actual_start_date):
        return "implementation"
    return "preparation" if pd.notna(row.planned_start_date) else "identification"


def _period(start: Any, end: Any) -> dict[str, str] | None:  # noqa: ANN401
    return _only({"startDate": _moment(start), "endDate": _moment(end)}) or None


def _moment(day: Any) -> str | None:  # noqa: ANN401
    return None if pd.isna(day) else f"{pd.Timestamp(day):%Y-%m-%d}T00:00:00+08:00"


def _value(amount_wan: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """Return an amount in yuan, exact to the cent: numbers of JSON have no more digits than that."""
    if formats.is_missing(amount_wan):
        return None
    yuan = formats.rounded(amount_wan, 2) * 10_000
    return {"amount": int(yuan), "currency": "CNY"}


def _party(name: Any) -> dict[str, str] | None:  # noqa: ANN401
    text = _text(name)
    return {"id": text, "name": text} if text and text != "—" else None


def _parties(row: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401
    roles: dict[str, list[str]] = {}
    for name, role in ((row.responsible_unit, "publicAuthority"), (row.owner, "procuringEntity"),
                       (row.service_unit, "administrativeEntity")):  # fmt: skip
        party = _party(name)
        if party:
            roles.setdefault(party["name"], []).append(role)
    return [{"id": name, "name": name, "roles": said} for name, said in roles.items()] or None


def _locations(row: Any, profile: Profile, point: tuple[float, float] | None) -> list[dict[str, Any]] | None:  # noqa: ANN401
    town = _text(row.town)
    if not town and point is None:
        return None
    address = _only({"locality": town, "region": profile.name, "countryName": "中国"})
    geometry = {"type": "Point", "coordinates": [float(point[0]), float(point[1])]} if point else None
    return [_only({"id": "1", "geometry": geometry, "address": address})]


def _observed(row: Any, until: date) -> list[dict[str, Any]] | None:  # noqa: ANN401
    """Return what was reported by the month's end: money this year, physical progress in per cent."""
    period = {"startDate": f"{until.year}-01-01T00:00:00+08:00", "endDate": f"{until:%Y-%m-%d}T23:59:59+08:00"}
    found = []
    money = _value(row.reported_ytd_wan)
    if money:
        observation = {"id": f"{until:%Y-%m}", "period": period, "value": money}
        found.append({"id": "financialProgress", "title": "本年上报投资", "observations": [observation]})
    if not formats.is_missing(row.physical_progress):
        measure = f"{formats.rounded(float(row.physical_progress) * 100, 2):f}"
        observation = {"id": f"{until:%Y-%m}", "period": period, "measure": measure, "unit": {"name": "%"}}
        found.append({"id": "physicalProgress", "title": "形象进度", "observations": [observation]})
    return found or None


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) and value.strip() else None


def _only(values: dict[str, Any]) -> dict[str, Any]:
    """Return what says something: the standard has no empty values."""
    return {name: value for name, value in values.items() if value not in (None, {}, [])}
