"""Code lists of casework: risks, requests, meetings, trainings, proceedings."""

from __future__ import annotations

from typing import Self

from data.code import Code
from data.errors import N_


class RiskRank(Code):
    """How grave a risk is (recommendation 1.8)."""

    NONE = "none", N_("None")
    LOW = "low", N_("Low")
    MEDIUM = "medium", N_("Medium")
    HIGH = "high", N_("High")


class RiskItem(Code):
    """Risks that a family assessment ranks, each (1.8): who is asked about it (anybody, children, adults) and where."""

    about: str
    place: str

    def __new__(cls, value: str, label: str = "", about: str = "anybody", place: str = "family") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.htcds = ""
        member.about = about
        member.place = place
        return member

    FAMILY_VIOLENCE = "family_violence", N_("Violence in the family")
    FAMILY_INVOLVED = "family_involved", N_("Family took part in the trafficking")
    FAMILY_REJECTION = "family_rejection", N_("Family does not want the person back")
    FAMILY_DEBT = "family_debt", N_("Debt of the family")
    FAMILY_POVERTY = "family_poverty", N_("Family cannot provide for the person")
    FAMILY_ADDICTION = "family_addiction", N_("Alcohol or drugs in the family")
    CAREGIVER_MISSING = "caregiver_missing", N_("No adult to care for the child"), "child"
    CHILD_WORK = "child_work", N_("Child would have to work"), "child"
    SCHOOL_OUT_OF_REACH = "school_out_of_reach", N_("School out of reach"), "child", "community"
    PARTNER_CONFLICT = "partner_conflict", N_("Conflict with the partner or the in-laws"), "adult"
    NO_LIVELIHOOD = "no_livelihood", N_("No way to earn a living"), "adult", "community"
    TRAFFICKER_NEAR = "trafficker_near", N_("Trafficker or broker lives near"), "anybody", "community"
    STIGMA = "stigma", N_("Stigma in the community"), "anybody", "community"
    UNSAFE_PLACE = "unsafe_place", N_("Fighting or disaster at the place"), "anybody", "community"


class AssessmentOutcome(Code):
    """Result of one family assessment; FamilyAssessment is what is known of the case at present."""

    POSITIVE = "positive", N_("Positive")
    NEGATIVE = "negative", N_("Negative")


class ReferralState(Code):
    """What became of a request to take a case."""

    OPEN = "open", N_("Waiting for an answer")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined by the provider")
    TAKEN_BACK = "taken_back", N_("Taken back")


class MeetingKind(Code):
    RR_OPERATIONAL = "rr_operational", N_("R&R operational meeting")
    EXPERIENCE_SHARING = "experience_sharing", N_("Experience-sharing meeting")


class MeetingSite(Code):
    """The three key places of recommendation 2.9."""

    MANDALAY = "mandalay", N_("Mandalay")
    YANGON = "yangon", N_("Yangon")
    MAWLAMYINE = "mawlamyine", N_("Mawlamyine")


class Body(Code):
    """Bodies that send staff to meetings and trainings (2.9)."""

    DSW = "dsw", N_("Department of Social Welfare")
    ATTF = "attf", N_("Anti-trafficking task force (ATTF)")
    GAD = "gad", N_("General Administration Department")
    IMMIGRATION = "immigration", N_("Department of Immigration")
    HEALTH = "health", N_("Department of Health")
    MAAF = "maaf", N_("MAAF")
    UN = "un", N_("UN agencies")
    NGO = "ngo", N_("NGOs")
    OTHER = "other", N_("Other bodies")


class AgendaItem(Code):
    """Why a case stands on the agenda of an R&R operational meeting."""

    NEW_RETURNEE = "new_returnee", N_("New returnee")
    WAITING_LONG = "waiting_long", N_("Unassigned for long")
    NEGATIVE_ASSESSMENT = "negative_assessment", N_("Negative family assessment")
    SPECIAL_CASE = "special_case", N_("Special Case")
    REVISIT_DUE = "revisit_due", N_("Revisit due")


class Decision(Code):
    """What a meeting decided on a case."""

    ASSIGN = "assign", N_("Assign to a provider")
    REFER = "refer", N_("Ask a provider to take the case")
    MINIMUM_MODEL = "minimum_model", N_("Give the minimum model")
    ALTERNATIVE = "alternative", N_("Plan an alternative to returning home")
    REVISIT = "revisit", N_("Arrange the revisit")
    KEEP_WAITING = "keep_waiting", N_("Keep waiting, with the reason")
    DISCUSSED = "discussed", N_("Discussed, nothing decided")


class TrainingTopic(Code):
    FAMILY_ASSESSMENT = "family_assessment", N_("Family tracing and assessment (1.9)")
    SHELTER_CARE = "shelter_care", N_("Care in shelters (2.3)")
    NEEDS_ASSESSMENT = "needs_assessment", N_("Needs assessment interviews (2.10.1)")
    PSYCHOSOCIAL = "psychosocial", N_("Psychosocial support (3.2)")
    OTHER = "other", N_("Other topic")


class HealthSiteKind(Code):
    ART = "art", N_("Antiretroviral treatment (ART) site")
    HOSPITAL = "hospital", N_("Hospital")
    CLINIC = "clinic", N_("Clinic")


class ProceedingState(Code):
    """HTCDS has no list for it."""

    INVESTIGATION = "investigation", N_("Investigation")
    TRIAL = "trial", N_("At court")
    ENDED = "ended", N_("Ended with a judgment")
    WITHDRAWN = "withdrawn", N_("Ended without a judgment")


class FundEntryKind(Code):
    RECEIVED = "received", N_("Received")
    PAID = "paid", N_("Paid out")


class DueKind(Code):
    """What is to be done for a case by a day; derived from its events (macro case_due)."""

    ABROAD_6_MONTHS = "abroad_6_months", N_("Return from the shelter abroad (1.1)")
    ASSESSMENT_STALE = "assessment_stale", N_("Family assessment goes stale (2.8)")
    SHELTER_STAY = "shelter_stay", N_("Stay in the DSW shelter to be reviewed")
    FIRST_VISIT = "first_visit", N_("First visit at home")
    REVISIT = "revisit", N_("Revisit a year after closure (3.6)")
    HEALTH_REFERRAL = "health_referral", N_("Health referral to be completed (3.4)")
    ALTERNATIVES = "alternatives", N_("Alternative to returning home to be planned (2.2, 4.6)")
