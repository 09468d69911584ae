"""What can be wrong with an indicator's file."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class IndicatorUnreadable(AtlasError):
    """A file of the folder of indicators does not say what it must."""

    file: str
    what: str
    template = N_("The indicator {file} cannot be used: {what}. Mend the file; docs/methods.md shows its form.")
