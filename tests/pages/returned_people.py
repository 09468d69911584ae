"""Who was in a shelter in Thailand and came back, worked out on paper; for the tests of indicators and stages.

| case | sex    | admitted   | repatriated | home       | visited    | closed     | carried by |
|------|--------|------------|-------------|------------|------------|------------|------------|
| A    | female | 2022-02-01 | 2022-03-01  | 2022-03-11 | 2022-03-21 | 2022-09-01 | A          |
| B    | male   | 2022-02-01 | 2022-12-01  | 2022-12-02 |            |            | B          |
| C    | female | 2024-12-01 |             |            |            |            |            |

Repatriated within 183 days: of 2022 one of two (A after 28 days, B after 303); of 2023 nobody was admitted; of 2024 C
is still in time, so nothing is divided by. Median wait: of 28, 303 and 30 so far, S(28) = 2/3, S(303) = 0: 303 days.
"""

from __future__ import annotations

from datetime import date

from data.store import Store
from tests.small_register import DECIDED, assigned, case, event, fill, organisation, presence

DAY = date(2024, 12, 31)
_BEGIN, _KNOWN = date(2022, 2, 1), date(2022, 1, 15)
CASES = [
    case("A", destination="THA", sex="female", identified_month=date(2022, 1, 1), recorded_on=_KNOWN),
    case("B", destination="THA", sex="male", identified_month=date(2022, 1, 1), recorded_on=_KNOWN, ts_pcode=None),
    case("C", destination="THA", sex="female", identified_month=date(2024, 11, 1), recorded_on=date(2024, 11, 5)),
]
EVENTS = [
    event("A", "admitted_abroad", _BEGIN), event("B", "admitted_abroad", _BEGIN),
    event("C", "admitted_abroad", date(2024, 12, 1)), event("A", "repatriated", date(2022, 3, 1)),
    event("B", "repatriated", date(2022, 12, 1)), event("A", "returned_home", date(2022, 3, 11)),
    event("B", "returned_home", date(2022, 12, 2)), event("A", "first_visit", date(2022, 3, 21)),
    event("A", "closed", date(2022, 9, 1)),
]  # fmt: skip
TARGET = {
    "target_id": "t", "indicator": "abroad_within_six_months", "target_year": 2022, "target": 0.4,
    "recorded_by": "test", "recorded_at_utc": DECIDED,
}  # fmt: skip


def whole(store: Store) -> Store:
    """Everything above."""
    return fill(
        store, organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("A1", "A"), presence("B1", "B")], victim_case=CASES, case_event=EVENTS,
        assignment=[
            assigned("A", "A1", "A", date(2022, 3, 11), valid_to=date(2022, 9, 1)),
            assigned("B", "B1", "B", date(2022, 12, 2)),
        ],
        indicator_target=[TARGET],
    )  # fmt: skip
