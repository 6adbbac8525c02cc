"""What a heading leaves open of its column: the fields, and of several columns the one, between which is decided."""

from collections import defaultdict
from dataclasses import dataclass

from etl.intake.columns import letters
from etl.intake.header import Header

MOST_FIELDS = 3


@dataclass(frozen=True)
class Option:
    """One column read as one field."""

    position: str
    header: str
    field: str

    def to_json(self) -> dict[str, str]:
        """Return it as the report tells it."""
        return {"position": self.position, "header": self.header, "field": self.field}


def choices(header: Header) -> list[list[Option]]:
    """Return what is open in a table: of each choice its options, of which one at most holds.

    Several columns for one field; one column that may be one of several fields, read as one of them or not at all.
    """
    contested: dict[str, list[Option]] = defaultdict(list)
    found: list[list[Option]] = []
    for one in header.unread:
        options = [Option(letters(one.index), one.label.text, field) for field in one.fields[:MOST_FIELDS]]
        if one.state == "contested":
            contested[one.fields[0]] += options
        elif one.state == "unknown" and options:
            found.append(options)
    for column in header.columns:
        if column.also:
            fields = (column.field, *column.also)
            found.append([Option(column.position, column.label.text, field) for field in fields])
    return [*contested.values(), *found]
