"""The drawing of one case's time: geometry worked out by hand, and nothing in it that a browser would run."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import EventKind as E
from data.vocabulary import Stage, UnassignedReason
from ui import case_story
from ui.case_story import Event, Period
from ui.case_timeline import Mark, Span, framed, html, place_percent, rows_of_marks, ticks

HOSTILE = '<img src=x onerror="alert(1)">'


def event(kind: E, on: date, **values: object) -> Event:
    return Event(**({"event_id": f"{kind}/{on}", "kind": kind, "on": on, "recorded_on": on, "organisation": None,
                     "shelter": None, "detail": None, "amount": None, "by": None} | values))  # fmt: skip


def period(begin: date, end: date | None, organisation: str | None = None) -> Period:
    reason = None if organisation else UnassignedReason.NO_PROVIDER
    return Period("p", organisation, reason, begin, end, None, None, "test")


def stage_of(events: list[Event]) -> Stage:
    """A rule of this test's own: who entered a shelter is in it, who was closed is closed, who came back is back."""
    turns = {E.SHELTER_IN: Stage.SHELTER, E.CLOSED: Stage.CLOSED, E.READMITTED: Stage.READMITTED}
    return next((turns[e.kind] for e in reversed(events) if e.kind in turns), Stage.PRE_RETURN)


class TestScale:
    def test_days_stand_where_they_belong(self):
        drawing = framed([], [], [Mark(1, date(2024, 1, 1), ""), Mark(2, date(2024, 12, 31), "")], [], date(2025, 6, 1))
        assert 0 < place_percent(date(2024, 1, 1), drawing) < 3
        assert 97 < place_percent(date(2024, 12, 31), drawing) < 100
        assert abs(place_percent(date(2024, 7, 1), drawing) - 50) < 1

    def test_one_event_alone_can_be_drawn(self):
        drawing = framed([], [], [Mark(1, date(2024, 1, 1), "")], [], date(2024, 1, 1))
        assert (drawing.end - drawing.begin).days >= 60

    def test_ticks_are_first_days_of_months_or_years_and_few(self):
        assert ticks(date(2024, 1, 15), date(2024, 5, 2)) == [date(2024, m, 1) for m in (2, 3, 4, 5)]
        assert ticks(date(2015, 6, 1), date(2020, 2, 1)) == [date(y, 1, 1) for y in range(2016, 2021)]
        assert ticks(date(2010, 6, 1), date(2026, 2, 1)) == [date(y, 1, 1) for y in range(2012, 2027, 2)]

    def test_marks_that_would_touch_stand_below_each_other(self):
        assert rows_of_marks([0, 1, 2, 10], width=3) == [0, 1, 2, 0]
        assert rows_of_marks([0, 3, 6], width=3) == [0, 0, 0]

    @given(st.lists(st.floats(0, 100), max_size=40).map(sorted))
    def test_no_two_marks_touch(self, places):
        rows = rows_of_marks(places, width=2)
        taken = list(zip(rows, places, strict=True))
        for i, (row, at) in enumerate(taken):
            assert all(other_row != row or other + 2 <= at for other_row, other in taken[:i])


class TestStory:
    days = (date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 9, 1))

    def test_stages_follow_each_other_without_a_gap(self):
        told = [event(kind, on) for kind, on in zip((E.IDENTIFIED, E.SHELTER_IN, E.CLOSED, E.READMITTED), self.days,
                                                     strict=True)]  # fmt: skip
        found = case_story.stages(told, stage_of, date(2024, 12, 31))
        assert found == [
            (Stage.PRE_RETURN, self.days[0], self.days[1]),
            (Stage.SHELTER, self.days[1], self.days[2]),
            (Stage.CLOSED, self.days[2], self.days[3]),
            (Stage.READMITTED, self.days[3], date(2024, 12, 31)),
        ]

    def test_an_event_that_changes_no_stage_begins_none(self):
        told = [event(E.IDENTIFIED, self.days[0]), event(E.FAMILY_TRACED, self.days[1])]
        assert len(case_story.stages(told, stage_of, self.days[3])) == 1

    def test_a_case_without_events_has_no_stage(self):
        assert case_story.stages([], stage_of, self.days[3]) == []

    def test_who_carries_it_until_now_is_drawn_until_now(self):
        spans = case_story.carried_spans([period(self.days[0], self.days[1]), period(self.days[1], None, "A")],
                                         self.days[3])  # fmt: skip
        assert [(span.look, span.begin, span.end) for span in spans] == [
            ("waiting", self.days[0], self.days[1]),
            ("carried", self.days[1], self.days[3]),
        ]
        assert spans[0].name == "Nobody: No provider in reach"

    def test_details_and_amounts_are_worded(self):
        assert event(E.SERVICE_GIVEN, self.days[0], detail="health").words() == "Service given: Health"
        assert event(E.MINIMUM_GRANT, self.days[0], amount=50000.0).words() == "Minimum model: cash grant: 50,000 kyat"
        assert (
            event(E.CLOSED, self.days[0], detail="minimum_model").words() == "Case closed: helped by the minimum model"
        )


class TestMarkup:
    def test_every_text_is_escaped_and_every_event_has_its_number(self):
        day = date(2024, 1, 1)
        span = Span(HOSTILE, day, date(2024, 6, 1), "carried", HOSTILE)
        text = html(
            framed([], [span], [Mark(1, day, HOSTILE), Mark(2, day, "")], [Mark(None, day, HOSTILE, True)], day)
        )
        assert "<img" not in text
        assert text.count("&lt;img") == 4
        assert re.findall(r'class="mark"[^>]*>(\d+)<', text) == ["1", "2"]
        assert 'class="mark due late"' in text

    def test_it_is_said_that_it_is_a_picture_and_of_what(self):
        text = html(framed([], [], [Mark(1, date(2024, 1, 1), "")], [], date(2024, 1, 1)))
        assert 'role="img" aria-label="Time line from' in text
