"""What a view is filtered to; every question about cases takes the same filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

UNRECORDED = "unknown"


@dataclass(frozen=True)
class Filters:
    """None means no filter; an empty tuple means that nothing is selected.

    destinations, sexes, age_groups and purposes may hold UNRECORDED, which selects the cases where that field is empty.
    years: first and last case year, both included. special: only Special Cases, only others, or all.
    as_of: the day whose state is shown; cases recorded later are not seen.
    """

    as_of: date
    years: tuple[int, int] | None = None
    victim_types: tuple[str, ...] | None = None
    destinations: tuple[str, ...] | None = None
    sexes: tuple[str, ...] | None = None
    age_groups: tuple[str, ...] | None = None
    purposes: tuple[str, ...] | None = None
    special: bool | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters of the filters, as every filtered statement declares them."""
        first, last = self.years or (None, None)
        return {
            "as_of": self.as_of,
            "first_year": first,
            "last_year": last,
            "victim_types": _listed(self.victim_types),
            "destinations": _listed(self.destinations),
            "sexes": _listed(self.sexes),
            "age_groups": _listed(self.age_groups),
            "purposes": _listed(self.purposes),
            "special": self.special,
        }


def _listed(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else list(codes)
