"""What publications are counted from is for planners alone; what was published is for all who may see it."""

from __future__ import annotations

from datetime import date

import pytest

from data.publications import freeze
from data.scope import Scope
from data.vocabulary import Role
from queries import publications as q
from tests.published import AS_OF, DONOR, a_publication
from tests.small_register import PLANNER, assigned, case, organisation, presence, records, small_store

SPAN = (AS_OF, 2023, 2024)
OTHERS = [Scope(Role.DSW_OFFICER, "o", shelter_ids=("SH-MMR015009",)), Scope(Role.NGO_MANAGER, "n", "A"), DONOR,
          Scope(Role.ADMINISTRATOR, "a")]  # fmt: skip


@pytest.fixture(scope="module")
def store():
    """Three people of one kind and one of whom little is recorded; one too late, one too early, one withdrawn."""
    many = [case(f"C{n}") for n in (1, 2, 3)]
    others = [
        case("U", ts_pcode=None, sex=None, age_years=None, destination=None, purpose=None),
        case("late", recorded_on=date(2025, 1, 1)), case("early", identified_month=date(2022, 5, 1)),
        case("gone", withdrawn=True),
    ]  # fmt: skip
    carried = [
        assigned("C1", "P", "A", date(2023, 7, 1), valid_to=date(2023, 9, 1), end_reason="transferred"),
        assigned("C1", "P", "A", date(2024, 1, 1)), assigned("C2", "Q", "B", date(2023, 7, 1)),
    ]  # fmt: skip
    made = small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P"), presence("Q", "B")],
        victim_case=[{"withdrawn": False} | row for row in (*many, *others)], assignment=carried,
    )  # fmt: skip
    freeze(made, PLANNER, a_publication())
    return made


def test_people_are_counted_by_everything_that_a_table_tells_apart(store):
    assert records(q.publication_people(store, PLANNER, *SPAN)) == [
        ("MMR001001", 2023, "forced_labour", "china", "female", "adult", 3),
        ("unknown", 2023, "unknown", "unknown", "unknown", "unknown", 1),
    ]


def test_an_organisation_knows_each_person_once_whom_it_ever_carried(store):
    found = q.publication_known(store, PLANNER, *SPAN)
    assert found.groupby("provider")["people"].sum().to_dict() == {"A": 1, "B": 1}


@pytest.mark.parametrize("scope", OTHERS, ids=lambda scope: str(scope.role))
def test_nobody_else_gets_true_counts(store, scope):
    assert q.publication_people(store, scope, *SPAN).empty
    assert q.publication_known(store, scope, *SPAN).empty
    assert q.publications_released(store, scope).empty
    heads = q.publications(store, scope)
    assert heads["audit"].isna().all()
    assert heads["published_by"].isna().all()


@pytest.mark.parametrize("scope", [PLANNER, *OTHERS], ids=lambda scope: str(scope.role))
def test_published_figures_are_for_all_but_administrators(store, scope):
    shows = scope.role is not Role.ADMINISTRATOR
    assert len(q.publications(store, scope)) == shows
    assert len(q.publication_figures(store, scope, "publication-v1")) == 3 * shows


def test_what_those_without_cases_may_look_at_is_what_is_open(store):
    assert records(q.open_span(store)) == [(2023, 2024, AS_OF)]
    assert records(q.open_span(small_store())) == [(None, None, None)]
