"""Settings: name, unit, default and bounds in one place; the register stores only what people changed."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_


@dataclass(frozen=True)
class Setting:
    """A number that people may change; `label` is a gettext msgid."""

    key: str
    label: str
    unit: str
    default: float
    minimum: float
    maximum: float


SETTINGS: dict[str, Setting] = {
    s.key: s
    for s in (
        Setting("dsw_reach_km", N_("Distance within which a DSW office can help"), N_("km"), 50, 1, 500),
        Setting("confirmed_within_days", N_("A presence counts as confirmed for"), N_("days"), 365, 30, 1825),
        Setting("special_case_weight", N_("Weight of a Special Case in a caseload"), N_("cases"), 2, 1, 10),
        Setting("hotspots_listed", N_("Townships on a year's list of hot spots by rule"), N_("townships"), 20, 1, 330),
        Setting("cost_resident_usd", N_("Cost of a resident provider"), N_("US dollars a year"), 24000, 0, 1e6),
        Setting(
            "capacity_resident_people", N_("People whom a new resident provider can carry"), N_("people"), 25, 1, 500
        ),
        Setting("cost_case_worker_usd", N_("Cost of a further case worker"), N_("US dollars a year"), 4800, 0, 1e6),
        Setting(
            "capacity_case_worker_people", N_("People whom a further case worker can carry"), N_("people"), 12, 1, 500
        ),
        Setting("case_workers_each_most", N_("Further case workers at one provider, at most"), N_("people"), 3, 0, 20),
        Setting(
            "cost_roving_usd",
            N_("Cost of a roving case worker, travel included"),
            N_("US dollars a year"),
            9600,
            0,
            1e6,
        ),
        Setting("capacity_roving_people", N_("People whom a roving case worker can carry"), N_("people"), 15, 1, 500),
        Setting(
            "roving_longest_km",
            N_("Longest way from a roving worker's base to a township served"),
            N_("km"),
            150,
            1,
            500,
        ),
        Setting(
            "cost_dsw_outreach_usd", N_("Cost of outreach from a DSW office"), N_("US dollars a year"), 6000, 0, 1e6
        ),
        Setting(
            "capacity_dsw_outreach_people",
            N_("People whom outreach from a DSW office can carry"),
            N_("people"),
            12,
            1,
            500,
        ),
        Setting(
            "cost_minimum_child_usd", N_("Minimum model for a child (4.5.1)"), N_("US dollars a person"), 350, 0, 1e5
        ),
        Setting(
            "cost_minimum_adult_usd", N_("Minimum model for an adult (4.5.2)"), N_("US dollars a person"), 250, 0, 1e5
        ),
        Setting("minimum_worth_percent", N_("Worth of the minimum model beside full support"), N_("%"), 40, 0, 100),
        Setting("upkeep_provider_usd", N_("Upkeep of an existing provider"), N_("US dollars a year"), 12000, 0, 1e6),
        Setting("weight_child", N_("Weight of a child in the demand"), N_("people"), 1.5, 1, 10),
        Setting("weight_china", N_("Weight of the China corridor in the demand (4.1)"), N_("people"), 1.25, 1, 10),
        Setting(
            "weight_year_waiting",
            N_("Weight added for each year of waiting, two years at most"),
            N_("people"),
            0.25,
            0,
            5,
        ),
        Setting("weight_expected", N_("Weight of a person expected next year"), N_("people"), 0.5, 0, 5),
        Setting("allocation_gap_percent", N_("Gap within which a plan is proven"), N_("%"), 1, 0, 20),
        Setting(
            "worker_limit_people", N_("Weighted caseload that one case worker can carry"), N_("people"), 20, 1, 200
        ),
        Setting("caseload_busy_percent", N_("A provider counts as nearly full from"), N_("% of its room"), 80, 1, 100),
        Setting(
            "caseload_over_percent", N_("A provider counts as overloaded beyond"), N_("% of its room"), 100, 50, 300
        ),
        Setting("abroad_most_days", N_("Longest stay in a shelter abroad (1.1)"), N_("days"), 183, 1, 1000),
        Setting("assessment_stale_days", N_("A family assessment goes stale after (2.8)"), N_("days"), 180, 1, 1000),
        Setting(
            "shelter_stay_days", N_("Longest stay in a DSW shelter before it is reviewed"), N_("days"), 30, 1, 1000
        ),
        Setting("first_visit_days", N_("First visit at home, after the return, within"), N_("days"), 30, 1, 365),
        Setting("revisit_from_days", N_("Revisit after closure, from (3.6)"), N_("days"), 304, 1, 1000),
        Setting("revisit_to_days", N_("Revisit after closure, until (3.6)"), N_("days"), 425, 1, 1500),
        Setting("health_referral_days", N_("A health referral counts as overdue after (3.4)"), N_("days"), 30, 1, 365),
        Setting("due_soon_days", N_("Countdown lists look ahead"), N_("days"), 30, 1, 365),
        Setting("waiting_long_days", N_("Unassigned for long: on the meeting's agenda after"), N_("days"), 60, 1, 1000),
        Setting("match_reach_km", N_("A provider counts as in reach of a township within"), N_("km"), 100, 1, 500),
        Setting(
            "report_due_days",
            N_("A provider's quarterly report is due after the quarter's end (4.9)"),
            N_("days"),
            31,
            1,
            365,
        ),
        Setting(
            "return_townships",
            N_("Townships that most victims return to, for health advocacy (3.4)"),
            N_("townships"),
            20,
            1,
            330,
        ),
        Setting("art_reach_km", N_("An ART site counts as in reach of a township within (3.5)"), N_("km"), 50, 1, 500),
        Setting("published_least_people", N_("Smallest count that is published"), N_("people"), 10, 5, 100),
        Setting("idle_minutes", N_("Signed out after nothing was done for"), N_("minutes"), 30, 5, 480),
        Setting("allocation_time_limit_s", N_("Time that the planner may take"), N_("seconds"), 60, 1, 3600),
    )
}
