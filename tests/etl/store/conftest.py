import pytest

from tests.etl.store.made import Made


@pytest.fixture
def made(tmp_path) -> Made:
    return Made(tmp_path / "store")
