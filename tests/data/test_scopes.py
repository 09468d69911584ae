"""Who sees which cases: each role on a register made by hand, and every scope against the rule in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import duckdb
import pytest

from data.scope import Scope
from data.vocabulary import Role
from tests.small_register import assigned, case, event, fill, organisation, presence, small_store, unassigned

DAY, LATER, END = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
MUSE, YANGON = "SH-MMR015009", "SH-MMR013001"

# case: shelter, periods. Open unassigned: U1 (Muse), U2, R (closed by A once, waits again).
CASES = {
    "U1": MUSE,
    "U2": None,
    "A1": MUSE,
    "A2": None,
    "T": None,
    "C": None,
    "L": None,
    "R": None,
    "B1": None,
    "N": None,
}
PERIODS = [
    unassigned("U1", DAY),
    unassigned("U2", DAY),
    # A1: waited, then taken on by A. A2: came to A from B.
    unassigned("A1", DAY, valid_to=LATER, end_reason="assigned"),
    assigned("A1", "PA", "A", LATER),
    assigned("A2", "PB", "B", DAY, valid_to=LATER, end_reason="transferred"),
    assigned("A2", "PA", "A", LATER),
    # T: went from A to B. C: closed by A. L: left A's care, nothing open. R: closed by A, waits again.
    assigned("T", "PA", "A", DAY, valid_to=LATER, end_reason="transferred"),
    assigned("T", "PB", "B", LATER),
    assigned("C", "PA", "A", DAY, valid_to=END),
    assigned("L", "PA", "A", DAY, valid_to=END, end_reason="left"),
    assigned("R", "PA", "A", DAY, valid_to=LATER),
    unassigned("R", LATER),
    assigned("B1", "PB", "B", DAY),
]
ROLES = [*(str(role) for role in Role), "superuser", "PLANNER", "", None]


@pytest.fixture(scope="module")
def store():
    shelter = small_store().read("SELECT shelter_id FROM shelter")["shelter_id"].tolist()
    assert MUSE in shelter
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("PA"), presence("PB", "B")],
        victim_case=[case(code, shelter_id=where) for code, where in CASES.items()],
        case_event=[event(code, "identified", DAY) for code in CASES],
        assignment=PERIODS,
    )


def seen(store, macro, role, organisation_id=None, shelters=()):
    found = store.read(
        f"SELECT case_code FROM {macro}($r, $o, $s)", {"r": role, "o": organisation_id, "s": list(shelters)}
    )
    return Counter(found["case_code"])


EVERYBODY = set(CASES)


@pytest.mark.parametrize(
    ("role", "organisation_id", "shelters", "codes"),
    [
        ("planner", None, (), EVERYBODY),
        ("dsw_officer", None, (MUSE,), {"U1", "U2", "A1", "R"}),
        ("dsw_officer", None, (), {"U1", "U2", "R"}),
        ("dsw_officer", "A", (YANGON,), {"U1", "U2", "R"}),
        ("ngo_manager", "A", (), {"A1", "A2", "C"}),
        ("ngo_manager", "B", (MUSE,), {"T", "B1"}),
        ("ngo_manager", "nobody", (), set()),
        ("ngo_manager", None, (MUSE,), set()),
        ("donor", "A", (MUSE,), set()),
        ("administrator", "A", (MUSE,), set()),
        ("superuser", "A", (MUSE,), set()),
        (None, "A", (MUSE,), set()),
    ],
)
def test_each_role_sees_its_cases_and_their_events(store, role, organisation_id, shelters, codes):
    for macro in ("visible_case", "visible_event"):
        assert seen(store, macro, role, organisation_id, shelters) == dict.fromkeys(codes, 1), macro


def test_assignments_follow_the_cases(store):
    assert seen(store, "visible_assignment", "planner") == Counter(row["case_code"] for row in PERIODS)
    # Of the cases that it sees, a DSW officer sees every period.
    assert seen(store, "visible_assignment", "dsw_officer", None, (MUSE,)) == {"U1": 1, "U2": 1, "A1": 2, "R": 2}
    # A provider sees its own periods and the wait before them, not who carried the case before.
    assert seen(store, "visible_assignment", "ngo_manager", "A") == {"A1": 2, "A2": 1, "C": 1}
    for role in ("donor", "administrator", "superuser", None):
        assert seen(store, "visible_assignment", role, "A", (MUSE,)) == {}


@pytest.mark.parametrize("role", ROLES)
def test_caseload_is_told_to_those_who_refer_people_to_each_other(store, role):
    def load(day):
        found = store.read("SELECT * FROM presence_caseload($r, $d)", {"r": role, "d": day})
        return dict(zip(found["presence_id"], found["caseload_people"], strict=True))

    allowed = role in ("planner", "dsw_officer", "ngo_manager")
    # On the last day of a period the case is no longer carried, and on the first of the next it is: T on 1 February.
    assert load(DAY) == ({"PA": 4, "PB": 2} if allowed else {})
    assert load(LATER) == ({"PA": 4, "PB": 2} if allowed else {})
    assert load(END) == ({"PA": 2, "PB": 2} if allowed else {})


@pytest.mark.parametrize("macro", ["visible_case", "visible_assignment", "visible_event"])
def test_the_village_is_seen_by_nobody(store, macro):
    assert store.read("SELECT village_written FROM victim_case")["village_written"].eq("a village").all()
    columns = store.read(f"SELECT * FROM {macro}('planner', NULL, [])").columns
    assert not {"village_written", "batch_id"} & set(columns)
    with pytest.raises(duckdb.BinderException):
        store.read(f"SELECT village_written FROM {macro}('planner', NULL, [])")


def test_the_macros_give_months_never_days_of_a_case(store):
    found = store.read("SELECT * FROM visible_case('planner', NULL, [])")
    for column in ("identified_month", "return_month", "recruitment_month"):
        assert (found[column].dropna().dt.day == 1).all()
    assert found["identified_month"].notna().all()


def test_a_scope_binds_what_the_macros_need():
    scope = Scope(Role.DSW_OFFICER, "someone", None, (MUSE, YANGON))
    assert scope.params() == {"role": "dsw_officer", "organisation": None, "shelters": [MUSE, YANGON]}


def rule(row, periods, role, organisation_id, shelters):
    """Who sees a case, written down a second time."""
    still = [p for p in periods if p["valid_to"] is None]
    if role == "planner":
        return True
    if role == "dsw_officer":
        return row["shelter_id"] in shelters or any(p["assignment_state"] == "unassigned" for p in still)
    if role == "ngo_manager" and organisation_id is not None:
        own = [p for p in periods if p.get("organisation_id") == organisation_id]
        mine = any(p["valid_to"] is None or p["end_reason"] == "closed" for p in own)
        return mine and all(p.get("organisation_id") == organisation_id for p in still)
    return False


def _random_register():
    draw = random.Random(77)
    rows, periods = [], {}
    shelters = [MUSE, None, None, None]
    for i in range(150):
        code = f"R{i}"
        rows.append(case(code, shelter_id=draw.choice(shelters)))
        periods[code] = []
        for month in range(1, draw.randint(1, 4)):
            last = month == 3 or draw.random() < 0.3
            ends = {} if last else {"valid_to": date(2024, month + 1, 1), "end_reason": draw.choice(["closed", "left"])}
            org = draw.choice(["A", "B", None])
            start = date(2024, month, 1)
            made = assigned(code, f"P{org}", org, start, **ends) if org else unassigned(code, start, **ends)
            periods[code].append(made)
            if last:
                break
    return rows, periods


def test_every_scope_gives_what_the_rule_gives():
    rows, periods = _random_register()
    made = small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("PA"), presence("PB", "B")],
        victim_case=rows,
        assignment=[p for each in periods.values() for p in each if p["assignment_state"] == "assigned"],
    )
    fill(made, assignment=[p for each in periods.values() for p in each if p["assignment_state"] == "unassigned"])
    sizes = set()
    for role in ROLES:
        for organisation_id in ("A", "B", "C", None):
            for shelters in ((), (MUSE,), (YANGON,), (MUSE, YANGON)):
                expected = {
                    r["case_code"] for r in rows if rule(r, periods[r["case_code"]], role, organisation_id, shelters)
                }  # fmt: skip
                assert set(seen(made, "visible_case", role, organisation_id, shelters)) == expected
                sizes.add(len(expected))
    assert len(sizes) > 4
