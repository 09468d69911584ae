"""Whatever people decide in whatever order: one open period at most, no history lost, no change without audit row."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from analysis.matching import Rule, people_of, places_of
from analysis.matching_propose import propose
from data import assignments
from data.assignment_errors import PresenceFull
from data.assignments import Change, MinimumStep, NewAssignment, NewReferral
from data.case_events import NewEvent, record
from data.case_record import standing_events
from data.case_rules import stage
from data.errors import AtlasError
from data.vocabulary import EndReason, EventKind, UnassignedReason
from queries import matching, places
from tests.data.assigning import MANAGER_A, MANAGER_B, OFFICER, register
from tests.small_register import PLANNER, records

CASES = ("W", "C", "Z", "N")
FIRST = date(2024, 4, 1)
REASONS = st.sampled_from(UnassignedReason)
SCOPES = st.sampled_from([PLANNER] * 4 + [OFFICER, MANAGER_A, MANAGER_B])
CODES = st.sampled_from(CASES)
PRESENCES = st.sampled_from(["P", "P2", "Q", "Q", "OTHER"])
DAYS_BACK = st.sampled_from([0] * 5 + [200])
STALE = st.sampled_from([False] * 5 + [True])
EVENTS = st.sampled_from(
    [EventKind.REPATRIATED, EventKind.SHELTER_IN, EventKind.SHELTER_OUT, EventKind.FIRST_VISIT, EventKind.REVISITED]
)


class Deciding(RuleBasedStateMachine):
    """Random decisions, some of them by people who saw something older; a refused one must leave no trace."""

    made = Bundle("made")

    @initialize()
    def begin(self):
        self.store = register()
        self.towns = places.townships(self.store).head(3)  # those of the register among them
        with self.store.transaction() as cursor:
            cursor.execute("UPDATE provider_presence SET capacity_people = 1 WHERE presence_id = 'P'")
        self.day = FIRST
        self.before: dict[str, list[list[tuple[object, ...]]]] = {}
        self.audited = 0
        self.opening = self._rows()

    def _rows(self):
        sql = "SELECT assignment_id, case_code, valid_from, decided_by, withdrawn FROM assignment"
        return {row[0]: row for row in records(self.store.read(sql))}

    def _seen(self, code, is_stale):
        if is_stale:
            return f"{code}/older"
        sql = (
            "SELECT assignment_id FROM assignment WHERE case_code = $code AND NOT withdrawn "
            "ORDER BY valid_to IS NULL DESC, valid_from DESC, decided_at_utc DESC, assignment_id LIMIT 1"
        )
        found = records(self.store.read(sql, {"code": code}))
        return found[0][0] if found else None

    def _held(self):
        """What stands of periods and of the events that come with them."""
        held = "SELECT assignment_id, valid_from, valid_to, end_reason FROM assignment WHERE NOT withdrawn ORDER BY 1"
        told = (
            "SELECT event_id FROM case_event WHERE NOT withdrawn "
            "AND event_kind IN ('assigned', 'closed', 'readmitted') ORDER BY 1"
        )
        return [records(self.store.read(sql)) for sql in (held, told)]

    def _decide(self, step, is_stale=False):
        """Take a decision and remember what held before it; one by who saw something older is always refused."""
        before = self._held()
        made = self._try(step)
        assert not (made and is_stale), "something was decided by who had not seen what holds"
        if made:
            self.before[made] = before
        return made

    def _try(self, step):
        """Take a step; where it is refused, nothing but the refusal happened."""
        before = self._everything()
        self.day += timedelta(days=1)
        try:
            made = step()
        except AtlasError:
            assert self._everything() == before
            return ""
        audited = records(self.store.read("SELECT count(*) FROM audit_log"))[0][0]
        assert audited > self.audited, "a change without its audit row"
        self.audited = audited
        return made or ""

    def _everything(self):
        """How many rows the tables hold, and the exclusive-or of their hashes: any change of any row changes it."""
        tables = ("assignment", "case_event", "referral", "audit_log")
        told = (f"SELECT '{name}' AS t, count(*) AS n, bit_xor(hash(r))::VARCHAR AS h FROM {name} r" for name in tables)
        return records(self.store.read(" UNION ALL ".join(told)))

    @rule(
        target=made,
        code=CODES,
        to=PRESENCES,
        scope=SCOPES,
        stale=STALE,
        full=STALE,
        passing=st.booleans(),
        back=DAYS_BACK,
    )
    def place(self, code, to, scope, stale, full, passing, back):
        new = NewAssignment(code, to, self.day - timedelta(days=back), self._seen(code, stale), over_capacity=full)
        step = assignments.transfer if passing else assignments.assign
        before = self._in_pool()
        made = self._decide(lambda: step(self.store, scope, new), stale)
        assert full or self._in_pool() <= max(before, 1), "beyond its room without a word"
        return made

    @rule()
    def propose_for_all(self):
        """Every line of a proposal is accepted, and no pool gets more people than it has room for."""
        people = people_of(matching.waiting_people(self.store, PLANNER, self.day))
        there = places_of(matching.places_to_go(self.store, PLANNER, self.day), self.towns)
        lines = propose(people, there, Rule(includes_held=True)).lines
        before = self._in_pool()
        for line in lines:
            self._decide(lambda line=line: self._accept(line))
        assert self._in_pool() <= max(before, 1), "proposed beyond the room of a pool"
        assert len(lines) <= max(0, 1 - before), "more lines than places that are free"

    def _accept(self, line):
        who, where = line.person, line.candidate.presence_id
        try:
            return assignments.assign(
                self.store, PLANNER, NewAssignment(who.case_code, where, self.day, who.assignment_id)
            )
        except PresenceFull as error:
            raise AssertionError("a line was proposed for a place that is full") from error

    def _in_pool(self):
        """People whom P and P2 carry together; they have room for one."""
        sql = "SELECT count(*) FROM assignment WHERE presence_id IN ('P', 'P2') AND valid_to IS NULL AND NOT withdrawn"
        return records(self.store.read(sql))[0][0]

    @rule(target=made, code=CODES, scope=SCOPES, stale=STALE, reason=REASONS, what=st.integers(0, 5))
    def change(self, code, scope, stale, reason, what):
        given = Change(code, self.day, self._seen(code, stale), reason)
        steps = [
            lambda: assignments.decline(self.store, scope, given),
            lambda: assignments.set_reason(self.store, scope, given),
            lambda: assignments.end(self.store, scope, given, EndReason.CLOSED) or given.seen,
            lambda: assignments.end(self.store, scope, given, EndReason.PROVIDER_LEFT),
            lambda: assignments.end(self.store, scope, given, EndReason.LEFT),
            lambda: assignments.reopen(self.store, scope, given),
        ]
        return self._decide(steps[what], stale)

    @rule(code=CODES, to=PRESENCES, scope=SCOPES, stale=STALE)
    def refer(self, code, to, scope, stale):
        new = NewReferral(code, to, self.day, self._seen(code, stale))
        self._try(lambda: assignments.refer(self.store, scope, new))

    @rule(target=made, scope=SCOPES, accept=st.booleans(), full=st.booleans())
    def answer(self, scope, accept, full):
        asked = records(
            self.store.read("SELECT referral_id FROM referral ORDER BY referral_state = 'open', referral_id")
        )
        if not asked:
            return ""
        return self._decide(
            lambda: assignments.answer_referral(
                self.store, scope, asked[-1][0], accept, "no room", on=self.day, over_capacity=full
            )
        )

    @rule(assignment_id=made, scope=SCOPES)
    def undo(self, assignment_id, scope):
        if assignment_id:
            self._undo(assignment_id, scope)

    @rule(code=CODES)
    def undo_the_last(self, code):
        seen = self._seen(code, False)
        if seen in self.before:
            self._undo(seen, PLANNER)

    def _undo(self, assignment_id, scope):
        """What was undone held for one case: all that stood before the decision on it stands again."""
        (code,) = {row[1] for row in self._rows().values() if row[0] == assignment_id}
        is_done = self._try(lambda: assignments.undo(self.store, scope, assignment_id) or "undone")
        if is_done:
            own = {row[0] for row in self._rows().values() if row[1] == code}
            before, now = self.before.pop(assignment_id), self._held()
            assert [row for row in now[0] if row[0] in own] == [row for row in before[0] if row[0] in own]
            sql = "SELECT event_id FROM case_event WHERE case_code = $code"
            told = {row[0] for row in records(self.store.read(sql, {"code": code}))}
            assert {row[0] for row in now[1]} & told == {row[0] for row in before[1]} & told

    @rule(code=CODES, kind=EVENTS, scope=SCOPES)
    def event(self, code, kind, scope):
        shelter = "SH-MMR010001" if kind in (EventKind.SHELTER_IN, EventKind.SHELTER_OUT) else None
        self._try(lambda: record(self.store, scope, NewEvent(code, kind, self.day, shelter_id=shelter)))

    @rule(code=CODES, scope=SCOPES, stale=STALE)
    def minimum(self, code, scope, stale):
        given = MinimumStep(code, EventKind.MINIMUM_GRANT, self.day, self._seen(code, stale), 1.0)
        self._try(lambda: assignments.give_minimum(self.store, scope, given))

    @invariant()
    def one_open_period_at_most_and_none_overlaps(self):
        sql = (
            "SELECT case_code, valid_from, valid_to, end_reason FROM assignment WHERE NOT withdrawn "
            "ORDER BY case_code, valid_from, valid_to NULLS LAST, decided_at_utc"
        )
        rows = records(self.store.read(sql))
        for code in CASES:
            periods = [row for row in rows if row[0] == code]
            assert sum(row[2] is None for row in periods) <= 1
            for earlier, later in pairwise(periods):
                assert earlier[2] is not None
                assert earlier[2] <= later[1], "periods overlap"
                touches = earlier[2] == later[1]
                assert touches or earlier[3] == "closed", "a person was in nobody's list between two periods"

    @invariant()
    def no_row_is_ever_lost_or_given_to_another(self):
        now = self._rows()
        for assignment_id, row in self.opening.items():
            assert now[assignment_id][:4] == row[:4]
            assert now[assignment_id][4] >= row[4], "a decision that was taken back stands again"
        self.opening = now

    @invariant()
    def at_most_one_request_waits_about_a_case(self):
        sql = "SELECT max(n) FROM (SELECT count(*) AS n FROM referral WHERE referral_state = 'open' GROUP BY case_code)"
        assert (records(self.store.read(sql))[0][0] or 0) <= 1

    @invariant()
    def stage_follows_from_events_and_closed_means_closed(self):
        with self.store.transaction(only_audit=True) as cursor:
            told = {code: stage(standing_events(cursor, code)) for code in CASES}
        sql = "SELECT case_code, stage FROM case_stage('planner', NULL, [], $day)"
        for code, found in records(self.store.read(sql, {"day": date.today()})):
            assert found == told[code]
        is_open = "SELECT DISTINCT case_code FROM assignment WHERE valid_to IS NULL AND NOT withdrawn"
        for (code,) in records(self.store.read(is_open)):
            assert told[code] != "closed"


Deciding.TestCase.settings = settings(
    max_examples=12, stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck)
)
TestDeciding = pytest.mark.filterwarnings("ignore")(Deciding.TestCase)
