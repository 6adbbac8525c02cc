"""节点挂图: where each milestone stands on a day, by sheet and by form."""

import json
from datetime import date

from data.profile import load_profile
from metrics.milestones.milestone_states import milestone_states
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
ASKED = {"profile": PROFILE, "as_of": date(2026, 9, 1)}
MILESTONES = """
    district | project_id | milestone | known_from | due_on     | done_on    | responsible_unit | person
    tianyuan | P          | 封顶      | 2026-09-05 | 2026-09-29 |            | 甲镇             | 张      # 逾期 1 天
    tianyuan | P          | 验收      | 2026-09-05 | 2026-09-30 |            |                  |         # 时限当天不算；单位、人取项目的
    tianyuan | P          | 管网      | 2026-09-05 | 2026-10-30 |            | 甲镇             |         # 第 30 天
    tianyuan | P          | 绿化      | 2026-09-05 | 2026-10-31 |            | 甲镇             |         # 第 31 天
    tianyuan | P          | 桩基      | 2026-09-05 | 2026-03-10 | 2026-03-10 | 甲镇             |
    tianyuan | P          | 场平      | 2026-09-05 | 2026-03-10 | 2026-03-11 | 甲镇             |
    tianyuan | P          | 设备      | 2026-10-05 | 2026-09-10 | 2026-10-02 | 甲镇             |         # 次月才完成
    tianyuan | P          | 立项      | 2025-12-05 | 2025-11-10 | 2025-11-10 | 甲镇             |         # 去年的事
    tianyuan | P          | 可研      | 2025-12-05 | 2025-11-10 |            | 甲镇             |         # 去年没有完成
    tianyuan | P          | 待定      | 2026-09-05 |            |            | 甲镇             |
    tianyuan | OUT        | 封顶      | 2026-09-05 | 2026-09-01 |            | 甲镇             |         # 已调出
    tianyuan | NEW        | 封顶      | 2026-09-05 | 2026-12-01 |            | 乙镇             |         # 计划外
"""
MONTHS = """
    district | project_id | month      | responsible_unit | is_in_plan | is_removed | is_outside_plan
    tianyuan | P          | 2026-09-01 | 区住建局         | true       | false      | false
    tianyuan | OUT        | 2026-09-01 | 甲镇             | false      | true       | false
    tianyuan | NEW        | 2026-09-01 | 乙镇             | false      | false      | true
"""
PROJECTS = (
    "district | project_id | project_name | project_officer\ntianyuan | P | 厂房 | 王\ntianyuan | NEW | 新厂 | 李"
)


def store(**more):
    return warehouse(milestone=MILESTONES, project_month=MONTHS, project=PROJECTS, **more)


def test_states_at_the_end_of_the_month():
    assert_table(
        milestone_states(store(), **ASKED),
        """
        milestone | milestone_state | late_days | responsible_unit | person | is_in_plan
        可研      | late            | 324       | 甲镇             | 王     | true
        场平      | done_late       |           | 甲镇             | 王     | true
        桩基      | done            |           | 甲镇             | 王     | true
        设备      | late            | 20        | 甲镇             | 王     | true
        封顶      | late            | 1         | 甲镇             | 张     | true
        验收      | soon            | 0         | 区住建局         | 王     | true
        管网      | soon            | 0         | 甲镇             | 王     | true
        绿化      | later           | 0         | 甲镇             | 王     | true
        封顶      | later           | 0         | 乙镇             | 李     | false
        待定      | no_date         |           | 甲镇             | 王     | true
        """,
    )


def test_a_form_says_what_was_reached_and_another_limit():
    said = [
        ("2026-09-20", {"project_id": "P", "milestone": "封顶", "done_on": "2026-09-19", "on": "2026-09-20"}),
        ("2026-09-20", {"project_id": "P", "milestone": "绿化", "due_on": "2026-10-20", "on": "2026-09-20"}),
        ("2026-10-03", {"project_id": "P", "milestone": "验收", "done_on": "2026-09-30", "on": "2026-10-03"}),
    ]
    entries = "entry_id | district | kind | subject | known_from | decided_at | who | payload\n" + "\n".join(
        f"{n} | tianyuan | milestone | milestone:P | {day} | {day} | 王 | {json.dumps(payload, ensure_ascii=False)}"
        for n, (day, payload) in enumerate(said)
    )
    found = milestone_states(store(decision=entries), **ASKED)
    found = found[found.project_id == "P"].set_index("milestone").milestone_state
    assert found[["封顶", "绿化", "验收"]].tolist() == ["done", "soon", "soon"]  # 验收 was written down in October
    later = milestone_states(store(decision=entries), **ASKED, on=date(2026, 10, 3))
    assert later[later.project_id == "P"].set_index("milestone").milestone_state["验收"] == "done"
