"""Why a row is not for this reader to load: it belongs to another shelter, or a planner looks at it first."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_
from data.row_errors import RowFault


@dataclass
class ShelterOutside(RowFault):
    shelters: str
    template = N_(
        'Row {row}, column {column}: "{written}" is not one of your shelters ({shelters}). Leave the row out; the '
        "officer of that shelter or a planner can bring it in."
    )


@dataclass
class ShelterNotTold(RowFault):
    shelters: str
    template = N_(
        "Row {row} does not say which shelter it belongs to, and you bring in people of these only: {shelters}. Write "
        "the shelter in the column Shelter."
    )


@dataclass
class CaseThereUnseen(RowFault):
    template = N_(
        "Row {row} was not loaded: a planner will look at it. Keep this file: the planner may ask for the row. If no "
        "other row can be loaded, give the planner the file."
    )
