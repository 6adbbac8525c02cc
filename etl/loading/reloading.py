"""Files that would be read otherwise now: a mapping of their columns was settled, changed or taken back since."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from data.ledger import Entry as LedgerEntry
from data.profile import Profile
from etl import archive
from etl.archive import Entry
from etl.intake import Layout, layouts_of, read_layout, reads
from etl.loading import mappings
from etl.versions import publish


def is_read_otherwise(entry: Entry, layouts: Sequence[Layout], held: Iterable[LedgerEntry] = ()) -> bool:
    """Tell whether these layouts read a file otherwise than it was read.

    Args:
        entry: an accepted file.
        layouts: those that hold now, in the order in which they are tried.
        held: the ledger's mappings that hold, for files of which no headers were kept.
    """
    if entry.headers:
        return any(reads(table["labels"], layouts) != table["layout"] for table in entry.headers)
    return mappings.explains_since(held, entry.loaded_at) and any(sheet["kind"] is None for sheet in entry.report)


def layouts(place: Path, entry: Entry | None, profile: Profile, held: Sequence[LedgerEntry]) -> list[Layout]:
    """Return the layouts that hold for a file: its own (``--mapping``), the ledger's, the district folder's."""
    given = mapping_of(place, entry) if entry else None
    own = [read_layout(given)] if given else []
    return [*own, *mappings.layouts(held), *layouts_of(profile.folder)]


def mapping_of(place: Path, entry: Entry) -> Path | None:
    """Return the mapping file with which a file was loaded, as the archive keeps it."""
    kept = place / "archive" / entry.folder_name / "mapping.toml"
    return kept if kept.exists() else None


def source_of(place: Path, entry: Entry) -> Path:
    """Return an accepted file as it came."""
    return next((place / "archive" / entry.folder_name).glob("source.*"))


def concerned(place: Path, profile: Profile, of: str, said: dict[str, Any]) -> list[Entry]:
    """Return the accepted files that will be read again once a mapping is kept.

    Args:
        place: the store.
        profile: the district.
        of: the fingerprint of the layout that is mapped.
        said: the mapping, as ``mappings.payload`` gives it.
    """
    held = [one for one in mappings.in_force(place, profile.id) if one.subject != mappings.subject(of)]
    new = mappings.layout(said)
    return [
        entry
        for entry in archive.current(publish.in_force(place).values())
        if entry.district == profile.id
        and is_read_otherwise(entry, _with(new, layouts(place, entry, profile, held), mapping_of(place, entry)))
    ]


def _with(new: Layout, others: list[Layout], own: Path | None) -> list[Layout]:
    """Put a new layout where the ledger's newest stands: after the file's own."""
    return [*others[:1], new, *others[1:]] if own else [new, *others]
