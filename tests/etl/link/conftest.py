"""A store made by hand."""

from tests.etl.store.conftest import made  # noqa: F401
