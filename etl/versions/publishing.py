"""Publishing what a load has laid down; a file with which nothing can be built hurts no other."""

import shutil
from pathlib import Path

import duckdb

from etl import store
from etl.archive import Entry
from etl.build.build import BuildFailed, Progress
from etl.versions import publish


def publish_pending(
    place: Path, pending: list[tuple[Path, Entry]], districts: Path | None, progress: Progress
) -> dict[str, str]:
    """Publish the pending files; where the build fails with all, the halves are tried, down to the one at fault."""
    if not pending and publish.is_up_to_date(place, districts):
        return {}
    try:
        publish.publish(place, pending, districts=districts, progress=progress)
    except publish.NoRoom as error:
        store.log(place, "refusal", type="NoRoom", files=[entry.file_id for _, entry in pending])
        if not pending:
            raise
        return {entry.sha256: str(error) for _, entry in pending}
    except (BuildFailed, duckdb.Error) as error:
        store.log(place, "refusal", type=type(error).__name__, files=[entry.file_id for _, entry in pending])
        if not pending:
            raise
        if len(pending) == 1:
            path, entry = pending[0]
            shutil.rmtree(path)
            reason = str(error) if isinstance(error, BuildFailed) else "数据仓建不成，请把这个文件交给维护人员"
            return {entry.sha256: f"{entry.name}：{reason}"}
        half = len(pending) // 2
        halves = pending[:half], pending[half:]
        first, second = (publish_pending(place, part, districts, progress) for part in halves)
        return first | second
    return {}
