"""One line that gives a reason with its facts, worded once here and put into the reader's language by ui."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """template: English sentence (a gettext msgid) that quotes its facts as {name}; facts: (name, value) pairs."""

    template: str
    facts: tuple[tuple[str, object], ...] = ()

    def text(
        self, translate: Callable[[str], str] = str, show: Callable[[object], str] = str, **instead: object
    ) -> str:
        """The sentence; `show` writes each fact, `instead` replaces facts by name (such as a place in Burmese)."""
        read = {name: show(value) for name, value in self.facts}
        return translate(self.template).format(**(read | instead))

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Joined(Sentence):
    """Several reasons in one line, each worded by itself; facts given in its place reach every part."""

    template: str = ""
    parts: tuple[Sentence, ...] = ()

    def text(
        self, translate: Callable[[str], str] = str, show: Callable[[object], str] = str, **instead: object
    ) -> str:
        return " · ".join(part.text(translate, show, **instead) for part in self.parts)

    def __str__(self) -> str:
        return self.text()
