"""The view and its URL: every view comes back from its own address; whatever else stands there changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data.vocabulary import AgeGroup, Destination, Purpose, Sex, VictimType
from ui import state
from ui.state import Bounds, View, from_query, to_query, within

BOUNDS = Bounds(2015, 2025, date(2025, 12, 31), date(2026, 11, 23))


def some(codes):
    """None, or some but not all codes of a list, in the list's order."""
    proper = st.sets(st.sampled_from(list(codes)), min_size=1, max_size=len(codes) - 1)
    return st.none() | proper.map(lambda chosen: tuple(str(c) for c in codes if c in chosen))


years = st.tuples(st.integers(2015, 2025), st.integers(2015, 2025)).map(sorted).map(tuple)
days = st.dates(state.EARLIEST_AS_OF, BOUNDS.today).filter(lambda day: day != BOUNDS.last_day)
pages = st.dictionaries(st.sampled_from(state.PAGE_KEYS), st.from_regex(r"[A-Za-z0-9_.,-]{1,60}", fullmatch=True))
views = st.builds(
    View,
    years=st.none() | years.filter(lambda pair: pair != (2015, 2025)),
    victim_types=some(VictimType),
    destinations=some(Destination),
    sexes=some(Sex),
    age_groups=some(AgeGroup),
    purposes=some(Purpose),
    special=st.none() | st.booleans(),
    as_of=st.none() | days,
    page=pages.map(lambda kept: tuple(sorted(kept.items()))),
)


@given(views, st.sampled_from(["en", "my"]))
def test_every_view_comes_back_from_its_own_address(view, lang):
    read, asked, dropped = from_query(to_query(view, lang), BOUNDS)
    assert (read, asked or "en", dropped) == (view, lang, ())


@given(st.dictionaries(st.sampled_from(state.PARAMETERS) | st.text(max_size=12), st.text(max_size=40), max_size=6))
def test_any_address_at_all_gives_a_view_that_the_register_can_answer(query):
    read, lang, dropped = from_query(query, BOUNDS)
    assert set(dropped) <= set(query)
    assert lang in (None, "en", "my")
    again, _lang, dropped_again = from_query(to_query(read, "en"), BOUNDS)
    assert (again, dropped_again) == (read, ())


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("years", "2014-2020"),
        ("years", "2020-2026"),
        ("years", "2022-2019"),
        ("years", "2020"),
        ("years", "٢٠٢٠-٢٠٢١"),
        ("years", "-1-9999"),
        ("type", "g2g,unknown_type"),
        ("type", ""),
        ("destination", "CHN;DROP TABLE"),
        ("sex", "FEMALE"),
        ("age", "child,"),
        ("special", "maybe"),
        ("as_of", "2026-11-24"),
        ("as_of", "1999-12-31"),
        ("as_of", "2025-02-30"),
        ("as_of", "20250101"),
        ("lang", "fr"),
        ("place", "<script>"),
        ("place", ""),
        ("place", "x" * 61),
        ("role", "planner"),
        ("utm_source", "mail"),
    ],
)
def test_a_forged_value_is_dropped_and_named(key, text):
    assert from_query({key: text}, BOUNDS) == (View(), None, (key,))


def test_one_bad_value_leaves_the_good_ones():
    read, lang, dropped = from_query({"years": "2016-2017", "sex": "dragon", "special": "yes", "lang": "my"}, BOUNDS)
    assert (read, lang, dropped) == (View(years=(2016, 2017), special=True), "my", ("sex",))


def test_choosing_everything_is_no_filter():
    query = {"sex": ",".join(map(str, Sex)), "years": "2015-2025", "as_of": "2025-12-31"}
    assert from_query(query, BOUNDS)[0] == View()


def test_a_register_that_shrank_takes_the_filter_with_it():
    view = View(years=(2016, 2025), as_of=date(2026, 1, 5))
    smaller = Bounds(2018, 2024, date(2024, 12, 31), date(2025, 1, 1))
    assert within(view, smaller) == View()
    assert within(view, BOUNDS) == view


def visit() -> None:
    """A page that shows what ui.state made of the visit."""
    from datetime import date

    import streamlit as st

    from ui import state

    state.begin(state.Bounds(2015, 2025, date(2025, 12, 31), date(2026, 11, 23)))
    st.selectbox("x", ["a", "b"], key="x", on_change=lambda: state.change(**st.session_state["wanted"]))
    st.session_state["shown"] = (state.view(), state.as_of(), state.take_dropped())
    state.publish()


def opened(**query: str) -> AppTest:
    at = AppTest.from_function(visit)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def address(at: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in dict(at.query_params).items()}


class TestVisit:
    def test_a_shared_address_restores_the_view_and_stays(self):
        at = opened(years="2018-2020", sex="female", as_of="2024-06-30")
        assert not at.exception
        view, as_of, dropped = at.session_state["shown"]
        assert (view.years, view.sexes, as_of, dropped) == ((2018, 2020), ("female",), date(2024, 6, 30), ())
        assert address(at) == {"years": "2018-2020", "sex": "female", "as_of": "2024-06-30"}

    def test_without_a_day_the_registers_last_recorded_day_is_shown(self):
        assert opened().session_state["shown"][1] == date(2025, 12, 31)

    def test_what_cannot_be_used_leaves_the_address_and_is_said_once(self):
        at = opened(years="1800-1900", special="yes")
        assert at.session_state["shown"][2] == ("years",)
        assert address(at) == {"special": "yes"}
        at.run()
        assert at.session_state["shown"][2] == ()

    def test_a_widget_changes_the_address(self):
        at = opened(sex="female")
        at.session_state["wanted"] = {"years": (2019, 2019)}
        at.selectbox(key="x").select("b").run()
        assert address(at) == {"sex": "female", "years": "2019-2019"}

    def test_a_forged_widget_value_is_dropped_and_said(self):
        at = opened(sex="female")
        at.session_state["wanted"] = {"years": (1, 9999), "destinations": ("XXX",)}
        at.selectbox(key="x").select("b").run()
        view, _as_of, dropped = at.session_state["shown"]
        assert view == View(sexes=("female",))
        assert set(dropped) == {"years", "destination"}

    def test_another_address_in_the_same_visit_is_followed(self):
        at = opened(sex="female")
        at.query_params["sex"] = "male"
        at.run()
        assert at.session_state["shown"][0].sexes == ("male",)

    def test_a_page_change_that_clears_the_address_keeps_the_view(self):
        at = opened(sex="female")
        at.query_params.clear()
        at.run()
        assert at.session_state["shown"][0].sexes == ("female",)
        assert address(at) == {"sex": "female"}

    def test_a_change_of_page_values_is_not_a_filter(self):
        assert replace(View(), page=(("place", "MMR001001"),)).years is None
        at = opened(place="MMR001001", tab="x")
        assert dict(at.session_state["shown"][0].page) == {"place": "MMR001001", "tab": "x"}
