"""Why something could not be written at or about a meeting: each refusal with its facts; nothing was written then."""

from __future__ import annotations

from dataclasses import dataclass

from data.assignment_errors import Refused
from data.errors import N_, AtlasError


@dataclass
class MayNotMeet(AtlasError):
    """The reader's role runs no meetings."""

    role: str
    refuses = True
    template = N_("Only planners and DSW officers run meetings; your role is {role}. Nothing was written.")


@dataclass
class MeetingNotFound(AtlasError):
    """No such meeting."""

    meeting_id: str
    template = N_("There is no meeting {meeting_id}. Reload the list of meetings; nothing was written.")


@dataclass
class MeetingThere(Refused):
    """The meeting of that day at that place is in the register already."""

    kind: str
    place: str
    held_on: str
    meeting_id: str
    labels = ("kind", "place")
    template = N_(
        "The register already has this meeting: {kind}, {place}, {held_on} ({meeting_id}). Go on with it; nothing was "
        "written."
    )


@dataclass
class MeetingPlaceMissing(AtlasError):
    """An R&R operational meeting is held at one of the three places."""

    template = N_("Choose where the meeting is held: Mandalay, Yangon or Mawlamyine. Nothing was written.")


@dataclass
class MeetingDayWrong(AtlasError):
    """A sitting that has not come yet."""

    held_on: str
    latest: str
    template = N_("A meeting cannot be held on {held_on}: the day must not lie after {latest}. Nothing was written.")


@dataclass
class MeetingClosed(AtlasError):
    """The minutes are closed: nothing is decided or taken back any more."""

    meeting_id: str
    held_on: str
    closed_at: str
    template = N_(
        "The minutes of the meeting of {held_on} were closed on {closed_at}. Nothing more can be decided in it or "
        "taken back; decide at the next meeting or outside one."
    )


@dataclass
class DecisionIncomplete(Refused):
    """Something that the decision needs was not said. missing: what, a msgid."""

    case_code: str
    decision: str
    missing: str
    labels = ("decision", "missing")
    template = N_('For the decision "{decision}" on case {case_code}, say also: {missing}. Nothing was written.')


@dataclass
class CaseDecided(Refused):
    """This meeting has decided on the case under the same item. when: UTC."""

    case_code: str
    decision: str
    by: str
    when: str
    labels = ("decision",)
    template = N_(
        'This meeting has already decided on case {case_code}: "{decision}" (entered by {by} on {when}). Nothing of '
        "yours was written; take that decision back first if it is to be another one."
    )


@dataclass
class DecisionNotFound(AtlasError):
    """No such decision, or it was taken back before."""

    decision_id: str
    template = N_("There is no decision {decision_id} that stands. Reload the meeting; nothing was changed.")


@dataclass
class AttendanceMissing(AtlasError):
    """Minutes without anybody present."""

    held_on: str
    template = N_(
        "Say how many people of each body came to the meeting of {held_on}; minutes without anybody are not closed. "
        "Nothing was written."
    )


@dataclass
class AttendanceWrong(Refused):
    """A number of people that cannot be, or another one than the register holds."""

    body: str
    people: int
    known: str
    labels = ("body",)
    template = N_(
        "{people} people of {body} cannot be entered (the register has: {known}). Give a number from 0, or correct the "
        "register of meetings; nothing was written."
    )
