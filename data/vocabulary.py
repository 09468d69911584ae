"""Code lists, in one place: the codes stored, their English labels, and their HTCDS names where the standard has one.

HTCDS is IOM's Human Trafficking Case Data Standard 2.0 (CC BY 4.0). A label is a gettext msgid.
"""

from __future__ import annotations

from typing import Self

from data.code import Code as Code
from data.errors import N_
from data.vocabulary_indicators import AssessedStage, OwnerBody, RecommendationKind, RecommendationStatus, ReportState
from data.vocabulary_work import (
    AgendaItem,
    AssessmentOutcome,
    Body,
    Decision,
    DueKind,
    FundEntryKind,
    HealthSiteKind,
    MeetingKind,
    MeetingSite,
    ProceedingState,
    ReferralState,
    RiskItem,
    RiskRank,
    TrainingTopic,
)


class Role(Code):
    PLANNER = "planner", N_("Central Body planner")
    DSW_OFFICER = "dsw_officer", N_("DSW officer")
    NGO_MANAGER = "ngo_manager", N_("NGO manager")
    DONOR = "donor", N_("Donor")
    ADMINISTRATOR = "administrator", N_("Administrator")


class VictimType(Code):
    """The four types of recommendation 4.8."""

    G2G = "g2g", N_("Cross-border, returned government to government")
    INTERNAL = "internal", N_("Internal victim of trafficking")
    SELF_CROSS_BORDER = "self_cross_border", N_("Self-returned, cross-border")
    SELF_INTERNAL = "self_internal", N_("Self-returned, internal")


class Agency(Code):
    """Who recorded the case (recommendation 4.8)."""

    ATU = "atu", N_("Anti-trafficking unit (ATU)")
    DSW = "dsw", N_("Department of Social Welfare (DSW)")
    NGO = "ngo", N_("NGO")


class Sex(Code):
    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")
    OTHER = "other", N_("Other")


class AgeGroup(Code):
    """Derived from the age at identification; under 18 is a child."""

    CHILD = "child", N_("Child (under 18)")
    ADULT = "adult", N_("Adult (18 or over)")
    UNKNOWN = "unknown", N_("Age not recorded")


class Purpose(Code):
    """Purpose of trafficking; HTCDS vic_TypeOfExploitation."""

    FORCED_LABOUR = "forced_labour", N_("Forced labour"), "ForcedLabour"
    SEXUAL_EXPLOITATION = "sexual_exploitation", N_("Sexual exploitation"), "SexualExploitation"
    FORCED_MARRIAGE = "forced_marriage", N_("Forced marriage"), "ForcedMarriage"
    CHILD_LABOUR = "child_labour", N_("Child labour"), "ChildLabour"
    SERVITUDE = "servitude", N_("Domestic servitude"), "Servitude"
    FORCED_BEGGING = "forced_begging", N_("Forced begging"), "ForcedBegging"
    FORCED_ADOPTION = "forced_adoption", N_("Forced adoption"), "ForcedAdoption"
    SURROGACY = "surrogacy", N_("Surrogacy"), "Surrogacy"
    ORGAN_REMOVAL = "organ_removal", N_("Organ removal"), "OrganRemoval"
    ARMED_GROUP = "armed_group", N_("Recruitment by an armed group"), "ForcedMilitaryByNonStateActors"
    OTHER = "other", N_("Other purpose"), "Other"


class Destination(Code):
    """Country where the person was exploited, ISO 3166-1 alpha-3; MMR for trafficking inside Myanmar."""

    CHINA = "CHN", N_("China")
    THAILAND = "THA", N_("Thailand")
    MALAYSIA = "MYS", N_("Malaysia")
    INDONESIA = "IDN", N_("Indonesia")
    SINGAPORE = "SGP", N_("Singapore")
    LAOS = "LAO", N_("Laos")
    CAMBODIA = "KHM", N_("Cambodia")
    INDIA = "IND", N_("India")
    BANGLADESH = "BGD", N_("Bangladesh")
    EMIRATES = "ARE", N_("United Arab Emirates")
    MYANMAR = "MMR", N_("Inside Myanmar")
    OTHER = "OTH", N_("Another country")


class Corridor(Code):
    """Derived from the destination; the comparison that recommendation 4.1 asks for."""

    CHINA = "china", N_("China")
    THAILAND = "thailand", N_("Thailand")
    OTHER_ABROAD = "other_abroad", N_("Other countries")
    INTERNAL = "internal", N_("Inside Myanmar")
    UNKNOWN = "unknown", N_("Destination not recorded")


class FamilyAssessment(Code):
    """Latest result; family tracing is a separate event (recommendation 1.8)."""

    NOT_DONE = "not_done", N_("Not assessed yet")
    POSITIVE = "positive", N_("Positive")
    NEGATIVE = "negative", N_("Negative")
    UNTRACED = "untraced", N_("Family not traced")


class SpecialCategory(Code):
    """Why a case is a Special Case (recommendations 1.7, 2.10.2, 3.10). Never mapped, never published."""

    CHILD_ALONE = "child_alone", N_("Unaccompanied child")
    MEDICAL = "medical", N_("Medical condition")
    MENTAL_HEALTH = "mental_health", N_("Mental health")
    PREGNANT_OR_INFANT = "pregnant_or_infant", N_("Pregnant or with an infant")
    DISABILITY = "disability", N_("Disability")
    SECURITY_RISK = "security_risk", N_("Security risk")
    OTHER = "other", N_("Other special need")


class PresenceType(Code):
    RESIDENT = "resident", N_("Resident office")
    ROVING = "roving", N_("Roving case worker")
    OUTREACH = "outreach", N_("Outreach visits")


class OrganisationKind(Code):
    """HTCDS org_Type has broader classes; these are the ones that 3W directories of Myanmar use."""

    UN = "un", N_("UN agency")
    INGO = "ingo", N_("International NGO")
    NGO = "ngo", N_("National NGO")
    CBO = "cbo", N_("Community-based organisation")
    GOVERNMENT = "government", N_("Department of Social Welfare")
    MAAF = "maaf", N_("Myanmar Anti-Trafficking Associates (MAAF)")
    OTHER = "other", N_("Kind not recorded")


class Service(Code):
    """What a presence offers; HTCDS spl_Type where it fits."""

    CASE_MANAGEMENT = "case_management", N_("Case management"), "SocialCare"
    PSYCHOSOCIAL = "psychosocial", N_("Psychosocial support"), "SocialCare"
    HEALTH = "health", N_("Health"), "Health"
    LEGAL = "legal", N_("Legal aid"), "Legal"
    LIVELIHOOD = "livelihood", N_("Livelihood"), "Livelihood"
    EDUCATION = "education", N_("Education and training"), "Education"
    FINANCIAL = "financial", N_("Cash assistance"), "Financial"
    SHELTER = "shelter", N_("Shelter")
    FOOD = "food", N_("Food assistance")
    OTHER = "other", N_("Other service")


class ActivityStatus(Code):
    """Status of an activity in a 3W/5W directory."""

    PLANNED = "planned", N_("Planned")
    ONGOING = "ongoing", N_("Ongoing")
    SUSPENDED = "suspended", N_("Suspended")
    COMPLETED = "completed", N_("Completed")


class AssignmentState(Code):
    ASSIGNED = "assigned", N_("Assigned to a provider")
    UNASSIGNED = "unassigned", N_("Not assigned")


class UnassignedReason(Code):
    """Why nobody has taken the case (recommendation 4.4)."""

    NO_PROVIDER = "no_provider", N_("No provider in reach")
    PROVIDER_FULL = "provider_full", N_("Provider full")
    NEGATIVE_ASSESSMENT = "negative_assessment", N_("Negative family assessment")
    UNTRACED = "untraced", N_("Family not traced")
    DECLINED = "declined", N_("Declined by the person")
    NOT_CONSIDERED = "not_considered", N_("Not yet considered")


class EndReason(Code):
    """Why a period of assignment, or of waiting, ended."""

    CLOSED = "closed", N_("Case closed")
    TRANSFERRED = "transferred", N_("Transferred to another provider")
    ASSIGNED = "assigned", N_("Assigned to a provider")
    REASON_CHANGED = "reason_changed", N_("Reason changed")
    PROVIDER_LEFT = "provider_left", N_("Provider left the township")
    LEFT = "left", N_("Person moved away or lost contact")
    DECLINED = "declined", N_("Declined by the person")


class ShelterRole(Code):
    BORDER_TRANSIT = "border_transit", N_("Border transit shelter")
    TRANSIT_SHELTER = "transit_shelter", N_("DSW transit shelter")
    ABROAD = "abroad", N_("Shelter abroad")


class Stage(Code):
    """The stages of reintegration, as the recommendations divide them."""

    PRE_RETURN = "pre_return", N_("Pre-return and interim care")
    SHELTER = "shelter", N_("Reception and shelter")
    COMMUNITY = "community", N_("Community reintegration")
    CLOSED = "closed", N_("Closed")
    READMITTED = "readmitted", N_("Readmitted")


class EventKind(Code):
    """Dated events in a case, in the order of the stages."""

    IDENTIFIED = "identified", N_("Identified")
    ADMITTED_ABROAD = "admitted_abroad", N_("Admitted to a shelter abroad")
    CASE_FILE_RECEIVED = "case_file_received", N_("Case file received")
    FAMILY_CONTACT = "family_contact", N_("Contact with the family")
    TRAINED_ABROAD = "trained_abroad", N_("Vocational training abroad")
    VIDEO_SHOWN = "video_shown", N_("Return video shown")
    SPECIAL_FLAGGED = "special_flagged", N_("Flagged as a Special Case")
    FAMILY_TRACED = "family_traced", N_("Family traced")
    FAMILY_ASSESSED = "family_assessed", N_("Family assessed")
    FAMILY_PREPARED = "family_prepared", N_("Preparatory visit to the family")
    ESCAPED = "escaped", N_("Escaped from a shelter")
    FAMILY_TOLD = "family_told", N_("Family informed of the escape")
    PRENOTIFIED = "prenotified", N_("Announced by the other country before return")
    REPATRIATED = "repatriated", N_("Repatriated")
    SHELTER_IN = "shelter_in", N_("Entered a DSW shelter")
    STAY_OFFERED = "stay_offered", N_("Extended stay offered")
    NEEDS_ASSESSED = "needs_assessed", N_("Needs assessed")
    MEDICAL_INFORMED = "medical_informed", N_("Informed of the medical assessment")
    MEDICAL_ACCEPTED = "medical_accepted", N_("Medical assessment accepted")
    MEDICAL_ASSESSED = "medical_assessed", N_("Medically assessed")
    ASSESSMENT_REVIEWED = "assessment_reviewed", N_("Family assessment reviewed with the person")
    LIFE_PLAN = "life_plan", N_("Life plan made")
    SHELTER_SERVICE = "shelter_service", N_("Service received in the shelter")
    SERVICE_DECLINED = "service_declined", N_("Service declined")
    KIT_GIVEN = "kit_given", N_("Victim kit given")
    KIT_RATED = "kit_rated", N_("Victim kit rated")
    ALTERNATIVE_PLANNED = "alternative_planned", N_("Alternative to returning home agreed")
    DISCUSSED_AT_MEETING = "discussed_at_meeting", N_("Discussed at an R&R operational meeting")
    SHELTER_OUT = "shelter_out", N_("Left the DSW shelter")
    RETURNED_HOME = "returned_home", N_("Returned home")
    ASSIGNED = "assigned", N_("Assigned to a provider")
    FIRST_VISIT = "first_visit", N_("First visit at home")
    SERVICE_GIVEN = "service_given", N_("Service given")
    FAMILY_CONSULTED = "family_consulted", N_("Family consulted on livelihood")
    HEALTH_REFERRED = "health_referred", N_("Health referral made")
    HEALTH_COMPLETED = "health_completed", N_("Health referral completed")
    MINIMUM_ACCOMPANIED = "minimum_accompanied", N_("Minimum model: accompanied home")
    MINIMUM_REUNITED = "minimum_reunited", N_("Minimum model: family reunification supported")
    MINIMUM_ASSESSED = "minimum_assessed", N_("Minimum model: needs assessed at home")
    MINIMUM_ITEMS = "minimum_items", N_("Minimum model: items bought")
    MINIMUM_TRANSPORT = "minimum_transport", N_("Minimum model: transport paid")
    MINIMUM_GRANT = "minimum_grant", N_("Minimum model: cash grant")
    LEGAL_STARTED = "legal_started", N_("Legal proceedings started")
    LEGAL_ACCOMPANIED = "legal_accompanied", N_("Accompanied in legal proceedings")
    MONITORING_PLAN = "monitoring_plan", N_("Monitoring plan for a Special Case")
    CLOSED = "closed", N_("Case closed")
    REVISITED = "revisited", N_("Revisited after closure")
    READMITTED = "readmitted", N_("Readmitted")


class PairState(Code):
    """Whether two records are one person, as a person decided."""

    PROPOSED = "proposed", N_("Waiting for a decision")
    CONFIRMED = "confirmed", N_("Confirmed: one person")
    REJECTED = "rejected", N_("Rejected: two people")


class ImportFormat(Code):
    NATIONAL = "national", N_("National victim spreadsheet")
    SHELTER = "shelter", N_("DSW shelter spreadsheet")
    PROVIDERS = "providers", N_("Provider directory (3W/5W)")
    REGISTER = "register", N_("Small register (trainings, meetings, visits …)")
    DEMONSTRATION = "demonstration", N_("Demonstration register")


class RegisterKind(Code):
    DEMONSTRATION = "demonstration", N_("Demonstration register (synthetic)")
    REAL = "real", N_("Register of real cases")


class SpaceTime(Code):
    """How a township's years as a hot spot follow each other, with its rule in a line; rules: analysis/spacetime.py."""

    rule: str

    def __new__(cls, value: str, label: str = "", rule: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.htcds = ""
        member.rule = rule
        return member

    NEW = "new", N_("New hot spot"), N_("hot in the last year for the first time")
    CONSECUTIVE = (
        "consecutive",
        N_("Consecutive hot spot"),
        N_("hot without a break since it became hot, two years or more, but not in most years"),
    )
    INTENSIFYING = (
        "intensifying",
        N_("Intensifying hot spot"),
        N_("hot in most years and in the last one, and more and more so"),
    )
    PERSISTENT = (
        "persistent",
        N_("Persistent hot spot"),
        N_("hot in most years and in the last one, without a trend"),
    )
    DIMINISHING = (
        "diminishing",
        N_("Diminishing hot spot"),
        N_("hot in most years and in the last one, but less and less so"),
    )
    SPORADIC = "sporadic", N_("Sporadic hot spot"), N_("hot in the last year, and on and off before, not in most years")
    HISTORICAL = "historical", N_("Historical hot spot"), N_("hot in an earlier year, not in the last one")
    NONE = "none", N_("Not a hot spot"), N_("not hot in any of the years")


class ListedHow(Code):
    """How a township came onto a year's list of hot spots."""

    RULE = "rule", N_("By the rule")
    HAND = "hand", N_("Picked by the meeting")


class PlanKind(Code):
    """How a saved plan of where help should go was made."""

    SOLVED = "solved", N_("Best plan found")
    HAND = "hand", N_("Drawn by hand")
    TODAY = "today", N_("As today")


CODE_LISTS: dict[str, type[Code]] = {
    "role": Role,
    "victim_type": VictimType,
    "agency": Agency,
    "sex": Sex,
    "age_group": AgeGroup,
    "purpose": Purpose,
    "destination": Destination,
    "corridor": Corridor,
    "family_assessment": FamilyAssessment,
    "special_category": SpecialCategory,
    "presence_type": PresenceType,
    "organisation_kind": OrganisationKind,
    "service": Service,
    "activity_status": ActivityStatus,
    "assignment_state": AssignmentState,
    "unassigned_reason": UnassignedReason,
    "end_reason": EndReason,
    "shelter_role": ShelterRole,
    "stage": Stage,
    "event_kind": EventKind,
    "pair_state": PairState,
    "import_format": ImportFormat,
    "register_kind": RegisterKind,
    "space_time": SpaceTime,
    "listed_how": ListedHow,
    "plan_kind": PlanKind,
    "assessed_stage": AssessedStage,
    "recommendation_status": RecommendationStatus,
    "recommendation_kind": RecommendationKind,
    "owner_body": OwnerBody,
    "report_state": ReportState,
    "risk_rank": RiskRank,
    "risk_item": RiskItem,
    "outcome": AssessmentOutcome,
    "referral_state": ReferralState,
    "meeting_kind": MeetingKind,
    "meeting_site": MeetingSite,
    "body": Body,
    "agenda_item": AgendaItem,
    "decision": Decision,
    "training_topic": TrainingTopic,
    "health_site_kind": HealthSiteKind,
    "proceeding_state": ProceedingState,
    "fund_entry_kind": FundEntryKind,
    "due_kind": DueKind,
}
