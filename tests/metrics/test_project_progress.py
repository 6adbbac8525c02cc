"""What was said of a project in words: newest first, nothing later, nothing of others, no empty months."""

from datetime import date

from data.profile import load_profile
from metrics.projects.project_progress import project_progress
from tests.tables import assert_table, warehouse

REPORTED = """
    district | project_id | month      | known_from | known_to   | physical_progress | progress_text | problem
    tianyuan | P1         | 2026-01-01 | 2026-02-05 |            | 0.1               | 基础施工      |
    tianyuan | P1         | 2026-02-01 | 2026-03-05 |            | 0.2               |               |            # 什么也没写
    tianyuan | P1         | 2026-03-01 | 2026-04-05 | 2026-04-09 | 0.3               | 主体三层      | 缺电        # 后来改了
    tianyuan | P1         | 2026-03-01 | 2026-04-09 |            | 0.3               | 主体四层      | 缺电
    tianyuan | P1         | 2026-05-01 | 2026-06-05 |            | 0.5               | 封顶          |            # 截至月以后
    tianyuan | P2         | 2026-03-01 | 2026-04-05 |            | 0.9               | 别的项目      |
"""


def ask(known_on=None):
    con = warehouse(reported=REPORTED)
    frame = project_progress(
        con, profile=load_profile("tianyuan"), as_of=date(2026, 4, 1), known_on=known_on, project_id="P1"
    )
    return frame[["month", "progress_text", "problem"]]


def test_newest_first_up_to_the_month():
    assert_table(ask(), """
        month      | progress_text | problem
        2026-03-01 | 主体四层      | 缺电
        2026-01-01 | 基础施工      |
    """)  # fmt: skip


def test_as_known_then():
    assert_table(ask(known_on=date(2026, 4, 8)), """
        month      | progress_text | problem
        2026-03-01 | 主体三层      | 缺电
        2026-01-01 | 基础施工      |
    """)  # fmt: skip
