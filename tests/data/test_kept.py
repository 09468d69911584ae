"""Tables kept between questions: found by whom and what they were made for, never older than the data, and few."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from data import kept
from data.indicator_errors import IndicatorUnreadable
from data.scope import Scope
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension
from queries.filters import Filters
from queries.indicators import values
from tests.indicators.hand import BY_KEY
from tests.small_register import PLANNER, assigned, case, event, fill, organisation, presence, small_store

DAY = date(2023, 1, 1)
FILTERS = Filters(as_of=date(2024, 12, 31))
ONE = BY_KEY["return_video_shown"]
MANAGER = Scope(Role.NGO_MANAGER, "m", organisation_id="A")
OFFICER = Scope(Role.DSW_OFFICER, "o", shelter_ids=())


@pytest.fixture
def store():
    """Three repatriated; the video was shown to x, whom organisation A carries; z waits for a provider."""
    made = small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P"), presence("Q", "B")],
        victim_case=[case(code, recorded_on=DAY, sex="male" if code == "z" else "female") for code in "xyz"],
        case_event=[*(event(code, "repatriated", DAY) for code in "xyz"), event("x", "video_shown", DAY)],
        assignment=[assigned("x", "P", "A", date(2023, 3, 1)), assigned("y", "Q", "B", date(2023, 3, 1))],
    )
    yield made
    made.close()


def counted(store, scope=PLANNER, filters=FILTERS, dimension=None):
    found = values(store, scope, filters, [ONE], dimension)
    level = "all" if dimension is None else "part"
    return {row["part"] or "all": (row["n"], row["d"]) for _i, row in found[found["level"] == level].iterrows()}


def tables(store):
    with store.bench() as bench:
        return sorted(
            name
            for (name,) in bench.cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
        )


def test_no_reader_meets_what_was_made_for_another(store):
    for _again in range(2):
        assert counted(store) == {"all": (1, 3)}
        assert counted(store, MANAGER) == {"all": (1, 1)}
        assert counted(store, Scope(Role.NGO_MANAGER, "n", organisation_id="B")) == {"all": (0, 1)}
        assert counted(store, OFFICER) == {}
        assert counted(store, Scope(Role.DONOR, "d")) == {}


def test_filters_and_the_day_make_a_set_of_their_own_and_a_dimension_does_not(store):
    assert counted(store) == {"all": (1, 3)}
    made = tables(store)
    assert counted(store, dimension=Dimension.SEX) == {"female": (1, 2), "male": (0, 1)}
    assert tables(store) == made
    assert counted(store, filters=Filters(as_of=FILTERS.as_of, sexes=("male",))) == {"all": (0, 1)}
    assert counted(store, filters=Filters(as_of=date(2022, 12, 31))) == {}
    assert len(tables(store)) == 3


def days(store):
    """As-of days of the sets that are kept, the longest unused first."""
    return [dict(one.made_for)["as_of"] for one in store._keeping._sets]


def test_the_longest_unused_go_where_there_are_many(store, monkeypatch):
    monkeypatch.setattr(kept, "MOST_SETS", 2)
    asked = [Filters(as_of=date(2023, 2, n)) for n in (1, 2, 3)]
    for filters in (asked[0], asked[1], asked[0], asked[2]):
        counted(store, filters=filters)
    assert days(store) == [repr(asked[0].as_of), repr(asked[2].as_of)]
    assert len(tables(store)) == 2


@pytest.mark.parametrize(("rows", "stay"), [(2, [3]), (3, [3]), (5, [3]), (6, [2, 3]), (9, [1, 2, 3])])
def test_the_longest_unused_go_where_they_are_large_but_never_the_latest(store, monkeypatch, rows, stay):
    monkeypatch.setattr(kept, "MOST_ROWS", rows)
    for n in (1, 2, 3):  # three cases each
        counted(store, filters=Filters(as_of=date(2023, 2, n)))
    assert days(store) == [repr(date(2023, 2, n)) for n in stay]


def test_what_others_are_chosen_from_stays_however_many_are_chosen(store, monkeypatch):
    monkeypatch.setattr(kept, "MOST_ROWS", 4)
    for sex in ("male", "female", "unknown"):
        counted(store, filters=Filters(as_of=FILTERS.as_of, sexes=(sex,)))
        assert [one.lasts for one in store._keeping._sets] == [True, False]
    assert store._keeping._last == 4  # one that nothing filters, and three


def test_what_is_written_is_counted_at_once(store):
    assert counted(store) == {"all": (1, 3)}
    fill(store, case_event=[event("y", "video_shown", DAY)])
    assert counted(store) == {"all": (2, 3)}
    with store.transaction() as cursor:
        cursor.execute("UPDATE case_event SET withdrawn = true WHERE case_code = 'x' AND event_kind = 'video_shown'")
    assert counted(store) == {"all": (1, 3)}


def test_nothing_is_kept_of_a_state_that_cannot_be_told(store, monkeypatch):
    monkeypatch.setattr("data.kept._TRIES", 2)
    store._writes.begun += 1  # a commit that is not done yet
    assert counted(store) == {"all": (1, 3)}
    assert tables(store) == []
    store._writes.done += 1
    assert counted(store) == {"all": (1, 3)}
    assert len(tables(store)) == 1


def test_a_reader_waits_for_a_commit_that_is_under_way(store):
    assert counted(store) == {"all": (1, 3)}
    made = tables(store)
    store._writes.begin(frozenset("y"))
    done = threading.Timer(0.2, lambda: setattr(store._writes, "done", store._writes.begun))
    done.start()
    assert counted(store) == {"all": (1, 3)}
    assert tables(store) == made
    done.join()


def test_a_statement_that_fails_takes_nothing_with_it(store):
    broken = type(ONE)(**{**vars(ONE), "sql": "SELECT f.no_such_column FROM fact f"})
    with pytest.raises(IndicatorUnreadable):
        values(store, PLANNER, FILTERS, [broken])
    assert counted(store) == {"all": (1, 3)}


def test_more_words_make_a_set_anew(store):
    assert counted(store) == {"all": (1, 3)}
    both = values(store, PLANNER, FILTERS, [ONE, BY_KEY["shelter_median_stay"], BY_KEY["services_declined"]])
    assert set(both["indicator"]) == {ONE.key}
    assert counted(store) == {"all": (1, 3)}


def test_readers_at_once_each_get_their_own(store):
    scopes = [PLANNER, MANAGER, OFFICER] * 4
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda scope: counted(store, scope), scopes))
    assert found == [{"all": (1, 3)}, {"all": (1, 1)}, {}] * 4
