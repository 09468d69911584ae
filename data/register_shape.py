"""What a small register is made of: columns, cells, who reads and writes it, and rules on a whole entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from data.permissions import Action, roles_of
from data.vocabulary import Body, Code, Role

CASE_ROLES: Final = roles_of(Action.KEEP_REGISTERS)
KEEPERS: Final = roles_of(Action.READ_WAITING)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Cell(StrEnum):
    """What a column holds. day: one that has come; planned: one that may lie ahead."""

    CODE = "code"
    DAY = "day"
    PLANNED = "planned"
    NUMBER = "number"
    DECIMAL = "decimal"
    YEAR = "year"
    TOWNSHIP = "township"
    STATE = "state"
    ORGANISATION = "organisation"
    CASE = "case"
    INDICATOR = "indicator"
    TEXT = "text"
    NAME = "name"


@dataclass(frozen=True)
class RegisterColumn:
    """One column. key: of the table, or people_<body> for the attendance of a meeting; label: a gettext msgid.

    hxl: tag of exports. codes: of a Cell.CODE. unit: a gettext msgid, "" for none. least, most: of a number (most None:
    the usual bound). body: whose attendance it is.
    """

    key: str
    label: str
    cell: Cell
    hxl: str
    codes: type[Code] | None = None
    is_required: bool = False
    unit: str = ""
    least: int = 0
    most: int | None = None
    body: Body | None = None


Values = Mapping[str, Any]
Clash = tuple[str, str]
"""Key of the column at fault, and what is wrong with it: a gettext msgid."""
Rule = Callable[[Values], Clash | None]


@dataclass(frozen=True)
class Register:
    """A small register. key: its table and its word in addresses; identifier: the column that names a row.

    prefix: of new identifiers. title, about: gettext msgids.
    """

    key: str
    title: str
    about: str
    identifier: str
    prefix: str
    columns: tuple[RegisterColumn, ...]
    rules: tuple[Rule, ...] = ()
    readers: tuple[Role, ...] = KEEPERS
    writers: tuple[Role, ...] = KEEPERS

    @property
    def own_columns(self) -> tuple[RegisterColumn, ...]:
        """The columns of the table itself, without attendance."""
        return tuple(column for column in self.columns if column.body is None)

    @property
    def about_cases(self) -> bool:
        """Whether its rows tell of single cases."""
        return any(column.cell is Cell.CASE for column in self.columns)


def clashes(register: Register, values: Values) -> list[Clash]:
    """What cannot be true of an entry whose cells are right each by itself."""
    return [found for rule in register.rules if (found := rule(values))]


def before(earlier: str, later: str, text: str) -> Rule:
    """A rule: the day in the column `later` must not lie before the one in `earlier`; else `text` is said."""

    def rule(values: Values) -> Clash | None:
        first, last = values.get(earlier), values.get(later)
        return (later, text) if first and last and last < first else None

    return rule
