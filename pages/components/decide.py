"""What a person decides on a page: the one way into the ledger. Asks access, knows who, tells a conflict in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from data import ledger, log
from data.decision_kinds import Decision
from etl.versions import publish
from pages.components import access, who
from pages.components.view import View

WAITING, NOTICES = "guatu_waiting", "guatu_notices"


@dataclass(frozen=True)
class Waiting:
    """Decisions, or one act, that wait until it is known who makes them; ``then``: what follows."""

    decisions: list[tuple[Decision, int | None]]  # each with the last entry seen
    view: View
    then: Callable[[], None] | None
    act: Callable[[str], None] | None = None  # is given the name
    reason: str | None = None

    @property
    def subjects(self) -> list[str | None]:
        """What they are about."""
        return [decision.subject for decision, _ in self.decisions]


def write(
    decision: Decision,
    *,
    view: View,
    after: int | None = ledger.ANY,
    reason: str | None = None,
    name: str | None = None,
    then: Callable[[], None] | None = None,
) -> bool:
    """Write down a decision and publish it; call it from a widget's callback, the run that follows shows the outcome.

    Args:
        decision: what was decided, and about what.
        view: the page's context; the decision is its district's.
        after: id of the last entry on the subject that the page showed, None: there was none.
        reason: why.
        name: who decides, where the act says so itself; else ``who.name``.
        then: what follows once it is written, now or after the name was asked for.

    Returns:
        True: it stands in the ledger. False: it does not (no right, somebody was faster, nobody has said yet who
        decides here); the next run says so in words, or asks for the name and then writes.
    """
    return write_all([(decision, after)], view=view, reason=reason, name=name, then=then)


def write_all(
    decisions: Sequence[tuple[Decision, int | None]],
    *,
    view: View,
    reason: str | None = None,
    name: str | None = None,
    then: Callable[[], None] | None = None,
) -> bool:
    """Write several decisions, each with the last entry seen on its subject, and publish them once.

    Returns:
        True: all of them stand in the ledger; a conflict leaves out its own decision only, and is told in words.
    """
    if not all(access.may(decision.KIND) for decision, _ in decisions):
        return _tell("您没有作这项决定的权限，没有写入。", False)
    made = Waiting(list(decisions), view, then, reason=reason)
    somebody = access.person()
    known = somebody.name if somebody else name or who.name()
    if known is None:
        _wait(made)
        return False
    return _append(made, known)


def by_name(act: Callable[[str], None], *, view: View) -> None:
    """Carry an act out that is kept with a name: now, or after the name was asked for; call it from a callback."""
    made = Waiting([], view, None, act)
    known = who.name()
    if known is None:
        _wait(made)
    else:
        _append(made, known)


def _wait(made: Waiting) -> None:
    """Let decisions wait for the name; one made again about the same thing, and an act, takes the first one's place."""
    others = [one for one in st.session_state.get(WAITING, []) if None in one.subjects or one.subjects != made.subjects]
    st.session_state[WAITING] = [*others, made]


def newest(subject: str, view: View) -> int | None:
    """Return the id of the newest entry on a subject, None where there is none: what ``after`` wants.

    Ask while drawing, not in a callback: what has come since the reader saw the page must be told as a conflict.
    """
    with ledger.open_ledger() as book:
        entry = book.newest(subject, view.district)
    return entry.id if entry else None


def ask_who() -> None:
    """Ask for the name while decisions wait for it, then write all of them; drawn by the context bar on every page."""
    waiting = st.session_state.get(WAITING, [])
    who.ask(sum(map(_count, waiting)), _write_waiting, _let_go)


def _write_waiting() -> None:
    name = who.name()
    if name:
        for made in st.session_state.pop(WAITING, []):
            _append(made, name)


def _let_go() -> None:
    count = sum(map(_count, st.session_state.pop(WAITING, [])))
    _tell(f"{count} 项决定没有记下：没有写姓名。", False)


def _count(made: Waiting) -> int:
    return 1 if made.act else len(made.decisions)


def _append(made: Waiting, name: str) -> bool:
    """Write and publish, then do what follows; whatever stands in the way is told in words."""
    if made.act:
        made.act(name)
        return True
    written = 0
    with ledger.open_ledger() as book:
        for decision, after in made.decisions:
            try:
                book.append(decision.KIND, decision.payload, district=made.view.district, who=name,
                            subject=decision.subject, after=after, reason=made.reason)  # fmt: skip
                written += 1
                access.note("decided", kind=decision.KIND, subject=decision.subject, district=made.view.district)
            except ledger.Conflict as conflict:
                _tell(str(conflict), False)
    if not written:
        return False
    try:
        publish.decided()
    except publish.NOT_PUBLISHED as error:
        log.error(None, error, what="decision written but not published")
        _tell("已经记下，但还没有进入数字：数据正在写入，或这次没有发布成。下次发布时生效。", True)
    is_done = written == len(made.decisions)
    if is_done and made.then:
        made.then()
    return is_done


def tell(text: str) -> None:
    """Say something in the next run, above the page."""
    st.session_state.setdefault(NOTICES, []).append(text)


def _tell(text: str, outcome: bool) -> bool:
    tell(text)
    return outcome
