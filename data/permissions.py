"""Who may do what, on which page: one table, and nobody may do what does not stand in it.

Pages, callbacks and the functions of data/ that write ask here; the sets of roles that they name are read from here.
Whose cases a role sees is told by the macros of schema.sql, whose branches are held equal to READ_CASES by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

import duckdb

from data import audit
from data.code import Code
from data.errors import N_, NotAllowed
from data.scope import Scope
from data.vocabulary import Role

REFUSED: Final = "refused"


class Action(Code):
    """What a person does, worded to follow "may"."""

    LOOK_ROUND = "look_round", N_("look at the overview")
    READ_DIRECTORY = "read_directory", N_("read the directory of providers and the recommendations")
    READ_CASES = "read_cases", N_("read cases")
    READ_WAITING = "read_waiting", N_("read the list of those who wait")
    ASSIGN = "assign", N_("assign cases")
    RECORD_EVENTS = "record_events", N_("record what happened in a case")
    KEEP_REGISTERS = "keep_registers", N_("enter records into the registers")
    HOLD_MEETINGS = "hold_meetings", N_("write down what a meeting decided")
    LOAD_FILES = "load_files", N_("bring in files")
    DECIDE_RECORDS = "decide_records", N_("decide about pairs, places and past loads")
    FREEZE_LISTS = "freeze_lists", N_("freeze lists of hot spots")
    SAVE_PLANS = "save_plans", N_("make and save plans")
    STATE_RECOMMENDATIONS = "state_recommendations", N_("change the state of a recommendation")
    PUBLISH = "publish", N_("publish tables for donors")
    EXPORT = "export", N_("download what a page shows")
    EXPORT_REGISTER = "export_register", N_("download the register")
    MANAGE_USERS = "manage_users", N_("manage users")
    CHANGE_SETTINGS = "change_settings", N_("change settings")
    SEE_AUDIT = "see_audit", N_("read the audit log")
    BACK_UP = "back_up", N_("make backups")


_P, _D, _N, _F, _A = Role.PLANNER, Role.DSW_OFFICER, Role.NGO_MANAGER, Role.DONOR, Role.ADMINISTRATOR

ROLES: Final[Mapping[Action, tuple[Role, ...]]] = {
    Action.LOOK_ROUND: (_P, _D, _N, _F, _A),
    Action.READ_DIRECTORY: (_P, _D, _N, _F),
    Action.READ_CASES: (_P, _D, _N),
    Action.READ_WAITING: (_P, _D),
    Action.ASSIGN: (_P, _D, _N),
    Action.RECORD_EVENTS: (_P, _D, _N),
    Action.KEEP_REGISTERS: (_P, _D, _N),
    Action.HOLD_MEETINGS: (_P, _D),
    Action.LOAD_FILES: (_P, _D),
    Action.DECIDE_RECORDS: (_P,),
    Action.FREEZE_LISTS: (_P,),
    Action.SAVE_PLANS: (_P,),
    Action.STATE_RECOMMENDATIONS: (_P,),
    Action.PUBLISH: (_P,),
    Action.EXPORT: (_P, _D, _N, _F, _A),
    Action.EXPORT_REGISTER: (_P,),
    Action.MANAGE_USERS: (_A,),
    Action.CHANGE_SETTINGS: (_A,),
    Action.SEE_AUDIT: (_A,),
    Action.BACK_UP: (_A,),
}
"""Action -> roles that may, in the order of Role; an action that is not named is nobody's."""

_EXPORTED: Final = (Action.READ_CASES, Action.EXPORT)
PAGES: Final[Mapping[str, tuple[Action, ...]]] = {
    "pages/see/overview.py": (Action.LOOK_ROUND,),
    "pages/see/for_donors.py": (Action.READ_DIRECTORY, Action.EXPORT),
    "pages/see/coverage_map.py": _EXPORTED,
    "pages/see/hot_spots.py": (*_EXPORTED, Action.FREEZE_LISTS),
    "pages/see/providers.py": (Action.READ_DIRECTORY, Action.EXPORT),
    "pages/decide/gaps.py": _EXPORTED,
    "pages/decide/allocation.py": (Action.SAVE_PLANS, Action.EXPORT),
    "pages/decide/rr_meeting.py": (Action.READ_WAITING, Action.HOLD_MEETINGS, Action.EXPORT),
    "pages/track/cases.py": (*_EXPORTED, Action.RECORD_EVENTS, Action.ASSIGN),
    "pages/track/shelter_register.py": (Action.READ_WAITING, Action.RECORD_EVENTS, Action.LOAD_FILES, Action.EXPORT),
    "pages/track/caseload.py": (*_EXPORTED, Action.ASSIGN),
    "pages/track/indicators.py": _EXPORTED,
    "pages/track/stages.py": _EXPORTED,
    "pages/track/recommendations.py": (Action.READ_DIRECTORY, Action.STATE_RECOMMENDATIONS, Action.EXPORT),
    "pages/track/calendar.py": (*_EXPORTED, Action.KEEP_REGISTERS),
    "pages/manage/assignments.py": (*_EXPORTED, Action.ASSIGN),
    "pages/manage/bring_in.py": (Action.LOAD_FILES, Action.DECIDE_RECORDS, Action.EXPORT),
    "pages/manage/registers.py": (*_EXPORTED, Action.KEEP_REGISTERS, Action.LOAD_FILES),
    "pages/manage/quality.py": (*_EXPORTED, Action.DECIDE_RECORDS, Action.EXPORT_REGISTER),
    "pages/manage/publish.py": (Action.PUBLISH,),
    "pages/administer/users.py": (Action.MANAGE_USERS, Action.EXPORT),
    "pages/administer/settings.py": (Action.CHANGE_SETTINGS, Action.EXPORT),
    "pages/administer/audit.py": (Action.SEE_AUDIT, Action.EXPORT),
    "pages/administer/backups.py": (Action.BACK_UP,),
}
"""File of a page -> what is done there; whoever may do the first may open it."""


def roles_of(action: Action) -> tuple[Role, ...]:
    """The roles that may do something, in the order of Role; none where the table does not name it."""
    return ROLES.get(action, ())


def may(role: Role, action: Action) -> bool:
    """Whether a role may do something."""
    return role in roles_of(action)


def may_on(role: Role, page: str, action: Action) -> bool:
    """Whether a role may do something on a page: the page offers it, and the role may open the page and may do it."""
    offered = PAGES.get(page, ())
    return action in offered and may(role, offered[0]) and may(role, action)


class Transactions(Protocol):
    """What lends a transaction: data.store.Store."""

    def transaction(self, only_audit: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...


def require(store: Transactions, scope: Scope, action: Action) -> None:
    """Raises NotAllowed where the reader's role may not; the refusal is on record then. Call outside a transaction."""
    if not may(scope.role, action):
        refusal = NotAllowed(role=str(scope.role), action=action.label)
        note_refusal(store, scope, action)
        raise refusal


def note_refusal(store: Transactions, scope: Scope, what: str) -> None:
    """Tell in the audit log that somebody was refused: an action, the file of a page, the name of an error."""
    with store.transaction(only_audit=True) as cursor:
        audit.append(cursor, scope, REFUSED, str(what), 0)
