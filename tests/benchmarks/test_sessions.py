"""Several visitors at once over real websockets: nothing wrong is seen, and what would be wrong is found."""

from __future__ import annotations

import pytest

from benchmarks import sessions
from benchmarks.sessions import Register, Seen

BEFORE = Register(
    ["DM-000001"], {"DM-000002": "A", "DM-000003": "B"}, {"DM-000002": "SH"}, {"A": "Org A"}, {"SH": "Muse"}
)
AFTER = Register([], {"DM-000001": "B"} | BEFORE.carried_by, BEFORE.shelter_of, BEFORE.organisations, BEFORE.shelters)


@pytest.mark.slow
def test_visitors_of_every_role_see_their_own_and_what_is_assigned_stays_assigned(monkeypatch):
    """Five visitors, each of whom opens every page of the role once."""
    monkeypatch.setattr(sessions, "PAUSE_S", (0.0, 0.1))
    found = sessions.run(sessions=5, seconds=0.0, cases=300)
    assert found.wrong == ()
    assert found.codes_by_role["donor"] == 0
    assert found.codes_by_role["planner"] > found.codes_by_role["ngo_manager"] > 0
    assert found.assigned >= 1
    assert len(found.run_s) >= 20
    assert "visitors" in sessions.report(found)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Seen("ngo_manager", "ngo_manager", codes={"DM-000003"}, sidebar="Org A"), "saw 1 cases of others"),
        (Seen("dsw_officer", "dsw_officer", codes={"DM-000003"}, sidebar="Muse"), "saw 1 cases of others"),
        (Seen("donor", "donor", codes={"DM-000002"}), "saw 1 cases of others"),
        (Seen("assigns", "planner", assigned={"DM-000009"}), "DM-000009 was confirmed"),
        (Seen("planner", "planner", wrong=["an error on a page"]), "an error on a page"),
    ],
)
def test_what_is_wrong_is_told(seen, told):
    after = Register(["DM-000009"], AFTER.carried_by, AFTER.shelter_of, AFTER.organisations, AFTER.shelters)
    assert any(told in sentence for sentence in sessions._judged([seen], BEFORE, after, 1.0).wrong)


def test_what_is_right_is_not_told():
    right = [
        Seen("ngo_manager", "ngo_manager", codes={"DM-000002"}, sidebar="Org A"),
        Seen("dsw_officer", "dsw_officer", codes={"DM-000001", "DM-000002"}, sidebar="Muse"),
        Seen("assigns", "planner", codes={"DM-000003"}, assigned={"DM-000001"}),
        Seen("donor", "donor"),
    ]
    assert sessions._judged(right, BEFORE, AFTER, 1.0).wrong == ()
