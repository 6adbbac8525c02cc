"""What the pages 账号 and 审计 ask of the accounts' database."""

from accounts import audit, database, people
from accounts.audit import Record
from accounts.people import Account
from accounts.settings import PasswordRules, read_settings


def everybody() -> list[Account]:
    """Return all accounts."""
    return people.every(database.shared())


def password_rules() -> PasswordRules:
    """Return the rules that passwords are held to."""
    return read_settings().password


def newest(most: int) -> list[Record]:
    """Return the newest rows of the trail, the newest first."""
    return audit.records(database.shared(), newest=True, most=most)


def trail_faults() -> tuple[list[str], Record | None]:
    """Return where the trail was changed, and its last row."""
    found = audit.records(database.shared())
    return list(audit.faults(found)), found[-1] if found else None
