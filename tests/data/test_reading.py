"""Readers: the same question is asked once, another one anew; what one asker does to an answer no other sees."""

from datetime import date

import duckdb
import pandas as pd
import pytest

from data.reading import KEPT, LARGEST, Answers, Reader

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
DONE = "select month, sum(wan) as wan from done where month <= $until group by month order by month"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create table done (month date, wan decimal(18, 2))")
    con.execute("insert into done values ('2026-09-01', 1.10), ('2026-09-01', 2.20), ('2026-10-01', 4.00)")
    return con


def test_it_answers_as_the_cursor_does(con):
    values = {"until": OCTOBER}
    asked, plain = Reader(con).execute(DONE, values), con.cursor()
    assert asked.fetchall() == plain.execute(DONE, values).fetchall()
    assert asked.fetchone() == plain.execute(DONE, values).fetchone()
    assert asked.description == plain.execute(DONE, values).description
    pd.testing.assert_frame_equal(asked.df(), plain.execute(DONE, values).df())
    assert Reader(con).execute("select 1 where false").fetchone() is None


def test_the_same_question_is_answered_once_for_all_readers_of_the_answers(con):
    answers = Answers()
    first = Reader(con, answers).execute(DONE, {"until": OCTOBER}).fetchall()
    con.execute("delete from done")  # would be seen if it were asked again
    assert Reader(con.cursor(), answers).execute(DONE, {"until": OCTOBER}).fetchall() == first
    assert Reader(con).execute(DONE, {"until": OCTOBER}).fetchall() == []


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (DONE, {"until": SEPTEMBER}),
        (DONE, {"until": None}),
        (DONE.replace("<=", "<"), {"until": OCTOBER}),
    ],
    ids=["another value", "no value", "another text"],
)
def test_another_question_is_asked(con, sql, values):
    reader = Reader(con)
    reader.execute(DONE, {"until": OCTOBER}).fetchall()
    assert reader.execute(sql, values).fetchall() == con.cursor().execute(sql, values).fetchall()


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (1, True), (1, 1.0), (SEPTEMBER, "2026-09-01")])
def test_values_of_another_type_are_another_question(con, one, other):
    reader = Reader(con)
    [told] = [reader.execute("select typeof($x)", {"x": value}).fetchone()[0] for value in [one]]
    assert reader.execute("select typeof($x)", {"x": other}).fetchone()[0] != told


def test_what_an_asker_does_to_an_answer_is_the_askers(con):
    reader = Reader(con)
    frame = reader.execute(DONE, {"until": OCTOBER}).df()
    frame["wan"] = 0
    frame.loc[0, "month"] = pd.Timestamp("2020-01-01")
    rows = reader.execute(DONE, {"until": OCTOBER}).fetchall()
    rows.clear()
    assert reader.execute(DONE, {"until": OCTOBER}).df().wan.tolist() == pytest.approx([3.3, 4.0])
    assert reader.execute(DONE, {"until": OCTOBER}).df().month.iloc[0] == pd.Timestamp(SEPTEMBER)
    assert len(reader.execute(DONE, {"until": OCTOBER}).fetchall()) == 2


@pytest.mark.parametrize(
    ("form", "sql", "is_kept"),
    [
        (form, sql, is_kept)
        for sql, by_form in {
            f"select n from range({LARGEST}) as t (n), (select count(*) from done)": {"df": True, "fetchall": True},
            f"select n from range({LARGEST + 1}) as t (n), (select count(*) from done)": {
                "df": False,
                "fetchall": False,
            },
            "select list(wan) as wans from done": {"df": False, "fetchall": True},  # rows are copied cell by cell
        }.items()
        for form, is_kept in by_form.items()
    ],
)
def test_long_answers_and_frames_of_lists_are_not_kept(con, form, sql, is_kept):
    asked = []
    answers = Answers()
    get = answers.get

    def counting(key, ask, may_be_kept):
        return get(key, lambda: (asked.append(key), ask())[1], may_be_kept)

    answers.get = counting
    for _ in range(2):
        getattr(Reader(con, answers).execute(sql), form)()
    assert len(asked) == (1 if is_kept else 2)


def test_lists_in_rows_are_each_askers_own(con):
    reader, sql = Reader(con), "select list(wan order by wan) as wans, {'a': [1]} as parts from done"
    for _ in range(2):
        [(wans, parts)] = reader.execute(sql).fetchall()
        assert (len(wans), parts) == (3, {"a": [1]})
        wans.clear()
        parts["a"].append(2)


@pytest.mark.parametrize("rows", [2, LARGEST + 1])
def test_one_answer_is_run_once_for_its_columns_and_its_rows(con, rows):
    ran, reader = [], Reader(con)
    answer = reader.execute(f"select n, [n] as ns from range({rows}) as t (n)")
    run = answer._run
    answer._run = lambda: (ran.append(1), run())[1]
    assert [name for name, *_ in answer.description] == ["n", "ns"]
    assert answer.fetchone() == (0, [0])
    assert len(answer.fetchall()) == rows
    assert ran == [1]


def test_the_oldest_answers_go_first():
    answers, asked = Answers(), []

    def ask(name: str) -> None:
        answers.get((name,), lambda: asked.append(name), lambda _: True)

    for n in range(KEPT):
        ask(str(n))
    ask("0")  # asked again: now the newest
    ask("one more")
    ask("0")
    assert asked == [*map(str, range(KEPT)), "one more"]
    ask("1")
    assert asked[-1] == "1"


def test_a_fault_in_a_question_is_told_and_not_kept(con):
    reader = Reader(con)
    for _ in range(2):
        with pytest.raises(duckdb.CatalogException):
            reader.execute("select * from nowhere").fetchall()
