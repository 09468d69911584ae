"""What the pages on one case say: details and amounts of events, days and waits in words, links to the case."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from data.errors import N_
from data.paths import ROOT
from data.vocabulary import AssessmentOutcome, Code, EventKind, Service, SpecialCategory
from ui import state
from ui.navigation import can_open
from ui.text import _, label, language, n_, number

PAGE: Final = "pages/track/cases.py"
KEY: Final = "case"


class FileKind(Code):
    """How much a case file holds (1.5, 1.6)."""

    FULL = "full", N_("Full-length case file")
    GAPS = "gaps", N_("Full-length case file with gaps in the family background")
    BASIC = "basic", N_("Basic case file")


class StayReason(Code):
    """Why somebody is offered to stay longer in a DSW shelter (2.1)."""

    HEALTH = "health", N_("Health care in the city")
    FAMILY_NOT_READY = "family_not_ready", N_("Family not ready or not assessed")
    SAFETY = "safety", N_("Not safe at home")
    LEGAL = "legal", N_("Legal proceedings")
    OTHER = "other", N_("Another reason")


class Skill(Code):
    """Whether a skill taught abroad is asked for at home (1.3)."""

    FITS_HOME = "fits_home", N_("A skill that is asked for at home")
    OTHER_SKILL = "other_skill", N_("Another skill")


# The code list of an event's detail; events that are not here have none.
DETAILS: Final[dict[EventKind, type[Code]]] = {
    EventKind.CASE_FILE_RECEIVED: FileKind,
    EventKind.TRAINED_ABROAD: Skill,
    EventKind.SPECIAL_FLAGGED: SpecialCategory,
    EventKind.FAMILY_ASSESSED: AssessmentOutcome,
    EventKind.STAY_OFFERED: StayReason,
    EventKind.SHELTER_SERVICE: Service,
    EventKind.SERVICE_DECLINED: Service,
    EventKind.SERVICE_GIVEN: Service,
}
# What an event's amount counts; events that are not here have none.
KYAT: Final = N_("{n} kyat")
POINTS: Final = N_("{n} of 5 points")
AMOUNTS: Final[dict[EventKind, str]] = {
    EventKind.KIT_RATED: POINTS,
    EventKind.MINIMUM_ACCOMPANIED: KYAT,
    EventKind.MINIMUM_REUNITED: KYAT,
    EventKind.MINIMUM_ITEMS: KYAT,
    EventKind.MINIMUM_TRANSPORT: KYAT,
    EventKind.MINIMUM_GRANT: KYAT,
}
_OTHER_DETAILS: Final = {
    "minimum_model": N_("helped by the minimum model"),
    "transferred": N_("transferred from another provider"),
}


def detail(kind: EventKind, code: str | None) -> str:
    """The detail of an event in words; "" for none; the code itself where no list knows it."""
    if not code:
        return ""
    codes = DETAILS.get(kind)
    if codes is not None and code in {str(member) for member in codes}:
        return label(codes(code))
    return _(_OTHER_DETAILS[code]) if code in _OTHER_DETAILS else code


def amount(kind: EventKind, value: float | None) -> str:
    """The amount of an event with its unit; "" for none."""
    if value is None:
        return ""
    return _(AMOUNTS[kind]).format(n=number(value)) if kind in AMOUNTS else number(value)


def days(n: int) -> str:
    """A number of days with its unit."""
    return n_("{n} day", "{n} days", n).format(n=number(n))


def how_long(begin: date, end: date) -> str:
    """A stretch of time in days, or in months from three months on."""
    passed = (end - begin).days
    months = round(passed / 30.44)
    return days(passed) if passed < 91 else n_("{n} month", "{n} months", months).format(n=number(months))


def case_query(case_code: str) -> dict[str, str]:
    """The URL parameters of the case page, with the day and the language of this view."""
    kept = state.to_query(state.View(as_of=state.view().as_of), language())
    return kept | {KEY: case_code}


def case_link(case_code: str, text: str | None = None) -> None:
    """A link to the case's page, for whoever may open it; the bare code otherwise. text: instead of the code."""
    if can_open(PAGE):
        text = text or case_code.replace("_", "\\_")
        st.page_link(ROOT / PAGE, label=text, query_params=case_query(case_code), help=_("Open the case"))
    else:
        st.text(case_code)
