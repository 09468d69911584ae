"""One line that a person wrote, fit to be kept: one line, not too long, and nobody's name, telephone or identity."""

from __future__ import annotations

import re

from data.frozen_errors import (
    LineBroken,
    LineEmpty,
    LineHasIdentity,
    LineHasTelephone,
    LineNamesPerson,
    LineTooLong,
    LineWrong,
)
from data.personal import Kind, kind_of
from data.personal_errors import IdentityInText, NameInText, TelephoneInText

LONGEST = 200
_REFUSED: dict[Kind, type[LineWrong]] = {
    NameInText: LineNamesPerson,
    TelephoneInText: LineHasTelephone,
    IdentityInText: LineHasIdentity,
}
# Characters that turn the direction of what follows: invisible, and able to make a line read as another.
_TURNS = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
_PARTS = re.compile(r"[,;:.()/–—\"“”။၊]+")
_NAME_WORDS = (3, 4)


def one_line(text: str, where: str, place: str = "", longest: int = LONGEST) -> str:
    """The line without spaces around it and invisible marks of direction.

    where: msgid of what it was written for, which may quote {place}.

    Raises LineEmpty, LineBroken, LineTooLong, LineNamesPerson, LineHasTelephone, LineHasIdentity; none repeats it.
    """
    line = _TURNS.sub("", text).strip()
    if not line:
        raise LineEmpty(where, place)
    if _BREAK.search(line):
        raise LineBroken(where, place)
    if len(line) > longest:
        raise LineTooLong(where, place, len(line), longest)
    kind = _kind(line)
    if kind:
        raise _REFUSED[kind](where, place)
    return line


def _kind(line: str) -> Kind | None:
    """What the whole line, or a run of capitalised words within it, looks like."""
    return kind_of(line) or next((kind for run in _runs(line) if (kind := kind_of(run))), None)


def _runs(line: str) -> list[str]:
    """Runs of three or four words that each begin with a capital: what a Burmese name in Latin letters is made of."""
    found = []
    for part in _PARTS.split(line):
        words = part.split()
        for length in _NAME_WORDS:
            for i in range(len(words) - length + 1):
                run = words[i : i + length]
                if all(word[:1].isupper() for word in run):
                    found.append(" ".join(run))
    return found
