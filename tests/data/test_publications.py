"""A publication is frozen once, by planners, whole or not at all; it holds no withheld count and stays as it was."""

from __future__ import annotations

import pandas as pd
import pytest

from data.frozen_errors import LineNamesPerson
from data.publication_errors import AuditFailed, FigureWrong, MayNotPublish, NoFigures, PublishedMeanwhile
from data.publications import Narrowest, freeze, least_rounded, verify
from data.scope import Scope
from data.vocabulary import Role
from tests.published import a_publication, figure
from tests.small_register import PLANNER, small_store

OTHER = Scope(Role.PLANNER, "other planner")


@pytest.fixture
def store():
    return small_store()


def rows(store, table: str) -> int:
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


def test_what_is_frozen_is_what_was_given_with_its_audit_row(store):
    assert freeze(store, PLANNER, a_publication()) == "publication-v1"
    head = store.read("SELECT * FROM publication").iloc[0]
    assert (head["version"], head["figures"], head["published_by"], head["note"]) == (1, 3, "planner", "First")
    cells = store.read("SELECT place, people, figure_status FROM publication_cell ORDER BY place")
    assert cells["place"].tolist() == ["", "MMR001", "MMR002"]
    assert cells["people"].tolist()[:2] == [30, 20]
    assert pd.isna(cells["people"].iloc[2])
    log = store.read("SELECT * FROM audit_log").iloc[0]
    assert (log["action"], log["subject"], log["records"]) == ("publish tables", "publication-v1", 3)
    assert log["reason"] == f"sha256 {head['content_sha256']}"
    assert verify(store) == ()


def test_versions_follow_each_other_and_the_earlier_one_stays(store):
    freeze(store, PLANNER, a_publication())
    before = store.read("SELECT * FROM publication_cell").to_csv()
    assert freeze(store, OTHER, a_publication(after=1, note=None)) == "publication-v2"
    kept = store.read("SELECT * FROM publication_cell WHERE publication_id = 'publication-v1'")
    assert kept.to_csv() == before
    assert verify(store) == ()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_nobody_but_planners_publishes(store, role):
    with pytest.raises(MayNotPublish):
        freeze(store, Scope(role, "x"), a_publication())
    assert rows(store, "publication") == rows(store, "audit_log") == 0


def test_a_preview_that_was_not_audited_with_the_newest_version_is_refused(store):
    freeze(store, OTHER, a_publication())
    with pytest.raises(PublishedMeanwhile, match="other planner has published version 1"):
        freeze(store, PLANNER, a_publication())
    assert rows(store, "publication") == 1


@pytest.mark.parametrize(
    "found",
    [
        (Narrowest("place", 1, 9),), (Narrowest("place", 0, 8),), (Narrowest("place", None, None),),
        (Narrowest("another", 0, 9),), (),
    ],
)  # fmt: skip
def test_nothing_is_published_where_the_audit_leaves_less_than_0_to_9_open(store, found):
    with pytest.raises(AuditFailed, match="place"):
        freeze(store, PLANNER, a_publication(narrowest=found))
    assert rows(store, "publication") == rows(store, "publication_cell") == rows(store, "audit_log") == 0


def test_an_open_end_is_wide_enough_and_a_table_that_hides_nothing_needs_no_range(store):
    freeze(store, PLANNER, a_publication(narrowest=(Narrowest("place", 0, None),)))
    freeze(store, PLANNER, a_publication(figure("", 30), narrowest=(), after=1))
    assert rows(store, "publication") == 2


@pytest.mark.parametrize(
    "wrong",
    [
        figure("MMR001", 5),  # below the threshold
        figure("MMR001", 12),  # not rounded
        figure("MMR001", 20, figure_status="withheld"),  # a number where none may be
        figure("MMR001", None, figure_status="shown"),
        figure("MMR001", None, figure_status="small"),  # telling why would tell the size
    ],
)
def test_a_figure_that_would_tell_too_much_is_refused(store, wrong):
    with pytest.raises(FigureWrong):
        freeze(store, PLANNER, a_publication(figure("", 30), wrong))
    assert rows(store, "publication") == 0


def test_a_threshold_that_is_no_multiple_is_rounded_as_the_figures_are():
    assert [least_rounded(k, 5) for k in (5, 7, 8, 10, 12, 13)] == [5, 5, 10, 10, 10, 15]
    assert least_rounded(10, 1) == 10


def test_neither_nothing_nor_a_name_is_published(store):
    with pytest.raises(NoFigures):
        freeze(store, PLANNER, a_publication(figures=a_publication().figures.iloc[:0]))
    with pytest.raises(LineNamesPerson):
        freeze(store, PLANNER, a_publication(note="Name: Daw Khin Khin Htay"))
    assert rows(store, "publication") == 0


@pytest.mark.parametrize(
    "behind",
    [
        "UPDATE publication_cell SET people = 25 WHERE place = 'MMR001'",
        "DELETE FROM publication_cell WHERE place = 'MMR002'",
        "UPDATE publication SET note = 'Second'",
        "UPDATE audit_log SET reason = 'sha256 0'",
    ],
)
def test_whoever_changes_a_publication_is_found_out(store, behind):
    freeze(store, PLANNER, a_publication())
    with store.transaction() as cursor:
        cursor.execute(behind)
    assert verify(store) == ("publication-v1",)
