"""Eight people and six presences, worked out on paper for 31 December 2024.

| township  | who is there                          | tier | victims | unassigned (reason, since, days)       |
|-----------|---------------------------------------|------|---------|----------------------------------------|
| Myitkyina | A resident, capacity 2, carries 2     | 2    | 3       | 1 (provider full, 1 Dec 2024, 30)      |
| Lashio    | B resident, capacity 10, carries none | 1    | 1       | 1 (not considered, 21 Dec 2024, 10)    |
| Kutkai    | B roving from Lashio                  | 3    | 0       |                                        |
| Muse      | C for referral, confirmed Jan 2023    | 5    | 2       | 1 (no provider, 31 Dec 2023, 366)      |
| Laukkaing | nobody                                | 6    | 1       |                                        |
| not known |                                       |      | 1       | 1 (untraced, 1 Nov 2024, 60)           |

Besides: D planned in Namhkan; A suspended in Hopong. Three of five organisations' presences are confirmed: A1, B1, B2.
"""

from __future__ import annotations

from datetime import date

from data.store import Store
from tests.small_register import assigned, case, fill, organisation, presence, unassigned

DAY = date(2024, 12, 31)
MYITKYINA, LASHIO, KUTKAI, MUSE, LAUKKAING = "MMR001001", "MMR015001", "MMR015011", "MMR015009", "MMR015022"
NAMHKAN, HOPONG = "MMR015010", "MMR014003"
HOSTILE = "C <img src=x onerror=alert(1)> [here](https://example.org) .*"

ORGANISATIONS = [
    organisation("A"),
    organisation("B"),
    organisation("C", "ingo") | {"name": HOSTILE},
    organisation("D", "un"),
]
SURE, OLD = date(2024, 12, 1), date(2023, 1, 15)
PRESENCES = [
    presence("A1", "A", ts_pcode=MYITKYINA, capacity_people=2, last_confirmed_on=SURE, from_on=date(2020, 1, 1)),
    presence("B1", "B", ts_pcode=LASHIO, case_workers=3, last_confirmed_on=SURE),
    presence("B2", "B", ts_pcode=KUTKAI, presence_type="roving", base_presence_id="B1", capacity_people=None,
             last_confirmed_on=SURE),
    presence("C1", "C", ts_pcode=MUSE, is_reintegration=False, capacity_people=None, people_reached=400,
             activity="Rice and cash", last_confirmed_on=OLD),
    presence("D1", "D", ts_pcode=NAMHKAN, activity_status="planned"),
    presence("A2", "A", ts_pcode=HOPONG, activity_status="suspended"),
]  # fmt: skip
SERVICES = [
    {"presence_id": "A1", "service": "case_management"},
    {"presence_id": "A1", "service": "health"},
    {"presence_id": "C1", "service": "food"},
]
CASES = [
    case("k1", ts_pcode=MYITKYINA, recorded_on=DAY),
    case("k2", ts_pcode=MYITKYINA),
    case("k3", ts_pcode=MYITKYINA, destination="THA"),
    case("l1", ts_pcode=LASHIO, destination="MMR"),
    case("m1", ts_pcode=MUSE),
    case("m2", ts_pcode=MUSE, destination="THA"),
    case("x1", ts_pcode=LAUKKAING),
    case("u1", ts_pcode=None, destination=None),
]
PERIODS = [
    assigned("k1", "A1", "A", date(2023, 7, 1)),
    assigned("k2", "A1", "A", date(2023, 7, 1)),
    unassigned("k3", date(2024, 12, 1), "provider_full"),
    unassigned("l1", date(2024, 12, 21), "not_considered"),
    unassigned("m1", date(2023, 12, 31), "no_provider"),
    unassigned("u1", date(2024, 11, 1), "untraced"),
]


def whole(store: Store) -> Store:
    """Everything above."""
    tables = {"provider_presence": PRESENCES, "presence_service": SERVICES}
    return fill(store, organisation=ORGANISATIONS, victim_case=CASES, assignment=PERIODS, **tables)


def only_cases(store: Store) -> Store:
    """The people, and no directory: the two whom A carries wait for nobody and are left without a period."""
    waiting = [row for row in PERIODS if row["assignment_state"] == "unassigned"]
    return fill(store, victim_case=CASES, assignment=waiting)


def only_inactive(store: Store) -> Store:
    """The planned and the suspended presence, and nobody else."""
    return fill(store, organisation=ORGANISATIONS, provider_presence=PRESENCES[-2:])
