"""Statements of metrics that stand as files: ``metrics/<subject>/sql/<name>.sql``, each complete and linted.

A file of steps that several statements begin with ends in ``select * from <its last step>``, so that it is a statement,
too; ``steps`` gives what stands before that line.
"""

from functools import cache
from pathlib import Path
from textwrap import indent

HERE = Path(__file__).parent


def statement(subject: str, name: str, /, **places: str) -> str:
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


def steps(subject: str, name: str, /, **places: str) -> str:
    """Return the steps of a file, ``one as (…), two as (…)``, to be put after ``with`` or between other steps.

    Args:
        subject: the folder.
        name: the file without its ending.
        places: what stands for ``{place}``.

    Raises:
        KeyError: the text has no such place.
        FileNotFoundError: there is no such file.
        ValueError: it does not end in ``select * from`` its last step.
    """
    before, last, step = statement(subject, name, **places).rstrip().rpartition("\n\nselect * from ")
    if not last or f"{step} as (" not in before:
        raise ValueError(f"{subject}/{name} is no file of steps: its last line does not name its last step")
    return before.partition("\nwith ")[2]  # the first line says what one row is


@cache
def _read(subject: str, name: str) -> str:
    return (HERE / subject / "sql" / f"{name}.sql").read_text(encoding="utf-8")
