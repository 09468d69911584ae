"""Why a row is not for this reader to load: it belongs to another shelter, or repeats what the reader may not see."""

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
        "Row {row} tells the same as a record that is already there from the same agency, and no reference code tells "
        "whether it is the same person. Leave the row out if it is, or give it a reference code."
    )
