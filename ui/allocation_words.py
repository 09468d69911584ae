"""Words of the planner of help: names of places, refusals with their facts, and sources."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from analysis.allocation_problem import Option
from analysis.sentence import Sentence
from data import reference
from data.errors import AtlasError
from data.vocabulary import Corridor
from ui.map_selection import township_names
from ui.text import _, day, label, language, number, plain

WORKERS = 6


@cache
def _states() -> dict[str, dict[str, str]]:
    rows = reference.townships().drop_duplicates("st_pcode")
    return {r.st_pcode: {"en": r.st_name_en, "my": r.st_name_my} for r in rows.itertuples()}


def states() -> dict[str, str]:
    """P-code of each of the 18 states and regions -> its name, sorted by name."""
    found = {code: names[language()] for code, names in _states().items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def township(code: str) -> str:
    """Name of a township in the reader's language; the code where it is none."""
    names = township_names().get(code)
    return names[language()] if names else code


def townships(codes: Iterable[str], most: int = 0) -> str:
    """Names, joined; with `most`, how many more there are instead of the rest."""
    every = [township(code) for code in codes]
    if most and len(every) > most:
        return _("{names} and {n} more").format(names=", ".join(every[:most]), n=number(len(every) - most))
    return ", ".join(every)


@cache
def _township_state() -> dict[str, str]:
    return dict(reference.townships()[["ts_pcode", "st_pcode"]].itertuples(index=False))


def state_of(code: str) -> str:
    """Name of the state or region of a township."""
    return states().get(_township_state().get(code, ""), "")


@cache
def search_labels() -> dict[str, str]:
    """Township -> both names and the district, since some townships share a name; for finding by typing."""
    rows = reference.townships()
    return {r.ts_pcode: f"{r.ts_name_en} · {r.ts_name_my} · {r.dt_name_en}, {r.st_name_en}" for r in rows.itertuples()}


def _fact(value: object) -> object:
    """A fact of a refusal: labels, corridors and places in the reader's language."""
    if isinstance(value, tuple | list):
        return ", ".join(str(_fact(one)) for one in value)
    if not isinstance(value, str):
        return value
    if value in set(Corridor):
        return label(Corridor(value))
    if value in township_names():
        return plain(township(value))
    return plain(states().get(value) or _(value))


def refusal(error: AtlasError) -> str:
    """Why nothing can be planned, with its numbers, safe to show as Markdown."""
    facts = {name: _fact(value) for name, value in vars(error).items()}
    return _(error.template).format(**facts)


def reason(sentence: Sentence) -> str:
    """A placement's line."""
    return sentence.text(_, lambda value: number(float(str(value)), 1) if not isinstance(value, str) else value)


def usd(value: float) -> str:
    """Dollars with their unit."""
    return _("{n} US dollars").format(n=number(value))


def people(value: float) -> str:
    """People in a sentence: parts of a person are expectations, so one decimal below ten."""
    return number(value, 1 if 0 < value < 10 and abs(value - round(value)) > 0.05 else 0)


def option_name(option: Option) -> str:
    """Label of an option."""
    return label(option)


def source(as_of: object) -> str:
    """Where the numbers of a plan come from."""
    return _(
        "Source: people waiting and provider directory of the register, state of {day}; people expected by the "
        "forecast; costs and room as assumed or set by your organisation."
    ).format(day=day(as_of))  # type: ignore[arg-type]
