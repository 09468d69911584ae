"""The list of recommendations and each of them on the page: roles, counts, what narrows it, files, paper."""

from __future__ import annotations

import re
from html import unescape

import pytest

from data.recommendations import recommendations
from data.scope import Scope
from data.vocabulary import Role
from tests.pages.tracked import DAY, HOSTILE, html, opened, whole
from tests.pages.visit import metrics, register, words
from tests.small_register import PLANNER
from ui import cached, recommendation_list, recommendation_rows, state


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("tracked"), patch, whole):
        yield


def listed(at) -> list[str]:
    return [one.key.removeprefix("w_rec_open_") for one in at.button if (one.key or "").startswith("w_rec_open_")]


def test_all_recommendations_are_listed_and_counted(atlas):
    at = opened()
    assert listed(at) == list(recommendations())
    assert metrics(at) == {"Done": "1", "Under way": "1", "Overdue": "1", "Measured by data": "47"}
    assert "1 of 49 recommendations are done, 1 are under way, 1 are overdue." in words(at)
    assert "⚠ was due 31 Jan 2024" in html(at)
    assert "Median wait" in html(at)
    assert (
        "Repatriated within six months of admission to a shelter abroad: 50% (N = 1, D = 2, 2023; target 40%: reached)"
        in (unescape(html(at)))
    )
    assert "A figure on this" not in html(at)
    assert "Nothing measures it." in html(at)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"stage": "community"}, [f"3.{n}" for n in range(1, 11)]),
        ({"status": "done"}, ["1.8"]),
        ({"due": "yes"}, ["1.5"]),
        ({"owner": "attf"}, ["4.7"]),
        ({"owner": "attf", "status": "done"}, []),
        ({"status": "nonsense", "stage": "9"}, list(recommendations())),
    ],
)
def test_the_list_is_narrowed_by_stage_body_status_and_what_is_overdue(atlas, query, wanted):
    assert listed(opened(**query)) == wanted


def test_roles_of_cases_read_and_only_planners_edit(atlas):
    for role in state.CASE_ROLES:
        at = opened(role, recommendation="1.5")
        assert bool([one for one in at.button if one.label == "Save"]) is (role is Role.PLANNER)
        assert "waits for the workshop" in html(at)
        assert [frame.value["n"].tolist() for frame in at.dataframe if "n" in frame.value]


def test_a_donor_reads_where_they_stand_and_neither_a_value_nor_a_note(atlas, monkeypatch):
    def forbidden(*_given):
        raise AssertionError("a donor's page must not ask for values")

    monkeypatch.setattr(cached, "indicator_answers", forbidden)
    at = opened(Role.DONOR)
    assert len(listed(at)) == 49
    text = unescape(html(at)) + words(at)
    assert "Repatriated within six months" in text
    for hidden in ("N = ", "target 40%", "waits for the workshop", "other planner"):
        assert hidden not in text
    one = opened(Role.DONOR, recommendation="1.5")
    assert not one.dataframe
    for hidden in ("N = ", "waits for the workshop", "other planner", "Save"):
        assert hidden not in unescape(html(one)) + words(one)
    monkeypatch.setattr(state, "scope", lambda: Scope(Role.DONOR, "d"))
    assert not {"note"} & {column.key for column in recommendation_rows.columns()}


@pytest.mark.parametrize("lang", ["en", "my"])
def test_every_recommendation_opens_in_both_languages(atlas, lang):
    for number in ("1.1", "3.1", "3.7", "4.5", "4.8"):
        at = opened(recommendation=number, lang=lang)
        assert recommendations()[number].title[lang == "my"] in at.subheader[0].value
        assert bool(at.info) is (number in ("3.7", "4.8", "3.1", "4.5")), number


def test_evidence_is_text_and_nothing_in_it_runs(atlas):
    at = opened(recommendation="1.5")
    assert "<script>alert(1)" not in html(at)
    assert HOSTILE in unescape(html(at))
    assert not re.search(r"<a\b", html(at))
    page = paper()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def paper() -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "scope", lambda: PLANNER)
        patch.setattr(state, "bounds", lambda: state.Bounds(2023, 2024, DAY, DAY))
        found = recommendation_rows.rows({})
        return recommendation_list.printed_page(recommendation_rows.for_files(found))


def test_the_page_to_print_holds_every_recommendation(atlas):
    page = paper()
    assert [number for number in recommendations() if f"<td>{number}</td>" not in page] == []
    assert "Done: 1" in page
    assert "was due 31 Jan 2024" in page
