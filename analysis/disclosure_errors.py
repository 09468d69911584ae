"""What can go wrong with a publication, with its facts; no sentence ever holds a number that is withheld."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class BaseWrong(AtlasError):
    """The counts handed in cannot be used. where: the frame and column; value: what was found there."""

    where: str
    value: str
    template = N_("The counts cannot be published: {where} holds {value}. Nothing was published.")


@dataclass
class TablesWrong(AtlasError):
    """The list of tables does not fit the counts."""

    table: str
    value: str
    template = N_("The table {table} cannot be made: {value}. Nothing was published.")


@dataclass
class RulesWrong(AtlasError):
    """A rule of publication lies outside its bounds."""

    rule: str
    value: int
    minimum: int
    template = N_("{rule} is {value}; the least allowed is {minimum}. Nothing was published.")


@dataclass
class TooLarge(AtlasError):
    """The tables together ask for more combinations than can be audited. combinations: how many."""

    combinations: int
    most: int
    template = N_(
        "These tables together have {combinations} combinations; at most {most} can be audited. Take a category out of "
        "a table, or make two tables of it. Nothing was published."
    )


@dataclass
class EarlierNotCovered(AtlasError):
    """A figure published earlier speaks of something that the counts do not hold."""

    version: str
    column: str
    value: str
    template = N_(
        "Publication {version} has figures for {column} {value}, which these counts do not cover, so that the two "
        "cannot be audited together. Take in all years and places published before. Nothing was published."
    )


@dataclass
class UnsafeToPublish(AtlasError):
    """Whatever is withheld, somebody could work out a withheld figure. withheld, unsafe: numbers of cells."""

    withheld: int
    unsafe: int
    tables: tuple[str, ...]
    template = N_(
        "Publishing is refused: of {withheld} withheld figures, {unsafe} could be worked out from what is published, "
        "now or earlier, in: {tables}. Choose a longer period or fewer tables. Nothing was published."
    )


@dataclass
class NothingToPublish(AtlasError):
    """No figure is left that may be shown. least_shown: people."""

    least_shown: int
    template = N_(
        "No figure of these tables may be shown with a threshold of {least_shown}: choose a longer period or larger "
        "areas. Nothing was published."
    )


@dataclass
class Cancelled(AtlasError):
    """A person stopped the work."""

    template = N_("Stopped. Nothing was published.")
