"""Who is there. On localhost one person has all roles; another address waits for log-in."""

from data.access import NAMES, ROLES


def roles() -> frozenset[str]:
    """Return the roles of the person in front of the screen."""
    return frozenset(ROLES)


def require(*wanted: str) -> None:
    """Stop the page unless the reader has one of these roles. Each page asks for itself, deep links included."""
    if not roles() & set(wanted):
        from pages.components import states

        states.stop("这一页需要其他权限", f"需要“{'、'.join(NAMES[role] for role in wanted)}”的权限，请联系管理员。")


def may(role: str) -> bool:
    """Tell whether the reader has this role, e.g. for booked amounts of single projects."""
    return role in roles()
