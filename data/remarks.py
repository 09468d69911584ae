"""Sentences about a load that are no faults: a template for the catalogue, and the facts that it quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol


class Sentence(Protocol):
    """Something that can be said in the reader's language."""

    def message(self, translate: Callable[[str], str] = str) -> str: ...


@dataclass(frozen=True)
class Remark:
    """Something that a person should know about a load. template: a gettext msgid quoting the facts as {name}."""

    template: str
    facts: tuple[tuple[str, object], ...] = ()

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts, in the language of `translate`."""
        return translate(self.template).format(**dict(self.facts))


def of_rows(said: Iterable[tuple[int, Remark]]) -> list[Remark]:
    """One remark for all rows of which the same is said; their numbers are its fact {rows}."""
    rows: dict[Remark, list[int]] = {}
    for row, remark in said:
        rows.setdefault(remark, []).append(row)
    return [
        Remark(remark.template, (("rows", ", ".join(map(str, found))), *remark.facts)) for remark, found in rows.items()
    ]
