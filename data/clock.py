"""The office's clock: Asia/Shanghai, whatever the host says. No summer time, so no zone data needed."""

from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """Return the present moment in Asia/Shanghai, without a zone: as it stands in files and tables."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


def today() -> date:
    """Return the present day in Asia/Shanghai."""
    return now().date()
