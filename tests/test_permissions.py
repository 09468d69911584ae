"""Role × page × action, all of it: what the table says, what the pages do, and what stands below the pages.

The letters are the truth that the table in data/permissions.py is held against: p planner, d DSW officer, n NGO
manager, f donor, a administrator, as protection asks for. What is not named is denied.
"""

from __future__ import annotations

import inspect
from datetime import date
from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from data import (
    assignments,
    case_assessments,
    case_flags,
    case_record,
    case_rules,
    case_workers,
    hotspot_lists,
    load_scope,
    meetings,
    national_export,
    pairs,
    permissions,
    plans,
    recommendation_states,
    registers,
    registers_write,
    settings_write,
    shelter_days,
    undo,
    users,
)  # fmt: skip
from data.assignments import NewAssignment
from data.case_record import NewEvent
from data.case_workers import NewWorker
from data.errors import AtlasError, NotAllowed
from data.paths import ROOT
from data.permissions import PAGES, ROLES, Action, may, may_on, roles_of
from data.scope import Scope
from data.vocabulary import EventKind, ImportFormat, MeetingKind, Role, Service, SpecialCategory
from tests.pages import hand_register
from tests.pages.visit import register, scope_of, words
from tests.small_register import assigned, case, organisation, presence, small_store, unassigned
from tests.test_architecture import QUESTIONS, SAMPLES
from ui import navigation, state

LETTER = dict(zip("pdnfa", Role, strict=True))
MAY = {
    "look_round": "pdnfa", "read_directory": "pdnf", "read_cases": "pdn", "read_waiting": "pd", "assign": "pdn",
    "record_events": "pdn", "keep_registers": "pdn", "hold_meetings": "pd", "load_files": "pd", "decide_records": "p",
    "freeze_lists": "p", "save_plans": "p", "state_recommendations": "p", "publish": "p", "export": "pdnfa",
    "export_register": "p", "manage_users": "a", "change_settings": "a", "see_audit": "a", "back_up": "a",
}  # fmt: skip
OPEN = {
    "overview": "pdnfa", "coverage_map": "pdn", "hot_spots": "pdn", "providers": "pdnf", "gaps": "pdn",
    "allocation": "p", "rr_meeting": "pd", "cases": "pdn", "shelter_register": "pd", "caseload": "pdn",
    "indicators": "pdn", "stages": "pdn", "recommendations": "pdnf", "calendar": "pdn", "assignments": "pdn",
    "bring_in": "pd", "registers": "pdn", "quality": "pdn", "users": "a", "settings": "a", "audit": "a",
    "backups": "a", "publish": "p", "for_donors": "pdnf",
}  # fmt: skip
DAY = date(2024, 6, 30)


def letters(roles) -> str:
    return "".join(letter for letter, role in LETTER.items() if role in roles)


class TestTable:
    def test_each_action_is_for_the_roles_that_protection_names(self):
        assert {str(action): letters(roles_of(action)) for action in Action} == MAY

    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("page", PAGES)
    def test_every_role_page_and_action(self, role, page):
        letter = letters({role})
        opens = letter in OPEN[page.split("/")[-1].removesuffix(".py")]
        for action in Action:
            expected = opens and action in PAGES[page] and letter in MAY[str(action)]
            assert may_on(role, page, action) is expected, action

    def test_what_is_not_named_is_denied(self, monkeypatch):
        assert not may_on(Role.PLANNER, "pages/see/unheard_of.py", Action.READ_CASES)
        assert not may("nobody", Action.LOOK_ROUND)
        monkeypatch.setattr(permissions, "ROLES", {a: r for a, r in ROLES.items() if a is not Action.PUBLISH})
        assert roles_of(Action.PUBLISH) == ()
        assert not may(Role.PLANNER, Action.PUBLISH)

    def test_navigation_and_guards_are_those_of_the_table(self):
        """That each page's guard names the roles of its line in the navigation is held by tests/pages/test_roles.py."""
        assert {entry.file: entry.roles for entry in navigation.PAGES} == {
            page: roles_of(actions[0]) for page, actions in PAGES.items()
        }

    def test_the_sets_of_the_writing_functions_are_those_of_the_table(self):
        assert set(roles_of(Action.RECORD_EVENTS)) == case_rules.RECORDING_ROLES
        assert set(load_scope.MAY_LOAD) == set(roles_of(Action.LOAD_FILES))
        for one in registers.REGISTERS.values():
            assert set(one.writers) <= set(roles_of(Action.KEEP_REGISTERS)), one.key
            assert set(one.readers) <= set(roles_of(Action.READ_DIRECTORY)), one.key


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory):
    """The register worked out on paper in tests/pages/hand_register.py, as the app's own."""
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("paper"), patch, hand_register.whole):
        yield


@pytest.mark.usefixtures("on_paper")
class TestPages:
    @pytest.mark.parametrize("role", list(Role))
    def test_a_page_that_the_table_denies_shows_nothing_even_where_the_navigation_lets_one_in(self, role, monkeypatch):
        everywhere = tuple(
            navigation.Entry(entry.file, entry.title, entry.icon, state.ALL_ROLES) for entry in navigation.PAGES
        )
        monkeypatch.setattr(navigation, "PAGES", everywhere)
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.session_state["atlas_scope"] = scope_of(role)
        at.run()
        for page, actions in PAGES.items():
            if may(role, actions[0]):
                continue
            at.switch_page(page).run()
            assert not at.exception, page
            assert "Your role has no access to it" in words(at), page
            shown = [*at.main.get("metric"), *at.main.get("dataframe"), *at.main.get("arrow_data_frame")]
            assert not shown, page
            assert not at.get("download_button"), page
            assert not at.main.get("button"), page


def filled():
    return small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("C", shelter_id="SH-MMR015009"), case("D")],
        assignment=[assigned("C", "P", "A", date(2024, 1, 1)), unassigned("D", date(2024, 1, 1))],
    )


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.fixture(scope="module")
def without_cases():
    return small_store(organisation=[organisation("A")], provider_presence=[presence("P")])


def called(module: str, name: str, store, scope: Scope):
    function = getattr(import_module(f"queries.{module}"), name)
    given = SAMPLES | {"scope": scope}
    return function(store, **{p: given[p] for p in inspect.signature(function).parameters if p != "store"})


ASKED_BY_SCOPE = [
    (module, name)
    for module, name in QUESTIONS
    if "scope" in inspect.signature(getattr(import_module(f"queries.{module}"), name)).parameters
]
OF_ADMINISTRATORS = {
    ("users", name) for name in ("app_users", "app_user_history", "settings_changed", "setting_history")
} | {("audit", name) for name in ("audit_rows", "audit_total", "audit_actions")}


class TestBelowThePages:
    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR, "none", "PLANNER", "planner ", ""])
    def test_cases_make_no_difference_to_any_answer_for_who_may_not_read_them(self, role, store, without_cases):
        """Every question, asked directly: the same answer as if the register held no case."""
        scope = Scope(role, "test", organisation_id="A", shelter_ids=("SH-MMR015009",))
        for module, name in ASKED_BY_SCOPE:
            there, not_there = (called(module, name, one, scope) for one in (store, without_cases))
            assert there.astype(str).equals(not_there.astype(str)), name

    def test_cases_do_make_a_difference_to_a_planner(self, store, without_cases):
        scope = Scope(Role.PLANNER, "test")
        differing = [
            name
            for module, name in ASKED_BY_SCOPE
            if not called(module, name, store, scope)
            .astype(str)
            .equals(called(module, name, without_cases, scope).astype(str))
        ]
        assert len(differing) > 20

    def test_the_macros_know_the_roles_of_the_table(self, store):
        sql = "SELECT case_code FROM visible_case($role, $organisation, $shelters)"
        seeing = {role for role in Role if len(store.read(sql, Scope(role, "t", "A", ("SH-MMR015009",)).params()))}
        assert seeing == set(roles_of(Action.READ_CASES))

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
    def test_what_administrators_read_is_empty_for_others(self, role):
        store = filled()
        boss = Scope(Role.ADMINISTRATOR, "boss")
        users.change(store, boss, users.NewUser("a@example.org", Role.PLANNER), 0)
        settings_write.change(store, boss, "idle_minutes", 20, 30)
        assert set(ASKED_BY_SCOPE) >= OF_ADMINISTRATORS
        for module, name in OF_ADMINISTRATORS:
            found, theirs = (called(module, name, store, scope) for scope in (Scope(role, "t", "A"), boss))
            if name == "audit_total":
                found, theirs = (one[one["entries"] > 0] for one in (found, theirs))
            assert found.empty, name
            assert len(theirs), name


NEW = NewAssignment("D", "P", on=DAY, seen=None)
WRITES = {
    Action.ASSIGN: [
        lambda s, scope: assignments.assign(s, scope, NEW),
        lambda s, scope: case_workers.add(s, scope, NewWorker("P", "W-1", DAY)),
    ],
    Action.RECORD_EVENTS: [
        lambda s, scope: case_record.record(s, scope, NewEvent("C", EventKind.LIFE_PLAN, DAY)),
        lambda s, scope: case_flags.flag_special(s, scope, "C", SpecialCategory.MEDICAL, DAY),
        lambda s, scope: case_flags.note_need(s, scope, "C", Service.HEALTH, DAY),
        lambda s, scope: shelter_days.record_entry(s, scope, "C", "SH-MMR015009", DAY),
        lambda s, scope: case_assessments.record_assessment(s, scope, None),
    ],
    Action.KEEP_REGISTERS: [
        lambda s, scope, r=one: registers_write.add(s, scope, r, {}) for one in registers.REGISTERS.values()
    ],
    Action.HOLD_MEETINGS: [lambda s, scope: meetings.open_meeting(s, scope, MeetingKind.RR_OPERATIONAL, None, DAY)],
    Action.LOAD_FILES: [lambda _s, scope, f=kind: load_scope.refuse_other_format(scope, f) for kind in ImportFormat],
    Action.DECIDE_RECORDS: [
        lambda s, scope: pairs.decide(s, scope, "PAIR-1", accept=True),
        lambda s, scope: undo.undo(s, scope, "LOAD-1"),
    ],
    Action.FREEZE_LISTS: [lambda s, scope: hotspot_lists.freeze(s, scope, None)],
    Action.SAVE_PLANS: [lambda s, scope: plans.save(s, scope, None)],
    Action.STATE_RECOMMENDATIONS: [lambda s, scope: recommendation_states.record(s, scope, None)],
    Action.EXPORT_REGISTER: [lambda s, scope: national_export.national_rows(s, scope)],
    Action.MANAGE_USERS: [lambda s, scope: users.change(s, scope, users.NewUser("b@example.org", Role.DONOR), 0)],
    Action.CHANGE_SETTINGS: [lambda s, scope: settings_write.change(s, scope, "idle_minutes", 20, 30)],
}
DENIED = [(action, role) for action in WRITES for role in (*Role, "none") if not may(role, action)]


def state_of(store) -> tuple[object, ...]:
    tables = store.read("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'audit_log'")["table_name"]
    return tuple(int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0]) for table in sorted(tables))


class TestWriting:
    @pytest.mark.parametrize(("action", "role"), DENIED)
    def test_every_writing_function_refuses_who_may_not(self, action, role, store):
        before = state_of(store)
        scope = Scope(role, "test", organisation_id="A", shelter_ids=("SH-MMR015009",))
        for write in WRITES[action]:
            with pytest.raises(AtlasError) as refused:
                write(store, scope)
            assert refused.value.refuses or isinstance(refused.value, NotAllowed), refused.value
        assert state_of(store) == before

    def test_the_actions_that_write_are_all_walked(self):
        reading = {Action.LOOK_ROUND, Action.READ_DIRECTORY, Action.READ_CASES, Action.READ_WAITING, Action.EXPORT}
        elsewhere = {Action.PUBLISH, Action.SEE_AUDIT, Action.BACK_UP}  # audit: TestBelowThePages
        assert set(WRITES) == set(Action) - reading - elsewhere

    def test_a_refusal_of_the_table_is_on_record_and_says_what_to_do(self):
        store = filled()
        with pytest.raises(NotAllowed, match=r"may not: manage users.*ask an administrator"):
            users.change(store, Scope(Role.PLANNER, "p"), users.NewUser("b@example.org", Role.DONOR), 0)
        found = store.read("SELECT actor, role, action, subject FROM audit_log").iloc[-1]
        assert tuple(found) == ("p", "planner", "refused", "manage_users")
