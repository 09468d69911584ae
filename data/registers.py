"""The small registers, each described once: its columns, who reads and writes it, and what cannot be true of an entry.

Form, table, file in and file out all follow from these descriptions. Numbers such as 3.9 are recommendations.
"""

from __future__ import annotations

from typing import Final

from data.errors import N_
from data.register_shape import (
    CASE_ROLES,
    FIRST_YEAR,
    LAST_YEAR,
    Cell,
    Clash,
    Register,
    RegisterColumn,
    Values,
    before,
    clashes,
)
from data.registers_follow import FOLLOWING
from data.vocabulary import (
    Body,
    Destination,
    FundEntryKind,
    HealthSiteKind,
    MeetingKind,
    MeetingSite,
    ProceedingState,
    Role,
    TrainingTopic,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "REGISTERS",
    "Cell",
    "Register",
    "RegisterColumn",
    "Values",
    "clashes",
    "readable",
]


def _meeting_day(values: Values) -> Clash | None:
    if values.get("planned_on") or values.get("held_on"):
        return None
    return "held_on", N_("A meeting needs the day for which it was planned or on which it was held.")


def _meeting_site(values: Values) -> Clash | None:
    if values.get("meeting_kind") == MeetingKind.RR_OPERATIONAL and not values.get("meeting_site"):
        return "meeting_site", N_("An R&R operational meeting needs one of the three sites (2.9).")
    return None


def _attendance(values: Values) -> Clash | None:
    came = next((f"people_{body}" for body in Body if values.get(f"people_{body}")), None)
    if came and not values.get("held_on"):
        return came, N_("People can only have come to a meeting that was held: give the day.")
    return None


def _team(values: Values) -> Clash | None:
    if values.get("dsw_members") == 0 and values.get("ngo_members") == 0:
        return "dsw_members", N_("Somebody must have gone on the visit.")
    return None


def _received(values: Values) -> Clash | None:
    if values.get("fund_entry_kind") == FundEntryKind.RECEIVED and values.get("people") is not None:
        return "people", N_("Only a payment supports people; leave it blank for money received.")
    return None


def _proceeding(values: Values) -> Clash | None:
    is_over = values.get("proceeding_state") in (ProceedingState.ENDED, ProceedingState.WITHDRAWN)
    if is_over and not values.get("ended_on"):
        return "ended_on", N_("A proceeding that has ended needs its last day.")
    if not is_over and values.get("ended_on"):
        return "ended_on", N_("A proceeding that goes on has no last day.")
    return None


def _support(values: Values) -> Clash | None:
    if values.get("accompanied_on") and not values.get("support_organisation_id"):
        return "support_organisation_id", N_("Name the agency that accompanied the person.")
    return None


_REVERSED = N_("The end lies before the beginning.")
_BODY_TAGS = {body: f"#attendees+num+{body}" for body in Body}
_ATTENDANCE = tuple(
    RegisterColumn(f"people_{body}", body.label, Cell.NUMBER, _BODY_TAGS[body], unit=N_("people"), body=body)
    for body in Body
)
_SOURCE = RegisterColumn("source", N_("Source"), Cell.TEXT, "#meta+source")
_TOPIC = RegisterColumn("training_topic", N_("Topic"), Cell.CODE, "#activity+topic", TrainingTopic, is_required=True)
_BODY = RegisterColumn("body", N_("Body"), Cell.CODE, "#org+type", Body, is_required=True)

REGISTERS: Final[dict[str, Register]] = {
    register.key: register
    for register in (
        Register(
            "training",
            N_("Trainings"),
            N_("Staff trained, by topic and body (1.9, 2.3, 2.10.1, 3.2)."),
            "training_id",
            "TR",
            (
                RegisterColumn("held_on", N_("First day"), Cell.DAY, "#date+start", is_required=True),
                _TOPIC,
                _BODY,
                RegisterColumn(
                    "people", N_("People trained"), Cell.NUMBER, "#reached+num", is_required=True, unit=N_("people")
                ),
                RegisterColumn("ts_pcode", N_("Township"), Cell.TOWNSHIP, "#adm3+code"),
                _SOURCE,
            ),
            readers=CASE_ROLES,
        ),
        Register(
            "training_target",
            N_("Training targets"),
            N_("How many people of a body are to be trained in a topic in a year."),
            "target_id",
            "TT",
            (
                RegisterColumn("target_year", N_("Year"), Cell.YEAR, "#date+year", is_required=True),
                _TOPIC,
                _BODY,
                RegisterColumn(
                    "people",
                    N_("People to be trained"),
                    Cell.NUMBER,
                    "#targeted+num",
                    is_required=True,
                    unit=N_("people"),
                    least=1,
                ),
            ),
            readers=CASE_ROLES,
            writers=(Role.PLANNER,),
        ),
        Register(
            "meeting",
            N_("Meetings"),
            N_("R&R operational meetings (2.9) and experience-sharing meetings (3.8), with who came."),
            "meeting_id",
            "MT",
            (
                RegisterColumn(
                    "meeting_kind", N_("Kind of meeting"), Cell.CODE, "#activity+type", MeetingKind, is_required=True
                ),
                RegisterColumn("meeting_site", N_("Site"), Cell.CODE, "#loc+name", MeetingSite),
                RegisterColumn("st_pcode", N_("State or region"), Cell.STATE, "#adm1+code"),
                RegisterColumn("planned_on", N_("Planned for"), Cell.PLANNED, "#date+planned"),
                RegisterColumn("held_on", N_("Held on"), Cell.DAY, "#date+held"),
                *_ATTENDANCE,
                RegisterColumn("note", N_("Note"), Cell.TEXT, "#meta+note"),
            ),
            (_meeting_day, _meeting_site, _attendance),
            readers=CASE_ROLES,
        ),
        Register(
            "joint_visit",
            N_("Joint visits"),
            N_(
                "Field visits of DSW shelter staff with NGO staff. A discreet one has exactly one of each (3.9); "
                "others are kept and marked."
            ),
            "visit_id",
            "JV",
            (
                RegisterColumn("visited_on", N_("Day of the visit"), Cell.DAY, "#date+start", is_required=True),
                RegisterColumn("ts_pcode", N_("Township"), Cell.TOWNSHIP, "#adm3+code", is_required=True),
                RegisterColumn("organisation_id", N_("Organisation"), Cell.ORGANISATION, "#org+name"),
                RegisterColumn(
                    "dsw_members", N_("DSW staff"), Cell.NUMBER, "#attendees+dsw", is_required=True, unit=N_("people")
                ),
                RegisterColumn(
                    "ngo_members", N_("NGO staff"), Cell.NUMBER, "#attendees+ngo", is_required=True, unit=N_("people")
                ),
                _SOURCE,
            ),
            (_team,),
            readers=CASE_ROLES,
        ),
        Register(
            "health_site",
            N_("Health sites"),
            N_(
                "Hospitals and projects with antiretroviral treatment, and other health sites (3.4, 3.5). They say "
                "where treatment is given, never anything of a person."
            ),
            "site_id",
            "HS",
            (
                RegisterColumn("name", N_("Name of the site"), Cell.NAME, "#loc+name", is_required=True),
                RegisterColumn(
                    "health_site_kind", N_("Kind of site"), Cell.CODE, "#loc+type", HealthSiteKind, is_required=True
                ),
                RegisterColumn("ts_pcode", N_("Township"), Cell.TOWNSHIP, "#adm3+code", is_required=True),
                RegisterColumn("from_on", N_("First day"), Cell.DAY, "#date+start"),
                RegisterColumn("to_on", N_("Last day"), Cell.DAY, "#date+end"),
                RegisterColumn("source", N_("Source"), Cell.TEXT, "#meta+source", is_required=True),
            ),
            (before("from_on", "to_on", _REVERSED),),
            readers=CASE_ROLES,
        ),
        Register(
            "legal_proceeding",
            N_("Legal proceedings"),
            N_("Legal proceedings of a case, and the agency that supports the person in them (4.7)."),
            "proceeding_id",
            "LP",
            (
                RegisterColumn("case_code", N_("Case code"), Cell.CASE, "#meta+id", is_required=True),
                RegisterColumn("started_on", N_("First day"), Cell.DAY, "#date+start", is_required=True),
                RegisterColumn(
                    "proceeding_state",
                    N_("State of the proceeding"),
                    Cell.CODE,
                    "#status",
                    ProceedingState,
                    is_required=True,
                ),
                RegisterColumn("ended_on", N_("Last day"), Cell.DAY, "#date+end"),
                RegisterColumn("support_organisation_id", N_("Support agency"), Cell.ORGANISATION, "#org+name"),
                RegisterColumn("accompanied_on", N_("First accompanied on"), Cell.DAY, "#date+accompanied"),
            ),
            (
                _proceeding,
                _support,
                before("started_on", "ended_on", _REVERSED),
                before(
                    "started_on",
                    "accompanied_on",
                    N_("The person cannot be accompanied before the proceeding begins."),
                ),
            ),
            readers=CASE_ROLES,
            writers=CASE_ROLES,
        ),
        Register(
            "fund_entry",
            N_("Fund"),
            N_("The fund for rehabilitation and reintegration: received, paid out, people supported (2.13)."),
            "entry_id",
            "FU",
            (
                RegisterColumn("entry_on", N_("Day"), Cell.DAY, "#date", is_required=True),
                RegisterColumn(
                    "fund_entry_kind", N_("Received or paid"), Cell.CODE, "#value+type", FundEntryKind, is_required=True
                ),
                RegisterColumn(
                    "amount_mmk",
                    N_("Amount"),
                    Cell.NUMBER,
                    "#value+mmk",
                    is_required=True,
                    unit=N_("kyat"),
                    least=1,
                    most=10**12,
                ),
                RegisterColumn("people", N_("People supported"), Cell.NUMBER, "#reached+num", unit=N_("people")),
                _SOURCE,
            ),
            (_received,),
            writers=(Role.PLANNER,),
        ),
        Register(
            "shelter_census_abroad",
            N_("Shelters abroad"),
            N_("Myanmar victims in shelters abroad and interpreters there, by country and day (1.12)."),
            "census_id",
            "CA",
            (
                RegisterColumn("counted_on", N_("Day of the count"), Cell.DAY, "#date", is_required=True),
                RegisterColumn("destination", N_("Country"), Cell.CODE, "#country", Destination, is_required=True),
                RegisterColumn(
                    "myanmar_people",
                    N_("Myanmar victims in shelters"),
                    Cell.NUMBER,
                    "#affected+num",
                    is_required=True,
                    unit=N_("people"),
                ),
                RegisterColumn(
                    "interpreters",
                    N_("Interpreters"),
                    Cell.NUMBER,
                    "#capacity+interpreters",
                    is_required=True,
                    unit=N_("people"),
                ),
                _SOURCE,
            ),
        ),
        *FOLLOWING,
    )
}


def readable(role: Role) -> tuple[Register, ...]:
    """The registers that a role may read, in their order."""
    return tuple(register for register in REGISTERS.values() if role in register.readers)
