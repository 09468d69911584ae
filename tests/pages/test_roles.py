"""Who may open what: the navigation, the guard of each page, the role switch; a forged value changes nothing."""

from __future__ import annotations

import ast

import pytest
from streamlit.testing.v1 import AppTest

from data.paths import ROOT
from data.vocabulary import Role
from tests.pages.visit import scope_of, visit, words
from ui import navigation, state


def opened(role: Role | None = None, query: dict[str, str] | None = None) -> AppTest:
    """The app as a visitor gets it who opens its address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if role is not None:
        at.session_state["atlas_scope"] = scope_of(role)
    for key, value in (query or {}).items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def page_files() -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py")}


def test_every_page_is_registered_once_and_every_registered_page_exists():
    registered = [entry.file for entry in navigation.PAGES]
    assert len(registered) == len(set(registered))
    assert set(registered) == page_files()
    assert {entry.section for entry in navigation.PAGES} <= set(navigation.SECTIONS)


@pytest.mark.parametrize("entry", navigation.PAGES, ids=lambda entry: entry.file)
def test_a_page_names_the_same_roles_as_its_line_in_the_table(entry):
    """Each page guards itself; its guard and the navigation must not differ."""
    tree = ast.parse((ROOT / entry.file).read_text(encoding="utf-8"))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("page", "frame.page")
    ]
    assert len(calls) == 1
    guarded = ast.unparse(calls[0].args[1]).removeprefix("state.")
    assert getattr(state, guarded) == entry.roles


@pytest.mark.usefixtures("on_paper")
class TestRoles:
    def test_a_visitor_of_the_demonstration_begins_as_planner(self):
        assert opened().session_state["atlas_scope"].role is Role.PLANNER

    @pytest.mark.parametrize("role", list(Role))
    def test_every_page_of_a_role_opens(self, role):
        for entry in navigation.PAGES:
            if role in entry.roles:
                at = visit(entry.file, role)
                assert not at.exception, entry.file
                assert at.title[0].value == entry.title

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_a_page_guards_itself_even_where_the_navigation_would_let_one_in(self, role, monkeypatch):
        everywhere = tuple(
            navigation.Entry(entry.file, entry.title, entry.icon, state.ALL_ROLES) for entry in navigation.PAGES
        )
        monkeypatch.setattr(navigation, "PAGES", everywhere)
        for file in ("pages/see/coverage_map.py", "pages/decide/gaps.py"):
            at = visit(file, role)
            assert not at.exception
            assert "Your role has no access to it" in words(at)
            assert not at.metric
            assert not at.get("download_button")

    def test_the_switch_changes_the_role_and_keeps_it_across_pages(self):
        at = opened()
        at.selectbox(key="w_role").select(Role.DONOR).run()
        assert not at.exception
        assert at.session_state["atlas_scope"].role is Role.DONOR
        at.switch_page("pages/see/providers.py").run()
        assert not at.exception
        assert at.session_state["atlas_scope"].role is Role.DONOR

    def test_the_officer_of_the_demonstration_has_two_shelters_and_the_manager_an_organisation_that_carries(self):
        at = opened()
        at.selectbox(key="w_role").select(Role.DSW_OFFICER).run()
        assert at.session_state["atlas_scope"].shelter_ids == ("SH-MMR015009", "SH-MMR010001")
        at.selectbox(key="w_role").select(Role.NGO_MANAGER).run()
        assert at.session_state["atlas_scope"].organisation_id == "A"

    def test_the_role_is_neither_read_from_nor_written_to_the_address(self):
        at = opened(Role.DONOR, {"role": "planner", "w_role": "planner", "atlas_scope": "planner"})
        assert at.session_state["atlas_scope"].role is Role.DONOR
        assert "planner" not in str(dict(at.query_params))

    def test_a_page_of_another_role_is_not_even_in_the_navigation(self):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            opened(Role.DONOR).switch_page("pages/decide/gaps.py")

    def test_the_banner_stands_on_every_page(self):
        for entry in navigation.PAGES:
            reader = Role.PLANNER if Role.PLANNER in entry.roles else entry.roles[0]
            assert "All cases are synthetic" in words(visit(entry.file, reader)), entry.file
