"""What sheets and people said of issues, milestones and requests, as one state each: SQL steps that metrics share.

A sheet speaks when it came, a person when he writes into the ledger; of each field the later word stands. What a person
did on a day is seen from that day on.
"""

from dataclasses import dataclass

from metrics.statements import steps

SEEN = "known_from <= $known_on and (known_to is null or known_to > known_from)"


@dataclass(frozen=True)
class Thing:
    """What is kept by sheet and by form: its table, what names one of it, the ledger's kinds, and its fields."""

    table: str
    key: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]  # kind of the ledger → the fields that it may say; none: all
    columns: dict[str, str]  # field → column of the table
    only_form: tuple[str, ...] = ()  # fields that no sheet has
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field."""
        return (*self.columns, *self.only_form)


ISSUE = Thing(
    table="issue",
    key=("issue_id",),
    kinds={"issue": (), "issue_answer": ("answer", "answered_on")},
    columns={
        "issue_id": "issue_id", "project_id": "project_id", "issue_kind": "kind", "issue_level": "level",
        "issue": "issue", "responsible_unit": "responsible_unit", "person": "person", "raised_on": "raised_on",
        "due_on": "due_on", "closed_on": "closed_on", "evidence": "evidence",
    },
    only_form=("answer", "answered_on"),
    dates=("raised_on", "due_on", "closed_on", "answered_on"),
)  # fmt: skip
MILESTONE = Thing(
    table="milestone",
    key=("project_id", "milestone"),
    kinds={"milestone": ()},
    columns={
        name: name
        for name in ("project_id", "milestone", "responsible_unit", "person", "due_on", "done_on", "evidence")
    },
    dates=("due_on", "done_on"),
)
REQUEST = Thing(
    table="service_request",
    key=("request_id",),
    kinds={"service_request": ()},
    columns={
        "request_id": "request_id", "project_id": "project_id", "service_kind": "kind",
        "responsible_unit": "responsible_unit", "received_on": "received_on", "limit_days": "limit_days",
        "paused_days": "paused_days", "done_on": "done_on", "evidence": "evidence", "handling": "handling",
        "eia_handling": "eia_handling", "open_point": "open_point", "consulted_on": "consulted_on",
    },
    dates=("received_on", "done_on", "consulted_on"),
    numbers=("limit_days", "paused_days"),
)  # fmt: skip


def state(thing: Thing, name: str, until: str) -> str:
    """Return SQL steps whose last, ``name``, holds one row a thing: its fields as last said.

    Args:
        thing: what is asked about.
        name: the last step's name, and the beginning of the others'.
        until: an expression of the day after which no act counts; ``$district`` and ``$known_on`` are bound, too.
    """
    allowed = [(kind, field) for kind, fields in thing.kinds.items() for field in fields or thing.fields]
    form_project = "coalesce(former.id, said.payload ->> 'project_id')"
    return steps(
        "",
        "stated",
        name=name,
        table=thing.table,
        form_project=form_project,
        seen=SEEN,
        until=until,
        key=", ".join(thing.key),
        form_key=", ".join(form_project if key == "project_id" else f"said.payload ->> '{key}'" for key in thing.key),
        cast_columns=",\n        ".join(
            f"cast({column} as varchar) as {field}" for field, column in thing.columns.items()
        ),
        sheet_fields=", ".join(thing.columns),
        kinds=", ".join(map(_quoted, thing.kinds)),
        allowed=", ".join(f"({_quoted(kind)}, {_quoted(field)})" for kind, field in allowed),
        typed=",\n        ".join(_typed(thing, field) for field in thing.fields),
    )


def _quoted(name: str) -> str:
    return f"'{name}'"


def _typed(thing: Thing, field: str) -> str:
    value = f"max(word.value) filter (word.field = '{field}')"
    kind = "date" if field in thing.dates else "integer" if field in thing.numbers else ""
    return f"try_cast({value} as {kind}) as {field}" if kind else f"{value} as {field}"
