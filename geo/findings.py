"""What a check found, as facts with one sentence that the interface can translate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A warning or a note about a boundary file.

    template: an English sentence (a gettext msgid) that quotes the facts as {name}; items: township codes it concerns.
    """

    code: str
    template: str
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    is_warning: bool = True

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts; {items} lists at most twelve codes and counts the rest."""
        shown = ", ".join(self.items[:12]) + (f" (+{len(self.items) - 12})" if len(self.items) > 12 else "")
        return translate(self.template).format(**dict(self.facts), items=shown, count=len(self.items))

    def as_json(self) -> dict[str, object]:
        """Plain values for writing; `read` is its inverse."""
        return {
            "code": self.code,
            "template": self.template,
            "facts": dict(self.facts),
            "items": list(self.items),
            "is_warning": self.is_warning,
        }

    @staticmethod
    def read(written: dict) -> Finding:
        """A finding from what `as_json` wrote; KeyError or TypeError where it is damaged."""
        facts = tuple((str(k), str(v)) for k, v in written["facts"].items())
        items = tuple(str(i) for i in written["items"])
        return Finding(written["code"], written["template"], facts, items, bool(written["is_warning"]))
