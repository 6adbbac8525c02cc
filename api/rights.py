"""What a program may be told: the rights of the account whose token it shows, the same as on the pages."""

import duckdb
import pandas as pd

from accounts.people import Account
from data import access
from data.profile import Profile
from metrics.registry import Metric

PROJECTS = "select project_id, responsible_unit, service_unit from mart.project where district = ?"
OF_ACTS = {"leader_projects": "see_leader_projects"}  # metric → the act that a page of it asks for, beyond reading


def require_district(account: Account, district: str) -> None:
    """Refuse a district that the account does not see.

    Raises:
        access.NotAllowed: it is of another district.
    """
    access.require("read", account.roles)
    if account.district not in (None, district):
        raise access.NotAllowed(f"这个账号只能看“{account.district}”。")


def require_metric(account: Account, name: str) -> None:
    """Refuse a metric whose answer the account must not see.

    Raises:
        access.NotAllowed: booked figures of single projects follow from it, or its page is not for these roles.
    """
    access.require("read", account.roles)
    access.require(OF_ACTS.get(name, "read"), account.roles)
    if name not in access.OPEN_METRICS:
        access.require("see_booked_projects", account.roles)


def may_ask(account: Account, name: str) -> bool:
    """Tell whether the account may ask a metric."""
    try:
        require_metric(account, name)
    except access.NotAllowed:
        return False
    return True


def own_projects(account: Account, con: duckdb.DuckDBPyConnection, profile: Profile) -> set[str] | None:
    """Return the projects that whoever is here for a unit alone sees in detail; None: all."""
    if set(account.roles) != {"officer"}:
        return None
    rows = con.execute(PROJECTS, [profile.id]).fetchall()
    return {row[0] for row in rows if access.is_in_scope(account.roles, account.unit, row[1], row[2])}


def require_project(own: set[str] | None, found: Metric, project_id: str | None) -> None:
    """Refuse the question about one project that is not within the scope.

    Raises:
        access.NotAllowed: it is another unit's.
    """
    asks = any(option.name == "project_id" for option in found.options)
    if asks and own is not None and project_id is not None and project_id not in own:
        raise access.NotAllowed("这个项目不在您的范围内：只能看本单位负责或服务的项目。")


def within(frame: pd.DataFrame, own: set[str] | None, unit: str | None = None) -> pd.DataFrame:
    """Return the rows that the scope holds; totals and boards are everybody's.

    Args:
        frame: a metric's answer; rows about projects have ``project_id``.
        own: the projects within the scope; None: all.
        unit: the account's: rows that are about no project but handed to it are its own, too.
    """
    if own is None or "project_id" not in frame:
        return frame
    kept = frame.project_id.isin(own)
    if unit and "responsible_unit" in frame:
        kept |= frame.project_id.isna() & (frame.responsible_unit == unit)
    return frame[kept].reset_index(drop=True)
