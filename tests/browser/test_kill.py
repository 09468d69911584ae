"""The server is killed in the middle of a sitting: what was confirmed is there after a restart, and nothing half-made.

A decision is confirmed on the page; a second is pressed, and the server killed with SIGKILL while it works on it. Both
are assignments, which change four tables each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data import meetings
from data.demo import DEMO_AS_OF, rebuild_demo
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from data.vocabulary_work import AgendaItem, MeetingKind, MeetingSite
from queries import meetings as ask
from tests.browser.driver import FIRST_PATIENCE_MS, SERVE, free_port, settled, start_server, stop_server
from tests.browser.people import wanted_by_several

pytestmark = pytest.mark.browser
PLANNER = Scope(Role.PLANNER, "planner")
SITE = MeetingSite.YANGON
RUNNING = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'running'"


@dataclass(frozen=True)
class Sitting:
    """A sitting that was opened below the page. given: two cases of its agenda that a provider could take."""

    register: Path
    meeting_id: str
    given: tuple[str, str]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    path = tmp_path / "atlas.duckdb"
    rebuild_demo(path, cases=300)
    store = open_store(path)
    try:
        meeting_id = meetings.open_meeting(store, PLANNER, MeetingKind.RR_OPERATIONAL, SITE, DEMO_AS_OF)
        waits = ask.agenda(store, PLANNER, SITE, DEMO_AS_OF, meeting_id, AgendaItem.WAITING_LONG)["case_code"]
        wanted = wanted_by_several(store, DEMO_AS_OF, within=set(waits))
        return Sitting(path, meeting_id, (next(wanted), next(wanted)))
    finally:
        store.close()


class Desk:
    """A browser page before a server that can be killed and started again at the same address."""

    def __init__(self, page: Page, sitting: Sitting) -> None:
        self.page, self.sitting, self.port = page, sitting, free_port()
        self.start()

    def start(self) -> None:
        register = self.sitting.register
        self.server = start_server(register, register.parent, command=SERVE, port=self.port)

    def kill(self) -> None:
        self.server.process.kill()  # SIGKILL: no chance to tidy up
        self.server.process.wait()

    def open(self, case_code: str = "") -> None:
        case = f"&case={case_code}" if case_code else ""
        self.page.goto(f"{self.server.url}/rr_meeting?meeting={self.sitting.meeting_id}{case}")
        settled(self.page, FIRST_PATIENCE_MS)

    def press(self, case_code: str, decision: str) -> None:
        """Choose a decision on a case and press the button; nothing is waited for afterwards."""
        self.open(case_code)
        self.page.get_by_role("combobox", name="Decision").click()
        self.page.get_by_role("option", name=decision).click()
        settled(self.page)
        self.page.get_by_role("button", name="Write the decision").click(no_wait_after=True)


@pytest.fixture
def desk(chromium: Browser, sitting: Sitting) -> Iterator[Desk]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    before = Desk(context.new_page(), sitting)
    yield before
    stop_server(before.server.process)
    context.close()


def test_what_was_confirmed_before_a_kill_is_there_and_nothing_is_half_made(desk: Desk):
    first, second = desk.sitting.given
    desk.press(first, "Assign to a provider")
    expect(desk.page.get_by_text(f"{first}: Assign to a provider. Written and carried out")).to_be_visible()
    desk.press(second, "Assign to a provider")
    desk.page.wait_for_function(RUNNING, polling=5)
    desk.kill()
    desk.start()
    desk.open()
    told = desk.page.get_by_text(re.compile(r"\d+ decided in this sitting"))
    expect(told).to_be_visible()
    shown = int(re.search(r"(\d+) decided", told.inner_text()).group(1))
    stop_server(desk.server.process)
    store = open_store(desk.sitting.register)
    try:
        kept = decided(store)
        assert first in kept, "a confirmed decision is lost"
        assert shown == len(kept), "the page tells another state"
        for case_code in (first, second):
            assert traces(store, case_code) == (WHOLE if case_code in kept else NONE), f"half-made: {case_code}"
    finally:
        store.close()


WHOLE = {"decisions": 1, "assigned by the meeting": 1, "wait ended": 1, "open periods": 1, "audited": 1}
NONE = {"decisions": 0, "assigned by the meeting": 0, "wait ended": 0, "open periods": 1, "audited": 0}


def decided(store: Store) -> set[str]:
    return set(store.read("SELECT case_code FROM meeting_decision WHERE NOT withdrawn")["case_code"])


def traces(store: Store, case_code: str) -> dict[str, int]:
    """What an assignment in a sitting leaves in each table."""
    asked = {
        "decisions": "SELECT count(*) FROM meeting_decision WHERE case_code = $code AND NOT withdrawn",
        "assigned by the meeting": "SELECT count(*) FROM assignment WHERE case_code = $code AND meeting_id IS NOT NULL",
        "wait ended": "SELECT count(*) FROM assignment WHERE case_code = $code AND assignment_state = 'unassigned' "
        "AND valid_to IS NOT NULL AND valid_to >= (SELECT max(held_on) FROM meeting WHERE NOT withdrawn)",
        "open periods": "SELECT count(*) FROM assignment "
        "WHERE case_code = $code AND valid_to IS NULL AND NOT withdrawn",
        "audited": "SELECT count(*) FROM audit_log WHERE subject = $code AND action = 'meeting decision: assign'",
    }
    return {what: int(store.read(sql, {"code": case_code}).iloc[0, 0]) for what, sql in asked.items()}
