"""Publish, and Coverage for donors: a planner's way to a version, and what others see, from publications alone."""

from __future__ import annotations

import re
import shutil

import pandas as pd
import pytest

from data.vocabulary import Role
from tests import published
from tests.pages.visit import metrics, register, visit, words
from ui import navigation, publish_work, state
from ui.text import number

DONORS_PAGE, PUBLISH = "pages/see/for_donors.py", "pages/manage/publish.py"
DONORS_PAGES = [entry.file for entry in navigation.PAGES if Role.DONOR in entry.roles]


def everything(at) -> str:
    """All that the page sends to the browser: words, tables, figures, and what the map is told."""
    parts = [words(at)]
    parts += [frame.value.to_csv() for frame in at.dataframe]
    parts += [str(element.proto) for element in at.main if getattr(element, "proto", None) is not None]
    return re.sub(r"\\[0-7]{3}", " ", "\n".join(parts))  # bytes that are no text are written as three digits


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A register with a publication, and a copy of its file without any case table."""
    path = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch, register(path, patch, published.published):
        yield path


@pytest.fixture(scope="class")
def without_cases(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("without")
    shutil.copy2(folder / "atlas.duckdb", path / "copy.duckdb")
    published.without_cases(path / "copy.duckdb")
    shutil.copy2(path / "copy.duckdb", path / "atlas.duckdb")
    with pytest.MonkeyPatch.context() as patch, register(path, patch, lambda _store: None):
        yield path


class TestWithoutCaseTables:
    """A donor's session opens no case table: there is none to open."""

    @pytest.mark.parametrize("page", DONORS_PAGES)
    def test_every_page_of_a_donor_opens(self, without_cases, page):  # noqa: ARG002
        at = visit(page, Role.DONOR)
        assert not at.exception
        assert not at.error

    def test_a_planner_s_page_would_not(self, without_cases):  # noqa: ARG002
        with pytest.raises(AssertionError):
            assert not visit("pages/see/coverage_map.py", Role.PLANNER).exception

    @pytest.mark.parametrize("layer", ["victims", "help"])
    @pytest.mark.parametrize("level", ["township", "district", "state"])
    def test_published_figures_are_there_and_true_counts_are_not(self, without_cases, level, layer):  # noqa: ARG002
        at = visit(DONORS_PAGE, Role.DONOR, {"level": level, "layer": layer, "place": published.MYITKYINA})
        assert not at.exception
        sent = everything(at)
        assert re.search(r"(?<!\d)3,?360(?!\d)", sent)  # 3,361 people in all
        for count in published.TRUE:
            assert not re.search(rf"(?<![\w.])({count}|{number(count)})(?!\w)", sent), count


@pytest.mark.usefixtures("folder")
class TestEveryReader:
    @pytest.mark.parametrize("role", state.DIRECTORY_ROLES)
    def test_all_see_the_same_publication(self, role):
        at = visit(DONORS_PAGE, role)
        assert not at.exception
        assert metrics(at)["Victims"] == "3,360"
        assert "For the meeting of donors" in words(at)

    def test_a_withheld_place_has_no_number_and_says_so(self):
        """Kachin's 2,250 people are shown; Loikaw has 7."""

        def told(level: str) -> pd.DataFrame:
            at = visit(DONORS_PAGE, Role.DONOR, {"level": level})
            table = next(f.value for f in at.dataframe if f.proto.alt.startswith("Victims and providers"))
            return table.set_index("place_pcode")

        assert told("state").loc["MMR001", ["people", "status"]].tolist() == [2250, "shown"]
        townships = told("township")
        assert pd.isna(townships.loc[published.LOIKAW, "people"])
        assert townships.loc[published.LOIKAW, "status"] == "withheld"

    def test_an_administrator_has_no_such_page(self):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(DONORS_PAGE, Role.ADMINISTRATOR)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
    def test_publishing_is_for_planners(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PUBLISH, role)

    def test_a_planner_previews_and_freezes_the_next_version(self):
        at = visit(PUBLISH, Role.PLANNER)
        assert not at.exception
        at.button(key="w_publish_begin").click().run(timeout=120)
        job = at.session_state["atlas_publish"].job
        if job is not None:
            assert job.wait(120)
            at.run()
        assert not at.exception
        assert not at.error
        assert "anything from 0 to 9 at least" in words(at)
        assert "Freeze and publish version 2" in [button.label for button in at.button]
        at.text_input(key="w_publish_note").set_value("Second look")
        next(b for b in at.button if b.label.startswith("Freeze and publish")).click().run()
        assert not at.exception
        assert "Published as publication-v2" in words(at)
        donors = visit(DONORS_PAGE, Role.DONOR)
        assert "Second look" in words(donors)
        earlier = visit(DONORS_PAGE, Role.DONOR, {"edition": "1"})
        assert "There is a newer publication" in words(earlier)
        assert metrics(earlier) == metrics(donors)


def test_a_donor_s_forged_visit_makes_no_preview(folder, monkeypatch):
    monkeypatch.setattr(publish_work, "Job", lambda *_a, **_k: pytest.fail("a job was begun"))
    monkeypatch.setattr(state, "scope", lambda: published.DONOR)
    monkeypatch.setattr(state, "as_of", lambda: published.AS_OF)
    publish_work.begin(publish_work.Asked(2023, 2024))


@pytest.mark.usefixtures("without_anything")
class TestNothingPublished:
    @pytest.mark.parametrize("role", state.DIRECTORY_ROLES)
    def test_the_page_says_what_a_planner_does(self, role):
        at = visit(DONORS_PAGE, role)
        assert not at.exception
        assert "No tables have been published yet" in words(at)

    def test_publishing_from_an_empty_register_is_refused_in_words(self):
        at = visit(PUBLISH, Role.PLANNER)
        assert not at.exception
        at.button(key="w_publish_begin").click().run(timeout=120)
        job = at.session_state["atlas_publish"].job
        if job is not None:
            assert job.wait(120)
            at.run()
        assert not at.exception
        assert "No figure of these tables may be shown" in at.error[0].value
