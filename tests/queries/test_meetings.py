"""The agenda of a sitting, on people worked out on paper for 31 December 2024; one was held on 1 December.

All come from Lashio (nearest site: Mandalay), where nobody is told, unless the table says otherwise.

| case | what happened                                             | stands under                        |
|------|-----------------------------------------------------------|-------------------------------------|
| new  | waits since 5 December                                    | new returnee                        |
| old  | waits since 1 June                                        | waits for long                      |
| neg  | assessed negative on 1 May, no plan                       | negative assessment                 |
| plan | the same, and an alternative agreed on 2 May              | nothing                             |
| anew | alternative of 1 April, assessed negative again on 1 May  | negative assessment                 |
| wish | positive, but does not want to return                     | negative assessment                 |
| spec | carried, flagged as a Special Case on 10 December         | special case                        |
| shut | closed on 1 January, not revisited                        | revisit due                         |
| seen | the same, and revisited                                   | nothing                             |
| far  | as new, from Dawei                                        | new returnee at Mawlamyine          |
| unkn | as new, township and shelter not known                    | new returnee at Yangon              |
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.scope import Scope
from data.vocabulary import Role
from data.vocabulary_work import AgendaItem, MeetingSite
from queries import meetings
from tests.small_register import (
    PLANNER,
    assigned,
    case,
    event,
    fill,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)

DAY = date(2024, 12, 31)
LASHIO, DAWEI = "MMR015001", "MMR006001"
NEEDS = date(2023, 6, 1)
MAY = date(2024, 5, 1)
ENTERED = {"recorded_by": "test", "recorded_at_utc": datetime(2024, 1, 1)}


def from_lashio(code: str, **values: object) -> dict[str, object]:
    return case(code, **({"ts_pcode": LASHIO} | values))


def negative(code: str, outcome: str = "negative", wants_return: bool | None = None) -> dict[str, object]:
    row = {"assessment_id": f"AS-{code}", "case_code": code, "assessed_on": MAY, "recorded_on": MAY}
    return row | {"outcome": outcome, "wants_return": wants_return, "is_child": False, "recorded_by": "test"}


@pytest.fixture(scope="module")
def store():
    carried = ("neg", "plan", "anew", "wish", "spec")
    register = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P", ts_pcode=LASHIO)],
        victim_case=[
            *(from_lashio(code) for code in ("new", "old", "neg", "plan", "anew", "wish", "shut", "seen")),
            from_lashio("spec", is_special=True),
            from_lashio("far", ts_pcode=DAWEI),
            from_lashio("unkn", ts_pcode=None),
        ],
        case_event=[
            *(event(code, "family_assessed", MAY, detail="negative") for code in ("neg", "plan", "anew")),
            event("plan", "alternative_planned", date(2024, 5, 2)),
            event("anew", "alternative_planned", date(2024, 4, 1)),
            *(event(code, "closed", date(2024, 1, 1)) for code in ("shut", "seen")),
            event("seen", "revisited", date(2024, 12, 1)),
        ],
        assignment=[
            *(unassigned(code, date(2024, 12, 5)) for code in ("new", "far", "unkn")),
            unassigned("old", date(2024, 6, 1)),
            *(assigned(code, "P", "A", NEEDS) for code in carried),
            *(assigned(code, "P", "A", NEEDS, valid_to=date(2024, 1, 1)) for code in ("shut", "seen")),
        ],
    )
    held = {"meeting_id": "M", "meeting_kind": "rr_operational", "meeting_site": "mandalay"}
    return fill(
        register,
        meeting=[held | {"planned_on": date(2024, 12, 1), "held_on": date(2024, 12, 1)} | ENTERED],
        assessment=[negative("neg"), negative("plan"), negative("anew"), negative("wish", "positive", False)],
        case_flag=[
            {"case_code": "spec", "special_category": "medical", "flagged_on": date(2024, 12, 10), "flagged_by": "dsw"}
        ],
    )  # fmt: skip


def agenda(store, site: MeetingSite, scope: Scope = PLANNER, day: date = DAY) -> dict[str, str]:
    found = meetings.agenda(store, scope, site, day)
    return dict(zip(found["case_code"], found["agenda_items"], strict=True))


def test_who_stands_on_the_agenda_and_under_which_item(store):
    assert agenda(store, MeetingSite.MANDALAY) == {
        "new": "new_returnee",
        "old": "waiting_long",
        "neg": "negative_assessment",
        "anew": "negative_assessment",
        "wish": "negative_assessment",
        "spec": "special_case",
        "shut": "revisit_due",
    }


def test_each_case_belongs_to_one_site(store):
    assert agenda(store, MeetingSite.MAWLAMYINE) == {"far": "new_returnee"}
    assert agenda(store, MeetingSite.YANGON) == {"unkn": "new_returnee"}


def test_who_waited_before_the_last_meeting_is_not_new_any_more(store):
    with store.transaction() as cursor:
        cursor.execute("UPDATE meeting SET held_on = '2024-12-20'")
    try:
        assert "new" not in agenda(store, MeetingSite.MANDALAY, day=date(2024, 12, 31))
        assert agenda(store, MeetingSite.MANDALAY, day=date(2025, 3, 1))["new"] == "waiting_long"
    finally:
        with store.transaction() as cursor:
            cursor.execute("UPDATE meeting SET held_on = '2024-12-01'")


def test_an_officer_sees_who_waits(store):
    officer = Scope(Role.DSW_OFFICER, "officer")
    assert set(agenda(store, MeetingSite.MANDALAY, officer)) == {"new", "old"}


def decided_on(store, *codes: str) -> None:
    rows = [
        {"decision_id": f"D-{code}", "meeting_id": "M", "case_code": code, "agenda_item": "waiting_long"}
        | {"decision": "discussed", "decided_by": "test", "decided_at_utc": datetime(2024, 12, 31)}
        for code in codes
    ]
    fill(store, meeting_decision=rows)


def test_the_agenda_is_read_by_the_page_with_what_is_decided_last(store):
    decided_on(store, "old", "neg")
    try:
        whole = meetings.agenda(store, PLANNER, MeetingSite.MANDALAY, DAY, "M")
        assert whole["case_code"].tolist() == ["new", "anew", "wish", "spec", "shut", "old", "neg"]
        assert whole["is_decided"].tolist() == [False] * 5 + [True] * 2
        pages = [meetings.agenda(store, PLANNER, MeetingSite.MANDALAY, DAY, "M", limit=3, offset=n) for n in (0, 3, 6)]
        assert [code for page in pages for code in page["case_code"]] == whole["case_code"].tolist()
        found = meetings.agenda_counts(store, PLANNER, DAY, MeetingSite.MANDALAY, "M")
        assert records(found.astype(object).where(found.notna(), None)) == [
            (None, 7, 5), ("new_returnee", 1, 1), ("waiting_long", 1, 0), ("negative_assessment", 3, 2),
            ("special_case", 1, 1), ("revisit_due", 1, 1),
        ]  # fmt: skip
    finally:
        with store.transaction() as cursor:
            cursor.execute("DELETE FROM meeting_decision")


def test_one_item_or_one_case_of_the_agenda(store):
    def codes(**narrowed: object) -> list[str]:
        return meetings.agenda(store, PLANNER, MeetingSite.MANDALAY, DAY, **narrowed)["case_code"].tolist()

    assert codes(item=AgendaItem.NEGATIVE_ASSESSMENT) == ["anew", "neg", "wish"]
    assert codes(case_code="shut") == ["shut"]
    assert codes(case_code="plan") == [], "stands under nothing"
    assert codes(case_code="far") == [], "belongs to another site"
