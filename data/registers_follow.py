"""The small registers of following up: reports of providers, assessments of stages, health advocacy, targets."""

from __future__ import annotations

import datetime as dt
from typing import Final

from data.errors import N_
from data.indicator_files import indicators
from data.register_shape import CASE_ROLES, Cell, Clash, Register, RegisterColumn, Values
from data.vocabulary import Body, Role
from data.vocabulary_indicators import AssessedStage, IndicatorKind


def quarter_begins(year: int, quarter: int) -> dt.date:
    """First day of a quarter (1 to 4)."""
    return dt.date(year, 3 * quarter - 2, 1)


def _received(values: Values) -> Clash | None:
    if values["received_on"] < quarter_begins(int(values["report_year"]), int(values["report_quarter"])):
        return "received_on", N_("A report cannot come in before the quarter that it is about begins.")
    return None


def _share(values: Values) -> Clash | None:
    kinds = {one.key: one.kind for one in indicators()}
    if kinds.get(values["indicator"]) is IndicatorKind.SHARE and values["target"] > 1:
        return "target", N_("The target of a share is a number from 0 to 1, such as 0.8 for 80%.")
    return None


_SOURCE = RegisterColumn("source", N_("Source"), Cell.TEXT, "#meta+source")
_BODY = RegisterColumn("body", N_("Body"), Cell.CODE, "#org+type", Body, is_required=True)

FOLLOWING: Final = (
    Register(
        "provider_report",
        N_("Provider reports"),
        N_("Quarterly reports on monitoring and evaluation that came in from providers, and when (4.9)."),
        "report_id",
        "PR",
        (
            RegisterColumn("organisation_id", N_("Organisation"), Cell.ORGANISATION, "#org+name", is_required=True),
            RegisterColumn("report_year", N_("Year of the report"), Cell.YEAR, "#date+year", is_required=True),
            RegisterColumn(
                "report_quarter", N_("Quarter, 1 to 4"), Cell.NUMBER, "#date+quarter", is_required=True, least=1, most=4
            ),
            RegisterColumn("received_on", N_("Received on"), Cell.DAY, "#date+received", is_required=True),
            _SOURCE,
        ),
        (_received,),
    ),
    Register(
        "stage_assessment",
        N_("Assessments of stages"),
        N_("Assessments of a whole stage of victim protection, not of single cases (4.10)."),
        "stage_assessment_id",
        "SA",
        (
            RegisterColumn(
                "assessed_stage", N_("Stage assessed"), Cell.CODE, "#activity+stage", AssessedStage, is_required=True
            ),
            RegisterColumn("assessed_on", N_("Assessed on"), Cell.DAY, "#date+start", is_required=True),
            _BODY,
            RegisterColumn("victims_asked", N_("Victims asked"), Cell.NUMBER, "#reached+num", unit=N_("people")),
            _SOURCE,
        ),
        readers=CASE_ROLES,
    ),
    Register(
        "health_advocacy",
        N_("Health advocacy"),
        N_("Townships where health officials and practitioners were won for the care of returned victims (3.4)."),
        "advocacy_id",
        "HA",
        (
            RegisterColumn("ts_pcode", N_("Township"), Cell.TOWNSHIP, "#adm3+code", is_required=True),
            RegisterColumn("held_on", N_("Held on"), Cell.DAY, "#date+start", is_required=True),
            _BODY,
            _SOURCE,
        ),
        readers=CASE_ROLES,
    ),
    Register(
        "indicator_target",
        N_("Indicator targets"),
        N_(
            "Targets of the indicators, each from a year on until a later one; the one entered last holds. A share is "
            "a number from 0 to 1, such as 0.8 for 80%; every other target is in the unit of its indicator."
        ),
        "target_id",
        "IT",
        (
            RegisterColumn("indicator", N_("Indicator"), Cell.INDICATOR, "#indicator+code", is_required=True),
            RegisterColumn("target_year", N_("From the year"), Cell.YEAR, "#date+year", is_required=True),
            RegisterColumn("target", N_("Target"), Cell.DECIMAL, "#indicator+target+num", is_required=True),
        ),
        (_share,),
        readers=CASE_ROLES,
        writers=(Role.PLANNER,),
    ),
)
"""In the order in which they are offered, after the others."""
