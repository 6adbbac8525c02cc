"""Statements of metrics that stand as files: ``metrics/<subject>/sql/<name>.sql``, each complete and linted."""

from functools import cache
from pathlib import Path
from textwrap import indent

HERE = Path(__file__).parent


def statement(subject: str, name: str, **places: str) -> str:
    """Return a statement with its places filled.

    Args:
        subject: the folder, e.g. ``provenance``.
        name: the file without its ending.
        places: what stands for ``{place}``; never a value that came with data: such values are bound. A statement put
            into a place of its own line takes that line's indentation.

    Raises:
        KeyError: the text has no such place.
        FileNotFoundError: there is no such statement.
    """
    text = _read(subject, name)
    for place, value in places.items():
        mark = f"{{{place}}}"
        if mark not in text:
            raise KeyError(f"{subject}/{name} has no place {mark}")
        text = "\n".join(
            indent(value.strip(), line[: -len(mark)]) if line.strip() == mark else line.replace(mark, value)
            for line in text.splitlines()
        )
    return text


@cache
def _read(subject: str, name: str) -> str:
    return (HERE / subject / "sql" / f"{name}.sql").read_text(encoding="utf-8")
