"""Why a cell is refused that seems to hold a name, telephone or identity number; no message repeats what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_
from data.row_errors import RowFault


@dataclass
class Withheld(RowFault):
    """What stands in the cell is neither repeated, nor kept, nor written to a file of rejected rows."""

    def __post_init__(self) -> None:
        self.written = ""


@dataclass
class NameInText(Withheld):
    template = N_(
        "Row {row}, column {column}: what stands there looks like a person's name. Names of people are never kept. "
        "Leave the cell blank; or, if it is a place, write village or ward (ရွာ, ရပ်ကွက်) behind it."
    )


@dataclass
class TelephoneInText(Withheld):
    template = N_(
        "Row {row}, column {column}: what stands there looks like a telephone number or an e-mail address. These are "
        "never kept. Delete it, and leave the rest."
    )


@dataclass
class IdentityInText(Withheld):
    template = N_(
        "Row {row}, column {column}: what stands there looks like the number of an identity card or a passport. These "
        "are never kept. Delete it, and leave the rest."
    )
