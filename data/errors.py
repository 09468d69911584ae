"""What can go wrong, each with its facts; worded once here, put into the reader's language by ui/failures.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar


def N_(message: str) -> str:
    """Mark a text for the translation catalogue without translating it here."""
    return message


@dataclass
class AtlasError(Exception):
    """A failure that the person in front of the app can answer.

    Subclasses are dataclasses whose fields are the facts and whose `template`
    is the English sentence (a gettext msgid) that quotes them as {field}.
    """

    template: ClassVar[str] = ""

    def facts(self) -> dict[str, object]:
        """Field name -> value; sequences are joined with commas for reading."""
        read = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: ", ".join(map(str, v)) if isinstance(v, (tuple, list)) else v for k, v in read.items()}

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts, in the language of `translate`."""
        return translate(self.template).format(**self.facts())

    def __str__(self) -> str:
        return self.message()


@dataclass
class RegisterInUse(AtlasError):
    """Another process holds the register's file."""

    path: str
    template = N_(
        "The register {path} is open in another program, probably the running atlas. Close it, or use its pages."
    )


@dataclass
class RegisterUnreadable(AtlasError):
    """The register's file cannot be opened."""

    path: str
    detail: str
    template = N_(
        "The register {path} cannot be opened: {detail}. Nothing was changed; keep the file and restore a backup."
    )
