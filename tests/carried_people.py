"""Who carries whom on 31 December 2024, worked out on paper; for the tests of caseload.

| provider (pool)   | capacity | people             | of them special | ended within 365 days       |
|-------------------|----------|--------------------|-----------------|-----------------------------|
| A1 and roving A2  | 4        | c1 c2 (A1), c3 (A2)| c2              |                             |
| B1                | 2        | c4 c5              | c4 c5           | c6 closed, c8 transferred   |
| B2, completed     | 5        | c8                 |                 |                             |
| G1, DSW           | not told | c9                 |                 |                             |
| D1, room, nobody  | 10       |                    |                 |                             |

c7's case was closed at B1 365 days before (1 January 2024), which is a day too long ago. c10 waits.
Case workers: CW-1 of A1 carries c1 and c2; CW-2 of A1 nobody; CW-9 of A1 left on 30 June 2024 and still has c3's case.
"""

from __future__ import annotations

from datetime import date

from data.store import Store
from tests.small_register import DECIDED, Row, assigned, case, event, fill, organisation, presence, unassigned

DAY = date(2024, 12, 31)
MYITKYINA, WAINGMAW, LASHIO, MUSE = "MMR001001", "MMR001002", "MMR015001", "MMR015009"
ORGANISATIONS = [organisation("A"), organisation("B"), organisation("D"), organisation("G", "government")]
PRESENCES = [
    presence("A1", "A", ts_pcode=MYITKYINA, capacity_people=4, case_workers=2, last_confirmed_on=date(2024, 12, 1)),
    presence("A2", "A", ts_pcode=WAINGMAW, capacity_people=None, presence_type="roving", base_presence_id="A1"),
    presence("B1", "B", ts_pcode=LASHIO, capacity_people=2),
    presence("B2", "B", ts_pcode=MUSE, capacity_people=5, activity_status="completed"),
    presence("D1", "D", ts_pcode=WAINGMAW, capacity_people=10),
    presence("G1", "G", ts_pcode=LASHIO, capacity_people=None, is_reintegration=False),
]
SPECIAL = ("c2", "c4", "c5")
CASES = [
    *(case(f"c{n}", ts_pcode=MYITKYINA, is_special=f"c{n}" in SPECIAL) for n in (1, 2, 3)),
    *(case(f"c{n}", ts_pcode=LASHIO, is_special=f"c{n}" in SPECIAL) for n in (4, 5, 6, 7, 8, 9)),
    case("c10", ts_pcode=None),
]
BEGAN = date(2023, 7, 10)
PERIODS = [
    assigned("c1", "A1", "A", BEGAN, worker_id="w1"),
    assigned("c2", "A1", "A", date(2024, 11, 30), worker_id="w1"),
    assigned("c3", "A2", "A", date(2024, 12, 1), worker_id="w9"),
    assigned("c4", "B1", "B", BEGAN),
    assigned("c5", "B1", "B", BEGAN),
    assigned("c6", "B1", "B", BEGAN, valid_to=date(2024, 1, 2)),
    assigned("c7", "B1", "B", BEGAN, valid_to=date(2024, 1, 1)),
    assigned("c8", "B1", "B", BEGAN, valid_to=date(2024, 12, 31), end_reason="transferred"),
    assigned("c8", "B2", "B", date(2024, 12, 31)),
    assigned("c9", "G1", "G", BEGAN),
    unassigned("c10", date(2024, 10, 1)),
]


def worker(worker_id: str, code: str, presence_id: str = "A1", **values: object) -> Row:
    row: Row = {"worker_id": worker_id, "presence_id": presence_id, "code": code, "from_on": None, "to_on": None}
    return row | {"recorded_by": "test", "recorded_at_utc": DECIDED} | values


WORKERS = [worker("w1", "CW-1"), worker("w2", "CW-2"), worker("w9", "CW-9", to_on=date(2024, 6, 30))]


# A first visit is due 30 days after the return: of c1 by 30 January 2025, of c2 by 30 December 2024, both of CW-1. c3
# was visited. B closed c6 on 2 January 2024 and revisits until 425 days later: by 2 March 2025.
EVENTS = [
    event("c1", "returned_home", date(2024, 12, 31)),
    event("c2", "returned_home", date(2024, 11, 30)),
    event("c3", "returned_home", date(2024, 12, 20)),
    event("c3", "first_visit", date(2024, 12, 30)),
    event("c6", "closed", date(2024, 1, 2)),
]


def with_events(store: Store) -> Store:
    """Everything above."""
    return fill(whole(store), case_event=EVENTS)


def whole(store: Store) -> Store:
    """Everything above but the events."""
    filled = fill(store, organisation=ORGANISATIONS, provider_presence=PRESENCES)
    return fill(filled, victim_case=CASES, assignment=PERIODS, case_worker=WORKERS)
