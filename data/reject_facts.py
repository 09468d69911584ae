"""What the register keeps of a rejected row: facts that can be worded anew in any language, and nothing of a person.

Only the person who brings a file sees what stands in it. The register keeps a written text only where it is needed
later or cannot be a name (docs/decisions/0012).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import PurePath
from typing import Any

from data.personal import kind_of, withheld
from data.remarks import Remark, Sentence
from data.row_errors import CellError, RowFault, TownshipUnknown

NOT_KEPT = "…"  # stands where something was written that the register does not keep
_QUOTED = ("written", "earlier", "begins", "name_is")  # facts that repeat what stands in a cell
_BESIDE = ("areas",)  # facts of a note that repeat what stands beside a place
_CODE = re.compile(r"MMR\d{3,}(?:$| [\w .'-]+, )")  # a P-code, also with the published names behind it
_IN_FILE_NAMES = str.maketrans(dict.fromkeys("_-+.,;()[]", " "))
_WORDS_OF_A_NAME = range(2, 6)


def as_facts(fault: RowFault) -> str:
    """The facts of a fault, to be worded again by `fault_of`."""
    return json.dumps({field.name: _plain(getattr(fault, field.name)) for field in fields(fault)}, ensure_ascii=False)


def _plain(value: object) -> object:
    if hasattr(value, "template") and hasattr(value, "facts"):
        return {"template": value.template, "facts": [[name, _plain(fact)] for name, fact in value.facts]}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (int, float)) else str(value)


def fault_of(reason_code: object, facts: object) -> RowFault | None:
    """The fault again, from its name and facts; None where this version of the atlas knows no such fault or facts."""
    kind = _kinds().get(str(reason_code))
    if kind is None or not isinstance(facts, str):
        return None
    try:
        told = json.loads(facts)
        fault = kind(**{name: _value(value) for name, value in told.items()})
        fault.message()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):  # made by another version of the atlas
        return None
    return fault


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Remark(str(value["template"]), tuple((str(name), _value(fact)) for name, fact in value["facts"]))
    return tuple(map(_value, value)) if isinstance(value, list) else value


def _kinds() -> dict[str, type[RowFault]]:
    return {kind.__name__: kind for kind in _below(RowFault)}


def _below(kind: type[RowFault]) -> Iterator[type[RowFault]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def kept(fault: RowFault, holds_cases: bool) -> RowFault:
    """The fault as it rests in the register. holds_cases: its file is one of cases, not a directory of providers."""
    fault = _without_personal_note(withheld(fault))
    if kind_of(fault.column):  # a table without headings: its first row was taken for them
        fault = replace(fault, column=NOT_KEPT)
    if not holds_cases:
        return fault
    if isinstance(fault, TownshipUnknown):
        facts = tuple((name, NOT_KEPT if name in _BESIDE else fact) for name, fact in getattr(fault.note, "facts", ()))
        return replace(fault, note=Remark(getattr(fault.note, "template", ""), facts))
    quoted: dict[str, Any] = (
        {} if isinstance(fault, CellError) else {n: getattr(fault, n) for n in _QUOTED if hasattr(fault, n)}
    )
    hidden: dict[str, Any] = {name: NOT_KEPT for name, text in quoted.items() if _may_name_somebody(str(text))}
    return replace(fault, **hidden)


def _may_name_somebody(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _CODE.match(text)


def _without_personal_note(fault: RowFault) -> RowFault:
    """Why a place could not be told may quote the cells beside it."""
    note: Sentence | None = getattr(fault, "note", None)
    facts = getattr(note, "facts", ())
    kind = next((kind for _name, fact in facts if isinstance(fact, str) and (kind := kind_of(fact))), None)
    return kind(row=fault.row, column=fault.column, written="") if kind else fault


def kept_file_name(name: str) -> str:
    """The name of a file as the register keeps it: its ending alone where a person's name or number stands in it."""
    path = PurePath(name)
    return f"{NOT_KEPT}{path.suffix}" if any(map(kind_of, _readings(path.stem))) else name


def _readings(stem: str) -> Iterable[str]:
    """Ways to read a file's name, in which no slash can stand and spaces are often written otherwise."""
    yield stem
    words = stem.translate(_IN_FILE_NAMES).split()
    yield " ".join(words)
    for at, number in enumerate(words[:-1]):
        if number.isdecimal() and len(number) <= 2:  # the state of an identity number
            rest = stem[stem.index(number) + len(number) + 1 :]
            yield f"{number}/{rest}"
            yield f"{number}/{' '.join(words[at + 1 :])}"
    for length in _WORDS_OF_A_NAME:
        yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
