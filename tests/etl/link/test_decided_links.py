"""People's decisions on links, through the ledger and the build: they hold, survive reloads, and can be taken back."""

from datetime import date

import pytest

from data.ledger import open_ledger
from data.warehouse import connect
from etl.build.link import proposing
from etl.versions import publish
from tests.etl.store.made import DISTRICT

CODE_A = "2403-510603-04-01-000001"
CODE_B = "2403-510603-04-01-000002"
CODE_S = "2403-510603-04-01-000009"


def plan(made, *lines: str, received="2026-01-20"):
    header = "project_name | project_code | town | owner | total_investment_wan | planned_start_date | year"
    return made.file(
        "annual_plan", "\n".join([header, *(f"{line} | 2026" for line in lines)]), received=received, year=2026
    )


def returns(made, *lines: str, month="2026-03", received="2026-04-15"):
    header = "project_name | project_code | address | planned_total_wan | start_date | booked_ytd_wan"
    return made.file("statistics_return", "\n".join([header, *lines]), month=month, received=received)


def decide(made, project_id, statistics_id, status, **payload):
    with open_ledger(made.store) as ledger:
        subject = f"link:{project_id}|{statistics_id}"
        ledger.append(
            "link", {"status": status} | payload, district=DISTRICT, subject=subject, who="李四", reason="看过图纸"
        )


def pairs(con) -> dict[tuple, tuple]:
    """Project and statistics name → status and by whom, as it stands now."""
    rows = con.execute(
        """
        select project.project_name, statistics.project_name, candidate.status, candidate.decided_by
        from mart.link_candidate as candidate
        inner join mart.project as project using (district, project_id)
        inner join mart.statistics_project as statistics using (district, statistics_id)
        where candidate.known_to is null
        """
    ).fetchall()
    return {(one, other): (status, by) for one, other, status, by in rows}


def ids(con) -> tuple[dict, dict]:
    """Names → ids of both sides."""
    return (
        dict(con.execute("select project_name, project_id from mart.project").fetchall()),
        dict(con.execute("select project_name, statistics_id from mart.statistics_project").fetchall()),
    )


def booked(con) -> dict[str, object]:
    return dict(
        con.execute(
            "select project_name, booked_ytd_wan from mart.project_month inner join mart.project using (district, project_id)"
            " where month = date '2026-03-01' order by all"
        ).fetchall()
    )


@pytest.fixture
def doubtful(made):
    plan(made, "旌湖公园 | | 东湖街道 | | 1000 | 2025-03", f"石亭江堤防 | {CODE_B} | 双东镇 | | 3000 | 2025-05")
    returns(
        made,
        "旌湖公园一期 | | 东湖街道 | 900 | 2025-03 | 40",
        f"石亭江堤防加固 | {CODE_B} | 双东镇 | 2900 | 2025-05 | 60",
    )
    return made


def test_what_is_doubtful_waits_with_its_evidence(doubtful):
    con = doubtful.built()
    assert pairs(con) == {
        ("旌湖公园", "旌湖公园一期"): ("pending", None),
        ("石亭江堤防", "石亭江堤防加固"): ("linked", "code"),
    }
    [(parts, doubt)] = con.execute(
        "select evidence -> '$.parts', evidence ->> '$.doubts[0]' from mart.link_candidate where status = 'pending'"
    ).fetchall()
    assert '"town":100.0' in parts
    assert doubt == "区别标志只有一方写明：期次 无／1"
    assert booked(con) == {"旌湖公园": None, "石亭江堤防": 60}


def test_confirmed_rejected_and_taken_back(doubtful):
    projects, statistics = ids(doubtful.built())
    decide(doubtful, projects["旌湖公园"], statistics["旌湖公园一期"], "confirmed")
    decide(doubtful, CODE_B, CODE_B, "rejected")
    con = doubtful.built()
    assert pairs(con) == {
        ("旌湖公园", "旌湖公园一期"): ("linked", "person:李四"),
        ("石亭江堤防", "石亭江堤防加固"): ("rejected", "person:李四"),  # 驳回胜过代码
    }
    assert booked(con) == {"旌湖公园": 40, "石亭江堤防": None}
    decide(doubtful, projects["旌湖公园"], statistics["旌湖公园一期"], "undone")
    decide(doubtful, CODE_B, CODE_B, "undone")
    con = doubtful.built()
    assert booked(con) == {"旌湖公园": None, "石亭江堤防": 60}
    assert con.execute("select count(*) from mart.decision").fetchone() == (4,)


def test_a_pair_that_nobody_proposed_and_shares(doubtful):
    """Merge: the park books a part of the dyke's statistics project, too; by project only once the shares are whole."""
    projects, _ = ids(doubtful.built())
    decide(doubtful, projects["旌湖公园"], CODE_B, "confirmed", share="0.25")
    con = doubtful.built()
    assert pairs(con)["旌湖公园", "石亭江堤防加固"] == ("linked", "person:李四")
    assert booked(con) == {"旌湖公园": None, "石亭江堤防": None}  # 另一半还没有人说
    decide(doubtful, CODE_B, CODE_B, "confirmed", share="0.75")
    con = doubtful.built()
    assert booked(con) == {"旌湖公园": 15, "石亭江堤防": 45}
    assert {group for (group,) in con.execute("select group_id from mart.link_group").fetchall()} == {CODE_B}


def test_decisions_survive_names_that_change_and_codes_that_come(made):
    """The uncoded project gets its code in a later sheet, the statistics project another name: the decision holds."""
    plan(made, "旌湖公园 | | 东湖街道 | | 1000 | 2025-03")
    returns(made, f"旌湖公园一期 | {CODE_S} | 东湖街道 | 900 | 2025-03 | 40")
    projects, statistics = ids(made.built())
    assert projects["旌湖公园"].startswith("N-")
    decide(made, projects["旌湖公园"], statistics["旌湖公园一期"], "confirmed")
    made.publish()
    plan(made, f"旌湖公园 | {CODE_A} | 东湖街道 | | 1000 | 2025-03", received="2026-05-20")
    returns(
        made, f"旌湖中央公园（更名） | {CODE_S} | 东湖街道 | 900 | 2025-03 | 50", month="2026-04", received="2026-05-15"
    )
    con = made.built()
    assert con.execute(
        "select project_id, statistics_id, how from mart.project_link where known_to is null"
    ).fetchall() == [(CODE_A, CODE_S, "person")]
    assert pairs(con) == {("旌湖公园", "旌湖中央公园（更名）"): ("linked", "person:李四")}


def test_a_rejection_survives_a_reload_that_would_link(made):
    plan(made, "旌湖科普馆 | | 东湖街道 | | 1000 | 2025-03")
    returns(made, "旌湖科普馆 | | 东湖街道 | 990 | 2025-03 | 40")
    projects, statistics = ids(made.built())
    assert pairs(connect(made.store).cursor()) == {("旌湖科普馆", "旌湖科普馆"): ("linked", "rule")}
    decide(made, projects["旌湖科普馆"], statistics["旌湖科普馆"], "rejected")
    returns(made, "旌湖科普馆 | | 东湖街道 | 990 | 2025-03 | 45", month="2026-04", received="2026-05-15")
    assert pairs(made.built()) == {("旌湖科普馆", "旌湖科普馆"): ("rejected", "person:李四")}


def test_a_decision_is_known_from_its_day(doubtful):
    projects, statistics = ids(doubtful.built())
    decide(doubtful, projects["旌湖公园"], statistics["旌湖公园一期"], "confirmed")
    con = doubtful.built()
    [(known_from, today)] = con.execute(
        "select known_from, (select max(known_from) from mart.decision) from mart.project_link where how = 'person'"
    ).fetchall()
    assert known_from == today > date(2026, 4, 15)


def test_a_quick_version_equals_a_full_build(doubtful):
    projects, statistics = ids(doubtful.built())
    decide(doubtful, projects["旌湖公园"], statistics["旌湖公园一期"], "confirmed")
    decide(doubtful, projects["旌湖公园"], CODE_B, "confirmed", share="0.5")
    publish.decided(doubtful.store)
    quick = contents(doubtful.store)
    publish.republish(doubtful.store)
    assert contents(doubtful.store) == quick
    assert len(quick['mart."project_link"']) == 3


def contents(store) -> dict[str, list]:
    """Every table of the current version but the moment of its making."""
    with connect(store).cursor() as con:
        names = con.execute(
            "select table_schema || '.\"' || table_name || '\"' from information_schema.tables where table_name != 'version'"
        ).fetchall()
        return {name: sorted(con.execute(f"from {name}").fetchall(), key=repr) for (name,) in names}


def test_two_hundred_projects_of_one_name_are_never_guessed_at(made):
    plan(made, *(f"卫生室 | | 黄许镇 | | {n} | 2025-03" for n in range(500, 700)))
    returns(made, *(f"卫生室 | | 黄许镇 | {n} | 2025-03 | 1" for n in range(500, 700)))
    con = made.built()
    assert con.execute("select count(*) from mart.project_link").fetchone() == (0,)
    shown = con.execute("select count(*) from mart.link_candidate group by statistics_id order by 1 desc").fetchall()
    assert not shown or shown[0][0] <= proposing.SHOWN


def test_rows_without_a_name_are_linked_by_code_only(made):
    plan(made, f" | {CODE_A} | | | 1000 | ", f" | {CODE_B} | | | 1000 | ")
    returns(made, f" | {CODE_A} | | 1000 | | 1", f" | {CODE_S} | | 1000 | | 1")
    links = made.built().execute("select project_id, statistics_id, how from mart.project_link").fetchall()
    assert links == [(CODE_A, CODE_A, "code")]


def test_one_code_under_two_phases_joins_each_to_its_own(made):
    plan(made, f"旌湖一期 | {CODE_A} | | | 1000 | ", f"旌湖二期 | {CODE_A} | | | 2000 | ")
    returns(made, f"旌湖二期 | {CODE_A} | | 2000 | | 1", f"旌湖三期 | {CODE_A} | | 900 | | 1")
    assert pairs(made.built()) == {
        ("旌湖二期", "旌湖二期"): ("linked", "code"),
        ("旌湖一期", "旌湖三期"): ("pending", None),
        ("旌湖二期", "旌湖三期"): ("pending", None),
    }


def test_two_districts_are_linked_each_by_itself(made):
    plan(made, "旌湖科普馆 | | | | 1000 | ")
    text = "project_name | planned_total_wan | booked_ytd_wan\n旌湖科普馆 | 1000 | 1"
    made.file("statistics_return", text, month="2026-03", received="2026-04-15", district="tianyuan")
    assert pairs(made.built()) == {}


def test_a_refused_code_leaves_what_else_it_may_be_to_a_person(made):
    """The code says the old road, name, town and total say the new one: once the code is refused, that is offered."""
    plan(made, f"旧路改造 | {CODE_A} | 东湖街道 | | 1000 | 2025-03", "湖滨路新建 | | 双东镇 | | 3000 | 2025-05")
    returns(
        made,
        f"旧路改造 | {CODE_A} | 双东镇 | 3000 | 2025-05 | 40",
        "湖滨路 | | 双东镇 | 2900 | 2025-05 | 5",
        month="2026-02",
        received="2026-03-15",
    )
    returns(made, f"湖滨路新建 | {CODE_A} | 双东镇 | 3000 | 2025-05 | 60")
    made.publish()
    con = connect(made.store).cursor()
    before = pairs(con)
    assert before["旧路改造", "湖滨路新建"] == ("linked", "code")
    assert ("湖滨路新建", "湖滨路新建") not in before
    decide(made, CODE_A, CODE_A, "rejected")
    publish.decided(made.store)
    after = pairs(connect(made.store).cursor())
    assert after["旧路改造", "湖滨路新建"] == ("rejected", "person:李四")
    assert after["湖滨路新建", "湖滨路新建"] == ("pending", None)
    assert {pair: said for pair, said in after.items() if pair[1] == "湖滨路"} == {
        pair: said for pair, said in before.items() if pair[1] == "湖滨路"
    }
    decide(made, CODE_A, CODE_A, "undone")
    publish.decided(made.store)
    assert pairs(connect(made.store).cursor()) == before
