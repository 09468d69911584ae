"""A stored code with its label, its HTCDS name and whatever else belongs to it: what the code lists are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A stored code with its label and its HTCDS name ("" where the standard has none)."""

    label: str
    htcds: str

    def __new__(cls, value: str, label: str = "", htcds: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.htcds = htcds
        return member
