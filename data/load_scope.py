"""Who may bring in what: planners every format, DSW officers the spreadsheet of their own shelters, nobody else any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data import reference
from data.errors import MayNotLoad
from data.permissions import Action, roles_of
from data.row_errors import CaseThereAlready, RowFault
from data.scope import Scope
from data.scope_errors import CaseThereUnseen, ShelterNotTold, ShelterOutside
from data.validate import Checked, Read
from data.vocabulary import ImportFormat, Role

MAY_LOAD: Mapping[Role, tuple[ImportFormat, ...]] = {
    Role.PLANNER: (ImportFormat.NATIONAL, ImportFormat.SHELTER, ImportFormat.PROVIDERS),
    Role.DSW_OFFICER: (ImportFormat.SHELTER,),
}
"""Role -> formats that it may bring in; a role that is not named may bring in nothing."""
ANSWERING_ROLES = frozenset(roles_of(Action.DECIDE_RECORDS))
"""Who may say what a written place means: the answer holds for everybody's later files."""
_ROW = re.compile(r"row \d+")


def formats_of(role: Role) -> tuple[ImportFormat, ...]:
    """The formats that a role may bring in."""
    return MAY_LOAD.get(role, ())


def refuse_other_format(scope: Scope, code: ImportFormat) -> None:
    """Raises MayNotLoad where the reader's role may not bring in files of this format; small registers: planners."""
    if code is ImportFormat.REGISTER and scope.role is Role.PLANNER:
        return
    if code not in formats_of(scope.role):
        raise MayNotLoad(role=str(scope.role))


def within_scope(checked: Checked, scope: Scope) -> Checked:
    """The file as this reader may bring it: rows of other shelters, and of none, are rejected before any comparison."""
    if scope.role is Role.PLANNER:
        return checked
    own = checked.accepted["shelter_id"].isin(scope.shelter_ids)
    outside = {int(row): _fault(checked, int(row), scope) for row in checked.accepted.index[~own]}
    copies = {
        row: replace(outside[int(what.removeprefix("row "))], row=row)
        for row, what in checked.doubles.items()
        if _ROW.fullmatch(what) and int(what.removeprefix("row ")) in outside
    }
    faults = (*checked.rejects, *outside.values(), *copies.values())
    return replace(
        checked,
        accepted=checked.accepted[own],
        rejects=tuple(sorted(faults, key=lambda fault: fault.row)),
        doubles={row: what for row, what in checked.doubles.items() if row not in copies},
    )


def _fault(checked: Checked, row: int, scope: Scope) -> ShelterOutside | ShelterNotTold:
    known = reference.shelters()
    own = known.loc[("SH-" + known["ts_pcode"]).isin(scope.shelter_ids), "place"]
    shelters = ", ".join(own) or "–"
    if "shelter_id" not in checked.layout.columns or not checked.layout.texts("shelter_id")[row]:
        return ShelterNotTold(row=row, column="–", written="", shelters=shelters)
    written = checked.layout.texts("shelter_id")[row]
    return ShelterOutside(row=row, column=checked.layout.heading("shelter_id"), written=written, shelters=shelters)


def seen_by(
    read: Read, scope: Scope, doubles: Mapping[int, str], faults: Sequence[RowFault]
) -> tuple[dict[int, str], tuple[RowFault, ...]]:
    """Doubles and faults as this reader may know them: what repeats a record outside the scope is left to a planner.

    All such rows are told in the same words, whatever the record says, so nothing of it can be found out by trying.
    """
    if scope.role is Role.PLANNER:
        return dict(doubles), tuple(faults)
    visible = set(
        read("SELECT case_code FROM visible_case($role, $organisation, $shelters)", scope.params())["case_code"]
    )
    unseen = {row for row, what in doubles.items() if not _ROW.fullmatch(what) and what not in visible}
    unseen |= {f.row for f in faults if isinstance(f, CaseThereAlready) and f.case_code not in visible}
    return (
        {row: what for row, what in doubles.items() if row not in unseen},
        (
            *(fault for fault in faults if fault.row not in unseen),
            *(CaseThereUnseen(row=row, column="–", written="") for row in sorted(unseen)),
        ),
    )
