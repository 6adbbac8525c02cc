"""What sheets and people said of issues, milestones and requests, as one state each: SQL steps that metrics share.

A sheet speaks when it came, a person when he writes into the ledger; of each field the later word stands. What a person
did on a day is seen from that day on.
"""

from dataclasses import dataclass

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

# one row a thing that stands at $known_on; {until}: acts of later days are not seen
STATE = """
{name}_sheet as (
    select
        concat_ws('|', {key}) as thing,
        known_from,
        known_to,
        {cast_columns}
    from mart.{table}
    where district = $district and {seen}
),

{name}_standing as (
    select thing, min(known_from) as first_known_from
    from {name}_sheet
    group by thing
    having bool_or(known_to is null or known_to > $known_on)
),

{name}_row as (
    select thing, field, value, known_from, row_number() over (partition by thing, field order by known_from) as number
    from {name}_sheet
    unpivot include nulls (value for field in ({sheet_fields}))
),

{name}_form as (
    select
        concat_ws('|', {form_key}) as thing,
        said.kind,
        said.entry_id,
        said.known_from,
        said.who,
        {form_project} as project_id,
        said.payload
    from mart.decision as said
    left join mart.former_id as former
        on former.universe = 'project'
        and former.district = said.district
        and former.former_id = said.payload ->> 'project_id'
    where said.district = $district
        and said.kind in ({kinds})
        and said.known_from <= $known_on
        and coalesce(try_cast(said.payload ->> 'on' as date), said.known_from) <= {until}
),

{name}_word as (
    -- a sheet speaks of a field when it says another thing than before
    select thing, field, value, known_from, 0 as entry_id
    from (select *, lag(value) over (partition by thing, field order by known_from) as before from {name}_row)
    where number = 1 or value is distinct from before
    union all
    select
        form.thing,
        wanted.field,
        case when wanted.field = 'project_id' then form.project_id else form.payload ->> wanted.field end,
        form.known_from,
        form.entry_id
    from {name}_form as form
    inner join (values {allowed}) as wanted (kind, field) on wanted.kind = form.kind
    where list_contains(json_keys(form.payload), wanted.field)
),

{name}_last as (
    select thing, field, value
    from {name}_word
    qualify row_number() over (partition by thing, field order by known_from desc, entry_id desc) = 1
),

{name}_decided as (
    select thing, max(entry_id) as last_entry_id, arg_max(who, entry_id) as changed_by, min(known_from) as first_form
    from {name}_form
    group by thing
),

{name} as (
    select
        word.thing,
        {typed},
        any_value(decided.last_entry_id) as last_entry_id,
        any_value(decided.changed_by) as changed_by,
        least(any_value(standing.first_known_from), any_value(decided.first_form)) as first_known_from
    from {name}_last as word
    left join {name}_standing as standing on standing.thing = word.thing
    left join {name}_decided as decided on decided.thing = word.thing
    where standing.thing is not null or decided.thing is not null
    group by word.thing
)"""


def state(thing: Thing, name: str, until: str) -> str:
    """Return SQL steps whose last, ``name``, holds one row a thing: its fields as last said.

    Args:
        thing: what is asked about.
        name: the last step's name, and the beginning of the others'.
        until: an expression of the day after which no act counts; ``$district`` and ``$known_on`` are bound, too.
    """
    allowed = [(kind, field) for kind, fields in thing.kinds.items() for field in fields or thing.fields]
    form_project = "coalesce(former.id, said.payload ->> 'project_id')"
    return STATE.format(
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
