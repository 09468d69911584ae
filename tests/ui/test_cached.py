"""Answers that visits share: two readers of the same cached function, of different organisations, never meet."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
import streamlit as st

from data.paths import ROOT
from data.permissions import PAGES, Action, roles_of
from data.scope import Scope
from data.vocabulary import Role
from queries.filters import Filters
from tests.pages.visit import register
from tests.small_register import assigned, case, fill, organisation, presence, unassigned
from tests.test_architecture import SAMPLES
from ui import cached

DAY = date(2024, 6, 30)
OF_A, OF_B = (Scope(Role.NGO_MANAGER, actor="the same name", organisation_id=one) for one in "AB")
PLANNER = Scope(Role.PLANNER, actor="the same name")
# Cached functions that are handed a scope without who it is: their answers are for planners alone, or for everybody.
FOR_PLANNERS = {"allocation_facts._need", "allocation_stress_view._found"}
FOR_EVERYBODY = {"cached.recent_loads"}


def two_organisations(store) -> None:
    """A carries one person, B two; one more waits."""
    fill(
        store,
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("PA", "A"), presence("PB", "B")],
        victim_case=[case(code) for code in ("A1", "B1", "B2", "D")],
        assignment=[
            assigned("A1", "PA", "A", date(2024, 1, 1)),
            assigned("B1", "PB", "B", date(2024, 1, 1)),
            assigned("B2", "PB", "B", date(2024, 1, 1)),
            unassigned("D", date(2024, 1, 1)),
        ],
    )


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("two"), patch, two_organisations):
        yield


def people(scope: Scope) -> int:
    return int(cached.victims_by_township(scope, Filters(as_of=DAY))["victims_people"].sum())


def more_of(question: Callable[..., pd.DataFrame], known: int) -> dict[str, object]:
    """Sample arguments of a question behind the first ones: store, scope and `known` others."""
    import inspect

    parameters = list(inspect.signature(question).parameters.values())[2 + known :]
    return {p.name: SAMPLES[p.name] for p in parameters if p.default is inspect.Parameter.empty}


def asked() -> list[tuple[str, Callable[[Scope], pd.DataFrame], Callable[[Scope], pd.DataFrame]]]:
    """(name, through the cache, straight from the register) of each shared question that takes a scope."""
    found = []
    for name, question in cached._ABOUT_CASES.items():
        more, given = more_of(question, 1), Filters(as_of=DAY)
        found.append((
            name,
            lambda s, n=name, g=given, m=more: cached._cases(n, s, g, **m),
            lambda s, q=question, g=given, m=more: q(cached.store(), s, g, **m),
        ))  # fmt: skip
    for name, question in cached._ABOUT_PROVIDERS.items():
        more = more_of(question, 1)
        found.append((
            name,
            lambda s, n=name, m=more: cached._providers(n, s, DAY, **m),
            lambda s, q=question, m=more: q(cached.store(), s, DAY, **m),
        ))  # fmt: skip
    return found


@pytest.mark.usefixtures("two")
def test_each_organisation_gets_its_own_answer_whoever_asked_first():
    differing = 0
    for name, through, straight in asked():
        a, b = straight(OF_A), straight(OF_B)
        for scope, truth in ((OF_A, a), (OF_B, b), (OF_A, a)):
            pd.testing.assert_frame_equal(through(scope), truth, obj=name)
        differing += not a.equals(b)
    assert differing >= 8
    assert [people(scope) for scope in (PLANNER, OF_A, OF_B)] == [4, 1, 2]


def cached_functions() -> dict[str, set[str]]:
    """module.function -> parameters, of everything under ui/ that is kept by st.cache_data."""
    return {
        f"{path.stem}.{node.name}": {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
        for path in (ROOT / "ui").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any("cache_data" in ast.unparse(d) for d in node.decorator_list)
    }


def test_whatever_is_kept_by_scope_is_kept_under_who_asks():
    scoped = {name: told for name, told in cached_functions().items() if {"_scope", "scope"} & told}
    without = {name for name, told in scoped.items() if not {"who", "asked"} & told}
    assert without == FOR_PLANNERS | FOR_EVERYBODY
    assert len(scoped) >= 10
    assert roles_of(PAGES["pages/decide/allocation.py"][0]) == (Role.PLANNER,)
    assert roles_of(Action.SAVE_PLANS) == (Role.PLANNER,)


@pytest.mark.usefixtures("two")
def test_the_check_would_find_a_key_without_the_organisation(monkeypatch):
    st.cache_data.clear()
    monkeypatch.setattr(cached, "_who", lambda scope: (str(scope.role),))
    assert [people(OF_A), people(OF_B)] == [1, 1]
    st.cache_data.clear()
