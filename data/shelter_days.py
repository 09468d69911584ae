"""Further days of the one-page form (2.12) of somebody who is in the register: entry, leaving, steps in between.

Checked as the shelter spreadsheet checks a row, and as every event of a case is; all of them are written, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from data import frozen
from data.case_record import NewEvent, changed, record, record_in, refuse_unseen, version_in
from data.errors import N_, AtlasError
from data.row_errors import RowFault
from data.scope import Scope
from data.scope_errors import ShelterOutside
from data.shelter_form import ROW, check_form
from data.store import Store
from data.validate import Options
from data.validate_places import TownshipMatcher
from data.vocabulary import EventKind, Role, VictimType

KINDS: Mapping[str, EventKind] = {
    "date_in": EventKind.SHELTER_IN,
    "date_out": EventKind.SHELTER_OUT,
    "needs_assessed": EventKind.NEEDS_ASSESSED,
    "medical_informed": EventKind.MEDICAL_INFORMED,
    "medical_accepted": EventKind.MEDICAL_ACCEPTED,
    "medical_assessed": EventKind.MEDICAL_ASSESSED,
}
"""Field of the form -> event that it becomes."""


@dataclass(frozen=True)
class Stay:
    """The latest stay of a case as a person saw it; None: no such day is recorded."""

    shelter_id: str
    date_in: date
    date_out: date | None = None
    needs_assessed: date | None = None
    medical_informed: date | None = None
    medical_accepted: date | None = None
    medical_assessed: date | None = None


@dataclass
class DaysAtFault(AtlasError):
    """Days that the shelter spreadsheet would reject; faults: why, each with its field."""

    faults: tuple[RowFault, ...]
    template = N_("The days were not kept: {faults}")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with each fault, in the language of `translate`."""
        told = " ".join(fault.message(translate) for fault in self.faults)
        return translate(self.template).format(faults=told)


def record_days(
    store: Store,
    scope: Scope,
    case_code: str,
    stay: Stay,
    seen: str,
    told: Mapping[str, date],
    matcher: TownshipMatcher,
) -> tuple[str, ...]:
    """Record the days told (field of the form -> day) of a stay; returns the identifiers of the events.

    stay: as the person saw it; seen: version of the time line then (data.case_record.version). Raises CaseNotSeen,
    ChangedMeanwhile, DaysAtFault, and what data.case_record.record_in raises.
    """
    _refuse_faults(stay, told, matcher)
    with store.transaction() as cursor:
        refuse_unseen(cursor, scope, case_code)
        if seen != version_in(cursor, case_code):
            raise changed(cursor, case_code)
        ordered = sorted(told.items(), key=lambda pair: (pair[1], list(KINDS).index(pair[0])))
        return tuple(
            record_in(cursor, scope, NewEvent(case_code, KINDS[key], day, shelter_id=stay.shelter_id))
            for key, day in ordered
        )


def record_entry(store: Store, scope: Scope, case_code: str, shelter_id: str, day: date) -> str:
    """Record that a person of the register entered a DSW shelter; returns the identifier of the event.

    Raises ShelterOutside for a shelter that is not the officer's own, and what data.case_record.record_in raises.
    """
    if scope.role is Role.DSW_OFFICER and shelter_id not in scope.shelter_ids:
        raise ShelterOutside(row=ROW, column="–", written=shelter_id, shelters=", ".join(scope.shelter_ids) or "–")
    return record(store, scope, NewEvent(case_code, EventKind.SHELTER_IN, day, shelter_id=shelter_id))


def _refuse_faults(stay: Stay, told: Mapping[str, date], matcher: TownshipMatcher) -> None:
    """What the shelter spreadsheet says of these days in one row."""
    days = {key: day for key in KINDS if (day := told.get(key) or getattr(stay, key)) is not None}
    form = {key: day.isoformat() for key, day in days.items()}
    form |= {"shelter_id": stay.shelter_id.removeprefix("SH-"), "victim_type": str(VictimType.G2G)}
    faults = check_form(form, matcher, Options(today=frozen.now().date())).rejects
    if faults:
        raise DaysAtFault(faults)
