"""Demo data (演示数据): the workbooks two district offices would send, seeded, with real life's faults planted.

``write`` makes the workbooks, ``manifest.json`` (the files by receipt) and ``planted.json`` (what was planted).
"""

from etl.demo.write import write

__all__ = ["write"]
