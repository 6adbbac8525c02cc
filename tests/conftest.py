"""Settings all tests share.

The host is put far from the office, in place and language: what leans on the host's clock or locale fails here first.
"""

import os
import time

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.tables")  # so that assert_table shows what differs

os.environ.update(TZ="America/Los_Angeles", LANG="C", LC_ALL="C", PYTHONUTF8="1")
if hasattr(time, "tzset"):  # not on Windows
    time.tzset()
for name in ("GUATU_STORE", "GUATU_DISTRICTS"):  # nobody's own data are touched
    os.environ.pop(name, None)

settings.register_profile("repo", deadline=None, max_examples=50, print_blob=True)  # DuckDB's start-up varies
settings.load_profile("repo")
