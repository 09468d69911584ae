"""Code lists of the indicators: what kind of number, what it is broken down by, where it belongs."""

from __future__ import annotations

from data.code import Code
from data.errors import N_


class IndicatorStage(Code):
    """Where an indicator belongs: the parts into which the recommendations are divided."""

    PRE_RETURN = "pre_return", N_("Pre-return and interim care")
    SHELTER = "shelter", N_("Reception and shelter")
    COMMUNITY = "community", N_("Community reintegration")
    SYSTEM = "system", N_("Coverage and coordination")


class IndicatorKind(Code):
    """How the value follows from what is counted; queries/sql/shapes has one statement a kind."""

    SHARE = "share", N_("Share: numerator divided by denominator")
    COUNT = "count", N_("Sum; no denominator")
    RATIO = "ratio", N_("Ratio of two sums")
    MEDIAN = "median", N_("Median of those that are over")
    WAITING = "waiting", N_("Median wait, those still waiting counted as censored (Kaplan–Meier)")


class Better(Code):
    """Which way an indicator improves."""

    HIGHER = "higher", N_("Higher is better")
    LOWER = "lower", N_("Lower is better")
    NEITHER = "neither", N_("Neither is better")


class Dimension(Code):
    """What an indicator can be broken down by; each case stands in exactly one part."""

    SEX = "sex", N_("Sex")
    AGE_GROUP = "age_group", N_("Child or adult")
    TOWNSHIP = "township", N_("Source township")
    DISTRICT = "district", N_("Source district")
    STATE = "state", N_("Source state or region")
    DESTINATION = "destination", N_("Destination country")
    CORRIDOR = "corridor", N_("Corridor")
    VICTIM_TYPE = "victim_type", N_("Type of victim")
    PURPOSE = "purpose", N_("Purpose of trafficking")
    SPECIAL = "special", N_("Special Case")
    AGENCY = "agency", N_("Agency that recorded the case")
    PROVIDER = "provider", N_("Provider")
    REASON = "reason", N_("Reason")
    WAIT = "wait", N_("Days waiting")
    TOPIC = "topic", N_("Topic")
    BODY = "body", N_("Body")
    SITE = "site", N_("Site")


class Period(Code):
    YEAR = "year", N_("Years")
    QUARTER = "quarter", N_("Quarters")


CASE_DIMENSIONS = (
    Dimension.SEX, Dimension.AGE_GROUP, Dimension.STATE, Dimension.DISTRICT, Dimension.TOWNSHIP,
    Dimension.DESTINATION, Dimension.CORRIDOR, Dimension.VICTIM_TYPE, Dimension.PURPOSE, Dimension.SPECIAL,
    Dimension.AGENCY, Dimension.PROVIDER,
)  # fmt: skip
"""What every indicator that counts cases can be broken down by ("case" in its header)."""


class RecommendationStatus(Code):
    """How far a recommendation is."""

    NOT_STARTED = "not_started", N_("Not started")
    UNDER_WAY = "under_way", N_("Under way")
    DONE = "done", N_("Done")
    DROPPED = "dropped", N_("Dropped")


class ReportState(Code):
    """How a provider's report of a quarter stands (4.9)."""

    ON_TIME = "on_time", N_("On time")
    LATE = "late", N_("Late")
    MISSING = "missing", N_("Missing")
    NOT_DUE = "not_due", N_("Not due yet")
    NOT_ASKED = "not_asked", N_("Came without being asked for")


class RecommendationKind(Code):
    """How one sees where a recommendation stands; one may be of two kinds."""

    MEASURED = "measured", N_("Measured by data")
    MILESTONE = "milestone", N_("Milestone")
    PRODUCT_RULE = "product_rule", N_("Rule of the atlas")


class OwnerBody(Code):
    """Bodies that can own a recommendation: those that send staff to meetings, and the Central Body."""

    CENTRAL_BODY = "central_body", N_("Central Body")
    DSW = "dsw", N_("Department of Social Welfare")
    ATTF = "attf", N_("Anti-trafficking task force (ATTF)")
    GAD = "gad", N_("General Administration Department")
    IMMIGRATION = "immigration", N_("Department of Immigration")
    HEALTH = "health", N_("Department of Health")
    MAAF = "maaf", N_("MAAF")
    UN = "un", N_("UN agencies")
    NGO = "ngo", N_("NGOs")
    OTHER = "other", N_("Other bodies")


class AssessedStage(Code):
    """Stages of victim protection that are assessed as a whole (4.10)."""

    PRE_RETURN = "pre_return", N_("Pre-return and interim care")
    SHELTER = "shelter", N_("Reception and shelter")
    COMMUNITY = "community", N_("Community reintegration")
