"""A right row of every table of casework and of the small registers, and what makes it wrong."""

from __future__ import annotations

from datetime import date, datetime

DAY, BEFORE = date(2024, 5, 1), date(2024, 4, 1)
NOW = datetime(2024, 5, 1, 12, 0)
RECORDED: dict[str, object] = {"recorded_by": "t", "recorded_at_utc": NOW}
REGISTERED = RECORDED | {"batch_id": "b"}

# In the order in which they can be inserted, after the tables that they name.
GOOD: dict[str, dict[str, object]] = {
    "case_worker": {"worker_id": "w", "presence_id": "P", "code": "CW-1", "from_on": BEFORE, "to_on": DAY} | RECORDED,
    "case_need": {"case_code": "C", "service": "health", "noted_on": DAY, "noted_by": "t"},
    "assessment": {
        "assessment_id": "a", "case_code": "C", "assessed_on": DAY, "recorded_on": DAY, "organisation_id": "A",
        "outcome": "positive", "is_child": False, "recorded_by": "t",
    },
    "assessment_risk": {"assessment_id": "a", "risk_item": "stigma", "risk_rank": "low"},
    "referral": {
        "referral_id": "r", "case_code": "C", "presence_id": "P", "organisation_id": "A", "referral_state": "declined",
        "referred_on": DAY, "referred_by": "t", "decided_by": "t", "decided_at_utc": NOW, "decline_reason": "full",
    },
    "meeting": {"meeting_id": "m", "meeting_kind": "rr_operational", "meeting_site": "yangon", "held_on": DAY}
    | REGISTERED,
    "meeting_attendance": {"meeting_id": "m", "body": "dsw", "people": 2},
    "meeting_decision": {
        "decision_id": "d", "meeting_id": "m", "case_code": "C", "agenda_item": "new_returnee", "decision": "assign",
        "decided_by": "t", "decided_at_utc": NOW,
    },
    "training": {"training_id": "t", "training_topic": "other", "body": "dsw", "held_on": DAY, "ts_pcode": "x",
                 "people": 3} | REGISTERED,
    "training_target": {"target_id": "g", "target_year": 2024, "training_topic": "other", "body": "dsw", "people": 3}
    | REGISTERED,
    "joint_visit": {"visit_id": "v", "visited_on": DAY, "ts_pcode": "x", "organisation_id": "A", "dsw_members": 1,
                    "ngo_members": 1} | REGISTERED,
    "health_site": {"site_id": "e", "name": "Site", "ts_pcode": "x", "health_site_kind": "art", "from_on": BEFORE,
                    "to_on": DAY, "source": "test"} | REGISTERED,
    "legal_proceeding": {
        "proceeding_id": "l", "case_code": "C", "started_on": BEFORE, "ended_on": DAY, "proceeding_state": "ended",
        "support_organisation_id": "A", "accompanied_on": DAY,
    } | REGISTERED,
    "fund_entry": {"entry_id": "f", "entry_on": DAY, "fund_entry_kind": "paid", "amount_mmk": 1, "people": 1}
    | REGISTERED,
    "shelter_census_abroad": {"census_id": "n", "destination": "CHN", "counted_on": DAY, "myanmar_people": 1,
                              "interpreters": 0} | REGISTERED,
    "provider_report": {"report_id": "q", "organisation_id": "A", "report_year": 2024, "report_quarter": 2,
                        "received_on": DAY} | REGISTERED,
    "stage_assessment": {"stage_assessment_id": "y", "assessed_stage": "shelter", "assessed_on": DAY, "body": "dsw",
                         "victims_asked": 4} | REGISTERED,
    "health_advocacy": {"advocacy_id": "h", "ts_pcode": "x", "held_on": DAY, "body": "health"} | REGISTERED,
    "indicator_target": {"target_id": "i", "indicator": "abroad_within_six_months", "target_year": 2024, "target": 0.5}
    | REGISTERED,
    "recommendation_state": {"state_id": "s", "recommendation": "1.1", "recommendation_status": "under_way"} | RECORDED,
}  # fmt: skip

EARLIER = date(2024, 3, 31)
BAD: list[tuple[str, dict[str, object]]] = [
    ("case_worker", {"to_on": EARLIER}),
    ("assessment", {"recorded_on": BEFORE}),
    ("referral", {"decided_by": None, "decided_at_utc": None}),
    ("referral", {"decided_at_utc": None}),
    ("referral", {"referral_state": "accepted"}),
    ("meeting", {"held_on": None}),
    ("meeting", {"meeting_site": None}),
    ("meeting_attendance", {"people": -1}),
    ("training", {"people": -1}),
    ("training_target", {"people": 0}),
    ("training_target", {"target_year": 1999}),
    ("joint_visit", {"dsw_members": -1}),
    ("joint_visit", {"ngo_members": -1}),
    ("health_site", {"to_on": EARLIER}),
    ("legal_proceeding", {"ended_on": EARLIER, "accompanied_on": None}),
    ("legal_proceeding", {"accompanied_on": EARLIER}),
    ("legal_proceeding", {"ended_on": None}),
    ("fund_entry", {"amount_mmk": -1}),
    ("fund_entry", {"people": -1}),
    ("fund_entry", {"fund_entry_kind": "received"}),
    ("shelter_census_abroad", {"myanmar_people": -1}),
    ("shelter_census_abroad", {"interpreters": -1}),
    ("provider_report", {"report_quarter": 5}),
    ("provider_report", {"report_year": 1999}),
    ("provider_report", {"received_on": EARLIER}),
    ("stage_assessment", {"victims_asked": -1}),
    ("stage_assessment", {"assessed_stage": "closed"}),
    ("indicator_target", {"target": -0.1}),
    ("indicator_target", {"target_year": 1999}),
    ("recommendation_state", {"recommendation_status": "started"}),
]

# What a second right row needs of its own.
KEYS = {
    "case_worker": ("worker_id", "code"), "assessment": ("assessment_id",), "referral": ("referral_id",),
    "meeting": ("meeting_id",), "meeting_decision": ("decision_id",), "training": ("training_id",),
    "training_target": ("target_id",), "joint_visit": ("visit_id",), "health_site": ("site_id",),
    "legal_proceeding": ("proceeding_id",), "fund_entry": ("entry_id",), "shelter_census_abroad": ("census_id",),
    "provider_report": ("report_id",), "stage_assessment": ("stage_assessment_id",),
    "health_advocacy": ("advocacy_id",), "indicator_target": ("target_id",), "recommendation_state": ("state_id",),
}  # fmt: skip
OTHERS = {
    "case_need": {"service": "legal"}, "assessment_risk": {"risk_item": "no_livelihood"},
    "meeting_attendance": {"body": "gad"},
}  # fmt: skip
